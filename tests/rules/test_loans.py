from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from advisor_tui.rules.facts import Capacity, LoanFacts, LoanType, Payment
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.loans import evaluate_loan, percent_text
from tests.rules.builders import TODAY, YUAN, of, rules

FORBIDDEN, WARN, ALLOWED, MISSING = Verdict.FORBIDDEN, Verdict.WARN, Verdict.ALLOWED, Verdict.MISSING
CONSUMER, BUSINESS, MORTGAGE, ANY = LoanType.CONSUMER, LoanType.BUSINESS, LoanType.MORTGAGE, LoanType.ANY
LOAN = LoanFacts(
    CONSUMER,
    100_000 * YUAN,
    term_months=36,
    payment=Payment.ENTRUSTED,
    cost_sheet_confirmed=True,
    borrower_capacity=Capacity.FULL,
)
BEFORE_RELIEF, IN_RELIEF = date(2025, 3, 13), date(2025, 3, 14)


@pytest.mark.parametrize(
    ("kind", "months", "on", "verdict"),
    [
        (CONSUMER, 60, TODAY, ALLOWED),
        (CONSUMER, 61, TODAY, WARN),
        (CONSUMER, 84, TODAY, WARN),
        (CONSUMER, 85, TODAY, FORBIDDEN),
        (CONSUMER, 60, BEFORE_RELIEF, ALLOWED),
        (CONSUMER, 61, BEFORE_RELIEF, FORBIDDEN),
        (CONSUMER, 61, IN_RELIEF, WARN),
        (BUSINESS, 60, TODAY, ALLOWED),
        (BUSINESS, 61, TODAY, WARN),
        (BUSINESS, 120, TODAY, WARN),
        (BUSINESS, 121, TODAY, FORBIDDEN),
        (MORTGAGE, 360, TODAY, ALLOWED),
        (MORTGAGE, 361, TODAY, FORBIDDEN),
        (CONSUMER, None, TODAY, MISSING),
        (ANY, 999, TODAY, None),
    ],
)
def test_the_longest_term(kind: LoanType, months: int | None, on: date, verdict: Verdict | None) -> None:
    decision = evaluate_loan(replace(LOAN, type=kind, term_months=months), rules(on))
    assert of(decision, f"{kind}_term") is verdict


@pytest.mark.parametrize(
    ("kind", "yuan", "known", "noncash", "on", "verdict"),
    [
        (CONSUMER, 500_000, False, True, TODAY, ALLOWED),
        (CONSUMER, 500_000.01, False, True, TODAY, FORBIDDEN),
        (CONSUMER, 300_000, False, True, BEFORE_RELIEF, ALLOWED),
        (CONSUMER, 300_000.01, False, True, BEFORE_RELIEF, FORBIDDEN),
        (CONSUMER, 300_000.01, False, True, IN_RELIEF, ALLOWED),
        (CONSUMER, 1_000, True, True, TODAY, FORBIDDEN),
        (CONSUMER, 900_000, True, False, TODAY, None),
        (CONSUMER, None, False, True, TODAY, MISSING),
        (CONSUMER, None, True, True, TODAY, FORBIDDEN),
        (BUSINESS, 500_000, True, True, TODAY, ALLOWED),
        (BUSINESS, 500_000.01, True, True, TODAY, FORBIDDEN),
        (BUSINESS, 500_000.01, False, True, TODAY, FORBIDDEN),
        (BUSINESS, 500_000.01, True, False, TODAY, None),
        (BUSINESS, None, True, True, TODAY, MISSING),
    ],
)
def test_who_may_pay_the_loan_out_alone(
    kind: LoanType, yuan: float | None, known: bool, noncash: bool, on: date, verdict: Verdict | None
) -> None:
    loan = replace(
        LOAN,
        type=kind,
        amount_fen=None if yuan is None else round(yuan * YUAN),
        payment=Payment.SELF,
        counterparty_known=known,
        counterparty_noncash=noncash,
    )
    assert of(evaluate_loan(loan, rules(on)), f"{kind}_self_payment") is verdict


def test_entrusted_payment_has_no_cap_and_an_unknown_way_is_asked_for() -> None:
    large = replace(LOAN, amount_fen=10**12)
    assert evaluate_loan(large, rules()).verdict is ALLOWED
    assert "product.payment" in evaluate_loan(replace(large, payment=None), rules()).unknown_facts


@pytest.mark.parametrize(
    ("house", "total", "verdict"),
    [
        (Fraction(50, 100), Fraction(55, 100), ALLOWED),
        (Fraction("0.50000001"), Fraction(55, 100), FORBIDDEN),
        (Fraction(50, 100), Fraction("0.55000001"), FORBIDDEN),
        (Fraction(0), Fraction(0), ALLOWED),
    ],
)
def test_fifty_and_fifty_five_percent_are_included(house: Fraction, total: Fraction, verdict: Verdict) -> None:
    loan = replace(LOAN, type=MORTGAGE, house_ratio=house, total_ratio=total)
    assert evaluate_loan(loan, rules()).verdict is verdict


def test_a_mortgage_without_ratios_asks_for_them_and_another_loan_does_not() -> None:
    asked = {"product.house_ratio", "product.total_ratio"}
    assert asked <= set(evaluate_loan(replace(LOAN, type=MORTGAGE), rules()).unknown_facts)
    assert not asked & set(evaluate_loan(LOAN, rules()).unknown_facts)


def test_a_ratio_just_above_the_cap_never_reads_as_the_cap() -> None:
    assert percent_text(Fraction("0.5000001")) == "50.01"
    assert percent_text(Fraction(1, 2)) == "50"


@pytest.mark.parametrize("kind", LoanType)
@pytest.mark.parametrize(
    ("on", "confirmed", "verdict"),
    [
        (date(2026, 7, 31), False, None),
        (date(2026, 8, 1), False, FORBIDDEN),
        (date(2026, 8, 1), True, ALLOWED),
        (date(2026, 8, 1), None, MISSING),
    ],
)
def test_the_cost_sheet_is_signed_from_august_2026(
    kind: LoanType, on: date, confirmed: bool | None, verdict: Verdict | None
) -> None:
    decision = evaluate_loan(replace(LOAN, type=kind, cost_sheet_confirmed=confirmed), rules(on))
    assert of(decision, "loan_cost_sheet") is verdict
    assert ("cost_sheet" in decision.must_do) is (verdict is not None)


@pytest.mark.parametrize(
    ("capacity", "verdict"),
    [(Capacity.FULL, None), (Capacity.LIMITED, FORBIDDEN), (Capacity.NONE, FORBIDDEN), (None, MISSING)],
)
def test_a_borrower_has_full_capacity(capacity: Capacity | None, verdict: Verdict | None) -> None:
    assert of(evaluate_loan(replace(LOAN, borrower_capacity=capacity), rules()), "loan_capacity") is verdict
