"""Drawing a line table: its header, its rows and the sentence in place of rows, as strips."""

from collections import OrderedDict
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip
from textual.widget import Widget

from advisor_tui.base.languages import translate
from advisor_tui.widgets.columns import GAP, Column, Line, cell_segments, lay_out
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad, pad_left

GUTTER = 2
"""The cursor's cell and the mark's cell, left of the first column."""
COMPONENTS = {
    "line-table--header",
    "line-table--cursor",
    "line-table--cursor-blurred",
    "line-table--dim",
    "line-table--marked",
}
STYLES = """
LineTable { height: 1fr; width: 1fr; }
LineTable > .line-table--header { color: $text-muted; text-style: none; }
LineTable > .line-table--cursor {
    background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
}
LineTable > .line-table--cursor-blurred { text-style: bold; }
LineTable > .line-table--dim { text-style: dim; }
LineTable > .line-table--marked { text-style: bold; }
"""


class LineDrawing:
    """Draws for one table and keeps the rows that it drew last.

    Args:
        table: Whose styles and focus count.
        columns: What is shown, left to right.
    """

    def __init__(self, table: Widget, columns: Sequence[Column]) -> None:
        self._table = table
        self._columns = columns
        self._strips: OrderedDict[tuple[object, ...], Strip] = OrderedDict()

    def clear(self) -> None:
        """Draw everything anew: a style, the focus, the language or the signs have changed."""
        self._strips.clear()

    def header(self, width: int, sort: tuple[str, bool] | None) -> Strip:
        """The titles; the sorted column carries an arrow."""
        style = self._table.get_component_rich_style("line-table--header")
        parts = [Segment(" " * GUTTER, style)]
        for number, (_, column, cells) in enumerate(lay_out(self._columns, width - GUTTER)):
            title = translate(column.title)
            if sort and sort[0] == column.key:
                title = f"{title} {signs('▼' if sort[1] else '▲')}"
            align = pad_left if column.align == "right" else pad
            parts.append(Segment((" " * GAP if number else "") + align(title, cells), style))
        return Strip(parts).adjust_cell_length(width, style)

    def note(self, text: str, width: int) -> Strip:
        """A sentence in place of rows, or an empty line."""
        return Strip([Segment(pad("  " + signs(text), width), self._table.rich_style)], width)

    def row(self, line: Line, width: int, *, at_cursor: bool, marked: bool, keep: int) -> Strip:
        """One row; at most `keep` drawn rows are remembered."""
        key = (line.key, at_cursor, marked, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(line, width, at_cursor=at_cursor, marked=marked)
            if len(self._strips) > keep:
                self._strips.popitem(last=False)
        return strip

    def _draw(self, line: Line, width: int, *, at_cursor: bool, marked: bool) -> Strip:
        base = self._table.rich_style
        here = at_cursor and self._table.has_focus
        for name, on in (
            ("line-table--dim", line.dim and not here),
            ("line-table--marked", marked),
            ("line-table--cursor", here),
            ("line-table--cursor-blurred", at_cursor and not here),
        ):
            if on:
                base = base + self._table.get_component_rich_style(name, partial=True)
        parts = [Segment((signs("▌") if at_cursor else " ") + ("*" if marked else " "), base)]
        for number, (place, column, cells) in enumerate(lay_out(self._columns, width - GUTTER)):
            if number:
                parts.append(Segment(" " * GAP, base))
            parts += cell_segments(line.cells[place], column, cells, base, self._parse)
        if here:  # no colour of a cell and nothing dim is sure to be read on the cursor's ground
            plain = RichStyle(color=base.color, dim=False)
            parts = [Segment(part.text, (part.style or base) + plain) for part in parts]
        return Strip(parts).adjust_cell_length(width, base)

    def _parse(self, style: str) -> RichStyle:
        return self._table.app.stylesheet.parse_style(style).rich_style
