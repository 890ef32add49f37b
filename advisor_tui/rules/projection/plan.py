"""What goes into a projection: money in its parts, what comes in and goes out, and what it is wanted for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Money in one asset class. Rates are yearly, in 10⁻⁴.

    Attributes:
        kind: The type of product, or the kind of a holding: what a stress test may name.
        amount_fen: In 分.
        fee: What is charged of the value.
        gain_fee: What is charged of a positive return.
        entry_fen: What is charged once, at the beginning, in 分.
        tax: What is taxed off a positive return.
        rate: The return by contract; None where the class decides.
        rate_months: How long the contract holds; afterwards the class decides.
    """

    asset_class: str
    kind: str
    amount_fen: int
    fee: int = 0
    gain_fee: int = 0
    entry_fen: int = 0
    tax: int = 0
    rate: int | None = None
    rate_months: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """An insurance: premiums go in, its value joins the rest of the money when it ends.

    Attributes:
        premium_fen: What is paid at each of `payments` beginnings of a year, the first one now; nothing of an old one.
        value_fen: What it is worth now.
        yearly_return: What its value grows by, in 10⁻⁴; None where it has no value to grow.
        ends: The month at whose end the value is paid out; 0 is never.
    """

    premium_fen: int
    payments: int
    value_fen: int = 0
    yearly_return: int | None = None
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed, paid back in equal instalments a month; the rate is yearly, in 10⁻⁴."""

    balance_fen: int
    instalment_fen: int
    rate: int


@dataclass(frozen=True, slots=True)
class Household:
    """What comes in and goes out beside the investments, in 分 of today's money a month.

    Attributes:
        income_fen: The family's.
        own_fen: The client's part of it.
        spending_fen: Without instalments.
        working_months: For how many months income and spending go on like this; then goals tell what is needed.
        property_fen: What homes and other property are worth.
        life_cover_fen: What the client's life is insured for.
        instalments_fen: What is paid while working on debts whose sum nobody knows; not growing with prices.
    """

    income_fen: int = 0
    own_fen: int = 0
    spending_fen: int = 0
    working_months: int = 0
    debts: tuple[Debt, ...] = ()
    property_fen: int = 0
    life_cover_fen: int = 0
    instalments_fen: int = 0


@dataclass(frozen=True, slots=True)
class Want:
    """A goal: so much of today's money at the end of each of so many months, the first one `month` (from 1)."""

    id: str
    month: int
    amount_fen: int
    months: int = 1

    @property
    def total_fen(self) -> int:
        """All of it, in today's money."""
        return self.amount_fen * self.months

    @property
    def last(self) -> int:
        """The month in which the last of it is wanted."""
        return self.month - 1 + self.months


@dataclass(frozen=True, slots=True)
class Plan:
    """One way of holding the money, with everything that happens to it over so many months.

    `wants` are served in their order where several fall into one month.

    Raises:
        ValueError: Something is wanted later than in `months`: it would count as paid.
    """

    parts: tuple[Part, ...]
    household: Household
    wants: tuple[Want, ...]
    months: int
    policies: tuple[Policy, ...] = ()

    def __post_init__(self) -> None:
        late = [want.id for want in self.wants if want.last > self.months]
        if late:
            raise ValueError(f"wanted after month {self.months}: {late}")

    @property
    def start_fen(self) -> int:
        """The money that is invested at the beginning, what is charged for that included, without policies."""
        return sum(part.amount_fen for part in self.parts)

    @property
    def entry_fen(self) -> int:
        """What is charged at the beginning."""
        return sum(part.entry_fen for part in self.parts)
