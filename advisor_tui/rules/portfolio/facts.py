"""The facts that the rules of the whole portfolio look at; None is "not known", never assumed. Amounts are 分."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from advisor_tui.rules.facts import Pay
from advisor_tui.rules.needs.books import HELD_KINDS

TREASURY = "treasury"
"""The kind of what the state itself owes."""
KINDS = (*HELD_KINDS, TREASURY)
"""What money can be in."""
HOME_CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class Place:
    """Where money is: a product of the catalogue, or what a holding on file tells of itself.

    Attributes:
        product: The product's id; a holding that the catalogue does not know has its own name.
        kind: One of `KINDS`.
        issuer: The issuer's id; "" where nobody knows it, and then it counts towards no issuer.
        currency: Three letters.
        level: The risk level 1 to 5; None where there is none.
        free_in_days: Calendar days until the money comes back without loss; 0 at once, None where nobody can say.
        opens: Whether it opens every now and then, so that the bank's figure says how long it takes.
        pays_income: An annuity, whose end is not when its money comes back.
        name, issuer_name, kind_name: How they are read, by language.
    """

    product: str
    kind: str
    issuer: str = ""
    currency: str = HOME_CURRENCY
    level: int | None = None
    free_in_days: int | None = 0
    opens: bool = False
    pays_income: bool = False
    name: Mapping[str, str] = field(default_factory=dict, hash=False)
    issuer_name: Mapping[str, str] = field(default_factory=dict, hash=False)
    kind_name: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """What the client has on file in one place; `free_on` is when it falls due, None as the place says."""

    place: Place
    value_fen: int
    free_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of a proposal, or a product that the automatic proposal may choose.

    Attributes:
        key: What names it among the lines: an id, or whatever tells two choices of one product apart.
        amount_fen: All that the client is to have of it; of insurance one premium. The solver leaves it 0.
        held_fen: What the client has of it now.
        pay: How a premium is paid; None for everything else.
        due_on: The day on which what it serves has to be paid; None where it serves nothing with a day.
    """

    key: str
    place: Place
    amount_fen: int = 0
    held_fen: int = 0
    pay: Pay | None = None
    due_on: date | None = None

    @property
    def bought_fen(self) -> int:
        """What is added to what the client has."""
        return max(0, self.amount_fen - self.held_fen)


@dataclass(frozen=True, slots=True)
class PlannedOutlay:
    """Money that is surely to be paid on a day."""

    amount_fen: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Situation:
    """The client's money apart from the lines.

    Attributes:
        on: The business date.
        investable_fen: The money that the lines share out, what is held of their products included.
        holdings: Everything on file, also of the lines' products.
        financial_assets_fen: All financial assets, here and elsewhere, as the client tells them.
        ready_fen: Money at hand, here and elsewhere, as the client tells it.
        monthly_spending_fen, monthly_debts_fen: What a month takes; instalments are not part of the spending.
        yearly_income_fen: The household's income in a year.
        yearly_premium_fen: Premiums that are paid every year already.
        debts_fen: All that is owed; 0 where it is known that nothing is.
        borrowed_fen: How much of the investable money is borrowed.
        outlays: What is surely to be paid.
    """

    on: date
    investable_fen: int = 0
    holdings: tuple[HeldPlace, ...] = ()
    financial_assets_fen: int | None = None
    ready_fen: int | None = None
    monthly_spending_fen: int | None = None
    monthly_debts_fen: int | None = None
    yearly_income_fen: int | None = None
    yearly_premium_fen: int | None = None
    debts_fen: int | None = None
    borrowed_fen: int | None = None
    outlays: tuple[PlannedOutlay, ...] = ()
