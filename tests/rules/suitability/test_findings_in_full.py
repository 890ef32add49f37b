"""What each finding of a sale says: its verdict, what it asks for, the figures of its sentence, the facts it lacks."""

from datetime import date
from typing import Any

import pytest

from advisor_tui.rules.facts import Capacity, Initiator, Pay, ProductFacts, Subtype
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from tests.rules.builders import (
    FUND,
    INSURANCE,
    PRIVATE_FUND,
    PRIVATE_WMP,
    RICH,
    TRUST,
    WMP,
    YUAN,
    promote,
    sell,
)

FORBIDDEN, WARN, ALLOWED = Verdict.FORBIDDEN, Verdict.WARN, Verdict.ALLOWED
ADVISOR = {"initiated_by": Initiator.ADVISOR}
NOBODY = {"initiated_by": None}
LEVELS: dict[str, Param] = {"client_level": 3, "product_level": 4}
SENIOR = {"age": 65, "risk_level": 5}
LIMITED = {"capacity": Capacity.LIMITED, "guardian_consent": True}
POOR = {"net_financial_assets_fen": 0, "financial_assets_fen": 0, "annual_income_fen": 0}
UNKNOWN = {"net_financial_assets_fen": None, "financial_assets_fen": None, "annual_income_fen": None}
PROOF = ("qualified_investor_proof",)
WEALTH: dict[str, Param] = {
    "years": 2, "net_fen": 3_000_000 * YUAN, "assets_fen": 5_000_000 * YUAN, "income_fen": 400_000 * YUAN,
}  # fmt: skip
FUND_WEALTH: dict[str, Param] = {"assets_fen": 3_000_000 * YUAN, "income_fen": 500_000 * YUAN}
VALID: dict[str, Param] = {"assessed_on": "2026-03-02", "through": "2027-03-02", "months": 12}


def finding(rule: str, verdict: Verdict, *must_do: str, **params: Param) -> Finding:
    return Finding(rule, verdict, must_do, params)


def told(rule: str, findings: tuple[Finding, ...]) -> Finding | None:
    return next((one for one in findings if one.rule == rule), None)


