"""What stands around a question: the sections, what was known and noted, and what the figures add up to."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.interviews import Figures, InterviewStep
from advisor_tui.rules.interview import Progress, SectionProgress
from advisor_tui.screens.interview.text import short_money, shown_value
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import clip, pad, plain, width

_WIDEST = 26


class SectionList(Widget):
    """The parts of the questionnaire with their progress; not focused, Ctrl+P goes to any."""

    DEFAULT_CSS = """
    SectionList { height: 1fr; width: 18; padding: 1 1 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._section = ""

    def show(self, progress: Progress, section: str) -> None:
        """Show the progress; `section` is the present one's id."""
        self._progress, self._section = progress, section
        titles = [width(pick(part.section.title)) for part in progress.sections]
        self.styles.width = min(_WIDEST, max(titles, default=10) + 5)
        self.refresh()

    def render(self) -> Content:
        """A line a section: done, present, or still to come."""
        if self._progress is None:
            return Content("")
        return Content("\n").join([self._line(part) for part in self._progress.sections])

    def _line(self, part: SectionProgress) -> Content:
        here = part.section.id == self._section
        done = part.total > 0 and part.done == part.total
        sign = signs("▸" if here else "✓" if done else " ")
        text = clip(f"{sign} {one_line(pick(part.section.title))}", max(1, self.size.width))
        return Content.styled(text, "bold $accent" if here else "" if done else "dim")


class FiguresLine(Widget):
    """One line: assets, debts, surplus, as far as the answers tell them, and that all is saved."""

    DEFAULT_CSS = """
    FiguresLine { dock: bottom; height: 1; width: 100%; margin-bottom: 2; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._figures = Figures()

    def show(self, figures: Figures) -> None:
        """Show other figures."""
        self._figures = figures
        self.refresh()

    def render(self) -> Content:
        """Figures at the left, the promise at the right."""
        right = translate(mark("Every answer is saved"))
        room = self.size.width - width(right) - 3
        return Content(" " + pad(self._sums(room), room) + " " + right)

    def _sums(self, room: int) -> str:
        figures = self._figures
        parts = (
            (mark("Assets {amount}"), figures.assets_fen),
            (mark("Debts {amount}"), figures.debts_fen),
            (mark("Net {amount}"), figures.net_fen),
            (mark("Surplus a month {amount}"), figures.surplus_fen),
        )
        text = ""
        for message, fen in parts:
            if fen is None:
                continue
            part = translate(message).format(amount=short_money(fen))
            longer = f"{text}  {part}" if text else part
            if width(longer) <= room:
                text = longer
        return text


def notes_of(step: InterviewStep) -> Content:
    """What is for the advisor's eyes: how the question stands, what was known, the note."""
    lines = []
    if step.answer is not None and step.answer.status == "later":
        lines.append(plain(translate(mark("Put off for later"))))
    elif step.answer is not None and step.answer.status == "declined":
        lines.append(plain(translate(mark("The client declines to say"))))
    if step.known is not None and step.question is not None:
        text = translate(_KNOWN[step.known.source])
        lines.append(
            plain(text.format(on=step.known.on.isoformat(), value=shown_value(step.question, step.known.value)))
        )
    if step.note:
        lines.append(plain(translate(mark("Note: {note}")).format(note=step.note)))
    return Content("\n").join(lines)


_KNOWN = {
    "interview": mark("Earlier interview ({on}): {value}"),
    "record": mark("On record ({on}): {value}"),
}


def in_order(hints: Sequence[KeyHint], *keys: str) -> list[KeyHint]:
    """Hints with these keys first, in this order, and F1 still last: a narrow line leaves out from the end."""
    first = [hint for key in keys for hint in hints if hint.key == key]
    return [*first, *(hint for hint in hints if hint not in first)]
