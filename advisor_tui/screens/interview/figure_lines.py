"""The lines of a question for several figures while they are typed: what each means, who says it, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import parse_amount, yuan
from advisor_tui.base.text import half_width
from advisor_tui.rules.questionnaire import Question
from advisor_tui.rules.said import Figure, Figures, Source
from advisor_tui.screens.interview.text import next_source

_NOT_SPOKEN_OF = frozenset({"-", "－", "—", "无"})
"""Typed into a line: it was not spoken of, and what is known of it is not taken over either."""


@dataclass(frozen=True)
class FigureLine:
    """One line.

    Attributes:
        item: The id of its item.
        text: What stands in its field.
        source: Who says it.
        as_of: The day of the figure, None for the day of the talk.
        known: What is offered while the line is empty.
    """

    item: str
    text: str = ""
    source: Source = "client"
    as_of: date | None = None
    known: Figure | None = None

    @property
    def fen(self) -> int | None:
        """What was typed, in 分; None while it is empty or cannot be read."""
        try:
            return parse_amount(self.text)
        except ValueError:
            return None


class FigureLines:
    """All lines of a question, one of which is the present one.

    Args:
        question: Of the kind `figures`.
        figures: What was said to it before.
        known: What is offered, by item.
    """

    def __init__(self, question: Question, figures: Figures | None, known: Mapping[str, Figure]) -> None:
        self._question = question
        said = {} if figures is None else {row.item: row for row in figures.rows}
        self.lines = [_line(item.id, said.get(item.id), known.get(item.id)) for item in question.items]
        self.at = 0

    @property
    def here(self) -> FigureLine:
        """The present line."""
        return self.lines[self.at]

    @property
    def total_fen(self) -> int:
        """What all lines that can be read add up to, in 分."""
        return sum(line.fen or 0 for line in self.lines)

    @property
    def filled(self) -> int:
        """Lines that can be read."""
        return sum(1 for line in self.lines if line.fen is not None)

    @property
    def figures(self) -> Figures:
        """The lines that can be read, as an answer; its bounds are not checked."""
        return Figures(
            tuple(
                Figure(line.item, fen, line.source, line.as_of) for line in self.lines if (fen := line.fen) is not None
            )
        )

    @property
    def wrong(self) -> int | None:
        """The first line that has something wrong."""
        return next((place for place in range(len(self.lines)) if self.complaint(place)), None)

    def complaint(self, place: int) -> str:
        """What is wrong with a line, in the language in use, or ""."""
        line, low, high = self.lines[place], self._question.low, self._question.high
        if not line.text.strip():
            return ""
        fen = line.fen
        if fen is None:
            return translate(mark("This is no amount"))
        if low is not None and fen < low:
            return translate(mark("At least {low}")).format(low=yuan(low))
        if high is not None and fen > high:
            return translate(mark("At most {high}")).format(high=yuan(high))
        return ""

    # Typing

    def type(self, text: str) -> None:
        """Put other text into the present line; a figure of the bank's that is changed is the client's word."""
        line = self.here
        if text == line.text:
            return
        taken_over = line.source == "head_office" or (line.source == "client" and line.as_of is not None)
        self._put(FigureLine(line.item, text, known=line.known) if taken_over else replace(line, text=text))

    def leave(self) -> None:
        """The present line was typed to its end: write it as amounts are written."""
        line = self.here
        if half_width(line.text).strip() in _NOT_SPOKEN_OF:
            self._put(FigureLine(line.item))
        elif not line.text.strip():
            self._put(FigureLine(line.item, known=line.known))
        elif line.fen is not None:
            self._put(replace(line, text=yuan(line.fen)))

    def take(self) -> bool:
        """Take over what is known of the present line if it is empty and something is; whether it did."""
        line = self.here
        if line.text.strip() or line.known is None:
            return False
        known = line.known
        self._put(replace(line, text=yuan(known.fen), source=known.source, as_of=known.as_of))
        return True

    def turn_source(self, document_of: date) -> None:
        """Say of the present figure that a document shows it, or that the client says it."""
        source = next_source(self.here.source)
        self.say(source, document_of if source == "document" else None)

    def say(self, source: Source, as_of: date | None) -> None:
        """Note who says the present figure, and of which day it is."""
        self._put(replace(self.here, source=source, as_of=as_of))

    def _put(self, line: FigureLine) -> None:
        self.lines[self.at] = line


def _line(item: str, said: Figure | None, known: Figure | None) -> FigureLine:
    if said is None:
        return FigureLine(item, known=known)
    return FigureLine(item, yuan(said.fen), said.source, said.as_of, known)
