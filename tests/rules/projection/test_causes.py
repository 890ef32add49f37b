"""Why a goal falls short, found by neutralising one driver at a time in the same futures."""

import numpy as np
import pytest

from advisor_tui.rules.projection.assumptions import Stress
from advisor_tui.rules.projection.causes import ranked, saving
from advisor_tui.rules.projection.engine import World, _note_lack
from advisor_tui.rules.projection.flows import flows_of
from advisor_tui.rules.projection.outcome import DRIVERS, LIVING, Cause, WantOutcome
from advisor_tui.rules.projection.plan import Plan, Want
from advisor_tui.rules.projection.project import _want, project
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


@pytest.mark.parametrize(("want", "month", "more"), [(1_000, 1, 1_000), (1_000, 3, 334), (1, 1, 1), (1, 120, 1)])
def test_what_has_to_be_saved_is_rounded_up_to_the_fen(want: int, month: int, more: int) -> None:
    assert fate(plan(part(fen=0), wants=(Want("a", month, want),))).more_fen == more


def test_a_little_that_is_missing_is_found_beside_what_is_there_and_comes_in() -> None:
    assert fate(plan(part(fen=MILLION - 100), wants=(Want("a", 60, MILLION),))).more_fen == 2
    assert fate(plan(part(fen=0), income_fen=1, wants=(Want("a", 1, 100),))).more_fen == 99


def test_only_who_asks_is_told_what_to_save() -> None:
    short = plan(part(fen=0), wants=(Want("a", 12, 1_200),))
    asked, other = project([short, short], assume(), seed=1, paths=2, explain=(0,))
    assert (asked.wants[0].more_fen, other.wants[0].more_fen) == (100, 0)


def test_what_is_saved_besides_ends_with_its_month() -> None:
    calm = plan(part(), months=5)
    world = World(1.0, None, np.ones(5), flows_of(calm, assume()))
    saved = saving(world, 7, 3).saved
    assert saved is not None
    assert saved.tolist() == [7, 7, 7, 0, 0]


@pytest.mark.parametrize(
    ("missing", "left", "explained"),
    [([2.0], [1.0], 5_000), ([1.0], [0.5], 5_000), ([4.0, 0.0], [0.0, 0.0], 10_000), ([2.0], [3.0], 0)],
)
def test_a_driver_explains_the_part_that_is_gone_without_it(
    missing: list[float], left: list[float], explained: int
) -> None:
    assert ranked(np.array(missing), {"fees": np.array(left)}) == (Cause("fees", explained),)
    assert ranked(np.zeros(2), {"fees": np.zeros(2)}) == ()


def test_what_the_household_lacks_is_explained_too_and_nothing_was_wanted() -> None:
    found = plan(part(fen=100_000, fee=500), months=24, spending_fen=4_166)
    (living,) = project([found], assume(), seed=1, paths=2, explain=(0,))[0].wants
    assert (living.id, living.wanted_fen, living.met) == (LIVING, 0, 0)
    assert shares(living) == {"fees": 10_000, "returns": 0, "inflation": 0}


def test_a_stress_test_stays_where_only_prices_are_calmed() -> None:
    found = plan(part(fen=0), months=12, income_fen=100, wants=(Want("a", 12, 1_200),))
    stress = Stress("", income_lost=5_000)
    (want,) = project([found], assume(), seed=1, paths=2, explain=(0,), stress=stress)[0].wants
    assert (want.mean_short_fen, shares(want)["inflation"]) == (600, 0)


def test_where_money_ran_out_only_what_is_missing_is_noted_in_todays_money() -> None:
    money, lack = np.array([-3.0, 5.0, 0.0]), np.zeros(3)
    _note_lack(money, 2.0, lack, np.empty(3))
    assert (money.tolist(), lack.tolist()) == ([0, 5, 0], [1.5, 0, 0])


def test_less_than_half_a_fen_is_no_shortfall() -> None:
    assert _want("a", 9, np.array([0.0, 0.49, 0.5, 3.6])) == WantOutcome("a", 9, 2, 4, 2, 2)


def test_what_the_household_spends_has_to_be_saved_too() -> None:
    found = fate(plan(part(fen=0), months=12, spending_fen=1_000, wants=(Want("a", 12, 100),)))
    assert found.more_fen == 1_009


def test_what_is_charged_at_the_beginning_is_a_fee() -> None:
    assert shares(fate(plan(part(entry_fen=10_000), wants=(Want("a", 60, MILLION),))))["fees"] == 10_000


def test_what_suffices_as_expected_does_not_in_every_future() -> None:
    found = fate(plan(part(), wants=(Want("a", 60, 2 * MILLION),)), volatility=1_500)
    assert 5_000 < shares(found)["contributions"] < 10_000
