"""Columns of a line table: which are shown at a width, how wide, and one row's cells as segments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from rich.text import Text
from textual.content import Content

from advisor_tui.base.text import one_line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad, pad_left

Cell = str | Content | Text
GAP = 2
"""Cells between two columns."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        key: Its name, for sorting.
        title: A message id.
        width: Cells; for a flexible column the least it may have.
        align: Numbers stand right.
        flex: Its share of the width that is left over; 0 keeps `width`.
        min_screen_width: The column is left out on a table narrower than this.
    """

    key: str
    title: str
    width: int
    align: Literal["left", "right"] = "left"
    flex: int = 0
    min_screen_width: int = 0


@dataclass(frozen=True)
class Line:
    """One row as it is drawn.

    Attributes:
        key: What the row is known by; unique in the list.
        cells: A cell per column, the hidden ones too.
        dim: Greyed: there, but not offered.
    """

    key: str
    cells: tuple[Cell, ...]
    dim: bool = False


def lay_out(columns: Sequence[Column], width: int) -> list[tuple[int, Column, int]]:
    """The shown columns with their place in `Line.cells` and their cells on screen."""
    shown = [(place, column) for place, column in enumerate(columns) if width >= column.min_screen_width]
    left = width - sum(column.width for _, column in shown) - GAP * max(0, len(shown) - 1)
    shares = sum(column.flex for _, column in shown)
    result = []
    for place, column in shown:
        extra = 0
        if column.flex and left:
            extra = left * column.flex // shares
            left, shares = left - extra, shares - column.flex
        result.append((place, column, max(1, column.width + extra)))
    return result


def cell_segments(
    cell: Cell, column: Column, cells: int, base: RichStyle, parse: Callable[[str], RichStyle]
) -> list[Segment]:
    """A cell cut and padded to its column; only the styles of `Content` and `Text` are read, never markup."""
    if isinstance(cell, str):
        align = pad_left if column.align == "right" else pad
        return [Segment(align(one_line(cell), cells), base)]
    text = cell if isinstance(cell, Text) else _as_text(cell, parse)
    missing = cells - cell_len(text.plain)
    if missing < 0:
        text = text.copy()
        text.truncate(cells - 1, overflow="crop")
        text.rstrip()
        text.append(signs("…"))
        missing = cells - cell_len(text.plain)
    space = [Segment(" " * missing, base)] if missing > 0 else []
    body = [Segment(one_piece, base + style) for one_piece, style in _pieces(text, parse)]
    return [*space, *body] if column.align == "right" else [*body, *space]


def _as_text(content: Content, parse: Callable[[str], RichStyle]) -> Text:
    """Content as rich text with the styles resolved."""
    text = Text(content.plain)
    for span in content.spans:
        style = parse(span.style) if isinstance(span.style, str) else span.style.rich_style
        text.stylize(style, span.start, span.end)
    return text


def _pieces(text: Text, parse: Callable[[str], RichStyle]) -> list[tuple[str, RichStyle]]:
    """Runs of one style each; a later span wins over an earlier one."""
    plain = text.plain
    whole = parse(text.style) if isinstance(text.style, str) else text.style
    cuts = sorted({0, len(plain), *(span.start for span in text.spans), *(span.end for span in text.spans)})
    pieces = []
    for start, end in pairwise(cuts):
        style = whole
        for span in text.spans:
            if span.start <= start and end <= span.end:
                style = style + (parse(span.style) if isinstance(span.style, str) else span.style)
        if start < len(plain):
            pieces.append((safe(plain[start:end]), style))
    return pieces


def safe(piece: str) -> str:
    """A run of a cell without line breaks or controls; spaces at its ends stay."""
    return piece if piece.isprintable() else one_line(f"|{piece}|")[1:-1]
