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


class InterviewHeader(Widget):
    """One line and a rule; what does not fit is left out from the middle."""

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
        part = "" if self._progress is None else self._part(self._progress)
        if part and width(left) + width(part) + width(right) + 6 <= cells:
            left = f"{left}   {part}"
        line = pad(clip(left, max(0, cells - width(right) - 3)), max(0, cells - width(right) - 1)) + right + " "
        return Content(line + "\n" + rule)

    def _far(self, progress: Progress) -> str:
        cells = _WIDE_BAR if self.size.width >= _WIDE else _BAR
        return f"{progress.done} / {progress.total} {bar(progress.done, progress.total, cells)}"

    def _part(self, progress: Progress) -> str:
        asked = [part for part in progress.sections if part.total]
        for place, part in enumerate(asked, start=1):
            if part.section.id == self._section:
                text = translate(mark("Part {place}/{count} {title}"))
                return text.format(place=place, count=len(asked), title=pick(part.section.title))
        return ""
