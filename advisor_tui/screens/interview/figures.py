"""The editor for several figures: a line an item, what they add up to below, live."""

from collections.abc import Mapping
from datetime import date

from textual.content import Content

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.interview_words import said_by
from advisor_tui.rules.questionnaire import Question, Value
from advisor_tui.rules.said import Figure, Figures, Source
from advisor_tui.screens.interview.figure_lines import FigureLines
from advisor_tui.widgets.answer_lines import AnswerLines
from advisor_tui.widgets.plain import pad, pad_left, plain, width

_FIELD = 14
"""Cells of an amount: up to 999,999,999 whole."""
_SHORTEST = 10
"""Cells that an item's name has at least."""
_TOTAL = mark("Total (yuan)")
_LONGEST = 40
"""Characters that an amount may take while it is typed."""


class FiguresEditor(AnswerLines):
    """A question's figures; Enter leads down, on the last line it gives the answer."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, field_id=None if id is None else f"{id}-field")
        self.field.max_length = _LONGEST
        self._names: tuple[str, ...] = ()
        self._today = date.min
        self._tail_cells = 0
        self._told: set[int] = set()
        self._drawn_for = 0
        self.model: FigureLines | None = None

    def offer(self, question: Question, figures: Figures | None, known: Mapping[str, Figure], today: date) -> None:
        """Show a question's lines with what was said before; `known` is offered on the lines that are empty."""
        self.restore(question, FigureLines(question, figures, known), today)

    def restore(self, question: Question, model: FigureLines, today: date) -> None:
        """Show lines as they were left."""
        self._names = tuple(one_line(pick(item.text)) for item in question.items)
        self._today, self.model = today, model
        self._told = {place for place in range(len(self._names)) if model.complaint(place)}
        self._show_line()

    @property
    def value(self) -> Value | None:
        """What was typed, as far as it can be read; None while nothing was."""
        if self.model is None or not self.model.filled:
            return None
        return self.model.figures

    def turn_source(self) -> Source:
        """Turn the present figure's source; the new one."""
        model = self.model
        assert model is not None
        self.read_field()
        model.leave()
        model.turn_source(self._today)
        self._show_line()
        return model.here.source

    def date_document(self, as_of: date) -> None:
        """Note of which day the document is that shows the present figure."""
        if self.model is not None:
            self.model.say("document", as_of)
            self._redraw()

    # Keys

    def typed(self, text: str) -> None:
        """Add up anew."""
        if self.model is not None and text != self.model.here.text:
            self.model.type(text)
            self._told.discard(self.model.at)
            self._redraw()

    def entered(self) -> None:
        """Take over what is known where nothing was typed, then go down; a line that cannot be read is stayed at."""
        model = self.model
        if model is None:
            return
        model.take()
        model.leave()
        if model.complaint(model.at):
            self._told.add(model.at)
            self._show_line()
        elif model.at + 1 < len(model.lines):
            model.at += 1
            self._show_line()
        elif (wrong := model.wrong) is not None:
            model.at = wrong
            self._told.add(wrong)
            self._show_line()
        else:
            self._show_line()
            self.give()

    def moved(self, by: int) -> None:
        """Go a line up or down, without taking anything over; below the last one stand the other answers."""
        model = self.model
        if model is None:
            return
        model.leave()
        if model.complaint(model.at):
            self._told.add(model.at)
        if model.at + by >= len(model.lines):
            self._show_line()
            self.post_message(self.BelowLast())
        else:
            model.at = max(0, model.at + by)
            self._show_line()

    # Drawing

    def on_resize(self) -> None:
        """Other widths."""
        if self.model is not None and self.room != self._drawn_for:
            self._redraw()

    def _show_line(self) -> None:
        assert self.model is not None
        here, placeholder = self.model.here, ""
        if here.known is not None:
            placeholder = f"({yuan(here.known.fen)})"
        self.put_text(here.text, placeholder)
        self._redraw()

    def _redraw(self) -> None:
        model = self.model
        assert model is not None
        longest = max(width(name) for name in (*self._names, translate(_TOTAL)))
        tail = width(said_by("head_office", self._today)) + 2
        self._drawn_for = self.room
        room = max(_SHORTEST, self.room - _FIELD - tail) if self.room else longest
        cells = min(room, longest + 1)
        self._tail_cells = max(0, self.size.width - cells - _FIELD)
        rows = [self._row(place, cells) for place in range(len(model.lines))]
        foot = pad(translate(_TOTAL), cells) + pad_left(yuan(model.total_fen), _FIELD - 1)
        self.draw(
            rows[: model.at],
            (self._names[model.at], cells),
            self._tail(),
            [*rows[model.at + 1 :], plain(foot, "bold"), *self._whole_name(cells)],
            field=_FIELD,
        )
        self.post_message(self.Changed())

    def _whole_name(self, cells: int) -> list[Content]:
        """The present line's name, where it is longer than its column."""
        assert self.model is not None
        name = self._names[self.model.at]
        return [plain(name, "dim")] if width(name) >= cells else []

    def _row(self, place: int, cells: int) -> Content:
        assert self.model is not None
        line = self.model.lines[place]
        name = pad(self._names[place], cells)
        complaint = self.model.complaint(place)
        if complaint:
            return Content.assemble(name, pad_left(line.text, _FIELD - 1), " ", (f" ! {complaint}", "$text-error"))
        if line.fen is None:
            return (
                plain(name, "dim") if line.known is None else Content.assemble(name, (self._offer(line.known), "dim"))
            )
        shown = pad_left(yuan(line.fen), _FIELD - 1)
        return Content.assemble(name, shown, " ", (f" {said_by(line.source, line.as_of)}", "dim"))

    def _tail(self) -> Content:
        """What was understood of the present line, who says it, what is wrong with it."""
        model = self.model
        assert model is not None
        here, complaint = model.here, model.complaint(model.at)
        if here.fen is None:
            if complaint and model.at in self._told:
                return Content.styled(f"! {complaint}", "$text-error")
            if here.text or here.known is None:
                return Content("")
            whence = self._whence(here.known)
            told = translate(mark("{whence}, Enter takes it")).format(whence=whence)
            return Content.styled(told if width(told) <= self._tail_cells else whence, "dim")
        if complaint:
            return Content.styled(f"! {complaint}", "$text-error")
        understood = yuan(here.fen)
        echo = "" if here.text == understood else f"= {understood}  "
        return Content.assemble((echo, "bold"), (said_by(here.source, here.as_of), "dim"))

    def _offer(self, known: Figure) -> str:
        return pad_left(f"({yuan(known.fen)})", _FIELD) + " " + self._whence(known)

    def _whence(self, known: Figure) -> str:
        return said_by(known.source, known.as_of)
