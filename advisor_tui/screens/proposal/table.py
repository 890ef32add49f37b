"""The builder's table: what is held against what is proposed, line by line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import percent
from advisor_tui.desk.views.proposal_words import purpose_name
from advisor_tui.screens.proposal.words import risk, ten_thousands
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.draft import Draft, DraftLine

COLUMNS = (
    Column("name", mark("Product"), 16, flex=1),
    Column("level", mark("Risk"), 4),
    Column("held", mark("Held (10k)"), 10, align="right"),
    Column("proposed", mark("Proposed"), 10, align="right"),
    Column("share", mark("Share"), 5, align="right"),
    Column("purpose", mark("For"), 15),
)
CHANGED = "*"
"""Behind an amount that is not what the client has."""
PINNED = "#"
"""Behind that: the automatic proposal leaves the line as it is."""


@dataclass(frozen=True)
class Row:
    """A line of the builder's table: a proposed product, or a position that is only held.

    Attributes:
        product: Its id in the catalogue, or "" for a position that is in none.
    """

    key: str
    name: str
    level: int | None
    held: int
    product: str
    line: "DraftLine | None"


def rows_of(bench: "Workbench", draft: "Draft") -> list[Row]:
    """The proposed lines in their order, then what is held beside them."""
    rows = []
    for line in draft.lines:
        product = bench.product(line.product)
        level = None if product is None else product.level
        rows.append(Row(line.product, bench.name(line.product), level, line.held, line.product, line))
    rows += [
        Row(f"held {position.key}", position.name, position.level, position.value, position.product, None)
        for position in bench.positions
        if draft.find(position.product) is None
    ]
    return rows


def table_line(bench: "Workbench", draft: "Draft", row: Row) -> Line:
    """A row as it is drawn; a position that is only held is dim, * marks what changes."""
    held = ten_thousands(row.held) if row.held else ""
    line = row.line
    if line is None:
        return Line(row.key, (row.name, risk(row.level), held, "", "", ""), dim=True)
    empty = not line.amount and not line.held
    amount = (signs("—") if empty else ten_thousands(line.amount)) + (CHANGED if line.changed else " ")
    if any(other.pinned for other in draft.lines):
        amount += PINNED if line.pinned else " "
    share = "" if empty else percent(line.amount, draft.investable)
    purpose = purpose_name(bench.purpose(line.goal, line.need))
    return Line(row.key, (row.name, risk(row.level), held, amount, share, purpose))


def legend(draft: "Draft") -> str:
    """How an amount gets onto a line, and what the sign behind it says; nothing of an empty draft."""
    pinned = any(line.pinned for line in draft.lines)
    parts = [translate(mark("0-9 amount"))] if draft.lines and not pinned else []
    if any(line.changed for line in draft.lines):
        parts.append(translate(mark("{sign} changed")).format(sign=CHANGED))
    if pinned:
        parts.append(translate(mark("{sign} pinned")).format(sign=PINNED))
    return "   ".join(parts)
