"""The editor for one amount, number, date or text: what was understood and who says it stand beside it."""

from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.base.rates import percent_of
from advisor_tui.desk.views.interview_words import said_by, shown_value
from advisor_tui.desk.views.interviews import Known
from advisor_tui.reference.answers import parse_answer
from advisor_tui.rules.questionnaire import Answer, Question, answered
from advisor_tui.rules.said import Source
from advisor_tui.screens.entry import AMOUNT, day_text
from advisor_tui.screens.interview.offers import offer_text
from advisor_tui.screens.interview.text import next_source
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_layout import LaidOutOnce
from advisor_tui.widgets.plain import plain

SOURCED = ("amount", "number", "rate", "date")
"""Kinds whose value has one source; each of several figures has its own."""
_SHORT = 40
"""Characters that an amount, a number or a date may take."""
_FIELD = 22
"""Cells of the field where what was understood stands beside it."""
_LONGEST = 500
"""Characters of a text whose question gives no bound."""
_FORMS = {"amount": AMOUNT, "date": mark("12-1, 2030-06-01, next fri"), "rate": "3.5, 3.5%"}
"""How an answer may be written, by kind of question."""


class SingleEditor(Horizontal, LaidOutOnce):
    """A field with its echo.

    Attributes:
        source: Who says what stands there.
        as_of: Of which day it is, None for the day of the talk.
        offered: What Enter takes over while the field is empty.
    """

    class Changed(Message):
        """Something else stands in the field, or somebody else says it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._question: Question | None = None
        self._answer: Answer | None = None
        self._today = date.min
        self._shown = self._echoed = ""
        self._wide = False
        self.source: Source = "client"
        self.as_of: date | None = None
        self.offered: Known | None = None

    def compose(self) -> ComposeResult:
        """The field, and what was understood."""
        yield AnswerField(id="question-field")
        yield Static("", markup=False, id="question-echo")

    @property
    def field(self) -> AnswerField:
        """The field."""
        return self.query_one(AnswerField)

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the field."""
        return not self.field.value.strip()

    def fill(self, question: Question, answer: Answer | None, today: date, known: Known | None) -> None:
        """Show what was answered; `known` is offered while the field is empty."""
        said = Answer("answered") if answer is None or answer.value is None else answer
        self._question, self._answer, self._today, self.offered = question, answer, today, known
        self.field.max_length = (question.high or _LONGEST) if question.kind == "text" else _SHORT
        form = "" if question.unit is None else pick(question.unit)
        form = translate(_FORMS[question.kind]) if question.kind in _FORMS else form
        self.field.placeholder = form if known is None else offer_text(question, known)
        self.put(editable(question, answer), said.source, said.as_of)

    def put(self, text: str, source: Source, as_of: date | None) -> None:
        """Put a text into the field, selected: typing replaces it."""
        self.source, self.as_of, self._shown = source, as_of, text
        with self.field.prevent(Input.Changed):
            self.field.value = text
        self.field.select_everything()
        self._echo()

    def answer(self) -> Answer:
        """What stands in the field.

        Raises:
            DeskError: `answer_invalid`, saying what is expected.
        """
        question = self._question
        assert question is not None
        value = parse_answer(question, self.field.value, self._today)
        return answered(value, self.source, self.as_of) if question.kind in SOURCED else answered(value)

    @property
    def dirty(self) -> bool:
        """Whether something stands in the field that was not given yet."""
        question, before = self._question, self._answer
        if question is None or not self.field.value:
            return False
        if self.field.value != editable(question, before):
            return True
        return before is not None and question.kind in SOURCED and (self.source, self.as_of) != _told(before)

    # Who says it

    def turn_source(self, today: date) -> Source:
        """Turn the source; the new one."""
        self.say(next_source(self.source), today)
        return self.source

    def say(self, source: Source, as_of: date) -> None:
        """Note who says it; the client's word is of the day of the talk."""
        self.source, self.as_of = source, None if source == "client" else as_of
        self._echo()
        self.post_message(self.Changed())

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what was understood, with every key; what was taken over and is changed is the client's word."""
        event.stop()
        taken_over = self.source == "head_office" or (self.source == "client" and self.as_of is not None)
        if taken_over and self.field.value != self._shown:
            self.source, self.as_of = "client", None
        self._echo()
        self.post_message(self.Changed())

    def _echo(self) -> None:
        """What was understood, and who says it; nothing while it cannot be read."""
        question = self._question
        wide = question is not None and (question.kind == "text" or self.empty)
        text = "" if question is None or question.kind not in SOURCED or self.empty else self._understood(question)
        if wide != self._wide:
            self._wide = wide
            self.field.styles.width = "1fr" if wide else _FIELD
        widget = self.query_one("#question-echo", Static)
        widget.display = not wide
        if text != self._echoed:
            self._echoed = text
            widget.update(plain(text), layout=False)  # it has what the field leaves of the line, whatever it says

    def _understood(self, question: Question) -> str:
        try:
            value = self.answer().value
        except DeskError:
            return ""
        if value is None:
            return ""
        shown = day_text(value) if isinstance(value, date) else shown_value(question, value)
        return f"= {shown}  {said_by(self.source, self.as_of)}"


def editable(question: Question, answer: Answer | None) -> str:
    """A value as it would be typed."""
    value = None if answer is None else answer.value
    if value is None:
        return ""
    if question.kind == "amount" and isinstance(value, int):
        return yuan(value)
    if question.kind == "rate" and isinstance(value, int):
        return percent_of(value)
    return str(value)


def _told(answer: Answer) -> tuple[Source, date | None]:
    return answer.source, answer.as_of
