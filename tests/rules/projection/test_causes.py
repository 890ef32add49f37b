"""Why a goal falls short, found by neutralising one driver at a time in the same futures."""

import pytest

from advisor_tui.rules.projection.outcome import DRIVERS, WantOutcome
from advisor_tui.rules.projection.plan import Plan, Want
from advisor_tui.rules.projection.project import project
from tests.rules.projection.builders import MILLION, assume, part, plan


def fate(found: Plan, inflation: int = 0, rate: int = 0, volatility: int = 0) -> WantOutcome:
    """What becomes of a plan's first goal, with reasons."""
    assumptions = assume(inflation, cash=(rate, volatility))
    return project([found], assumptions, seed=3, paths=2_000, explain=(0,))[0].wants[0]


def shares(found: WantOutcome) -> dict[str, int]:
    return {cause.driver: cause.explained for cause in found.causes}


def test_a_goal_that_is_always_met_has_no_causes() -> None:
    found = fate(plan(part(), wants=(Want("a", 60, MILLION),)))
    assert (found.success, found.causes, found.more_fen) == (10_000, (), 0)


def test_fees_alone_explain_what_is_missing_by_them() -> None:
    found = fate(plan(part(fee=200), wants=(Want("a", 60, MILLION),)))
    explained = shares(found)
    assert found.causes[0].driver in ("fees", "contributions")
    assert explained["fees"] == 10_000
    assert explained["returns"] == explained["inflation"] == 0


def test_inflation_alone_explains_what_prices_took() -> None:
    explained = shares(fate(plan(part(), wants=(Want("a", 60, MILLION),)), inflation=300))
    assert explained["inflation"] == 10_000
    assert explained["returns"] == explained["fees"] == 0


def test_where_the_expected_case_suffices_only_the_returns_explain() -> None:
    found = fate(plan(part(), wants=(Want("a", 120, MILLION),)), rate=300, volatility=1_500)
    explained = shares(found)
    assert 0 < found.success < 10_000
    assert found.causes[0].driver == "returns"
    assert explained["returns"] == 10_000
    assert "contributions" not in explained
    assert found.more_fen == 0


@pytest.mark.parametrize(("rate", "inflation"), [(0, 0), (300, 0), (0, 200), (-200, 300)])
def test_the_contribution_that_is_named_suffices_in_the_expected_case_and_a_fen_less_does_not(
    rate: int, inflation: int
) -> None:
    wants = (Want("a", 60, 2 * MILLION),)
    found = fate(plan(part(), wants=wants), rate=rate, inflation=inflation)
    assert shares(found)["contributions"] == 10_000
    for fen, met in ((found.more_fen, 2_000), (found.more_fen - 1, 0)):
        saving = plan(part(), wants=wants, income_fen=fen, working_months=60)
        assert fate(saving, rate=rate, inflation=inflation).met == met


def test_a_later_goal_is_explained_beside_the_earlier_one_that_takes_its_money() -> None:
    wants = (Want("a", 12, MILLION), Want("b", 60, MILLION))
    first, second = project([plan(part(), wants=wants)], assume(0, cash=(0, 0)), seed=1, paths=10, explain=(0,))[
        0
    ].wants
    assert first.met == 10
    assert second.mean_short_fen == MILLION
    assert abs(second.more_fen * 60 - MILLION) < 60


def test_every_driver_has_a_name_and_only_who_asks_gets_causes() -> None:
    found = plan(part(fee=100), wants=(Want("a", 60, 2 * MILLION),))
    assert set(shares(fate(found, inflation=100))) == set(DRIVERS)
    assert project([found], assume(), seed=1, paths=10)[0].wants[0].causes == ()
