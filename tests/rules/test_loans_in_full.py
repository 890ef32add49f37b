"""What each finding of a loan says: its verdict, the figures of its sentence, and the facts that it lacks."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from advisor_tui.rules.facts import Capacity, LoanFacts, LoanType, Payment
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.loans import evaluate_loan, percent_text
from tests.rules.builders import YUAN, rules

FORBIDDEN, WARN, ALLOWED = Verdict.FORBIDDEN, Verdict.WARN, Verdict.ALLOWED
CONSUMER, BUSINESS, MORTGAGE, ANY = LoanType.CONSUMER, LoanType.BUSINESS, LoanType.MORTGAGE, LoanType.ANY
LOAN = LoanFacts(CONSUMER, 100_000 * YUAN, term_months=36, payment=Payment.ENTRUSTED)
ALONE = {"payment": Payment.SELF, "counterparty_known": False}
HALF = {"type": MORTGAGE, "house_ratio": Fraction(1, 2), "total_ratio": Fraction(11, 20)}


CAP = 300_000 * YUAN


def finding(rule: str, verdict: Verdict, *must_do: str, **params: Param) -> Finding:
    return Finding(rule, verdict, must_do, params)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, finding("loan_consumer_term", ALLOWED, months=36, ordinary=60, longest=84)),
        ({"term_months": 85}, finding("loan_consumer_term", FORBIDDEN, months=85, ordinary=60, longest=84)),
        ({"term_months": None}, missing("loan_consumer_term", "product.term_months")),
        (
            {"type": BUSINESS, "term_months": 61},
            finding("loan_business_term", WARN, months=61, ordinary=60, longest=120),
        ),
        ({"type": BUSINESS, "term_months": None}, missing("loan_business_term", "product.term_months")),
        (
            {"type": MORTGAGE, "term_months": 361},
            finding("loan_mortgage_term", FORBIDDEN, months=361, ordinary=360, longest=360),
        ),
        ({"type": MORTGAGE, "term_months": None}, missing("loan_mortgage_term", "product.term_months")),
        ({"payment": None}, missing("loan_consumer_self_payment", "product.payment")),
        ({**ALONE, "amount_fen": None}, missing("loan_consumer_self_payment", "amount")),
        (
            {**ALONE, "amount_fen": 500_000 * YUAN},
            finding("loan_consumer_self_payment", ALLOWED, amount_fen=500_000 * YUAN, most_fen=500_000 * YUAN),
        ),
        (
            {"payment": Payment.SELF, "amount_fen": None},
            finding("loan_consumer_self_payment", FORBIDDEN, amount_fen=0, most_fen=500_000 * YUAN),
        ),
        ({"type": BUSINESS, "payment": None}, missing("loan_business_self_payment", "product.payment")),
        (
            {"type": BUSINESS, "payment": Payment.SELF, "amount_fen": 500_001 * YUAN},
            finding("loan_business_self_payment", FORBIDDEN, amount_fen=500_001 * YUAN, most_fen=500_000 * YUAN),
        ),
        (HALF, finding("loan_house_ratio", ALLOWED, ratio="50", percent=50)),
        (HALF, finding("loan_total_ratio", ALLOWED, ratio="55", percent=55)),
        ({**HALF, "property_fee_known": False}, finding("loan_house_ratio", WARN, ratio="50", percent=50)),
        (
            {**HALF, "house_ratio": Fraction(5001, 10_000), "property_fee_known": False},
            finding("loan_house_ratio", FORBIDDEN, ratio="50.01", percent=50),
        ),
        ({"type": MORTGAGE}, missing("loan_house_ratio", "product.house_ratio")),
        ({"type": MORTGAGE}, missing("loan_total_ratio", "product.total_ratio")),
        (
            {"type": ANY, "total_ratio": Fraction(3, 5)},
            finding("loan_total_ratio", FORBIDDEN, ratio="60", percent=55),
        ),
        ({}, missing("loan_cost_sheet", "product.cost_sheet_confirmed", must_do=("cost_sheet",))),
        ({"cost_sheet_confirmed": True}, finding("loan_cost_sheet", ALLOWED, "cost_sheet")),
        ({"cost_sheet_confirmed": False}, finding("loan_cost_sheet", FORBIDDEN, "cost_sheet")),
        ({}, missing("loan_capacity", "client.capacity")),
        ({"borrower_capacity": Capacity.LIMITED}, finding("loan_capacity", FORBIDDEN)),
    ],
)
def test_a_finding_of_a_loan_tells_what_it_judged_and_what_it_lacks(changes: dict[str, Any], expected: Finding) -> None:
    found = {one.rule: one for one in evaluate_loan(replace(LOAN, **changes), rules()).findings}
    assert found[expected.rule] == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"channel": "Mobile App", "amount_fen": CAP}, (ALLOWED, {"amount_fen": CAP, "most_fen": CAP})),
        ({"channel": "线上", "amount_fen": CAP + 1}, (FORBIDDEN, {"amount_fen": CAP + 1, "most_fen": CAP})),
        ({"channel": "branch", "amount_fen": CAP + 1}, None),
        ({"channel": None, "amount_fen": CAP + 1}, None),
        ({"channel": "online", "type": BUSINESS, "amount_fen": CAP + 1}, None),
    ],
)
def test_a_consumer_loan_through_the_internet_is_capped(
    changes: dict[str, Any], expected: tuple[Verdict, dict[str, Param]] | None
) -> None:
    found = {one.rule: one for one in evaluate_loan(replace(LOAN, **changes), rules()).findings}
    wanted = None if expected is None else Finding("loan_internet_amount", expected[0], params=expected[1])
    assert found.get("loan_internet_amount") == wanted


def test_the_amount_of_a_loan_through_the_internet_is_asked_for() -> None:
    found = evaluate_loan(replace(LOAN, channel="online", amount_fen=None), rules()).findings
    assert missing("loan_internet_amount", "amount") in found


@pytest.mark.parametrize(
    ("changes", "silent"),
    [
        ({"type": BUSINESS}, "loan_consumer_term"),
        ({"type": MORTGAGE}, "loan_business_term"),
        ({"type": CONSUMER}, "loan_mortgage_term"),
        ({"type": MORTGAGE, "payment": None}, "loan_consumer_self_payment"),
        ({"type": MORTGAGE, "payment": None}, "loan_business_self_payment"),
        ({"type": CONSUMER, "house_ratio": Fraction(9, 10)}, "loan_house_ratio"),
        ({"type": ANY}, "loan_house_ratio"),
        ({"type": ANY}, "loan_total_ratio"),
        ({"borrower_capacity": Capacity.FULL}, "loan_capacity"),
    ],
)
def test_a_rule_of_another_kind_of_loan_says_nothing(changes: dict[str, Any], silent: str) -> None:
    assert silent not in {one.rule for one in evaluate_loan(replace(LOAN, **changes), rules()).findings}


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1, 2), "50"),
        (Fraction(5001, 10_000), "50.01"),
        (Fraction(50_001, 100_000), "50.01"),
        (Fraction(501, 1_000), "50.10"),
        (Fraction(1, 3), "33.34"),
        (Fraction(3, 2), "150"),
    ],
)
def test_a_share_is_read_in_percent_rounded_up_to_two_places(ratio: Fraction, text: str) -> None:
    assert percent_text(ratio) == text
