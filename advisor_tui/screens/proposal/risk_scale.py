"""One scale from R1 to R5: the client's level as a wall across it, the mix that is held, the mix that is proposed.

A column is a level. In it stands how much of the money lies there, as a bar and in percent, once for what is held and
once for what is proposed; money without a level (deposits, cover) stands in none, so that the columns then add up to
less than all. Above, ○ and ● are the averages of what has a level; behind the wall is what is above the client's.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import percent
from advisor_tui.screens.proposal.words import mean
from advisor_tui.widgets.bar import EMPTY, LIMIT, bar
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad, plain, width

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.draft import Draft

LEVELS = range(1, 6)
HELD, PROPOSED = "○", "●"
"""What stands for the averages above the columns."""
MOST_CELLS = 16
"""Of a column: a longer bar tells no more."""
_SHARE = 4
_MARGINS = 4
"""Cells of a row beside its label, its columns and what stands behind them."""
_AVERAGE = 6
"""Cells of the sign of an average and the average."""


def risk_scale(bench: "Workbench", draft: "Draft", cells: int) -> Content:
    """The scale on three rows: levels with the averages and the client's wall, what is held, what is proposed."""
    limit = 0 if bench.assessed is None else bench.assessed.level
    held, proposed = bench.held_levels(), bench.proposed_levels(draft)
    labels = (translate(mark("Risk")), translate(mark("Held")), translate(mark("Proposed")))
    wide = max(width(label) for label in labels)
    client = translate(mark("client C{level}")).format(level=limit) if limit else translate(mark("no level known"))
    behind = max(_AVERAGE, width(client))
    column = max(_SHARE + 2, min(MOST_CELLS, (cells - wide - behind - _MARGINS) // len(LEVELS)))
    means = ((HELD, held.mean), (PROPOSED, proposed.mean))
    top = Content.assemble(f" {pad(labels[0], wide)} ", _axis(column, limit, dict(means), client))
    rows = [top]
    for label, mix, (sign, level) in zip(labels[1:], (held, proposed), means, strict=True):
        row = [Content(f" {pad(label, wide)} "), *_mix(mix.amounts, mix.whole, column, limit)]
        rows.append(Content.assemble(*row, plain(f" {signs(sign)} {mean(level)}")))
    return Content("\n").join(rows)


def _axis(column: int, limit: int, means: Mapping[str, int | None], client: str) -> Content:
    """The levels, the averages above their place, and the client's level at the wall."""
    line = signs("─")
    cells = list(line * (column * len(LEVELS)))
    for level in LEVELS:
        start = (level - 1) * column
        cells[start : start + 2] = f"R{level}"
    wall = limit * column - 1
    if limit:
        cells[wall] = signs(LIMIT)
    for sign, average in means.items():
        if average is not None:
            place = min(len(cells) - 1, max(0, (average - 50) * column // 100))
            # The nearest cell that is free: an average stands neither on a level, nor on the other one, nor on the
            # wall, and never behind the wall where it does not lie behind it.
            free = [cell for cell, shown in enumerate(cells) if shown == line and (cell > wall) == (place > wall)]
            cells[min(free, key=lambda cell: abs(cell - place))] = signs(sign)
    shown = [plain("".join(cells), "dim")]
    if limit:
        before, behind = "".join(cells[:wall]), "".join(cells[wall + 1 :])
        shown = [plain(before, "dim"), plain(cells[wall], "bold"), plain(behind, "dim")]
    shown.append(plain(f" {client}", "bold" if limit else "dim"))
    return Content.assemble(*shown)


def _mix(amounts: Mapping[int, int], whole: int, column: int, limit: int) -> list[Content]:
    """A row of columns: how much of all the money lies at each level; `!` in front of what lies behind the wall."""
    shown = []
    for level in LEVELS:
        amount = amounts.get(level, 0)
        room = column - 1
        over = bool(limit) and level > limit and amount > 0
        if amount:
            filled = bar(amount, whole, room - _SHARE - 1 - over).replace(signs(EMPTY), "")
            text = pad(f"{'!' if over else ''}{filled} {percent(amount, whole)}", room)
        else:
            text = " " * room
        wall = signs(LIMIT) if level == limit else " "
        shown += [Content.styled(text, "$text-error" if over else "$primary"), plain(wall, "bold")]
    return shown
