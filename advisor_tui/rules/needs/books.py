"""What the bank's books say of a client's money and household, as plain values."""

from dataclasses import dataclass
from datetime import date

HELD_KINDS = (
    "current", "deposit", "structured", "wmp", "fund", "insurance", "trust", "bond", "bullion", "stock", "property",
    "business", "other",
)  # fmt: skip
"""Every kind of a holding on file."""
FINANCIAL_KINDS = ("current", "deposit", "structured", "wmp", "fund", "trust", "bond", "bullion", "stock")
"""Kinds that are financial assets which can be sold or called."""


@dataclass(frozen=True)
class HeldMoney:
    """One holding on file.

    Attributes:
        name: As it is shown.
        value_fen: What it is worth, in 分.
        matures_on: The day on which it falls due; None where it has no end, or none is known.
        kind: One of `HELD_KINDS`.
    """

    name: str
    value_fen: int
    matures_on: date | None
    kind: str


@dataclass(frozen=True)
class Member:
    """One member of the client's household.

    Attributes:
        role: `spouse`, `child`, `parent`, `sibling` or `other`.
        born_on: None where it is not known.
        dependent: Whether the member lives on the client's income.
    """

    name: str
    role: str
    born_on: date | None = None
    dependent: bool = False


@dataclass(frozen=True)
class Books:
    """Holdings and household on a day; without the day, what hangs on dates is left out."""

    today: date | None = None
    holdings: tuple[HeldMoney, ...] = ()
    members: tuple[Member, ...] = ()


NO_BOOKS = Books()
