"""Sentences on screen, broken into lines as Chinese is set."""

from typing import Any

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from advisor_tui.widgets.wrapping import breaks


def broken(content: Content, cells: int) -> Content:
    """Content with a line break wherever prose is cut at this width; its styles stay."""
    lines: list[Content] = []
    for line in content.split(allow_blank=True):
        *first, last = line.divide(breaks(line.plain, max(2, cells)))
        lines += [*(piece.rstrip() for piece in first), last]
    return Content("\n").join(lines)


class ProseVisual(Visual):
    """Content that is cut at the width it is given."""

    def __init__(self, content: Content) -> None:
        self._content = content

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
        return broken(self._content, width - 2 * rules.get("line_pad", 0))


class Prose(Static):
    """A `Static` of literal text whose lines end where Chinese lines may end.

    Args:
        content: A string without markup, or content.
        values: What `Static` takes besides markup.
    """

    def __init__(self, content: str | Content = "", **values: Any) -> None:
        super().__init__(content, markup=False, **values)

    def render(self) -> Visual:
        """The text, to be cut at the width it gets."""
        visual = self.visual
        return ProseVisual(visual) if isinstance(visual, Content) else visual
