"""Keying in a paper form: a figure counts once it was typed the same way two times running."""

from typing import Literal

from advisor_tui.base.languages import join_list, mark, pick, translate
from advisor_tui.base.text import half_width
from advisor_tui.desk.views.interview_words import money, shown_value
from advisor_tui.rules.questionnaire import Question, Value
from advisor_tui.rules.said import Figures
from advisor_tui.widgets.glyphs import signs

Taken = Literal["again", "accepted", "different"]
"""What to do next: ask for the second entry, go on, or show both and ask for the first one anew."""
_FIGURES = ("amount", "figures")
_NUMBERS = ("id_number", "guardian_id")
"""Facts that are numbers of identity papers."""


class Twice:
    """Two entries of the answer to one question.

    The first entry is remembered and answered with `again`. A second one that means the same is `accepted`, another
    one is `different`: `both` then holds the two for showing, and nothing of them counts. After either the next entry
    is a first one again.

    Attributes:
        both: The two entries that differed last; None while none did.
    """

    def __init__(self) -> None:
        self._question = ""
        self._first: Value | None = None
        self.both: tuple[Value, Value] | None = None

    @property
    def waiting(self) -> bool:
        """Whether the second entry is expected now."""
        return self._first is not None

    def take(self, question: str, value: Value) -> Taken:
        """Take an entry to a question; at another question than before it is a first one."""
        if question != self._question:
            self._question, self._first = question, None
        first, self.both = self._first, None
        if first is None:
            self._first = value
            return "again"
        self._first = None
        if _meant(first) == _meant(value):
            return "accepted"
        self.both = (first, value)
        return "different"


def typed_twice(question: Question) -> bool:
    """Whether answers to a question have to be typed twice from a paper form: money and numbers of identity papers."""
    return question.kind in _FIGURES or question.fact in _NUMBERS


def again_text(question: Question, both: tuple[Value, Value] | None) -> str:
    """What is said when an answer has to be keyed in again: both entries where they differ, of figures line by line."""
    if both is None:
        return translate(mark("Key it in a second time, from the form."))
    told = translate(mark("The two entries differ ({entries}). Key it in anew."))
    against = translate(mark("{first} against {second}"))
    first, second = both
    if not isinstance(first, Figures) or not isinstance(second, Figures):
        pair = against.format(first=shown_value(question, first), second=shown_value(question, second))
        return told.format(entries=pair)
    lines = [
        f"{pick(item.text)} " + against.format(first=_shown(first, item.id), second=_shown(second, item.id))
        for item in question.items
        if _shown(first, item.id) != _shown(second, item.id)
    ]
    return told.format(entries=join_list(lines))


def _shown(figures: Figures, item: str) -> str:
    figure = figures.of(item)
    return signs("—") if figure is None else money(figure.fen)


def _meant(value: Value) -> object:
    """Width and case of the keyboard make no difference, nor do gaps in a number, nor who says a figure."""
    if isinstance(value, Figures):
        return {row.item: row.fen for row in value.rows}
    return "".join(half_width(value).split()).upper() if isinstance(value, str) else value
