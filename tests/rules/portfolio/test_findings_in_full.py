"""What each finding of a whole portfolio says, and what each row tells the solver."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.portfolio.cap import Cap, held_of, keys_of, share_text
from advisor_tui.rules.portfolio.facts import PlannedLine, PlannedOutlay, Situation
from advisor_tui.rules.portfolio.limits import judge_portfolio, limits
from advisor_tui.rules.portfolio.money import (
    PortfolioTerms,
    fresh_fen,
    held_free_in,
    held_ready,
    outside,
    ready_before,
    whole_fen,
)
from tests.rules.builders import rules
from tests.rules.portfolio.builders import TODAY, WAN, found, held, line, place, situation

FORBIDDEN, WARN, ALLOWED = Verdict.FORBIDDEN, Verdict.WARN, Verdict.ALLOWED
TERMS: PortfolioTerms = rules().terms("portfolio_terms", PortfolioTerms)
LOCKED: dict[str, Any] = {"free_in_days": 365}
DUE = TODAY + timedelta(days=100)
OWING: dict[str, Any] = {"debts_fen": 100 * WAN}
UNKNOWN_LOAD: dict[str, Any] = {"monthly_debts_fen": None, "yearly_income_fen": None, **OWING}


def finding(rule: str, verdict: Verdict, **params: Param) -> Finding:
    return Finding(rule, verdict, params=params)


def named(text: str) -> dict[str, Param]:
    return {"name_zh": text, "name_en": text}


CASES: list[tuple[Situation, PlannedLine, Finding]] = [
    (
        situation(), line("a", 194, **LOCKED),
        finding(
            "portfolio_emergency", ALLOWED,
            used_fen=194 * WAN, most_fen=194 * WAN, months=6, needed_fen=6 * WAN, ready_fen=200 * WAN,
        ),
    ),
    (
        situation(ready_fen=1 * WAN, investable_fen=0), line("a", 1, **LOCKED),
        finding(
            "portfolio_emergency", WARN,
            used_fen=WAN, most_fen=0, months=6, needed_fen=6 * WAN, ready_fen=WAN,
        ),
    ),
    (
        situation(outlays=(PlannedOutlay(150 * WAN, DUE),)), line("a", 51, **LOCKED),
        finding(
            "portfolio_outlays", WARN, used_fen=51 * WAN, most_fen=50 * WAN,
            on=DUE.isoformat(), needed_fen=150 * WAN, free_fen=200 * WAN,
        ),
    ),
    (
        situation(), line("a", 1, **LOCKED, due_on=DUE),
        finding(
            "portfolio_horizon", WARN, used_fen=WAN, most_fen=0, due_on=DUE.isoformat(), days=365, **named("a"),
        ),
    ),
    (
        situation(), line("a", 1, free_in_days=None, due_on=DUE),
        missing("portfolio_horizon", "product.free_in_days"),
    ),
    (
        situation(borrowed_fen=30 * WAN, **OWING), line("a", 71),
        finding("portfolio_loan_money", FORBIDDEN, used_fen=71 * WAN, most_fen=70 * WAN, borrowed_fen=30 * WAN),
    ),
    (
        situation(monthly_debts_fen=2 * WAN, **OWING), line("a", 1, level=3),
        finding(
            "portfolio_debt_load", WARN, used_fen=WAN, most_fen=0,
            paid_fen=24 * WAN, income_fen=50 * WAN, load="48", percent=40, level=3,
        ),
    ),
    (
        situation(monthly_debts_fen=None, **OWING), line("a", 1, level=3),
        missing("portfolio_debt_load", "client.monthly_debt_payment"),
    ),
    (
        situation(yearly_income_fen=None, monthly_debts_fen=1, **OWING), line("a", 1, level=3),
        missing("portfolio_debt_load", "client.family_annual_income"),
    ),
    (
        situation(yearly_premium_fen=4 * WAN), line("i", 7, kind="insurance", pay=Pay.ANNUAL),
        finding(
            "portfolio_premiums", WARN, used_fen=11 * WAN, most_fen=10 * WAN, whole_fen=50 * WAN, share="22",
            income_fen=50 * WAN, paid_fen=4 * WAN, percent=20,
        ),
    ),
    (
        situation(), line("a", 501),
        finding(
            "portfolio_product", WARN, used_fen=501 * WAN, most_fen=500 * WAN, whole_fen=1_000 * WAN, share="50.10",
            percent=50, **named("a"),
        ),
    ),
    (
        situation(holdings=(held("b", 200),)), line("a", 401),
        finding(
            "portfolio_issuer", WARN, used_fen=601 * WAN, most_fen=600 * WAN, whole_fen=1_000 * WAN, share="60.10",
            percent=60, **named("澄湖"),
        ),
    ),
    (
        situation(), line("a", 700),
        finding(
            "portfolio_kind", ALLOWED, used_fen=700 * WAN, most_fen=700 * WAN, whole_fen=1_000 * WAN, share="70",
            percent=70, **named("wmp"),
        ),
    ),
    (
        situation(holdings=(held("b", 100, currency="HKD"),)), line("a", 300, currency="USD"),
        finding(
            "portfolio_currency", WARN, used_fen=400 * WAN, most_fen=300 * WAN, whole_fen=1_000 * WAN, share="40",
            percent=30,
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("of", "one", "expected"), CASES)
def test_a_finding_tells_its_figures_or_what_is_not_known(of: Situation, one: PlannedLine, expected: Finding) -> None:
    assert found(expected.rule, of, one) == [expected]


def row(rule: str, of: Situation, *lines: PlannedLine) -> Cap:
    (only,) = [cap for cap in limits(of, lines, rules()) if cap.rule == rule]
    return only


def test_a_load_that_is_not_known_bounds_nothing_and_proves_nothing() -> None:
    assert row("portfolio_debt_load", situation(**UNKNOWN_LOAD), line("a", 9, held=2, level=3), line("b", 1)) == Cap(
        "portfolio_debt_load", frozenset({"a"}), 102 * WAN, 2 * WAN, WARN,
        facts=("client.monthly_debt_payment", "client.family_annual_income"), sure_within=False, sure_broken=False,
    )  # fmt: skip
    one = line("i", 1, held=1, kind="insurance", pay=Pay.ANNUAL)
    unknown = row("portfolio_premiums", situation(yearly_income_fen=None, yearly_premium_fen=3), one)
    assert (unknown.most_fen, unknown.whole_fen, unknown.before_fen) == (101 * WAN - 3, None, WAN)
    assert (unknown.sure_within, unknown.sure_broken) == (False, False)
    assert unknown.params == {"income_fen": 0, "paid_fen": 3, "percent": 20}
    unsaid = row("portfolio_premiums", situation(yearly_premium_fen=None), one)
    assert (unsaid.most_fen, unsaid.outside_fen, unsaid.sure_within, unsaid.sure_broken) == (10 * WAN, 0, False, True)


def test_borrowed_money_that_is_not_known_bounds_by_what_is_invested() -> None:
    unknown = row("portfolio_loan_money", situation(borrowed_fen=None, **OWING), line("a", 1, held=3))
    assert (unknown.most_fen, unknown.before_fen, unknown.params) == (100 * WAN, 3 * WAN, {"borrowed_fen": 0})
    assert (unknown.sure_within, unknown.sure_broken) == (False, False)


def test_every_day_of_an_outlay_has_a_row_of_its_own() -> None:
    on = TODAY + timedelta(days=50)
    of = situation(
        outlays=(PlannedOutlay(9, DUE), PlannedOutlay(5, on), PlannedOutlay(1, DUE), PlannedOutlay(0, TODAY))
    )
    rows = [cap for cap in limits(of, [line("a", 1, **LOCKED)], rules()) if cap.rule == "portfolio_outlays"]
    assert [(cap.subject, cap.params["needed_fen"]) for cap in rows] == [(on.isoformat(), 5), (DUE.isoformat(), 15)]


def test_a_row_judges_its_own_lines_up_to_its_bound() -> None:
    cap = Cap("r", frozenset({"a", "b"}), 10, 4, FORBIDDEN)
    assert cap.used_fen({"a": 3, "c": 9}) == 3
    assert cap.judge({"a": 5, "b": 5}) == finding("r", ALLOWED, used_fen=10, most_fen=10)
    assert cap.judge({"a": 11}) == finding("r", FORBIDDEN, used_fen=11, most_fen=10)
    assert Cap("r", frozenset({"a"}), -3, 4, FORBIDDEN).judge({"a": 4}) == finding("r", WARN, used_fen=4, most_fen=0)
    assert [Cap("r", frozenset(), most, before, WARN).ceiling_fen for most, before in ((5, 4), (4, 5), (-3, 0))] == [
        5, 5, 0,
    ]  # fmt: skip
    assert cap.fullness({"a": 10}) == 1
    assert cap.fullness({}) == Fraction(1, 11)
    assert Cap("r", frozenset({"a"}), -3, 4, FORBIDDEN).fullness({"a": 1}) == 2
    open_row = Cap("r", frozenset({"a"}), 10, 0, WARN, facts=("f",), sure_within=False)
    assert open_row.judge({"a": 10}) == missing("r", "f")
    assert open_row.judge({"a": 11}).verdict is WARN
    assert Cap("r", frozenset({"a"}), 10, 0, WARN, facts=("f",), sure_broken=False).judge({"a": 11}).facts == ("f",)


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(1, 2, "50"), (0, 0, "0"), (1, 0, "∞"), (3, 2, "150"), (0, 5, "0")]
)
def test_a_share_of_nothing_has_no_end(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole) == text


def test_lines_are_summed_and_named() -> None:
    lines = [line("a", 5, held=2), line("b", 1, held=3)]
    assert (keys_of(lines), held_of(lines)) == (frozenset({"a", "b"}), 5 * WAN)
    assert (keys_of([]), held_of([])) == (frozenset(), 0)


def test_the_larger_of_what_is_told_on_file_and_shared_out_is_what_the_client_has() -> None:
    assert whole_fen(situation(financial_assets_fen=None, investable_fen=7)) == 7
    kept = (held("a", 3), held("t", 4, kind="treasury"), held("h", 9, kind="property"))
    of = situation(financial_assets_fen=1, investable_fen=1, holdings=kept)
    assert whole_fen(of) == 7 * WAN
    assert fresh_fen(situation(), [line("a", 5, held=30), line("b", 1, held=10)]) == 60 * WAN
    assert fresh_fen(situation(), [line("a", 500, held=300)]) == 0
    nothing = situation(financial_assets_fen=None, investable_fen=0, ready_fen=None)
    assert (whole_fen(nothing), ready_before(nothing, [], TERMS), fresh_fen(nothing, [])) == (0, 0, 0)


def test_what_is_ready_is_what_is_told_on_file_or_shared_out_whichever_is_most() -> None:
    lines = [line("a", 5, held=30), line("b", 5, held=40, **LOCKED)]
    assert ready_before(situation(ready_fen=None), lines, TERMS) == 60 * WAN
    on_file = (held("a", 70), held("c", 10, free_on=TODAY + timedelta(days=7)), held("d", 9, free_on=DUE))
    assert ready_before(situation(ready_fen=None, holdings=on_file), lines, TERMS) == 80 * WAN
    assert ready_before(situation(), lines, TERMS) == 200 * WAN


def test_a_day_of_its_own_outranks_what_a_place_says() -> None:
    of = situation()
    assert held_free_in(held("a", 1, **LOCKED), of, TERMS) == 365
    assert held_free_in(held("a", 1, free_on=DUE), of, TERMS) == 100
    assert held_free_in(held("a", 1, free_on=TODAY - timedelta(days=3), **LOCKED), of, TERMS) == 0
    assert held_ready(held("a", 1, free_on=TODAY + timedelta(days=7), **LOCKED), of, TERMS)
    assert not held_ready(held("a", 1, free_on=TODAY + timedelta(days=8)), of, TERMS)
    assert (TERMS.free_in(place("a", opens=True)), TERMS.free_in(place("a", free_in_days=None))) == (90, None)


def test_what_is_on_file_beyond_a_line_s_position_is_outside() -> None:
    kept = (held("a", 3), held("a", 4, free_on=DUE), held("b", 5))
    of = situation(holdings=kept)
    assert outside(of, [line("a", 9, held=5)]) == (held("a", 2, free_on=DUE), held("b", 5))
    assert outside(of, [line("a", 9, held=3)]) == (held("a", 4, free_on=DUE), held("b", 5))
    assert outside(of, []) == kept
    assert outside(of, [line("a", 9, held=3), line("a", 9, held=4)]) == (held("b", 5),)


def test_of_rows_that_hold_the_one_nearest_to_its_bound_is_told_and_of_equals_the_last_by_name() -> None:
    def told(*lines: PlannedLine) -> list[Param]:
        return [one.params["name_zh"] for one in found("portfolio_product", situation(), *lines)]

    assert told(line("b", 3), line("a", 3)) == ["b"]
    assert told(line("b", 2), line("a", 3)) == ["a"]
    assert told(line("a", 2), line("b", 3), line("c", 1)) == ["b"]


def test_without_terms_or_a_rule_there_is_no_row() -> None:
    every = dict(rules())
    assert limits(situation(), [line("a", 1)], {k: v for k, v in every.items() if k != "portfolio_terms"}) == ()
    only = {k: v for k, v in every.items() if k in ("portfolio_terms", "portfolio_kind")}
    assert [cap.rule for cap in limits(situation(), [line("a", 1)], only)] == ["portfolio_kind"]
    assert [one.rule for one in judge_portfolio(situation(), [line("a", 1)], only)] == ["portfolio_kind"]
