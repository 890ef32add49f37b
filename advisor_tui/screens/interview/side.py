"""What stands around a question: the sections, what was known and noted, and what the figures add up to."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.interview_words import short_money, shown_value
from advisor_tui.desk.views.interviews import Figures, InterviewStep
from advisor_tui.rules.interview import Progress, SectionProgress
from advisor_tui.rules.questionnaire import Section
from advisor_tui.screens.work.text import FINANCIAL_ON_FILE
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import clip, pad, plain, width

_WIDEST, _WIDEST_OF_WIDE = 22, 34
"""Cells of the list of sections: beside it the longest row of other answers stands whole at 80."""
_WIDE = 100
"""Cells of a terminal that has room for whole titles in both languages."""


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
        before = self._signs()
        self._progress, self._section = progress, section
        titles = [width(pick(part.section.title)) for part in progress.sections]
        widest = _WIDEST_OF_WIDE if self.app.size.width >= _WIDE else _WIDEST
        self.styles.width = min(widest, max(titles, default=10) + 5)
        if self._signs() != before:
            self.refresh()

    def on_resize(self) -> None:
        """Another terminal has room for longer titles, or for shorter ones."""
        if self._progress is not None:
            self.show(self._progress, self._section)

    def _signs(self) -> list[tuple[Section, bool, bool]]:
        """What is drawn: most answers change none of it."""
        parts = () if self._progress is None else self._progress.sections
        return [(part.section, part.section.id == self._section, _is_done(part)) for part in parts]

    def render(self) -> Content:
        """A line a section: done, present, or still to come."""
        if self._progress is None:
            return Content("")
        return Content("\n").join([self._line(part) for part in self._progress.sections])

    def _line(self, part: SectionProgress) -> Content:
        here = part.section.id == self._section
        done = _is_done(part)
        sign = signs("▸" if here else "✓" if done else " ")
        text = clip(f"{sign} {one_line(pick(part.section.title))}", max(1, self.size.width))
        return Content.styled(text, "bold $accent" if here else "" if done else "dim")


def _is_done(part: SectionProgress) -> bool:
    return part.total > 0 and part.done == part.total


class FiguresLine(Widget):
    """One line: assets, debts, net, surplus, as far as the answers and the keys tell them, and what is saved."""

    DEFAULT_CSS = """
    FiguresLine { dock: bottom; height: 1; width: 100%; margin-bottom: 2; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._figures = Figures()
        self._saved = True

    def show(self, figures: Figures, *, saved: bool) -> None:
        """Show other figures, and whether something stands in the editor that is not given yet."""
        if (figures, saved) != (self._figures, self._saved):
            self._figures, self._saved = figures, saved
            self.refresh()

    def render(self) -> Content:
        """Figures at the left, what is saved at the right."""
        right = translate(mark("Every answer is saved") if self._saved else mark("Not given yet: Enter"))
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


def notes_of(step: InterviewStep, *, offered: bool) -> Content:
    """What is for the advisor's eyes: how the question stands, what was known, the note.

    What is known is not said a second time while it is offered.
    """
    lines = []
    if step.answer is not None and step.answer.status == "later":
        lines.append(plain(translate(mark("Put off for later"))))
    elif step.answer is not None and step.answer.status == "declined":
        lines.append(plain(translate(mark("The client declines to say"))))
    if step.known is not None and step.question is not None and not offered:
        value = step.known.masked or shown_value(step.question, step.known.value)
        if step.known.only_total:
            value = translate(mark("{amount} in all")).format(amount=value)
        if step.known.source == "record" and step.question.fact == "financial_assets":
            value = translate(FINANCIAL_ON_FILE).format(amount=value)
        text = translate(_KNOWN[step.known.source])
        lines.append(plain(text.format(on=step.known.on.isoformat(), value=value, whose=step.known.whose)))
    if step.note:
        lines.append(plain(translate(mark("Note: {note}")).format(note=step.note)))
    return Content("\n").join(lines)


_KNOWN = {
    "interview": mark("Earlier interview ({on}): {value}"),
    "record": mark("On record ({on}): {value}"),
    "household": mark("Told by {whose} ({on}): {value}"),
}


def in_order(hints: Sequence[KeyHint], *keys: str) -> list[KeyHint]:
    """Hints with these keys first, in this order, and F1 still last: a narrow line leaves out from the end."""
    first = [hint for key in keys for hint in hints if hint.key == key]
    return [*first, *(hint for hint in hints if hint not in first)]
