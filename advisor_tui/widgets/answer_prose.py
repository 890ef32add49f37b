"""The words around an answer: all paragraphs of one side in one widget, laid out anew only if they take other lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size

from advisor_tui.widgets.answer_layout import LaidOutOnce
from advisor_tui.widgets.plain import plain, width
from advisor_tui.widgets.wrapping import wrapped

INDENT = 4
"""Cells before every line, for what stands at the head of a paragraph."""


@dataclass(frozen=True)
class Paragraph:
    """Literal text.

    Attributes:
        text: What is said; its own line breaks stay.
        style: How it looks.
        head: What stands before its first line.
        apart: An empty line stands above it, also above the first paragraph.
    """

    text: str
    style: str = ""
    head: str = ""
    apart: bool = False


class AnswerProse(LaidOutOnce):
    """Paragraphs one below the other, their lines cut where Chinese lines may end; those without text are left out."""

    DEFAULT_CSS = """
    AnswerProse { height: auto; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._cut: tuple[int, list[Content]] = (0, [])

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show other paragraphs."""
        told = tuple(paragraph for paragraph in paragraphs if paragraph.text)
        if told == self._paragraphs:
            return
        cells, lines = self._cut
        self._paragraphs, self._cut = told, (0, [])
        self.refresh(layout=not cells or len(self._lines(cells)) != len(lines))

    def line_of(self, text: str) -> tuple[int, int]:
        """At which line the paragraph of this text begins, and how many it takes, at the present width."""
        cells, above = self._cut[0], 0
        for paragraph in self._paragraphs:
            lines = len(_cut(paragraph, cells))
            if paragraph.text == text:
                return above, lines
            above += lines
        return above, 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, cells: int) -> list[Content]:
        if self._cut[0] != cells:
            self._cut = cells, [line for paragraph in self._paragraphs for line in _cut(paragraph, cells)]
        return self._cut[1]


def _cut(paragraph: Paragraph, cells: int) -> list[Content]:
    head, lines = paragraph.head, [Content("")] if paragraph.apart else []
    for line in wrapped(plain(paragraph.text).plain, cells - INDENT):
        gap = " " * (INDENT - width(head))
        lines.append(Content.assemble((head, paragraph.style), gap, (line, paragraph.style)))
        head = ""
    return lines