SALES: list[tuple[ProductFacts, dict[str, Any], Finding]] = [
    (WMP, {"risk_level": 4}, finding("level", FORBIDDEN, **LEVELS)),
    (WMP, {"risk_level": 3}, finding("level", ALLOWED, client_level=3, product_level=3)),
    (WMP, {"client": {"risk_level": None}}, missing("level", "client.risk_level", must_do=("assess_first",))),
    (WMP, {"risk_level": None}, missing("level", "product.risk_level")),
    (WMP, {"risk_level": 4, "context": ADVISOR}, finding("active_recommendation", FORBIDDEN, **LEVELS)),
    (WMP, {"risk_level": 4, "context": NOBODY}, missing("active_recommendation", "context.initiated_by")),
    (
        WMP, {"issuer_risk_level": 1, "seller_risk_level": 3},
        finding("rating_difference", ALLOWED, "disclose_art31", issuer_level=1, seller_level=3, level=3),
    ),
    (WMP, {"seller_risk_level": 2}, missing("rating_difference", "product.issuer_risk_level")),
    (WMP, {"issuer_risk_level": 2}, missing("rating_difference", "product.seller_risk_level")),
    (WMP, {"context": {"unsuitable": True}}, finding("otherwise_unsuitable", FORBIDDEN)),
    (WMP, {"client": {"assessed": False}}, finding("assessed_before_sale", FORBIDDEN, "assess_first")),
    (WMP, {}, finding("assessment_valid", ALLOWED, **VALID)),
    (FUND, {}, finding("fund_assessment_valid", ALLOWED, **VALID)),
    (
        WMP, {"client": {"assessed_on": None}},
        missing("assessment_valid", "client.assessed_on", must_do=("assess_first",)),
    ),
    (
        WMP, {"client": {"assessed_on": date(2025, 11, 23)}},
        finding(
            "assessment_valid", FORBIDDEN, "reassess", assessed_on="2025-11-23", through="2026-11-23", months=12
        ),
    ),
    (WMP, {"client": {"changes_reported": True}}, finding("changes_reported", FORBIDDEN, "reassess")),
    (WMP, {"client": {"changes_reported": None}}, missing("changes_reported", "client.changes_reported")),
    (WMP, {"context": {"answered_by": "Staff"}}, finding("own_answers", FORBIDDEN, "reassess", answered_by="Staff")),
    (
        WMP, {"context": {"claims": ("保本", "not a deposit", "no risk")}},
        finding("claims", FORBIDDEN, claims="保本、no risk"),
    ),
    (
        WMP, {"context": {"channel": "Third-Party Platform"}},
        finding("third_party_channel", FORBIDDEN, channel="Third-Party Platform"),
    ),
    (WMP, {"client": {"capacity": None}}, missing("capacity", "client.capacity")),
    (WMP, {"client": {"capacity": Capacity.NONE}}, finding("capacity", FORBIDDEN, low_risk_level=1)),
    (WMP, {"client": LIMITED}, finding("capacity", FORBIDDEN, low_risk_level=1)),
    (
        WMP, {"client": LIMITED, "risk_level": 1},
        finding("capacity", ALLOWED, "guardian_consent_on_file", low_risk_level=1),
    ),
    (
        WMP, {"client": {**LIMITED, "guardian_consent": False}, "risk_level": 1},
        finding("capacity", FORBIDDEN, "guardian_consent_on_file", low_risk_level=1),
    ),
    (
        WMP, {"client": {**LIMITED, "guardian_consent": None}, "risk_level": None},
        missing(
            "capacity", "client.guardian_consent", "product.risk_level", must_do=("guardian_consent_on_file",)
        ),
    ),
    (
        WMP, {"client": SENIOR, "risk_level": 4},
        finding("senior_care", WARN, "senior_care", age=65, from_age=65, product_level=4),
    ),
    (
        WMP, {"client": {**SENIOR, "age": None}, "risk_level": None},
        missing("senior_care", "client.age", "product.risk_level", must_do=("senior_care",)),
    ),
    (TRUST, {"client": RICH}, Finding("qualified_investor", ALLOWED, PROOF, WEALTH)),
    (TRUST, {"client": POOR}, finding("qualified_investor", FORBIDDEN, **WEALTH)),
    (
        TRUST, {"client": UNKNOWN},
        missing(
            "qualified_investor", "client.net_financial_assets", "client.financial_assets", "client.annual_income_3y",
            must_do=PROOF,
        ),
    ),
    (
        TRUST, {"client": {**POOR, "annual_income_fen": None, "experience_years": None}},
        missing("qualified_investor", "client.experience_years", "client.annual_income_3y", must_do=PROOF),
    ),
    (
        TRUST, {"yuan": 299_999},
        finding("private_minimum", FORBIDDEN, amount_fen=299_999 * YUAN, least_fen=300_000 * YUAN),
    ),
    (
        TRUST, {"yuan": 400_000, "subtype": Subtype.MIXED},
        finding("private_minimum", ALLOWED, amount_fen=400_000 * YUAN, least_fen=400_000 * YUAN),
    ),
    (TRUST, {"yuan": None}, missing("private_minimum", "amount")),
    (TRUST, {"subtype": None}, missing("private_minimum", "product.subtype")),
    (TRUST, {"context": {"shared_by_persons": 2}}, finding("no_splitting", FORBIDDEN, persons=2)),
    (TRUST, {"cooling_off_hours": 24}, finding("cooling_off", ALLOWED, "cooling_off_24h", hours=24)),
    (PRIVATE_WMP, {}, finding("cooling_off", ALLOWED, "cooling_off_24h", hours=24)),
    (PRIVATE_WMP, {"cooling_off_hours": 23}, finding("cooling_off", FORBIDDEN, "cooling_off_24h", hours=24)),
    (
        PRIVATE_WMP, {"cooling_off_hours": None},
        missing("cooling_off", "product.cooling_off_hours", must_do=("cooling_off_24h",)),
    ),
    (PRIVATE_FUND, {"client": RICH}, Finding("private_fund_investor", ALLOWED, PROOF, FUND_WEALTH)),
    (PRIVATE_FUND, {"client": POOR}, finding("private_fund_investor", FORBIDDEN, **FUND_WEALTH)),
    (
        PRIVATE_FUND, {"client": UNKNOWN},
        missing("private_fund_investor", "client.financial_assets", "client.annual_income_3y", must_do=PROOF),
    ),
    (
        PRIVATE_FUND, {"yuan": 1_000_000},
        finding("private_fund_minimum", ALLOWED, amount_fen=1_000_000 * YUAN, least_fen=1_000_000 * YUAN),
    ),
    (
        PRIVATE_FUND, {"yuan": 999_999},
        finding("private_fund_minimum", FORBIDDEN, amount_fen=999_999 * YUAN, least_fen=1_000_000 * YUAN),
    ),
    (PRIVATE_FUND, {"yuan": None}, missing("private_fund_minimum", "amount")),
    (PRIVATE_FUND, {}, finding("private_fund_callback", ALLOWED, "callback_after_cooling_off")),
    (FUND, {"risk_level": 4}, finding("fund_level", WARN, "written_confirm", **LEVELS)),
    (FUND, {"risk_level": 4, "context": ADVISOR}, finding("fund_level", FORBIDDEN, **LEVELS)),
    (FUND, {}, finding("fund_level", ALLOWED, client_level=3, product_level=3)),
    (FUND, {"client": {"risk_level": None}}, missing("fund_level", "client.risk_level", must_do=("assess_first",))),
    (FUND, {"risk_level": None}, missing("fund_level", "product.risk_level")),
    (FUND, {"risk_level": 4, "context": ADVISOR}, finding("fund_recommendation", FORBIDDEN, **LEVELS)),
    (FUND, {"risk_level": 4, "context": NOBODY}, missing("fund_recommendation", "context.initiated_by")),
    (
        FUND, {"client": {"lowest_class": True}, "risk_level": 2},
        finding("fund_lowest_class", FORBIDDEN, product_level=2, highest=1),
    ),
    (
        FUND, {"client": {"lowest_class": None, "risk_level": None}, "risk_level": 2},
        missing("fund_lowest_class", "client.lowest_class"),
    ),
    (WMP, {}, finding("recording", ALLOWED, "record")),
    (WMP, {}, finding("disclosure", ALLOWED, "disclose_art31")),
    (
        WMP, {"yuan": 1, "min_amount_fen": 2 * YUAN},
        finding("minimum_amount", FORBIDDEN, amount_fen=YUAN, least_fen=2 * YUAN),
    ),
    (WMP, {"yuan": None}, missing("minimum_amount", "amount")),
]  # fmt: skip

