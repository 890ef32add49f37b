"""The second line of an interview's pages: whose, which part, how far."""

from textual.content import Content
from textual.widget import Widget

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.interviews import InterviewHead
from advisor_tui.rules.interview import Progress
from advisor_tui.screens.interview.text import title
from advisor_tui.widgets.bar import bar
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, pad, width

_BAR = 10
_WIDE_BAR = 18
_WIDE = 100
_GAPS = 6
"""Cells around the part."""


class InterviewHeader(Widget):
    """One line and a rule; where it is too long, the part's title goes, then the end of the first."""

    DEFAULT_CSS = """
    InterviewHeader { height: 2; width: 100%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._head: InterviewHead | None = None
        self._progress: Progress | None = None
        self._section = ""

    def show(self, head: InterviewHead, progress: Progress | None = None, section: str = "") -> None:
        """Say whose interview it is and, while it runs, how far it is; `section` is the present one's id."""
        self._head, self._progress, self._section = head, progress, section
        self.refresh()

    def render(self) -> Content:
        """The line and the rule."""
        cells = self.size.width
        rule = signs("─") * cells
        if self._head is None:
            return Content("\n" + rule)
        left = " " + one_line(title(self._head))
        right = "" if self._progress is None else self._far(self._progress)
        parts = [] if self._progress is None else self._parts(self._progress)
        room = cells - width(left) - width(right) - _GAPS
        part = next((part for part in parts if width(part) <= room), parts[-1] if parts else "")
        if part:
            left = clip(left, max(0, cells - width(part) - width(right) - _GAPS)) + "   " + part
        line = pad(clip(left, max(0, cells - width(right) - 3)), max(0, cells - width(right) - 1)) + right + " "
        return Content(line + "\n" + rule)

    def _far(self, progress: Progress) -> str:
        cells = _WIDE_BAR if self.size.width >= _WIDE else _BAR
        return f"{progress.done} / {progress.total} {bar(progress.done, progress.total, cells)}"

    def _parts(self, progress: Progress) -> list[str]:
        """Which part it is, with its title and, for less room, without."""
        asked = [part for part in progress.sections if part.total]
        for place, part in enumerate(asked, start=1):
            if part.section.id == self._section:
                whole = translate(mark("Part {place}/{count} {title}"))
                text = whole.format(place=place, count=len(asked), title=pick(part.section.title))
                return [text, whole.format(place=place, count=len(asked), title="").rstrip()]
        return []
