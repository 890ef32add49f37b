"""Borrowed money, the load of debts, and premiums of a year: at the limit, above it, not known."""

from typing import Any

import pytest

from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Verdict
from tests.rules.portfolio.builders import WAN, found, line, situation, verdict

OWING: dict[str, Any] = {"debts_fen": 100 * WAN}


@pytest.mark.parametrize(("wan", "expected"), [(69, Verdict.ALLOWED), (70, Verdict.ALLOWED), (71, Verdict.FORBIDDEN)])
def test_borrowed_money_is_not_invested(wan: int, expected: Verdict) -> None:
    of = situation(borrowed_fen=30 * WAN, **OWING)
    assert verdict("portfolio_loan_money", of, line("a", wan)) is expected


@pytest.mark.parametrize("kind", ["current", "deposit"])
def test_borrowed_money_may_lie_in_an_account(kind: str) -> None:
    of = situation(borrowed_fen=100 * WAN, **OWING)
    assert verdict("portfolio_loan_money", of, line("d", 100, kind=kind)) is None


def test_whether_money_is_borrowed_is_asked_of_whoever_may_owe_something() -> None:
    [finding] = found("portfolio_loan_money", situation(borrowed_fen=None, **OWING), line("a", 1))
    assert finding.facts == ("client.loan_money",)
    [finding] = found("portfolio_loan_money", situation(borrowed_fen=None, debts_fen=None), line("a", 1))
    assert finding.facts == ("client.total_debts",)
    assert found("portfolio_loan_money", situation(borrowed_fen=None, debts_fen=0), line("a", 1)) == []
    assert found("portfolio_loan_money", situation(borrowed_fen=0, **OWING), line("a", 1)) == []


# 50 万 a year: 40 % are 20 万, or 20,000 yuan / 1.2 a month.


@pytest.mark.parametrize(("yearly_fen", "expected"), [(0, None), (1, Verdict.WARN)])
def test_whose_debts_weigh_too_much_adds_no_risk(yearly_fen: int, expected: Verdict | None) -> None:
    of = situation(monthly_debts_fen=2 * WAN, yearly_income_fen=60 * WAN - yearly_fen, **OWING)
    assert verdict("portfolio_debt_load", of, line("a", 1, level=3)) is expected


@pytest.mark.parametrize(("level", "expected"), [(None, None), (2, None), (3, Verdict.WARN), (5, Verdict.WARN)])
def test_only_risk_is_held_back(level: int | None, expected: Verdict | None) -> None:
    of = situation(monthly_debts_fen=5 * WAN, **OWING)
    assert verdict("portfolio_debt_load", of, line("a", 1, level=level)) is expected


def test_without_an_income_any_debt_weighs_too_much() -> None:
    of = situation(monthly_debts_fen=1, yearly_income_fen=0, **OWING)
    assert verdict("portfolio_debt_load", of, line("a", 1, level=3)) is Verdict.WARN


def test_a_load_that_is_not_known_is_asked_for() -> None:
    of = situation(monthly_debts_fen=None, yearly_income_fen=None, **OWING)
    [finding] = found("portfolio_debt_load", of, line("a", 1, level=3))
    assert finding.facts == ("client.family_annual_income", "client.monthly_debt_payment")
    assert found("portfolio_debt_load", situation(monthly_debts_fen=None, debts_fen=0), line("a", 1, level=3)) == []
    assert found("portfolio_debt_load", of, line("a", 1, level=2)) == []


@pytest.mark.parametrize(
    ("paid", "wan", "expected"), [(0, 10, "allowed"), (0, 11, "warn"), (4, 6, "allowed"), (4, 7, "warn")]
)
def test_all_premiums_of_a_year_are_measured_against_income(paid: int, wan: int, expected: str) -> None:
    of = situation(yearly_premium_fen=paid * WAN)
    two = (line("i", wan - 1, kind="insurance", pay=Pay.ANNUAL), line("j", 1, kind="insurance", pay=Pay.ANNUAL))
    [finding] = found("portfolio_premiums", of, *two)
    assert finding.verdict == expected
    assert finding.params["used_fen"] == (paid + wan) * WAN


def test_a_single_premium_is_no_load_of_every_year() -> None:
    assert found("portfolio_premiums", situation(), line("i", 90, kind="insurance", pay=Pay.SINGLE)) == []


@pytest.mark.parametrize(
    ("changes", "wan", "expected", "facts"),
    [
        ({"yearly_premium_fen": None}, 10, Verdict.MISSING, ("client.annual_premium",)),
        ({"yearly_premium_fen": None}, 11, Verdict.WARN, ()),  # too much without the others already
        ({"yearly_income_fen": None}, 1, Verdict.MISSING, ("client.family_annual_income",)),
        ({"yearly_income_fen": 0}, 1, Verdict.WARN, ()),
    ],
)
def test_what_is_not_known_of_premiums(
    changes: dict[str, Any], wan: int, expected: Verdict, facts: tuple[str, ...]
) -> None:
    [finding] = found("portfolio_premiums", situation(**changes), line("i", wan, kind="insurance", pay=Pay.ANNUAL))
    assert (finding.verdict, finding.facts) == (expected, facts)
