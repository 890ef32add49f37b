"""The emergency fund, what is surely to be paid, and the horizon of a goal: at the limit, beyond it, not known."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.portfolio.facts import PlannedOutlay
from advisor_tui.rules.portfolio.liquidity import EmergencyFund
from tests.rules.builders import rules
from tests.rules.portfolio.builders import TODAY, WAN, found, held, line, situation, verdict

LOCKED: dict[str, Any] = {"free_in_days": 365}
DUE = TODAY + timedelta(days=100)


def paying(wan: int, due_on: date = DUE) -> tuple[PlannedOutlay, ...]:
    return (PlannedOutlay(wan * WAN, due_on),)


# 6 months of 1 万 stay ready: of 200 万 at hand, 194 may be locked.


@pytest.mark.parametrize(
    ("wan", "more_fen", "expected"),
    [(194, -1, Verdict.ALLOWED), (194, 0, Verdict.ALLOWED), (194, 1, Verdict.WARN)],
)
def test_the_emergency_fund_stays_ready(wan: int, more_fen: int, expected: Verdict) -> None:
    one = line("a", wan, **LOCKED)
    assert verdict("portfolio_emergency", situation(), replace(one, amount_fen=one.amount_fen + more_fen)) is expected


def test_instalments_are_part_of_what_a_month_takes() -> None:
    of = situation(monthly_debts_fen=2 * WAN, debts_fen=100 * WAN)
    assert verdict("portfolio_emergency", of, line("a", 182, **LOCKED)) is Verdict.ALLOWED
    assert verdict("portfolio_emergency", of, line("a", 183, **LOCKED)) is Verdict.WARN


@pytest.mark.parametrize(
    ("values", "ready"),
    [
        ({"free_in_days": 7}, True),
        ({"free_in_days": 8}, False),
        ({"free_in_days": None}, False),
        ({"level": 3}, False),
        ({"level": None}, True),
        ({"kind": "deposit", "level": None}, True),
        ({"kind": "bullion"}, False),
        ({"kind": "insurance"}, False),
        ({"opens": True}, False),
    ],
)
def test_what_is_ready_is_soon_free_and_of_low_risk(values: dict[str, Any], ready: bool) -> None:
    expected = None if ready else Verdict.WARN
    assert verdict("portfolio_emergency", situation(), line("a", 199, **values)) is expected


def test_a_fund_that_was_short_before_is_told_and_not_forbidden() -> None:
    values = {**rules(), "portfolio_emergency": EmergencyFund(6, Verdict.FORBIDDEN)}
    of = situation(ready_fen=1 * WAN, investable_fen=1 * WAN)
    assert verdict("portfolio_emergency", of, line("a", 1), values=values) is Verdict.WARN
    assert verdict("portfolio_emergency", of, line("a", 1, **LOCKED), values=values) is Verdict.FORBIDDEN


def test_giving_back_what_is_locked_makes_it_ready() -> None:
    of = situation(ready_fen=0, investable_fen=50 * WAN, holdings=(held("a", 50, TODAY + timedelta(365), **LOCKED),))
    assert verdict("portfolio_emergency", of, line("a", 45, held=50, **LOCKED)) is Verdict.WARN
    assert verdict("portfolio_emergency", of, line("a", 44, held=50, **LOCKED)) is Verdict.ALLOWED


def test_new_money_counts_as_ready_even_where_nobody_saw_it_before() -> None:
    of = situation(ready_fen=0, investable_fen=100 * WAN)
    assert verdict("portfolio_emergency", of, line("a", 94, **LOCKED)) is Verdict.ALLOWED
    assert verdict("portfolio_emergency", of, line("a", 95, **LOCKED)) is Verdict.WARN


@pytest.mark.parametrize(
    ("changes", "wan", "expected", "facts"),
    [
        ({"monthly_spending_fen": None}, 150, Verdict.MISSING, ("client.monthly_expense",)),
        ({"monthly_debts_fen": None}, 150, Verdict.ALLOWED, ()),  # nothing is owed
        ({"monthly_debts_fen": None, "debts_fen": None}, 150, Verdict.MISSING, ("client.monthly_debt_payment",)),
        ({"monthly_debts_fen": None, "debts_fen": None}, 195, Verdict.WARN, ()),  # too much without it already
        ({"ready_fen": None}, 90, Verdict.ALLOWED, ()),  # within the new money alone
        ({"ready_fen": None}, 95, Verdict.MISSING, ("client.cash_assets",)),
    ],
)
def test_what_is_not_known_is_asked_for_only_where_it_matters(
    changes: dict[str, Any], wan: int, expected: Verdict, facts: tuple[str, ...]
) -> None:
    [finding] = found("portfolio_emergency", situation(**changes), line("a", wan, **LOCKED))
    assert (finding.verdict, finding.facts) == (expected, facts)


@pytest.mark.parametrize(
    ("free_in", "wan", "expected"),
    [
        (99, 200, None),
        (100, 200, None),
        (101, 50, Verdict.ALLOWED),
        (101, 51, Verdict.WARN),
        (None, 51, Verdict.WARN),
    ],
)
def test_an_outlay_can_be_paid_on_its_day(free_in: int | None, wan: int, expected: Verdict | None) -> None:
    of = situation(outlays=paying(150))
    assert verdict("portfolio_outlays", of, line("a", wan, free_in_days=free_in)) is expected


def test_what_falls_due_by_then_pays_too() -> None:
    of = situation(outlays=paying(150), holdings=(held("d", 60, DUE, kind="deposit"),))
    assert verdict("portfolio_outlays", of, line("a", 110, **LOCKED)) is Verdict.ALLOWED
    assert verdict("portfolio_outlays", of, line("a", 111, **LOCKED)) is Verdict.WARN
    late = situation(outlays=paying(150), holdings=(held("d", 60, DUE + timedelta(1), kind="deposit"),))
    assert verdict("portfolio_outlays", late, line("a", 51, **LOCKED)) is Verdict.WARN


def test_earlier_outlays_are_paid_first_and_past_ones_today() -> None:
    of = situation(outlays=(*paying(100), *paying(60, TODAY - timedelta(30))))
    assert verdict("portfolio_outlays", of, line("a", 40, **LOCKED)) is Verdict.ALLOWED
    [finding] = found("portfolio_outlays", of, line("a", 41, **LOCKED))
    assert finding.params["needed_fen"] == 160 * WAN
    assert finding.params["on"] == DUE.isoformat()


@pytest.mark.parametrize(("days", "spoken"), [(365, True), (366, False)])
def test_an_outlay_further_off_is_not_yet_looked_at(days: int, spoken: bool) -> None:
    of = situation(outlays=paying(199, TODAY + timedelta(days=days)))
    assert bool(found("portfolio_outlays", of, line("a", 100, free_in_days=None))) is spoken


@pytest.mark.parametrize(
    ("free_in", "expected"), [(99, None), (100, None), (101, Verdict.WARN), (None, Verdict.MISSING)]
)
def test_a_line_is_free_by_the_day_of_its_goal(free_in: int | None, expected: Verdict | None) -> None:
    assert verdict("portfolio_horizon", situation(), line("a", 1, free_in_days=free_in, due_on=DUE)) is expected


def test_a_line_without_a_goal_and_an_annuity_have_no_horizon() -> None:
    assert found("portfolio_horizon", situation(), line("a", 1, free_in_days=9_999)) == []
    assert found("portfolio_horizon", situation(), line("a", 1, free_in_days=9_999, pays_income=True, due_on=DUE)) == []


def test_what_opens_every_now_and_then_takes_as_long_as_the_bank_says() -> None:
    for days, expected in ((90, None), (89, Verdict.WARN)):
        one = line("a", 1, opens=True, free_in_days=730, due_on=TODAY + timedelta(days=days))
        assert verdict("portfolio_horizon", situation(), one) is expected


def test_a_goal_that_is_due_already_asks_for_money_at_once() -> None:
    past = TODAY - timedelta(days=5)
    assert verdict("portfolio_horizon", situation(), line("a", 1, free_in_days=0, due_on=past)) is None
    assert verdict("portfolio_horizon", situation(), line("a", 1, free_in_days=1, due_on=past)) is Verdict.WARN


def test_keeping_a_locked_line_for_a_goal_is_a_warning_and_more_of_it_what_the_bank_says() -> None:
    values = {**rules(), "portfolio_horizon": type(rules()["portfolio_horizon"])(Verdict.FORBIDDEN)}
    for wan, expected in ((5, Verdict.WARN), (6, Verdict.FORBIDDEN)):
        one = line("a", wan, held=5, free_in_days=365, due_on=DUE)
        assert verdict("portfolio_horizon", situation(), one, values=values) is expected
