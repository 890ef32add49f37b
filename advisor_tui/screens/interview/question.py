"""One question of an interview at a time: digits answer, Enter goes on, every answer is saved before the next."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.reference.answers import parse_answer
from advisor_tui.rules.questionnaire import DECLINED, LATER, Answer, answered
from advisor_tui.screens.actions import Place
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.header import InterviewHeader
from advisor_tui.screens.interview.side import FiguresLine, SectionList, in_order
from advisor_tui.screens.interview.view import QuestionView
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_menu import AnswerMenu
from advisor_tui.widgets.answer_options import AnswerOptions
from advisor_tui.widgets.dialog import ask_text
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.type_ahead import TypedAhead, again

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor_tui.desk.desk import Desk

REVIEW = ""
"""The place of the review in the jump list and in `Interviews.go_to`."""


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
    CSS_PATH = "question.tcss"
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
        self._client_view = False
        self._to_open = to_open
        self._held: list[events.Key | events.Paste] = []

    def compose_body(self) -> ComposeResult:
        """Header, sections at the left, the question, and what the figures add up to."""
        yield InterviewHeader()
        with Horizontal(id="question-body"):
            yield SectionList()
            yield QuestionView()
        yield FiguresLine()

    # Reading

    def on_screen_resume(self) -> None:
        """Read again, unless the review is under way."""
        if not self._reviewing:
            super().on_screen_resume()

    def refresh_data(self) -> None:
        """Read where the interview stands; while something is saved, the answer to that tells it."""
        if self._busy:
            return
        interview = self._interview
        self.ask(lambda desk: desk.interviews.current(interview), self._show)

    def _write(self, job: "Callable[[Desk], InterviewStep]") -> None:
        """Save, and only then go on: what is typed meanwhile is kept for the next question."""
        self._busy = True
        # A read that began before must not be shown after what is saved now.
        self.cancel_jobs("read")
        self._view.set_waiting(True)
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
        self._view.set_waiting(False)
        self.shell.show_error(error)

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
    def _view(self) -> QuestionView:
        return self.query_one(QuestionView)

    def _show(self, step: InterviewStep) -> None:
        self._step = step
        self._view.set_waiting(False)
        question = step.question
        if question is None:
            self._open_review()
            return
        self._reviewing = False
        self.query_one(InterviewHeader).show(step.head, step.progress, question.section)
        self.query_one(SectionList).show(step.progress, question.section)
        self.query_one(FiguresLine).show(step.figures)
        self._view.show(step, question, notes=not self._client_view)
        self.set_focus(self._view.editor)
        self.refresh_bindings()

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
                self._view.set_waiting(False)
                self._view.complain(translate(mark('Answer first; Down leads to "ask later" and "declines to say".')))
            return
        try:
            value = parse_answer(step.question, typed)
        except DeskError as error:
            self._view.set_waiting(False)
            self._view.complain(str(error))
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
            self._view.set_waiting(False)
            self.set_focus(self._view.editor)
            ask_text(self, mark("Note to this question"), partial(self._note, step.question.id), value=step.note)

    def _note(self, question: str, text: str) -> None:
        interview = self._interview
        self._write(lambda desk: desk.interviews.note(interview, question, text))

    def on_answer_menu_left(self, event: AnswerMenu.Left) -> None:
        """Back to the answer."""
        event.stop()
        self.set_focus(self._view.editor)

    def on_answer_options_below_last(self, event: AnswerOptions.BelowLast) -> None:
        """Down below the last option."""
        event.stop()
        self.action_menu()

    def action_menu(self) -> None:
        """Go to the other answers."""
        self.set_focus(self._view.menu)

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
        self._client_view = not self._client_view
        if self._step is not None and self._step.question is not None:
            self._view.show_notes(self._step, notes=not self._client_view)

    def unsaved(self) -> bool:
        """Whether something was typed into the field and not yet given."""
        return self._view.dirty

    def _open_review(self) -> None:
        if self._reviewing:
            return
        from advisor_tui.screens.interview.review import ReviewScreen

        self._reviewing = True
        review = ReviewScreen(self._interview)
        self.app.push_screen(review, lambda _: self._reviewed(review))

    def _reviewed(self, review: "DeskScreen") -> None:
        from advisor_tui.screens.interview.result import ResultScreen
        from advisor_tui.screens.interview.review import ReviewScreen

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
        if self.focused is self._view.menu:
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
