"""What falls due within each window, and outlays that come before their money is free."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.needs.books import HELD_KINDS, Books, HeldMoney
from advisor_tui.rules.needs.maturity import Outlay, ladder, outlays_of, squeezes
from advisor_tui.store.tables.wealth import HOLDING_KINDS
from tests.rules.needs.support import LIMITS, TABLE, TODAY, WAN, find, known, sizes

WINDOWS = (30, 90, 365)


def due_in(days: int, value: int = WAN, name: str = "定期", kind: str = "deposit") -> HeldMoney:
    return HeldMoney(name, value, TODAY + timedelta(days=days), kind)


def books(*holdings: HeldMoney) -> Books:
    return Books(TODAY, holdings)


def test_the_kinds_are_those_of_the_books() -> None:
    assert HELD_KINDS == HOLDING_KINDS


@pytest.mark.parametrize(
    ("days", "window"), [
        (-1, None), (0, (0, 30)), (30, (0, 30)), (31, (31, 90)), (90, (31, 90)), (91, (91, 365)), (365, (91, 365)),
        (366, None),
    ]
)  # fmt: skip
def test_a_holding_stands_on_the_rung_of_its_last_day(days: int, window: tuple[int, int] | None) -> None:
    rungs = ladder([due_in(days)], [], TODAY, WINDOWS)
    assert [(rung.first_day, rung.days) for rung in rungs if rung.due] == ([] if window is None else [window])
    needs = find(known(), "maturing_money", books(due_in(days)))
    assert [(need.params["first_day"], need.params["days"]) for need in needs] == ([] if window is None else [window])


def test_what_falls_due_names_its_holdings() -> None:
    (need,) = find(known(), "maturing_money", books(due_in(3, name="甲"), due_in(5, 2 * WAN, name="乙")))
    assert (need.size_fen, need.params["count"], need.holdings, need.evidence) == (3 * WAN, 2, ("甲", "乙"), ())
    assert "3,000,000" not in TABLE.sentence(need, "zh")
    assert "30,000 元" in TABLE.sentence(need, "zh")


def test_the_outlays_are_what_is_needed_within_a_year_and_goals_of_a_known_sum_and_time() -> None:
    facts = known(
        liquidity_need=WAN, goals=("house", "education", "retirement"), house_amount=2 * WAN, house_years=2,
        education_amount=WAN, retirement_spend=WAN, retirement_age=60, age=59,
    )  # fmt: skip
    assert [(o.purpose, o.amount_fen, o.due_on) for o in outlays_of(facts, LIMITS, TODAY)] == [
        ("within_a_year", WAN, date(2027, 11, 24)),
        ("house", 2 * WAN, date(2028, 11, 24)),
    ]
    sooner = outlays_of(known(liquidity_need=WAN, liquidity_on=date(2027, 1, 5)), LIMITS, TODAY)
    assert [(o.due_on, o.evidence) for o in sooner] == [(date(2027, 1, 5), ("q_liquidity_need", "q_liquidity_on"))]


@pytest.mark.parametrize(
    ("cash", "held", "gap"),
    [
        (0, (due_in(41, 5 * WAN),), 3 * WAN),
        (0, (due_in(40, 5 * WAN),), None),
        (1 * WAN, (due_in(41, 5 * WAN),), 2 * WAN),
        (3 * WAN, (due_in(41, 5 * WAN),), None),
        (0, (due_in(41, 2 * WAN),), 2 * WAN),
        (0, (), None),
        (0, (HeldMoney("活期", 1 * WAN, None, "current"), due_in(41, 5 * WAN)), 2 * WAN),
        (1 * WAN, (HeldMoney("活期", 1 * WAN, None, "current"), due_in(41, 5 * WAN)), 2 * WAN),
        (0, (HeldMoney("信托", 9 * WAN, None, "trust"), due_in(41, 5 * WAN)), 3 * WAN),
        (0, (due_in(-9, 3 * WAN), due_in(41, 5 * WAN)), None),
    ],
)
def test_an_outlay_that_comes_before_its_money(cash: int, held: tuple[HeldMoney, ...], gap: int | None) -> None:
    facts = known(cash_assets=cash, liquidity_need=3 * WAN, liquidity_on=TODAY + timedelta(days=40))
    assert sizes(facts, "early_need", books(*held)) == ([] if gap is None else [gap])


def test_an_early_need_names_the_answers_and_the_holdings_that_come_too_late() -> None:
    facts = known(cash_assets=WAN, liquidity_need=3 * WAN, liquidity_on=date(2026, 12, 1))
    late = books(due_in(400, 9 * WAN, "丙"), due_in(60, WAN, "甲"), due_in(90, 9 * WAN, "乙"))
    (need,) = find(facts, "early_need", late)
    assert need.evidence == ("q_liquidity_need", "q_liquidity_on", "q_cash_assets")
    assert need.holdings == ("甲", "乙")
    assert need.params["on"] == "2026-12-01"
    assert TABLE.sentence(need, "zh").startswith("一年内用款：2026-12-01 前要用 30,000 元")


@pytest.mark.parametrize(("needed", "late"), [(3 * WAN, ("甲",)), (3 * WAN + 1, ("甲", "乙")), (3 * WAN - 1, ("甲",))])
def test_as_many_holdings_come_too_late_as_the_outlay_takes(needed: int, late: tuple[str, ...]) -> None:
    facts = known(cash_assets=WAN, liquidity_need=needed, liquidity_on=date(2026, 12, 1))
    (need,) = find(facts, "early_need", books(due_in(60, 2 * WAN, "甲"), due_in(90, 9 * WAN, "乙")))
    assert (need.holdings, need.size_fen) == (late, needed - WAN)


def test_without_a_day_nothing_is_said_of_dates() -> None:
    facts = known(cash_assets=0, liquidity_need=3 * WAN)
    undated = Books(None, (due_in(400, 9 * WAN),))
    assert find(facts, "early_need", undated) == find(facts, "maturing_money", undated) == []


HELD = st.builds(
    HeldMoney,
    st.sampled_from("甲乙丙"),
    st.integers(1, 10**9),
    st.none() | st.integers(-10, 900).map(lambda days: TODAY + timedelta(days=days)),
    st.sampled_from(HELD_KINDS),
)
OUTLAY = st.builds(
    Outlay,
    st.just("house"),
    st.integers(1, 10**9),
    st.integers(0, 900).map(lambda days: TODAY + timedelta(days=days)),
    st.just(()),
)


@given(st.lists(HELD, max_size=8), st.lists(OUTLAY, max_size=5))
def test_everything_within_the_windows_stands_on_one_rung(held: list[HeldMoney], planned: list[Outlay]) -> None:
    rungs = ladder(held, planned, TODAY, WINDOWS)
    last = TODAY + timedelta(days=365)
    within = [one for one in held if one.matures_on is not None and TODAY <= one.matures_on <= last]
    assert sum(rung.due_fen for rung in rungs) == sum(one.value_fen for one in within)
    assert sum(rung.outlay_fen for rung in rungs) == sum(o.amount_fen for o in planned if o.due_on <= last)


@given(st.lists(HELD, max_size=8), st.lists(OUTLAY, max_size=5), st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_ready_money_never_raises_what_comes_too_late(
    held: list[HeldMoney], planned: list[Outlay], ready: int, more: int
) -> None:
    def gap(cash: int) -> int:
        return sum(found.gap_fen for found in squeezes(held, planned, cash, LIMITS.free_kinds, TODAY))

    assert gap(ready + more) <= gap(ready)


@given(st.lists(HELD, max_size=8), st.lists(OUTLAY, max_size=5), st.integers(0, 10**9))
def test_what_comes_too_late_is_in_the_holdings_that_are_named(
    held: list[HeldMoney], planned: list[Outlay], ready: int
) -> None:
    for found in squeezes(held, planned, ready, LIMITS.free_kinds, TODAY):
        assert 0 < found.gap_fen <= found.outlay.amount_fen - found.free_fen
        assert found.gap_fen <= sum(one.value_fen for one in found.late)
        assert all(one.matures_on is not None and one.matures_on > found.outlay.due_on for one in found.late)
