from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from advisor_tui.rules.facts import Pay, ProductType, Sale
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.suitability.insurance import ManualUnderwriting, judge_manual_underwriting
from tests.rules.builders import CLIENT, INSURANCE, TODAY, YUAN, of, rules, sell

WARN, MISSING, ALLOWED = Verdict.WARN, Verdict.MISSING, Verdict.ALLOWED


@pytest.mark.parametrize(
    ("context", "level", "verdict", "asked"),
    [
        ({"unsuitable": True, "client_insists": True}, None, WARN, {"advise_stop", "written_confirm"}),
        ({"unsuitable": True, "client_insists": False}, None, Verdict.FORBIDDEN, {"advise_stop"}),
        ({"unsuitable": True}, None, Verdict.FORBIDDEN, {"advise_stop"}),
        ({"unsuitable": True, "client_signed_waiver": True}, None, WARN, {"advise_stop", "written_confirm"}),
        (
            {"unsuitable": True, "client_signed_waiver": True, "client_insists": False},
            None,
            Verdict.FORBIDDEN,
            {"advise_stop"},
        ),
        ({"client_insists": True}, 4, WARN, {"advise_stop", "written_confirm"}),
        ({}, 4, Verdict.FORBIDDEN, {"advise_stop"}),
        ({}, 3, ALLOWED, set()),
    ],
)
def test_unsuitable_cover_is_sold_only_to_a_client_who_insists_in_writing(
    context: dict[str, Any], level: int | None, verdict: Verdict, asked: set[str]
) -> None:
    decision = sell(INSURANCE, 1_000, context=context, risk_level=level)
    assert decision.verdict is verdict
    assert asked <= set(decision.must_do)
    assert ("written_confirm" in decision.must_do) is ("written_confirm" in asked)


def test_rated_cover_needs_a_known_client_level() -> None:
    decision = sell(INSURANCE, 1_000, client={"risk_level": None}, risk_level=2)
    assert of(decision, "insurance_suitable") is MISSING
    assert of(sell(INSURANCE, 1_000, client={"risk_level": None}), "insurance_suitable") is None
    assert of(sell(INSURANCE, 1_000, risk_level=3), "insurance_suitable") is ALLOWED


@pytest.mark.parametrize(
    ("pay", "yuan", "income", "rule", "verdict"),
    [
        (Pay.SINGLE, 1_000_000, 250_000, "insurance_single_premium", ALLOWED),
        (Pay.SINGLE, 1_000_000.01, 250_000, "insurance_single_premium", WARN),
        (Pay.SINGLE, 1_000_000, None, "insurance_single_premium", MISSING),
        (Pay.SINGLE, None, 250_000, "insurance_single_premium", MISSING),
        (Pay.ANNUAL, 50_000, 250_000, "insurance_annual_premium", ALLOWED),
        (Pay.ANNUAL, 50_000.01, 250_000, "insurance_annual_premium", WARN),
        (Pay.ANNUAL, 50_000, None, "insurance_annual_premium", MISSING),
        (Pay.ANNUAL, None, 250_000, "insurance_annual_premium", MISSING),
        (Pay.ANNUAL, 2_000_000, 250_000, "insurance_single_premium", None),
        (Pay.SINGLE, 1_000_000, 250_000, "insurance_annual_premium", None),
    ],
)
def test_a_premium_above_the_share_of_income_needs_a_signed_statement(
    pay: Pay, yuan: float | None, income: int | None, rule: str, verdict: Verdict | None
) -> None:
    client = {"family_annual_income_fen": None if income is None else income * YUAN}
    decision = sell(INSURANCE, yuan, client=client, pay=pay)
    assert of(decision, rule) is verdict
    if verdict is WARN:
        assert "signed_statement" in decision.must_do


@pytest.mark.parametrize(
    ("on", "age", "pay_years", "verdict"),
    [
        (date(2026, 11, 24), 64, 10, ALLOWED),
        (date(2026, 11, 24), 65, 10, WARN),
        (date(2026, 11, 24), 66, 10, WARN),
        (date(2026, 11, 24), 75, None, WARN),
        (date(2026, 11, 24), 74, None, MISSING),
        (date(2026, 11, 24), None, 10, MISSING),
        (date(2026, 2, 1), 50, 10, ALLOWED),
        (date(2026, 1, 31), 50, 10, WARN),
        (date(2026, 1, 31), 49, 10, ALLOWED),
    ],
)
def test_years_of_payment_and_age_reach_75_and_before_february_2026_they_reached_60(
    on: date, age: int | None, pay_years: int | None, verdict: Verdict
) -> None:
    client = {"age": age, "assessed_on": date(2026, 1, 1)}
    assert of(sell(INSURANCE, 1_000, on=on, client=client, pay_years=pay_years), "insurance_pay_age") is verdict


