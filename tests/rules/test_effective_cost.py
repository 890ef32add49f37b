"""The all-in cost of a loan a year (金规〔2026〕2号): closed forms, an oracle in exact fractions, and its bounds."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.affordability import Instalment, equal_payment, equal_principal
from advisor_tui.rules.effective_cost import (
    MONTHLY,
    UPFRONT,
    AnnualCost,
    LoanCost,
    annual_cost,
    charged_fen,
    loan_cost,
    raised_rate,
)

Plan = Callable[[int, Fraction, int], list[Instalment]]
PERCENT = 10_000
"""Units of 10⁻⁴ percent in a percent."""


def oracle(received: int, payments: list[int]) -> Fraction:
    """The monthly rate by halving an interval of exact fractions: 60 steps, no decimals, no derivative."""
    low, high = Fraction(0), Fraction(1)

    def worth(rate: Fraction) -> Fraction:
        total = Fraction(0)
        for payment in reversed(payments):
            total = (total + payment) / (1 + rate)
        return total

    while worth(high) > received:
        low, high = high, 2 * high
    for _ in range(34):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) > received else (low, middle)
    return (low + high) / 2


@pytest.mark.parametrize(
    ("received", "payments", "simple", "compound"),
    [
        pytest.param(100_00, [100_00], 0, 0, id="nothing for a month"),
        pytest.param(1, [1], 0, 0, id="a single fen"),
        pytest.param(100_00, [101_00], 12 * PERCENT, 126825, id="one percent a month is 12.6825 % compounded"),
        pytest.param(100_00, [0] * 11 + [112_00], 113866, 12 * PERCENT, id="one payment after a year"),
        pytest.param(100_00, [1_00] * 23 + [101_00], 12 * PERCENT, 126825, id="interest only, then all of it"),
        pytest.param(100_00, [50_00, 50_00], 0, 0, id="instalments without interest"),
        pytest.param(8_000_000, [8_000_003], 5, 5, id="four and a half are five"),
    ],
)
def test_the_cost_has_its_closed_form(received: int, payments: list[int], simple: int, compound: int) -> None:
    assert annual_cost(received, payments) == AnnualCost(simple, compound)


@pytest.mark.parametrize("plan", [equal_payment, equal_principal])
@pytest.mark.parametrize("rate", [0, 30_000, 35_000, 43_500, 240_000])
@pytest.mark.parametrize("months", [12, 60, 360])
def test_without_fees_a_loan_costs_its_rate(plan: Plan, rate: int, months: int) -> None:
    amount = 1_000_000_00
    cost = loan_cost(plan(amount, Fraction(rate, 100 * PERCENT), months), [], amount)
    # Instalments in whole 分 move the cost of a large loan by less than a ten thousandth of a percent.
    assert abs(cost.simple - rate) <= 1
    assert abs(cost.compound - round(((1 + Fraction(rate, 1200 * PERCENT)) ** 12 - 1) * 100 * PERCENT)) <= 1


@given(
    st.lists(st.integers(0, 10**7), min_size=1, max_size=18),
    st.integers(1, 10**6),
)
def test_the_cost_is_what_halving_finds(payments: list[int], received: int) -> None:
    payments = [*payments, max(0, received - sum(payments)) + 1]
    monthly = oracle(received, payments)
    cost = annual_cost(received, payments)
    assert abs(cost.simple - 12 * monthly * 100 * PERCENT) <= 1 + monthly
    if monthly < 1:
        assert abs(cost.compound - ((1 + monthly) ** 12 - 1) * 100 * PERCENT) <= 2 + (1 + monthly) ** 12


def test_fees_raise_the_cost_and_those_of_the_bank_do_not() -> None:
    amount = 300_000_00
    plan = equal_payment(amount, Fraction(4, 100), 36)
    free = loan_cost(plan, [], amount)
    for when in (UPFRONT, MONTHLY):
        assert loan_cost(plan, [LoanCost(when, fixed_fen=100_00)], amount).simple > free.simple
        assert loan_cost(plan, [LoanCost(when, fixed_fen=100_00, by_borrower=False)], amount) == free
    once = loan_cost(plan, [LoanCost(UPFRONT, fixed_fen=100_00)], amount)
    assert once.simple < loan_cost(plan, [LoanCost(MONTHLY, fixed_fen=100_00)], amount).simple


def test_a_fee_taken_at_once_is_a_smaller_loan_at_the_same_payments() -> None:
    amount, fee = 200_000_00, 1_600_00
    plan = equal_principal(amount, Fraction(6, 100), 24)
    with_fee = loan_cost(plan, [LoanCost(UPFRONT, share=80)], amount)
    assert with_fee == annual_cost(amount - fee, [instalment.payment_fen for instalment in plan])


@pytest.mark.parametrize(
    ("cost", "amount", "fen"),
    [
        (LoanCost(UPFRONT, share=5), 1_000_000_00, 500_00),
        (LoanCost(UPFRONT, share=1), 50_00, 1),
        (LoanCost(UPFRONT, share=1), 49_99, 0),
        (LoanCost(MONTHLY, share=1, fixed_fen=300_00), 10_000_00, 301_00),
        (LoanCost(UPFRONT, share=5, fixed_fen=80_00, by_borrower=False), 1_000_000_00, 0),
    ],
)
def test_a_fee_is_its_share_and_its_fixed_part(cost: LoanCost, amount: int, fen: int) -> None:
    assert charged_fen(cost, amount) == fen


@pytest.mark.parametrize(
    ("received", "payments"), [(0, [1]), (-1, [1]), (100, []), (100, [99]), (100, [150, -1]), (3, [1, 1])]
)
def test_what_is_no_loan_is_refused(received: int, payments: list[int]) -> None:
    with pytest.raises(ValueError, match=r"^a cost needs money received, and payments that give at least that back$"):
        annual_cost(received, payments)


@pytest.mark.parametrize(("percent", "raised"), [(0, 35_000), (50, 52_500), (100, 70_000)])
def test_a_default_raises_the_rate_by_a_part_of_itself(percent: int, raised: int) -> None:
    assert raised_rate(35_000, percent) == raised
    assert raised_rate(1, 50) == 2
