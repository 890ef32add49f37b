"""What a loan costs each month and whether an income carries it; integer 分, sums exact."""

from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One month of a repayment plan, amounts in 分.

    Attributes:
        number: 1 for the first month.
        principal_fen: What is paid back.
        interest_fen: One month's interest on the balance before.
        balance_fen: What is still owed afterwards.
    """

    number: int
    principal_fen: int
    interest_fen: int
    balance_fen: int

    @property
    def payment_fen(self) -> int:
        """What the borrower pays this month, in 分."""
        return self.principal_fen + self.interest_fen


@dataclass(frozen=True, slots=True)
class Ratios:
    """Exact shares of monthly income (银监发〔2004〕57号 art. 36)."""

    house: Fraction
    total: Fraction


def half_up(value: Fraction) -> int:
    """The nearest whole 分, halves upward, of an amount that is not negative."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _check(principal_fen: int, annual_rate: Fraction, months: int) -> None:
    if principal_fen < 0 or annual_rate < 0 or months < 1:
        raise ValueError("a loan needs principal ≥ 0, rate ≥ 0 and at least one month")


def equal_payment(principal_fen: int, annual_rate: Fraction, months: int) -> list[Instalment]:
    """The plan by equal payments (等额本息): the last month settles what rounding left.

    Args:
        principal_fen: The loan in 分.
        annual_rate: The yearly rate as an exact fraction: 3.5 % is `Fraction(35, 1000)`.
        months: How many instalments.

    Raises:
        ValueError: A negative amount or rate, or no month.
    """
    _check(principal_fen, annual_rate, months)
    monthly = annual_rate / 12
    payment = monthly_payment(principal_fen, annual_rate, months)
    plan: list[Instalment] = []
    balance = principal_fen
    for number in range(1, months + 1):
        interest = half_up(balance * monthly)
        principal = balance if number == months else min(balance, max(0, payment - interest))
        balance -= principal
        plan.append(Instalment(number, principal, interest, balance))
    return plan


def monthly_payment(principal_fen: int, annual_rate: Fraction, months: int) -> int:
    """The level payment P·r·(1+r)ⁿ / ((1+r)ⁿ - 1) in 分, halves upward.

    Raises:
        ValueError: A negative amount or rate, or no month.
    """
    _check(principal_fen, annual_rate, months)
    if annual_rate == 0:
        return half_up(Fraction(principal_fen, months))
    monthly = annual_rate / 12
    rate = _EXACT.divide(Decimal(monthly.numerator), Decimal(monthly.denominator))
    growth = _EXACT.power(_EXACT.add(Decimal(1), rate), Decimal(months))
    exact = _EXACT.divide(
        _EXACT.multiply(_EXACT.multiply(Decimal(principal_fen), rate), growth),
        _EXACT.subtract(growth, Decimal(1)),
    )
    return int(exact.to_integral_value(ROUND_HALF_UP))


def equal_principal(principal_fen: int, annual_rate: Fraction, months: int) -> list[Instalment]:
    """The plan by equal principal (等额本金): the last month carries the 分 that do not divide.

    Args and errors as in `equal_payment`.
    """
    _check(principal_fen, annual_rate, months)
    monthly = annual_rate / 12
    each = principal_fen // months
    plan: list[Instalment] = []
    balance = principal_fen
    for number in range(1, months + 1):
        interest = half_up(balance * monthly)
        principal = balance if number == months else each
        balance -= principal
        plan.append(Instalment(number, principal, interest, balance))
    return plan


def repayment_ratios(repayment_fen: int, property_fee_fen: int, other_debts_fen: int, income_fen: int) -> Ratios | None:
    """House and total share of the verified net monthly income; None without income. All in 分 a month."""
    if income_fen <= 0:
        return None
    house = repayment_fen + property_fee_fen
    return Ratios(Fraction(house, income_fen), Fraction(house + other_debts_fen, income_fen))


def affordable_repayment(
    income_fen: int, property_fee_fen: int, other_debts_fen: int, house_percent: int, total_percent: int
) -> int:
    """The largest monthly repayment in 分 that keeps both shares at or below their caps, never below zero."""
    return min(
        room(income_fen, property_fee_fen, house_percent),
        room(income_fen, property_fee_fen + other_debts_fen, total_percent),
    )


def room(income_fen: int, committed_fen: int, percent: int) -> int:
    """What a share of the monthly income (percent, included) leaves beside what is committed, in 分, or zero."""
    return max(0, income_fen * percent // 100 - committed_fen)


def largest_by_equal_payment(repayment_fen: int, annual_rate: Fraction, months: int) -> int:
    """The largest loan in 分 whose level payment is at most the repayment: `monthly_payment` turned round, exactly.

    A level payment is P·a rounded half up, so it stays within the repayment R as long as P·a < R + 1/2.

    Raises:
        ValueError: A negative amount or rate, or no month.
    """
    _check(repayment_fen, annual_rate, months)
    if not repayment_fen:
        return 0
    if annual_rate == 0:
        factor = Fraction(1, months)
    else:
        monthly = annual_rate / 12
        growth = (1 + monthly) ** months
        factor = monthly * growth / (growth - 1)
    below = Fraction(2 * repayment_fen + 1, 2) / factor
    return -(-below.numerator // below.denominator) - 1


def largest_by_equal_principal(repayment_fen: int, annual_rate: Fraction, months: int) -> int:
    """The largest loan in 分 whose first month by equal principal, the dearest one, is at most the repayment.

    The first month is ⌊P/n⌋ + round(P·r), between P·k - 3/2 and P·k + 1/2 with k = 1/n + r; it never falls as P
    rises, so the few loans between these bounds are searched by halving.

    Raises:
        ValueError: A negative amount or rate, or no month.
    """
    _check(repayment_fen, annual_rate, months)
    if not repayment_fen:
        return 0
    monthly = annual_rate / 12
    factor = Fraction(1, months) + monthly
    low = max(0, int((repayment_fen - Fraction(1, 2)) / factor))
    loans = range(low, int((repayment_fen + Fraction(3, 2)) / factor) + 2)
    return loans[0] + bisect_right(loans, repayment_fen, key=lambda loan: loan // months + half_up(loan * monthly)) - 1