@pytest.mark.parametrize(
    ("yuan", "budget", "verdict"),
    [(149_999.99, 100_000, ALLOWED), (150_000, 100_000, WARN), (150_000.01, 100_000, WARN), (1, None, MISSING)],
)
def test_a_premium_of_150_percent_of_the_budget_needs_a_signed_statement(
    yuan: float, budget: int | None, verdict: Verdict
) -> None:
    client = {
        "premium_budget_fen": None if budget is None else budget * YUAN,
        "family_annual_income_fen": 10_000_000 * YUAN,
    }
    assert of(sell(INSURANCE, yuan, client=client), "insurance_budget") is verdict


def test_an_unknown_way_of_payment_is_asked_for() -> None:
    assert "product.pay" in sell(INSURANCE, 1_000, pay=None).unknown_facts


def test_the_statement_is_asked_of_uncertain_benefits_only() -> None:
    extreme = {"age": 80, "family_annual_income_fen": YUAN, "premium_budget_fen": YUAN}
    decision = sell(INSURANCE, 1_000_000, client=extreme, benefit_uncertain=False)
    assert decision.verdict is Verdict.ALLOWED
    unknown = sell(INSURANCE, 1_000_000, client=extreme, benefit_uncertain=None)
    assert "product.benefit_uncertain" in unknown.unknown_facts


@pytest.mark.parametrize(
    ("years", "asked"), [(Fraction(1), False), (Fraction("1.01"), True), (Fraction(20), True), (None, True)]
)
def test_cover_of_more_than_a_year_is_called_back_in_the_cooling_off_period(
    years: Fraction | None, asked: bool
) -> None:
    assert ("callback_in_cooling_off" in sell(INSURANCE, 1_000, term_years=years).must_do) is asked


@pytest.mark.parametrize(
    ("pay", "age", "verdict"),
    [(Pay.ANNUAL, 60, None), (Pay.ANNUAL, 61, WARN), (Pay.SINGLE, 65, None), (Pay.SINGLE, 66, WARN)],
)
def test_manual_underwriting_is_off_and_warns_when_compliance_switches_it_on(
    pay: Pay, age: int, verdict: Verdict | None
) -> None:
    assert "insurance_manual_underwriting" not in rules()
    sale = Sale(replace(CLIENT, age=age), replace(INSURANCE, pay=pay), 100, TODAY)
    finding = judge_manual_underwriting(sale, ManualUnderwriting(65, 60))
    assert (finding.verdict if finding else None) is verdict


@pytest.mark.parametrize(
    ("age", "pay", "facts"),
    [
        (None, Pay.SINGLE, ("client.age",)),
        (60, None, None),
        (61, None, ("product.pay",)),
        (65, None, ("product.pay",)),
        (66, None, ()),
    ],
)
def test_what_is_not_known_of_manual_underwriting_is_asked_for(
    age: int | None, pay: Pay | None, facts: tuple[str, ...] | None
) -> None:
    sale = Sale(replace(CLIENT, age=age), replace(INSURANCE, pay=pay), 100, TODAY)
    finding = judge_manual_underwriting(sale, ManualUnderwriting(65, 60))
    assert (None if finding is None else finding.facts) == facts
    assert finding is None or finding.verdict is (MISSING if facts else WARN)
    assert finding is None or finding.rule == "insurance_manual_underwriting"


@pytest.mark.parametrize(
    "changes", [{"type": ProductType.WMP_PUBLIC}, {"benefit_uncertain": False}, {"benefit_uncertain": None}]
)
def test_manual_underwriting_is_of_uncertain_cover(changes: dict[str, Any]) -> None:
    sale = Sale(replace(CLIENT, age=66), replace(INSURANCE, pay=Pay.SINGLE, **changes), 100, TODAY)
    assert judge_manual_underwriting(sale, ManualUnderwriting(65, 60)) is None


def test_a_sum_that_is_reached_without_one_fact_does_not_make_it_up() -> None:
    for client, product, shown in (
        ({"age": 76}, {"pay_years": None}, ("age 76", "— years")),
        ({"age": None}, {"pay_years": 80}, ("age —", "80 years")),
    ):
        decision = sell(INSURANCE, 1_000, client=client, **product)
        [finding] = [each for each in decision.findings if each.rule == "insurance_pay_age"]
        assert finding.verdict is WARN
        assert all(words in rules().sentence(finding, "en") for words in shown)


def test_manual_underwriting_tells_the_age_and_its_limit() -> None:
    sale = Sale(replace(CLIENT, age=61), INSURANCE, 100, TODAY)
    assert judge_manual_underwriting(sale, ManualUnderwriting(65, 60)) == Finding(
        "insurance_manual_underwriting", WARN, params={"age": 61, "limit": 60}
    )


@pytest.mark.parametrize(("age", "pay_years"), [(None, 74), (74, None)])
def test_a_fact_that_is_not_known_counts_as_nothing_towards_the_sum(age: int | None, pay_years: int | None) -> None:
    assert of(sell(INSURANCE, 1_000, client={"age": age}, pay_years=pay_years), "insurance_pay_age") is MISSING
