"""What holds for every plan, path by path, because changed plans run through the same futures."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.projection.assumptions import ASSET_CLASSES
from advisor_tui.rules.projection.outcome import Outcome
from advisor_tui.rules.projection.plan import Part, Plan, Want
from advisor_tui.rules.projection.project import project
from tests.rules.projection.builders import SHIPPED, plan
from tests.searching import examples

PATHS = 200
parts = st.builds(
    Part,
    st.sampled_from(ASSET_CLASSES),
    st.just("fund_public"),
    st.integers(500, 10**10),
    fee=st.integers(0, 300),
    tax=st.integers(0, 5000),
)
wants = st.builds(Want, st.uuids().map(str), st.integers(1, 37), st.integers(1, 10**9), st.integers(1, 36))
plans = st.builds(
    lambda parts, wants, income, spending: plan(
        *parts, months=72, wants=tuple(wants), income_fen=income, spending_fen=spending
    ),
    st.lists(parts, max_size=4),
    st.lists(wants, min_size=1, max_size=3),
    st.integers(0, 10**7),
    st.integers(0, 10**7),
)


def outcome(found: Plan) -> Outcome:
    return project([found], SHIPPED, seed=2, paths=PATHS)[0]


def met(found: Plan) -> list[int]:
    """In how many paths each goal is met."""
    fates = {want.id: want.met for want in outcome(found).wants}
    return [fates[want.id] for want in found.wants]


@examples(40)
@given(plans, st.integers(1, 10**7))
def test_more_contributions_never_lower_success(found: Plan, more: int) -> None:
    richer = replace(found, household=replace(found.household, income_fen=found.household.income_fen + more))
    assert all(after >= before for before, after in zip(met(found), met(richer), strict=True))


@examples(40)
@given(plans, st.integers(1, 500))
def test_higher_fees_never_raise_success(found: Plan, more: int) -> None:
    for name in ("fee", "gain_fee", "entry_fen"):
        parts = tuple(replace(part, **{name: getattr(part, name) + more}) for part in found.parts)
        dearer = replace(found, parts=parts)
        assert all(after <= before for before, after in zip(met(found), met(dearer), strict=True))


@examples(40)
@given(plans, st.integers(1, 5000))
def test_more_tax_never_raises_success(found: Plan, more: int) -> None:
    taxed = replace(found, parts=tuple(replace(part, tax=part.tax + more) for part in found.parts))
    assert all(after <= before for before, after in zip(met(found), met(taxed), strict=True))


@examples(40)
@given(plans)
def test_percentiles_stand_in_order_and_never_below_nothing(found: Plan) -> None:
    fan = outcome(found).fan
    assert all(
        low <= high for low_line, high_line in pairwise(fan) for low, high in zip(low_line, high_line, strict=True)
    )
    assert min(fan[0]) >= 0
    assert {line[0] for line in fan} == {found.start_fen}


@examples(40)
@given(plans)
def test_a_shortfall_is_never_more_than_what_was_wanted(found: Plan) -> None:
    for want in outcome(found).wants[: len(found.wants)]:
        assert 0 <= want.mean_short_fen <= want.wanted_fen
        assert 0 <= want.median_short_fen <= want.wanted_fen
        assert (want.met == PATHS) == (want.mean_short_fen == 0)


@examples(40)
@given(plans)
def test_the_order_of_the_parts_changes_nothing_that_is_shown(found: Plan) -> None:
    turned = replace(found, parts=found.parts[::-1])
    for one, other in zip(outcome(found).fan, outcome(turned).fan, strict=True):
        assert all(abs(a - b) <= 1 + a // 10**9 for a, b in zip(one, other, strict=True))
