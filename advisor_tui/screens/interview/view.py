"""One question on screen: its words, the editor that fits its kind, what was understood, what is noted."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.reference.answers import parse_answer
from advisor_tui.rules.questionnaire import Answer, Question
from advisor_tui.screens.interview.side import notes_of
from advisor_tui.screens.interview.text import shown_value
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_menu import AnswerMenu
from advisor_tui.widgets.answer_options import AnswerOptions, Choice
from advisor_tui.widgets.plain import plain

_SHORT = 40
"""Characters that an amount, a number or a date may take."""
_LONGEST = 500
"""Characters of a text whose question gives no bound."""


class QuestionPane(VerticalScroll, inherit_bindings=False):
    """Where the question stands; it scrolls only by itself, since PgUp and PgDn lead through the questions."""

    can_focus = False


class QuestionView(Vertical):
    """Shows a step; what is given arrives at the screen as messages of the editors."""

    def __init__(self) -> None:
        super().__init__(id="question-right")
        self._question: Question | None = None
        self._answer: Answer | None = None

    def compose(self) -> ComposeResult:
        """The question, both editors (one is shown), and the menu below, always in the same place."""
        with QuestionPane(id="question-pane"):
            with Horizontal(id="question-line"):
                yield Static("", markup=False, id="question-number")
                yield Static("", markup=False, id="question-text")
            yield Static("", markup=False, id="question-explain")
            yield AnswerOptions(id="question-options")
            with Horizontal(id="question-entry"):
                yield AnswerField(id="question-field")
                yield Static("", markup=False, id="question-echo")
            yield Static("", markup=False, id="question-complaint")
            yield Static("", markup=False, id="question-notes")
        yield AnswerMenu(id="question-menu")

    @property
    def field(self) -> AnswerField:
        """The field for amounts, numbers, dates and texts."""
        return self.query_one("#question-field", AnswerField)

    @property
    def options(self) -> AnswerOptions:
        """The options of a choice."""
        return self.query_one("#question-options", AnswerOptions)

    @property
    def menu(self) -> AnswerMenu:
        """What can be said instead of an answer."""
        return self.query_one(AnswerMenu)

    @property
    def editor(self) -> AnswerField | AnswerOptions:
        """The editor of the present question."""
        return self.options if self._question is not None and self._question.options else self.field

    @property
    def dirty(self) -> bool:
        """Whether something stands in the field that was not given yet."""
        if self._question is None or self._question.options:
            return False
        return bool(self.field.value) and self.field.value != editable(self._question, self._answer)

    def set_waiting(self, waiting: bool) -> None:
        """Lock or open every editor."""
        for editor in (self.field, self.options, self.menu):
            editor.waiting = waiting

    def show(self, step: InterviewStep, question: Question, *, notes: bool) -> None:
        """Show a question; what was typed stays if it is the same one with the same value."""
        self._put("#question-number", f"{step.place}.", "bold")
        self._put("#question-text", pick(question.text), "bold")
        self._put("#question-explain", "" if question.explain is None else pick(question.explain))
        self.show_notes(step, notes=notes)
        self.menu.offer(_other_answers(step))
        before = None if self._answer is None else self._answer.value
        value = None if step.answer is None else step.answer.value
        same = self._question == question and before == value
        self._question, self._answer = question, step.answer
        if not same:
            self._fill(question, step.answer)

    def show_notes(self, step: InterviewStep, *, notes: bool) -> None:
        """Show or hide what is for the advisor's eyes."""
        content = notes_of(step)
        widget = self.query_one("#question-notes", Static)
        widget.update(content)
        widget.display = bool(content.plain) and notes

    def complain(self, text: str) -> None:
        """Say what is wrong with what was given."""
        self._put("#question-complaint", f"! {text}" if text else "")

    def _fill(self, question: Question, answer: Answer | None) -> None:
        value = None if answer is None else answer.value
        self.options.display = bool(question.options)
        self.query_one("#question-entry").display = not question.options
        self.complain("")
        self._put("#question-echo", "")
        if question.options:
            choices = [Choice(option.id, pick(option.text), option.alone) for option in question.options]
            chosen = value if isinstance(value, tuple) else () if value is None else (str(value),)
            self.options.offer(choices, chosen, several=question.kind == "choices")
        else:
            self.field.max_length = (question.high or _LONGEST) if question.kind == "text" else _SHORT
            self.field.set_class(question.kind == "text", "-wide")
            self.field.value = editable(question, answer)
            self.field.action_end()
        self.query_one(QuestionPane).scroll_home(animate=False)

    def _put(self, selector: str, text: str, style: str = "") -> None:
        widget = self.query_one(selector, Static)
        widget.update(plain(text, style))
        widget.display = bool(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what was understood, with every key."""
        event.stop()
        self.complain("")
        if self._question is not None and not self._question.options:
            self._put("#question-echo", _echo(self._question, event.value))

    def on_answer_options_changed(self, event: AnswerOptions.Changed) -> None:
        """A complaint is over as soon as something is chosen."""
        event.stop()
        self.complain("")


def editable(question: Question, answer: Answer | None) -> str:
    """A value as it would be typed."""
    value = None if answer is None else answer.value
    if value is None or question.options:
        return ""
    if question.kind == "amount" and isinstance(value, int):
        return yuan(value)
    return str(value)


def _echo(question: Question, typed: str) -> str:
    """What was understood of an amount, a number or a date; nothing while it cannot be read yet."""
    if question.kind == "text" or not typed.strip():
        return ""
    try:
        value = parse_answer(question, typed)
    except DeskError:
        return ""
    return f"= {shown_value(question, value)}"


def _other_answers(step: InterviewStep) -> list[tuple[str, str]]:
    items = [
        ("later", translate(mark("Ask later"))),
        ("declined", translate(mark("Declines to say"))),
        ("note", translate(mark("Note"))),
    ]
    if step.known is not None:
        items.append(("known", translate(mark("As before"))))
    return items