COVER: list[tuple[dict[str, Any], Finding]] = [
    (
        {"client": {"risk_level": None}, "risk_level": 2},
        missing("insurance_suitable", "client.risk_level", must_do=("assess_first",)),
    ),
    ({"risk_level": 3}, finding("insurance_suitable", ALLOWED, client_level=3, product_level=3)),
    ({"risk_level": 4}, finding("insurance_suitable", FORBIDDEN, "advise_stop")),
    (
        {"risk_level": 4, "context": {"client_insists": True}},
        finding("insurance_suitable", WARN, "advise_stop", "written_confirm"),
    ),
    ({}, finding("insurance_callback", ALLOWED, "callback_in_cooling_off", years=1)),
    (
        {"term_years": None},
        missing("insurance_callback", "product.term_years", must_do=("callback_in_cooling_off",)),
    ),
    ({}, finding("insurance_needs", ALLOWED, "assess_needs", years=1)),
    ({"term_years": None}, missing("insurance_needs", "product.term_years", must_do=("assess_needs",))),
    ({}, finding("insurance_recording", ALLOWED, "recording_consent", years=1)),
    ({"term_years": None}, missing("insurance_recording", "product.term_years", must_do=("recording_consent",))),
    ({}, finding("insurance_disclosure", ALLOWED, "disclose_art37")),
    ({"pay": None}, missing("insurance_single_premium", "product.pay")),
    (
        {"pay": Pay.SINGLE, "client": {"family_annual_income_fen": None}},
        missing("insurance_single_premium", "client.family_annual_income"),
    ),
    ({"pay": Pay.SINGLE, "yuan": None}, missing("insurance_single_premium", "amount")),
    (
        {"pay": Pay.SINGLE, "yuan": 1_200_000},
        finding(
            "insurance_single_premium", ALLOWED, amount_fen=1_200_000 * YUAN, income_fen=300_000 * YUAN, times=4
        ),
    ),
    (
        {"pay": Pay.SINGLE, "yuan": 1_200_001},
        finding(
            "insurance_single_premium", WARN, "signed_statement",
            amount_fen=1_200_001 * YUAN, income_fen=300_000 * YUAN, times=4,
        ),
    ),
    (
        {"client": {"family_annual_income_fen": None}},
        missing("insurance_annual_premium", "client.family_annual_income"),
    ),
    ({"yuan": None}, missing("insurance_annual_premium", "amount")),
    (
        {"yuan": 60_000},
        finding("insurance_annual_premium", ALLOWED, amount_fen=60_000 * YUAN, income_fen=300_000 * YUAN, percent=20),
    ),
    (
        {"yuan": 60_001},
        finding(
            "insurance_annual_premium", WARN, "signed_statement",
            amount_fen=60_001 * YUAN, income_fen=300_000 * YUAN, percent=20,
        ),
    ),
    (
        {"yuan": 149_999},
        finding("insurance_budget", ALLOWED, amount_fen=149_999 * YUAN, budget_fen=100_000 * YUAN, percent=150),
    ),
    ({"benefit_uncertain": None}, missing("insurance_pay_age", "product.benefit_uncertain")),
    ({}, finding("insurance_pay_age", ALLOWED, age=40, pay_years=10, sum=75)),
    (
        {"client": {"age": 75}, "pay_years": None},
        finding("insurance_pay_age", WARN, "signed_statement", age=75, pay_years="—", sum=75),
    ),
    (
        {"client": {"age": None}, "pay_years": 75},
        finding("insurance_pay_age", WARN, "signed_statement", age="—", pay_years=75, sum=75),
    ),
    ({"client": {"age": None}, "pay_years": None}, missing("insurance_pay_age", "client.age", "product.pay_years")),
    ({"client": {"premium_budget_fen": None}}, missing("insurance_budget", "client.premium_budget")),
    ({"yuan": None}, missing("insurance_budget", "amount")),
    (
        {"yuan": 150_000},
        finding(
            "insurance_budget", WARN, "signed_statement",
            amount_fen=150_000 * YUAN, budget_fen=100_000 * YUAN, percent=150,
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("product", "how", "expected"), SALES)
def test_a_finding_tells_what_it_judged_and_what_it_lacks(
    product: ProductFacts, how: dict[str, Any], expected: Finding
) -> None:
    assert told(expected.rule, sell(product, **how).findings) == expected


@pytest.mark.parametrize(("how", "expected"), COVER)
def test_a_finding_of_cover_tells_what_it_judged_and_what_it_lacks(how: dict[str, Any], expected: Finding) -> None:
    assert told(expected.rule, sell(INSURANCE, **how).findings) == expected


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (None, missing("private_promotion", "context.channel")),
        ("Branch Poster", finding("private_promotion", FORBIDDEN, channel="Branch Poster")),
        ("somehow", Finding("private_promotion", WARN, PROOF, {"channel": "somehow"})),
        ("one to one", Finding("private_promotion", ALLOWED, PROOF, {"channel": "one to one"})),
    ],
)
def test_a_finding_of_a_promotion_tells_the_channel_as_it_was_named(channel: str | None, expected: Finding) -> None:
    assert told("private_promotion", promote(TRUST, context={"channel": channel}).findings) == expected
