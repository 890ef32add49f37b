"""Sentences on screen, broken into lines as Chinese is set."""

from typing import Any

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from advisor_tui.widgets.wrapping import breaks


def broken(content: Content, cells: int, *, hanging: bool = False) -> Content:
    """Content with a line break wherever prose is cut at this width; its styles stay.

    Args:
        content: What is shown.
        cells: The width.
        hanging: Whether what is cut off a line that begins with spaces goes on below its text, not below the spaces.
    """
    lines: list[Content] = []
    for line in content.split(allow_blank=True):
        text = line.plain.lstrip(" ")
        indent = len(line.plain) - len(text) if hanging and text else 0
        offsets = [indent + offset for offset in breaks(line.plain[indent:], max(2, cells - indent))]
        first, *rest = line.divide(offsets)
        *full, last = [first, *(Content(" " * indent) + piece for piece in rest)]
        lines += [*(piece.rstrip() for piece in full), last]
    return Content("\n").join(lines)


class ProseVisual(Visual):
    """Content that is cut at the width it is given."""

    def __init__(self, content: Content, *, hanging: bool = False) -> None:
        self._content, self._hanging = content, hanging

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The lines as strips."""
        return self._at(width, options.rules).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width without a cut."""
        return self._content.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """The width of the longest word."""
        return self._content.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Lines at this width."""
        return self._at(width, rules).get_height(rules, width)

    def _at(self, width: int, rules: RulesMap) -> Content:
        if rules.get("text_wrap", "wrap") == "nowrap":
            return self._content
        return broken(self._content, width - 2 * rules.get("line_pad", 0), hanging=self._hanging)


class Prose(Static):
    """A `Static` of literal text whose lines end where Chinese lines may end.

    Args:
        content: A string without markup, or content.
        hanging: As for `broken`.
        values: What `Static` takes besides markup.
    """

    def __init__(self, content: str | Content = "", *, hanging: bool = False, **values: Any) -> None:
        super().__init__(content, markup=False, **values)
        self._hanging = hanging

    def render(self) -> Visual:
        """The text, to be cut at the width it gets."""
        visual = self.visual
        return ProseVisual(visual, hanging=self._hanging) if isinstance(visual, Content) else visual
