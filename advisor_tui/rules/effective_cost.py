"""What a loan costs a year with everything that the borrower pays: the internal rate of return of its payments.

《个人贷款业务明示综合融资成本规定》(金规〔2026〕2号) asks for the annualised all-in cost; how exactly it is to be
annualised was not verified, so both readings of the monthly rate are given. Money is integer 分, rates are integers of
10⁻⁴ percent; the rate itself is found in decimals of 50 places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from advisor_tui.rules.affordability import Instalment, half_up

UPFRONT, MONTHLY = "upfront", "monthly"
SHARE_UNIT = 10_000
"""A share of the loan is an integer of 10⁻⁴."""
_EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)
_CLOSE = Decimal(1).scaleb(-40)
_RATE = 1_000_000
"""10⁻⁴ percent in one."""


@dataclass(frozen=True, slots=True)
class LoanCost:
    """One fee beside the interest.

    Attributes:
        when: `upfront`, when the loan is paid out, or `monthly` with each instalment.
        share: What is charged as a share of the loan, in 10⁻⁴.
        fixed_fen: What is charged beside the share, in 分.
        by_borrower: Whether the borrower bears it; what the bank bears is shown, and costs the borrower nothing.
    """

    when: str
    share: int = 0
    fixed_fen: int = 0
    by_borrower: bool = True


@dataclass(frozen=True, slots=True)
class AnnualCost:
    """The yearly cost in 10⁻⁴ percent: the monthly rate times twelve, and the monthly rate compounded."""

    simple: int
    compound: int


def charged_fen(cost: LoanCost, amount_fen: int) -> int:
    """What one payment of a fee comes to for the borrower, in 分, halves upward."""
    if not cost.by_borrower:
        return 0
    return cost.fixed_fen + half_up(Fraction(amount_fen * cost.share, SHARE_UNIT))


def charged(costs: Sequence[LoanCost], amount_fen: int, when: str) -> int:
    """What all fees of one kind come to at one payment, in 分."""
    return sum(charged_fen(cost, amount_fen) for cost in costs if cost.when == when)


def loan_cost(plan: Sequence[Instalment], costs: Sequence[LoanCost], amount_fen: int) -> AnnualCost:
    """The yearly cost of a loan by its plan and fees (金规〔2026〕2号): see `annual_cost`.

    Raises:
        ValueError: No instalments, or fees that leave nothing of the loan.
    """
    monthly = charged(costs, amount_fen, MONTHLY)
    received = amount_fen - charged(costs, amount_fen, UPFRONT)
    return annual_cost(received, [instalment.payment_fen + monthly for instalment in plan])


def annual_cost(received_fen: int, payments: Sequence[int]) -> AnnualCost:
    """The yearly cost of having `received_fen` (分) and paying `payments` (分) one, two, … months later.

    With v = 1 / (1 + m) the monthly rate m solves Σ payment·vᵏ = received. The left side is convex and rises with v,
    and at v = 1 it is not below the right one, so Newton's steps from there fall to the root and never pass it.

    Raises:
        ValueError: Nothing received, no payment, a negative one, or less paid than received.
    """
    if received_fen <= 0 or not payments or min(payments) < 0 or sum(payments) < received_fen:
        raise ValueError("a cost needs money received, and payments that give at least that back")
    v, goal = Decimal(1), Decimal(received_fen)
    while True:
        value, slope = _at(payments, v)
        step = _EXACT.divide(_EXACT.subtract(value, goal), slope)
        if step <= _CLOSE:
            break
        v = _EXACT.subtract(v, step)
    growth = _EXACT.divide(Decimal(1), v)
    monthly = _EXACT.subtract(growth, Decimal(1))
    compound = _EXACT.subtract(_EXACT.power(growth, Decimal(12)), Decimal(1))
    return AnnualCost(_rate(_EXACT.multiply(monthly, Decimal(12))), _rate(compound))


def _at(payments: Sequence[int], v: Decimal) -> tuple[Decimal, Decimal]:
    """Σ payment·vᵏ for k from 1, and its derivative, by Horner's scheme."""
    value = slope = Decimal(0)
    for payment in reversed(payments):
        slope = _EXACT.add(_EXACT.multiply(slope, v), value)
        value = _EXACT.add(_EXACT.multiply(value, v), Decimal(payment))
    return _EXACT.multiply(value, v), _EXACT.add(_EXACT.multiply(slope, v), value)


def _rate(value: Decimal) -> int:
    return int((value * _RATE).to_integral_value(ROUND_HALF_UP))


def raised_rate(rate: int, percent: int) -> int:
    """A yearly rate (10⁻⁴ percent) raised by so many percent of itself, halves upward: the rate of a default."""
    return half_up(Fraction(rate * (100 + percent), 100))
