"""The row of what is surely to be paid on a day: what is free by then, each way of counting it, by hand."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.portfolio.cap import Cap
from advisor_tui.rules.portfolio.facts import HeldPlace, PlannedLine, PlannedOutlay, Situation
from advisor_tui.rules.portfolio.limits import limits
from advisor_tui.rules.portfolio.money import PortfolioTerms, ready_before
from tests.rules.builders import rules
from tests.rules.portfolio.builders import TODAY, WAN, held, line, situation

DUE = TODAY + timedelta(days=100)
LOCKED: dict[str, Any] = {"free_in_days": 101}


def outlay_row(of: Situation, *lines: PlannedLine) -> Cap:
    (only,) = [cap for cap in limits(of, lines, rules()) if cap.rule == "portfolio_outlays"]
    return only


def of_day(fen: int, due_on: date = DUE, **values: Any) -> Situation:
    return situation(outlays=(PlannedOutlay(fen, due_on),), investable_fen=0, **values)


def test_the_row_says_what_is_free_on_the_day_and_what_is_needed() -> None:
    lines = (line("a", 5, held=3, **LOCKED), line("b", 5, held=1))
    assert outlay_row(of_day(60 * WAN, ready_fen=20 * WAN), *lines) == Cap(
        "portfolio_outlays", frozenset({"a"}), (20 + 3 - 60) * WAN, 3 * WAN, Verdict.WARN, DUE.isoformat(),
        params={"on": DUE.isoformat(), "needed_fen": 60 * WAN, "free_fen": 20 * WAN},
    )  # fmt: skip
    assert outlay_row(of_day(60 * WAN, ready_fen=None), *lines) == Cap(
        "portfolio_outlays", frozenset({"a"}), (1 + 3 - 60) * WAN, 3 * WAN, Verdict.WARN, DUE.isoformat(),
        facts=("client.cash_assets",), sure_broken=False,
        params={"on": DUE.isoformat(), "needed_fen": 60 * WAN, "free_fen": 1 * WAN},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ready", "holdings", "free"),
    [
        (20 * WAN, (), 20 * WAN),
        (0, (), 0),
        (20 * WAN, (held("d", 7),), 20 * WAN),  # at hand: the client's word holds it already
        (20 * WAN, (held("d", 7, free_in_days=1),), 27 * WAN),
        (20 * WAN, (held("d", 7, free_in_days=100),), 27 * WAN),
        (20 * WAN, (held("d", 7, free_in_days=101),), 20 * WAN),
        (20 * WAN, (held("d", 7, free_in_days=None),), 20 * WAN),
        (20 * WAN, (held("d", 7, DUE),), 27 * WAN),
        (20 * WAN, (held("d", 7, DUE + timedelta(days=1)),), 20 * WAN),
        (20 * WAN, (held("d", 7, opens=True),), 27 * WAN),
        (0, (held("d", 7), held("e", 2, free_in_days=3)), 9 * WAN),
        (5 * WAN, (held("d", 7), held("e", 2, free_in_days=3)), 9 * WAN),
        (8 * WAN, (held("d", 7), held("e", 2, free_in_days=3)), 10 * WAN),
        (None, (held("d", 7),), 7 * WAN),
    ],
)
def test_what_is_free_by_the_day_is_told_on_file_or_falls_due(
    ready: int | None, holdings: tuple[HeldPlace, ...], free: int
) -> None:
    row = outlay_row(of_day(1, ready_fen=ready, holdings=holdings), line("a", 1, **LOCKED))
    assert (row.params["free_fen"], row.most_fen) == (free, free - 1)


@pytest.mark.parametrize(
    ("invested", "lines", "free"),
    [
        (50, (line("a", 1, **LOCKED),), 50),
        (50, (line("a", 1, held=20, **LOCKED),), 30),
        (50, (line("a", 1, held=20, **LOCKED), line("b", 1, held=10)), 30),
        (50, (line("a", 1, held=80, **LOCKED),), 0),
    ],
)
def test_new_money_and_what_is_kept_free_pay_too(invested: int, lines: tuple[PlannedLine, ...], free: int) -> None:
    of = situation(outlays=(PlannedOutlay(1, DUE),), investable_fen=invested * WAN, ready_fen=0)
    assert outlay_row(of, *lines).params["free_fen"] == free * WAN


def test_a_day_that_has_passed_is_today_and_a_locked_line_is_one_that_is_free_only_later() -> None:
    row = outlay_row(of_day(5, TODAY - timedelta(days=9)), line("a", 1), line("b", 1, free_in_days=1))
    assert (row.subject, row.keys) == (TODAY.isoformat(), frozenset({"b"}))


def cap_of(rule: str, of: Situation, *lines: PlannedLine) -> Cap:
    (only,) = [cap for cap in limits(of, lines, rules()) if cap.rule == rule]
    return only


def test_each_row_is_about_its_subject_and_lacks_only_what_is_not_known() -> None:
    foreign = cap_of("portfolio_currency", situation(), line("a", 1, currency="USD"))
    assert (foreign.subject, foreign.facts, foreign.params) == ("", (), {"percent": 30})
    loan = cap_of("portfolio_loan_money", situation(borrowed_fen=5, debts_fen=9), line("a", 1))
    assert loan.facts == ()
    debt = cap_of("portfolio_debt_load", situation(monthly_debts_fen=5 * WAN, debts_fen=9), line("a", 1, level=None))
    assert debt.keys == frozenset()


def test_what_is_not_known_counts_as_nothing_to_the_fen() -> None:
    fund = cap_of("portfolio_emergency", situation(monthly_debts_fen=None, monthly_spending_fen=None), line("a", 1))
    assert (fund.params["needed_fen"], fund.facts) == (0, ("client.monthly_expense",))


def test_a_line_without_a_horizon_leaves_that_of_the_others() -> None:
    lines = (line("a", 1), line("b", 1, due_on=TODAY, free_in_days=9), line("c", 1, due_on=TODAY, free_in_days=0))
    rows = limits(situation(), (*lines, line("d", 1, due_on=TODAY, free_in_days=3)), rules())
    assert [cap.subject for cap in rows if cap.rule == "portfolio_horizon"] == ["b", "d"]


def test_a_lock_that_is_not_known_and_one_that_is() -> None:
    unknown = cap_of("portfolio_horizon", situation(), line("a", 1, due_on=TODAY, free_in_days=None))
    assert (unknown.params["days"], unknown.facts, unknown.sure_broken) == (0, ("product.free_in_days",), False)
    known = cap_of("portfolio_horizon", situation(), line("a", 1, due_on=TODAY, free_in_days=9))
    assert (known.params["days"], known.facts, known.sure_broken) == (9, (), True)


def test_a_premium_that_is_not_known_is_shown_as_nothing_and_no_yuan_line_has_a_currency_row() -> None:
    one = line("i", 1, kind="insurance", pay=Pay.ANNUAL)
    assert cap_of("portfolio_premiums", situation(yearly_premium_fen=None), one).params["paid_fen"] == 0
    assert not [cap for cap in limits(situation(), (one,), rules()) if cap.rule == "portfolio_currency"]


def test_what_has_no_level_is_no_risk_whatever_level_counts_as_one() -> None:
    values = dict(rules())
    values["portfolio_debt_load"] = replace(values["portfolio_debt_load"], from_level=1)
    rows = limits(situation(monthly_debts_fen=5 * WAN, debts_fen=9), (line("a", 1, level=None), line("b", 1)), values)
    assert [cap.keys for cap in rows if cap.rule == "portfolio_debt_load"] == [frozenset({"b"})]


def test_who_has_nothing_has_nothing_ready() -> None:
    nothing = situation(financial_assets_fen=None, investable_fen=0, ready_fen=None)
    assert ready_before(nothing, [], rules().terms("portfolio_terms", PortfolioTerms)) == 0
