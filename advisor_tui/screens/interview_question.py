"""One question of an interview at a time: digits answer, Enter goes on, every answer is saved before the next."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.reference.answers import parse_answer
from advisor_tui.rules.questionnaire import DECLINED, LATER, Answer, Question, answered
from advisor_tui.screens.actions import Place
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview_header import InterviewHeader
from advisor_tui.screens.interview_side import FiguresLine, QuestionPane, SectionList, in_order, notes_of
from advisor_tui.screens.interview_text import shown_value
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_menu import AnswerMenu
from advisor_tui.widgets.answer_options import AnswerOptions, Choice
from advisor_tui.widgets.dialog import ask_text
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.type_ahead import TypedAhead, again

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor_tui.desk.desk import Desk

REVIEW = ""
"""The place of the review in the jump list and in `Interviews.go_to`."""
_SHORT = 40
"""Characters that an amount, a number or a date may take."""


class QuestionScreen(DeskScreen):
    """Reads where the interview stands; writes each answer with the position, in one transaction."""

    AREA = "interview"
    HEADING = mark("Interview")
    HELP = mark(
        "Digits answer and Enter goes on; with several to choose, digits tick and untick. Amounts may be written as "
        "18000, 1.8万 or 300k, dates as 2030-06-01 or 2030年6月; what was understood stands beside the field. Down "
        "leads to: ask later, declines to say, a note, the earlier answer. Every answer is saved at once: the "
        "interview can be left at any moment and goes on at the same question."
    )
    CSS_PATH = "interview_question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "previous", mark("Previous"), id="interview.previous"),
        Binding("pagedown", "skip", mark("Skip"), id="interview.skip", show=False),
        Binding("ctrl+s", "save", mark("Park"), id="interview.park"),
        Binding("f12", "client_view", mark("Client view"), id="interview.client_view"),
        Binding("down", "menu", mark("Other answers"), id="interview.menu", show=False),
    ]

    def __init__(self, interview_id: str, *, to_open: bool = False) -> None:
        super().__init__()
        self._interview = interview_id
        self._step: InterviewStep | None = None
        self._busy = False
        self._reviewing = False
        self._to_open = to_open
        self._held: list[events.Key | events.Paste] = []

    def compose_body(self) -> ComposeResult:
        """Header, sections at the left, the question, and what the figures add up to."""
        yield InterviewHeader()
        with Horizontal(id="question-body"):
            yield SectionList()
            with Vertical(id="question-right"):
                yield from self._compose_question()
                yield AnswerMenu(id="question-menu")
        yield FiguresLine()

    def _compose_question(self) -> ComposeResult:
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

    # Reading

    def on_screen_resume(self) -> None:
        """Read again, unless an answer or the review is under way."""
        if not self._busy and not self._reviewing:
            super().on_screen_resume()

    def refresh_data(self) -> None:
        """Read where the interview stands."""
        interview = self._interview
        self.ask(lambda desk: desk.interviews.current(interview), self._read)

    def _read(self, step: InterviewStep) -> None:
        if not self._busy:
            self._show(step)

    def _write(self, job: "Callable[[Desk], InterviewStep]") -> None:
        """Save, and only then go on: what is typed meanwhile is kept for the next question."""
        self._busy = True
        self._set_waiting(True)
        self.act(job, self._saved, failed=self._refused)

    def _saved(self, step: InterviewStep) -> None:
        self._busy = False
        self._show(step)
        held, self._held = self._held, []
        for event in held:
            self.app.post_message(again(event))

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self._held.clear()
        self._set_waiting(False)
        self.shell.show_error(error)

    def _set_waiting(self, waiting: bool) -> None:
        for editor in (self._field, self._options, self.query_one(AnswerMenu)):
            editor.waiting = waiting

    def on_typed_ahead(self, message: TypedAhead) -> None:
        """Keep a key for the next question; if that stands already, type it there."""
        message.stop()
        if self._busy:
            self._held.append(message.event)
        else:
            self.app.post_message(again(message.event))

    # Showing

    @property
    def question_id(self) -> str:
        """The question that stands here, or "" at the review."""
        return "" if self._step is None or self._step.question is None else self._step.question.id

    @property
    def busy(self) -> bool:
        """Whether something is being saved."""
        return self._busy

    @property
    def _field(self) -> AnswerField:
        return self.query_one("#question-field", AnswerField)

    @property
    def _options(self) -> AnswerOptions:
        return self.query_one("#question-options", AnswerOptions)

    @property
    def _editor(self) -> AnswerField | AnswerOptions:
        choosing = self._step is not None and self._step.question is not None and self._step.question.options
        return self._options if choosing else self._field

    def _show(self, step: InterviewStep) -> None:
        before, self._step = self._step, step
        self._set_waiting(False)
        question = step.question
        if question is None:
            self._open_review()
            return
        self._reviewing = False
        self.query_one(InterviewHeader).show(step.head, step.progress, question.section)
        self.query_one(SectionList).show(step.progress, question.section)
        self.query_one(FiguresLine).show(step.figures)
        self._put("#question-number", f"{step.place}.", "bold")
        self._put("#question-text", pick(question.text), "bold")
        self._put("#question-explain", "" if question.explain is None else pick(question.explain))
        notes = notes_of(step)
        self.query_one("#question-notes", Static).update(notes)
        self.query_one("#question-notes").display = bool(notes.plain)
        self.query_one(AnswerMenu).offer(_other_answers(step))
        same = before is not None and before.question == question and before.answer == step.answer
        if not same:
            self._offer(question, step.answer)
        self.set_focus(self._editor)
        self.refresh_bindings()

    def _offer(self, question: Question, answer: Answer | None) -> None:
        """Fill the editor with the present answer."""
        value = None if answer is None else answer.value
        self._options.display = bool(question.options)
        self.query_one("#question-entry").display = not question.options
        self._complain("")
        self._put("#question-echo", "")
        if question.options:
            choices = [Choice(option.id, pick(option.text), option.alone) for option in question.options]
            chosen = value if isinstance(value, tuple) else () if value is None else (str(value),)
            self._options.offer(choices, chosen, several=question.kind == "choices")
        else:
            self._field.max_length = (question.high or 500) if question.kind == "text" else _SHORT
            self._field.set_class(question.kind == "text", "-wide")
            self._field.value = _editable(question, answer)
            self._field.action_end()
        self.query_one(QuestionPane).scroll_home(animate=False)

    def _put(self, selector: str, text: str, style: str = "") -> None:
        widget = self.query_one(selector, Static)
        widget.update(plain(text, style))
        widget.display = bool(text)

    def _complain(self, text: str) -> None:
        self._put("#question-complaint", f"! {text}" if text else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what was understood, with every key."""
        event.stop()
        self._complain("")
        question = None if self._step is None else self._step.question
        if question is not None and not question.options:
            self._put("#question-echo", _echo(question, event.value))

    def on_answer_options_changed(self, event: AnswerOptions.Changed) -> None:
        """A complaint is over as soon as something is chosen."""
        event.stop()
        self._complain("")

    # Answering

    def on_answer_field_given(self, event: AnswerField.Given) -> None:
        """Enter in the field."""
        event.stop()
        self._give(event.text)

    def on_answer_options_given(self, event: AnswerOptions.Given) -> None:
        """Enter on the options."""
        event.stop()
        question = None if self._step is None else self._step.question
        places = [] if question is None else [option.id for option in question.options]
        self._give("".join(str(places.index(chosen) + 1) for chosen in event.chosen))

    def _give(self, typed: str) -> None:
        step = self._step
        if step is None or step.question is None:
            return
        if not typed.strip():
            if not step.question.required or (step.answer is not None and step.answer.value is None):
                self.action_skip()
            else:
                self._set_waiting(False)
                self._complain(translate(mark('Answer first; Down leads to "ask later" and "declines to say".')))
            return
        try:
            value = parse_answer(step.question, typed)
        except DeskError as error:
            self._set_waiting(False)
            self._complain(str(error))
            return
        self._keep(answered(value))

    def _keep(self, answer: Answer) -> None:
        step = self._step
        if step is None or step.question is None:
            return
        interview, question, to_open = self._interview, step.question.id, self._to_open
        self._write(lambda desk: desk.interviews.answer(interview, question, answer, to_open=to_open))

    def on_answer_menu_chosen(self, event: AnswerMenu.Chosen) -> None:
        """Enter on one of the other answers."""
        event.stop()
        step = self._step
        if event.name == "later":
            self._keep(LATER)
        elif event.name == "declined":
            self._keep(DECLINED)
        elif event.name == "known" and step is not None and step.known is not None:
            self._keep(answered(step.known.value))
        elif step is not None and step.question is not None:
            self._set_waiting(False)
            self.set_focus(self._editor)
            ask_text(self, mark("Note to this question"), partial(self._note, step.question.id), value=step.note)

    def _note(self, question: str, text: str) -> None:
        interview = self._interview
        self._write(lambda desk: desk.interviews.note(interview, question, text))

    def on_answer_menu_left(self, event: AnswerMenu.Left) -> None:
        """Back to the answer."""
        event.stop()
        self.set_focus(self._editor)

    def on_answer_options_below_last(self, event: AnswerOptions.BelowLast) -> None:
        """Down below the last option."""
        event.stop()
        self.action_menu()

    def action_menu(self) -> None:
        """Go to the other answers."""
        self.set_focus(self.query_one(AnswerMenu))

    # Moving

    def action_previous(self) -> None:
        """Go to the question before; nothing is lost."""
        interview = self._interview
        self._write(lambda desk: desk.interviews.back(interview))

    def action_skip(self) -> None:
        """Go to the question after, leaving this one as it is."""
        interview = self._interview
        self._write(lambda desk: desk.interviews.forward(interview))

    def places(self) -> list[Place]:
        """Every question asked now, by number, text or section; last the review."""
        if self._step is None:
            return []
        titles = {part.section.id: pick(part.section.title) for part in self._step.progress.sections}
        found = [
            Place(question.id, pick(question.text), titles[question.section], str(place))
            for place, (question, _) in enumerate(self._step.asked, start=1)
        ]
        return [*found, Place(REVIEW, translate(mark("Review")))]

    def go_to_place(self, key: str) -> None:
        """Go to a question or the review."""
        interview = self._interview
        self._write(lambda desk: desk.interviews.go_to(interview, key))

    def action_save(self) -> None:
        """Park: everything is saved already."""
        self.say(mark("Parked. It goes on at this question."))
        self.close()

    def action_client_view(self) -> None:
        """Hide or show what is for the advisor's eyes, when the screen is turned to the client."""
        self.toggle_class("-client-view")

    def unsaved(self) -> bool:
        """Whether something was typed into the field and not yet given."""
        step = self._step
        if step is None or step.question is None or step.question.options:
            return False
        return bool(self._field.value) and self._field.value != _editable(step.question, step.answer)

    def _open_review(self) -> None:
        if self._reviewing:
            return
        from advisor_tui.screens.interview_review import ReviewScreen

        self._reviewing = True
        review = ReviewScreen(self._interview)
        self.app.push_screen(review, lambda _: self._reviewed(review))

    def _reviewed(self, review: "DeskScreen") -> None:
        from advisor_tui.screens.interview_result import ResultScreen
        from advisor_tui.screens.interview_review import ReviewScreen

        assert isinstance(review, ReviewScreen)
        if review.completed:
            self.app.switch_screen(ResultScreen(self._interview))
        elif review.parked:
            self.close()
        elif review.question:
            self._to_open = True
            self.go_to_place(review.question)
        else:
            self.action_previous()

    # Keys

    def keys(self) -> list[KeyHint]:
        """How to answer this question, then the rest."""
        hints = super().keys()
        if self.focused is self.query_one(AnswerMenu):
            own = [KeyHint("← →", translate(mark("Choose"))), KeyHint("Enter", translate(mark("OK")))]
            return [*own, *in_order(hints, "Ctrl+S")]
        question = None if self._step is None else self._step.question
        own = [
            KeyHint("Enter", translate(mark("Next question"))),
            KeyHint("PgUp", translate(mark("Previous"))),
            KeyHint("Ctrl+P", translate(mark("Jump to"))),
        ]
        if question is not None and question.options:
            own.insert(0, KeyHint(f"1-{len(question.options)}", translate(mark("Answer"))))
        named = {hint.key for hint in own}
        return [*own, *in_order([hint for hint in hints if hint.key not in named], "Ctrl+S")]


def _other_answers(step: InterviewStep) -> list[tuple[str, str]]:
    items = [
        ("later", translate(mark("Ask later"))),
        ("declined", translate(mark("Declines to say"))),
        ("note", translate(mark("Note"))),
    ]
    if step.known is not None:
        items.append(("known", translate(mark("As before"))))
    return items


def _editable(question: Question, answer: Answer | None) -> str:
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
