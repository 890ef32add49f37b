from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.affordability import (
    Ratios,
    affordable_repayment,
    equal_payment,
    equal_principal,
    half_up,
    largest_by_equal_payment,
    monthly_payment,
    repayment_ratios,
)

principals = st.integers(0, 10**11)
rates = st.integers(0, 240_000).map(lambda millionths: Fraction(millionths, 1_000_000))
terms = st.integers(1, 360)
REFUSED = "^a loan needs principal ≥ 0, rate ≥ 0 and at least one month$"


@pytest.mark.parametrize("plan", [equal_payment, equal_principal])
@given(principal=principals, rate=rates, months=terms)
def test_the_principal_is_paid_back_to_the_last_fen(plan: type, principal: int, rate: Fraction, months: int) -> None:
    instalments = plan(principal, rate, months)
    assert sum(instalment.principal_fen for instalment in instalments) == principal
    assert instalments[-1].balance_fen == 0
    assert [instalment.number for instalment in instalments] == list(range(1, months + 1))
    balance = principal
    for instalment in instalments:
        assert instalment.interest_fen == half_up(balance * rate / 12)
        assert instalment.principal_fen >= 0
        balance -= instalment.principal_fen
        assert instalment.balance_fen == balance


@given(principal=principals, rate=rates, months=terms)
def test_equal_payments_are_equal_but_for_the_last(principal: int, rate: Fraction, months: int) -> None:
    payment = monthly_payment(principal, rate, months)
    plan = equal_payment(principal, rate, months)
    for instalment in plan[:-1]:
        assert instalment.payment_fen == payment or instalment.balance_fen == 0 or payment < instalment.interest_fen


@given(principal=principals, rate=rates, months=terms)
def test_the_level_payment_is_the_annuity_of_an_independent_sum(principal: int, rate: Fraction, months: int) -> None:
    with localcontext() as context:
        context.prec = 80
        monthly = Decimal(rate.numerator) / Decimal(rate.denominator) / 12
        factor, discount = Decimal(0), Decimal(1)
        for _ in range(months):
            discount /= 1 + monthly
            factor += discount
        exact = Decimal(principal) / factor
    assert abs(Decimal(monthly_payment(principal, rate, months)) - exact) <= Decimal("0.5000001")


def test_a_million_over_thirty_years_at_three_and_a_half_percent() -> None:
    plan = equal_payment(100_000_000, Fraction(35, 1000), 360)
    assert plan[0].payment_fen == 449_045
    assert plan[0].interest_fen == 291_667
    falling = equal_principal(100_000_000, Fraction(35, 1000), 360)
    assert (falling[0].principal_fen, falling[0].payment_fen) == (277_777, 569_444)


@pytest.mark.parametrize(
    ("principal", "rate", "months", "payment"),
    [
        (1_200, 0, 12, 100),
        (1_205, 0, 12, 100),
        (1_206, 0, 12, 101),
        (2, 3, 1, 3),  # 2.5 exactly
        (1, 0, 12, 0),
    ],
)
def test_a_level_payment_is_rounded_half_up_also_without_interest(
    principal: int, rate: int, months: int, payment: int
) -> None:
    assert monthly_payment(principal, Fraction(rate), months) == payment


@pytest.mark.parametrize(("repayment", "months", "most"), [(100, 12, 1_205), (1, 12, 17), (7, 1, 7), (0, 12, 0)])
def test_without_interest_the_largest_loan_is_what_the_repayments_come_to(
    repayment: int, months: int, most: int
) -> None:
    assert largest_by_equal_payment(repayment, Fraction(0), months) == most


def test_what_is_below_half_a_fen_a_month_is_all_paid_in_the_last_month() -> None:
    assert [one.payment_fen for one in equal_payment(1, Fraction(0), 12)] == [0] * 11 + [1]


@pytest.mark.parametrize(("principal", "rate", "months"), [(-1, 0, 1), (1, -1, 1), (1, 0, 0)])
def test_a_loan_that_is_none_is_refused(principal: int, rate: int, months: int) -> None:
    with pytest.raises(ValueError, match=REFUSED):
        equal_payment(principal, Fraction(rate), months)
    with pytest.raises(ValueError, match=REFUSED):
        equal_principal(principal, Fraction(rate), months)


def test_the_ratios_count_the_property_fee_in_both() -> None:
    assert repayment_ratios(450, 50, 50, 1_000) == Ratios(Fraction(1, 2), Fraction(55, 100))
    assert repayment_ratios(450, 50, 50, 0) is None
    assert repayment_ratios(450, 50, 50, -1) is None
    assert repayment_ratios(1, 2, 4, 1) == Ratios(Fraction(3), Fraction(7))


@given(income=st.integers(1, 10**8), fee=st.integers(0, 10**6), debts=st.integers(0, 10**7))
def test_the_affordable_repayment_is_the_largest_within_both_caps(income: int, fee: int, debts: int) -> None:
    most = affordable_repayment(income, fee, debts, 50, 55)

    def within(repayment: int) -> bool:
        ratios = repayment_ratios(repayment, fee, debts, income)
        return ratios is not None and ratios.house <= Fraction(1, 2) and ratios.total <= Fraction(55, 100)

    assert not within(most + 1)
    assert within(most) or most == 0
