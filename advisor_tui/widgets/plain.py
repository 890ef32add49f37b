"""The one way to show outside text: literal, harmless, measured in cells."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from advisor_tui.base.text import one_line, safe_text
from advisor_tui.widgets.glyphs import signs

MATCH_STYLE = "bold underline"
"""How a match stands out without colour."""


def plain(text: str, style: str = "") -> Content:
    """Outside text as content: no markup is read, no control reaches the terminal, line breaks stay."""
    return Content.styled(safe_text(text, lines=True), style) if style else Content(safe_text(text, lines=True))


def plain_line(text: str, style: str = "") -> Content:
    """Outside text on one line."""
    return Content.styled(one_line(text), style) if style else Content(one_line(text))


def matched(text: str, spans: Iterable[tuple[int, int]], style: str = MATCH_STYLE) -> Content:
    """One line with what a search found marked; spans are half-open ranges of code points of `text`."""
    content = Content(one_line(text))
    for start, end in spans:
        content = content.stylize(style, start, end)
    return content


def width(text: str) -> int:
    """Cells that the text takes."""
    return cell_len(text)


def clip(text: str, cells: int) -> str:
    """Text in at most so many cells; what was cut shows as an ellipsis sign."""
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    return set_cell_size(text, cells - 1).rstrip(" ") + signs("…")


def pad(text: str, cells: int) -> str:
    """Text at the left of exactly so many cells."""
    text = clip(text, cells)
    return text + " " * (cells - cell_len(text))


def pad_left(text: str, cells: int) -> str:
    """Text at the right of exactly so many cells, as numbers stand."""
    text = clip(text, cells)
    return " " * (cells - cell_len(text)) + text
