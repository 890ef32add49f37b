"""The first credit look: both methods, both caps, flags at their limits, and what is not known left out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.affordability import (
    equal_payment,
    equal_principal,
    largest_by_equal_payment,
    largest_by_equal_principal,
    monthly_payment,
)
from advisor_tui.rules.credit_flags import CREDIT_RULES, CreditEnquiry, PrimeRate
from advisor_tui.rules.credit_look import CreditLook, credit_look, enquiry_of
from advisor_tui.rules.facts import LoanType
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.profile import Fact, Facts
from advisor_tui.rules.questionnaire import Value
from tests.rules.builders import RULEBOOK, TODAY

RULES = RULEBOOK.as_of(TODAY)
WAN = 1_000_000
HOUSE = CreditEnquiry(
    LoanType.MORTGAGE,
    amount_fen=100 * WAN,
    term_months=360,
    annual_rate=Fraction(35, 1000),
    income_fen=1_000_000,
    property_fee_fen=30_000,
    other_instalments_fen=50_000,
    age=40,
    job_months=24,
    overdue_run=0,
    overdue_times=0,
    queries=0,
    card_percent=10,
)


def look(**changes: Any) -> CreditLook:
    return credit_look(replace(HOUSE, **changes), RULES)


def verdict(rule: str, **changes: Any) -> str | None:
    found = [finding.verdict.value for finding in look(**changes).findings if finding.rule == rule]
    return found[0] if found else None


def test_a_million_over_thirty_years_by_both_methods() -> None:
    level, falling = look().repayments
    assert (level.method, level.first_fen) == ("equal_payment", 449_045)
    assert (falling.method, falling.first_fen, falling.last_fen) == ("equal_principal", 569_444, 278_868)
    assert level.interest_fen > falling.interest_fen
    assert level.ratios is not None
    assert (level.ratios.house, level.ratios.total) == (Fraction(479_045, 10**6), Fraction(529_045, 10**6))
    assert {f.rule: f.verdict for f in level.findings} == {
        "loan_house_ratio": Verdict.ALLOWED, "loan_total_ratio": Verdict.ALLOWED,
    }  # fmt: skip
    assert {f.rule: f.verdict for f in falling.findings} == {
        "loan_house_ratio": Verdict.FORBIDDEN, "loan_total_ratio": Verdict.FORBIDDEN,
    }  # fmt: skip
    assert {finding.rule for finding in look().warnings} == {"loan_house_ratio", "loan_total_ratio"}


def test_interest_is_what_is_paid_beyond_the_loan() -> None:
    for repayment, plan in zip(look().repayments, (equal_payment, equal_principal), strict=True):
        payments = [instalment.payment_fen for instalment in plan(100 * WAN, Fraction(35, 1000), 360)]
        assert repayment.interest_fen == sum(payments) - 100 * WAN
        assert (repayment.first_fen, repayment.last_fen) == (payments[0], payments[-1])
        assert repayment.payments_fen == tuple(payments)


@pytest.mark.parametrize(
    ("fee", "others", "house", "total"),
    [
        (50_955, 50_000, "allowed", "allowed"),
        (50_956, 0, "forbidden", "allowed"),
        (50_955, 50_001, "allowed", "forbidden"),
    ],
)
def test_both_shares_are_within_at_their_caps(fee: int, others: int, house: str, total: str) -> None:
    level = look(property_fee_fen=fee, other_instalments_fen=others).repayments[0]
    assert {f.rule: f.verdict.value for f in level.findings} == {"loan_house_ratio": house, "loan_total_ratio": total}


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("credit_overdue", {"overdue_run": 2, "overdue_times": 5}, "allowed"),
        ("credit_overdue", {"overdue_run": 3, "overdue_times": 3}, "warn"),
        ("credit_overdue", {"overdue_run": 1, "overdue_times": 6}, "warn"),
        ("credit_overdue", {"overdue_run": 3, "overdue_times": None}, "warn"),
        ("credit_overdue", {"overdue_run": 2, "overdue_times": None}, None),
        ("credit_overdue", {"overdue_run": None, "overdue_times": None}, None),
        ("credit_queries", {"queries": 6}, "allowed"),
        ("credit_queries", {"queries": 7}, "warn"),
        ("credit_queries", {"queries": None}, None),
        ("credit_card_use", {"card_percent": 80}, "allowed"),
        ("credit_card_use", {"card_percent": 81}, "warn"),
        ("credit_card_use", {"card_percent": None}, None),
        ("credit_job", {"job_months": 6}, "allowed"),
        ("credit_job", {"job_months": 5}, "warn"),
        ("credit_job", {"job_months": None}, None),
        ("credit_age_term", {"age": 40, "term_months": 360}, "allowed"),
        ("credit_age_term", {"age": 41, "term_months": 349}, "warn"),
        ("credit_age_term", {"age": 41, "term_months": 348}, "allowed"),
        ("credit_age_term", {"age": None}, None),
        ("loan_mortgage_term", {"term_months": 360}, "allowed"),
        ("loan_mortgage_term", {"term_months": 361}, "forbidden"),
        ("loan_consumer_term", {"type": LoanType.CONSUMER, "term_months": 61}, "warn"),
        ("loan_business_term", {"type": LoanType.BUSINESS, "term_months": 121}, "forbidden"),
        ("loan_mortgage_term", {"term_months": None}, None),
    ],
)
def test_a_flag_at_its_limit(rule: str, changes: dict[str, Any], expected: str | None) -> None:
    assert verdict(rule, **changes) == expected


def test_every_first_look_is_labelled_and_nothing_of_it_is_confirmed() -> None:
    for enquiry in (HOUSE, CreditEnquiry()):
        label = credit_look(enquiry, RULES).label
        assert "风险部门决定" in RULES.sentence(label, "zh")
        assert "risk department" in RULES.sentence(label, "en")
    for rule in (*(rule.id for rule in CREDIT_RULES), "loan_prime_rate"):
        assert not any(edition.confirmed for edition in RULEBOOK.texts[rule].editions)
    assert credit_look(HOUSE, {}).label.rule == "credit_preliminary"


def test_every_finding_has_its_sentence() -> None:
    worst = look(overdue_run=9, overdue_times=None, queries=99, card_percent=100, job_months=0, age=80)
    for seen in (look(), worst):
        for finding in (*seen.findings, *(f for repayment in seen.repayments for f in repayment.findings)):
            assert "{" not in RULES.sentence(finding, "zh") + RULES.sentence(finding, "en")


def test_nothing_known_is_nothing_said_and_everything_asked_for() -> None:
    empty = credit_look(CreditEnquiry(LoanType.MORTGAGE), RULES)
    assert (empty.repayments, empty.largest, empty.findings) == ((), (), ())
    assert "property_fee_fen" in empty.missing
    assert "income_fen" in empty.missing
    assert look().missing == ()
    assert "property_fee_fen" not in look(type=LoanType.CONSUMER, property_fee_fen=None).missing


@pytest.mark.parametrize(
    ("income", "house", "total"),
    [(1_000_000, "warn", "warn"), (898_089, "forbidden", "warn"), (100_000, "forbidden", "forbidden")],
)
def test_without_the_property_fee_the_shares_say_so_and_only_too_much_is_sure(
    income: int, house: str, total: str
) -> None:
    seen = look(property_fee_fen=None, income_fen=income, other_instalments_fen=0)
    level = seen.repayments[0]
    assert seen.fee_left_out
    assert level.ratios is not None
    assert level.ratios.house == Fraction(level.first_fen, income)
    assert {f.rule: f.verdict.value for f in level.findings} == {"loan_house_ratio": house, "loan_total_ratio": total}
    assert seen.largest == ()
    for finding in level.findings:
        if finding.verdict is Verdict.WARN:
            assert "物业费" in RULES.sentence(finding, "zh")
            assert "property fee" in RULES.sentence(finding, "en")


def test_a_fee_that_is_known_or_of_no_matter_is_not_said_to_be_left_out() -> None:
    assert not look(property_fee_fen=0).fee_left_out
    assert not look(type=LoanType.CONSUMER, property_fee_fen=None).fee_left_out


@pytest.mark.parametrize("unknown", ["other_instalments_fen", "income_fen"])
def test_shares_need_every_figure_of_theirs(unknown: str) -> None:
    seen = look(**{unknown: None})
    assert [(r.ratios, r.findings) for r in seen.repayments] == [(None, ()), (None, ())]
    assert seen.largest == ()


def test_another_loan_is_held_against_the_share_of_all_debts_alone() -> None:
    seen = look(type=LoanType.CONSUMER, property_fee_fen=None, term_months=60)
    assert [f.rule for f in seen.repayments[0].findings] == ["loan_total_ratio"]
    assert [largest.by_house_fen for _, largest in seen.largest] == [None, None]
    assert [largest.fen for _, largest in seen.largest] == [largest.by_total_fen for _, largest in seen.largest]


@pytest.mark.parametrize("cap", ["loan_house_ratio", "loan_total_ratio"])
def test_without_a_cap_in_force_no_largest_loan_is_told(cap: str) -> None:
    assert credit_look(HOUSE, {name: value for name, value in RULES.items() if name != cap}).largest == ()


def test_a_loan_without_interest_or_without_an_amount_is_looked_at_and_one_without_a_month_is_refused() -> None:
    free = look(annual_rate=Fraction(0), amount_fen=3_600)
    assert [(one.interest_fen, set(one.payments_fen)) for one in free.repayments] == [(0, {10}), (0, {10})]
    none = look(amount_fen=0)
    assert [set(one.payments_fen) for one in none.repayments] == [{0}, {0}]
    with pytest.raises(ValueError, match="at least one month"):
        look(term_months=0, income_fen=None)


RATES = st.integers(0, 240_000).map(lambda millionths: Fraction(millionths, 1_000_000))
TERMS = st.integers(1, 360)


@given(repayment=st.integers(1, 10**8), rate=RATES, months=TERMS)
def test_the_largest_loan_by_equal_payment_is_the_inverse_of_the_plan(
    repayment: int, rate: Fraction, months: int
) -> None:
    most = largest_by_equal_payment(repayment, rate, months)
    assert monthly_payment(most, rate, months) <= repayment < monthly_payment(most + 1, rate, months)
    regular = equal_payment(most, rate, months)[:-1]
    assert all(instalment.payment_fen <= repayment for instalment in regular)


@given(repayment=st.integers(1, 10**8), rate=RATES, months=TERMS)
def test_the_largest_loan_by_equal_principal_is_the_inverse_of_the_plan(
    repayment: int, rate: Fraction, months: int
) -> None:
    most = largest_by_equal_principal(repayment, rate, months)
    assert equal_principal(most, rate, months)[0].payment_fen <= repayment
    assert equal_principal(most + 1, rate, months)[0].payment_fen > repayment


@pytest.mark.parametrize("largest", [largest_by_equal_payment, largest_by_equal_principal])
def test_no_repayment_is_no_loan(largest: Any) -> None:
    assert largest(0, Fraction(35, 1000), 360) == 0
    assert largest(1, Fraction(0), 1) == 1
    with pytest.raises(ValueError, match="a loan needs"):
        largest(1, Fraction(0), 0)


@given(income=st.integers(1, 10**8), fee=st.integers(0, 10**6), others=st.integers(0, 10**7), months=TERMS)
def test_the_largest_loan_keeps_both_caps_and_one_fen_more_breaks_one(
    income: int, fee: int, others: int, months: int
) -> None:
    enquiry = replace(HOUSE, income_fen=income, property_fee_fen=fee, other_instalments_fen=others, term_months=months)
    (_, level), _ = credit_look(enquiry, RULES).largest

    def within(amount: int) -> bool:
        ratios = credit_look(replace(enquiry, amount_fen=amount), RULES).repayments[0].ratios
        return ratios is not None and ratios.house <= Fraction(1, 2) and ratios.total <= Fraction(55, 100)

    if level.fen:
        assert within(level.fen)
        assert not within(level.fen + 1)


@given(income=st.integers(1, 10**8), more=st.integers(0, 10**8), others=st.integers(0, 10**7))
def test_more_income_never_lowers_and_more_instalments_never_raise_the_largest_loan(
    income: int, more: int, others: int
) -> None:
    def most(**changes: int) -> list[int]:
        return [largest.fen for _, largest in look(**changes).largest]

    base = most(income_fen=income, other_instalments_fen=others)
    assert all(a >= b for a, b in zip(most(income_fen=income + more, other_instalments_fen=others), base, strict=True))
    assert all(a <= b for a, b in zip(most(income_fen=income, other_instalments_fen=others + more), base, strict=True))


def test_the_prime_rate_is_dated_and_the_longer_one_begins_at_five_years() -> None:
    rate = RULES.terms("loan_prime_rate", PrimeRate)
    assert (rate.for_term(59), rate.for_term(60)) == (30_000, 35_000)
    assert "loan_prime_rate" not in RULEBOOK.as_of(date(2025, 5, 19))
    assert "loan_prime_rate" in RULEBOOK.as_of(date(2025, 5, 20))


def known(**values: Value) -> Facts:
    return {name: Fact(name, value, f"q_{name}") for name, value in values.items()}


def test_an_enquiry_comes_out_of_an_interview() -> None:
    assert enquiry_of(known(loan_amount=100 * WAN)) is None
    assert enquiry_of(known(loan_kind="none")) is None
    facts = known(
        loan_kind="mortgage", loan_amount=100 * WAN, loan_term_months=360, loan_rate=35_000,
        loan_income=1_000_000, property_fee=30_000, monthly_debt_payment=50_000, age=40, job_months=24,
        overdue_run=0, overdue_times=0, credit_queries=0, card_use=10,
    )  # fmt: skip
    assert enquiry_of(facts) == HOUSE
    family = enquiry_of(known(loan_kind="consumer", family_annual_income=120_005))
    assert family is not None
    assert (family.type, family.income_fen) == (LoanType.CONSUMER, 10_000)
    nothing = enquiry_of(known(loan_kind="business", loan_amount=0, loan_term_months=0, loan_rate=0))
    assert nothing is not None
    assert (nothing.amount_fen, nothing.term_months, nothing.annual_rate) == (None, None, Fraction(0))
