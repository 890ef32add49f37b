"""Reads data/loan_costs/: what a loan costs beside its interest, and what a default costs."""

from dataclasses import dataclass
from datetime import date

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.effective_cost import MONTHLY, SHARE_UNIT, UPFRONT, LoanCost

LOANS = ("mortgage", "consumer", "business", "car", "student")
"""Kinds of loan cases."""


@dataclass(frozen=True)
class CostItem:
    """One fee: for which loans, who collects it, by what standard, and what it comes to."""

    id: str
    loans: tuple[str, ...]
    name: Both
    collector: Both
    standard: Both
    cost: LoanCost


@dataclass(frozen=True)
class LoanCosts:
    """The fees of all loans, and by how many percent of itself the rate rises in a default.

    Attributes:
        source: Law and price list, as shown to staff.
        effective_from: The first day on which the sheet has to be shown.
        confirmed: Whether the bank has checked the figures.
    """

    source: str
    effective_from: date
    confirmed: bool
    overdue_percent: int
    misuse_percent: int
    items: tuple[CostItem, ...]

    def of(self, loan: str) -> tuple[CostItem, ...]:
        """The fees of one kind of loan."""
        return tuple(item for item in self.items if loan in item.loans)


def read_loan_costs(document: Document) -> LoanCosts:
    """Read and check the fees of loans."""
    root = document.root
    root.only("source", "effective_from", "confirmed", "overdue_percent", "misuse_percent", "cost")
    items: list[CostItem] = []
    for table in root.tables("cost"):
        item = _item(table)
        if any(other.id == item.id for other in items):
            table.wrong("id", mark("{id} stands here a second time"), id=item.id)
        items.append(item)
    return LoanCosts(
        root.text("source"),
        root.day("effective_from"),
        root.flag("confirmed"),
        root.integer("overdue_percent", low=0, high=1000),
        root.integer("misuse_percent", low=0, high=1000),
        tuple(items),
    )


def _item(table: Table) -> CostItem:
    table.only("id", "loans", "name", "collector", "standard", "when", "share", "amount", "paid_by")
    return CostItem(
        table.text("id"),
        table.words("loans", LOANS),
        table.both("name"),
        table.both("collector"),
        table.both("standard"),
        LoanCost(
            table.word("when", (UPFRONT, MONTHLY)),
            table.integer("share", 0, low=0, high=SHARE_UNIT),
            table.integer("amount", 0, low=0),
            table.word("paid_by", ("borrower", "bank")) == "borrower",
        ),
    )
