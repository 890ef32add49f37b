"""Giving an answer: what was typed, what was known, later, declined; who says it."""

from dataclasses import replace
from datetime import date
from functools import partial

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.rules.questionnaire import DECLINED, LATER, Answer, Question, Value
from advisor_tui.rules.said import Relatives
from advisor_tui.screens.entry import DayEntry
from advisor_tui.screens.interview.drafts import Draft
from advisor_tui.screens.interview.keeping import KeepingScreen
from advisor_tui.screens.interview.namesakes import ask_namesakes
from advisor_tui.screens.interview.offers import taken_over
from advisor_tui.screens.interview.twice import Twice, again_text, typed_twice
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_lines import AnswerLines
from advisor_tui.widgets.answer_menu import AnswerMenu
from advisor_tui.widgets.answer_options import AnswerOptions
from advisor_tui.widgets.dialog import ask_text


class AnsweringScreen(KeepingScreen):
    """The part of the question's screen that takes answers; each goes to the desk with the position."""

    def __init__(self, interview_id: str, *, to_open: bool) -> None:
        super().__init__(interview_id)
        self.to_open = to_open
        self.client_view = False
        self.doubted = ""
        """What did not fit about the answer before, until the next one is given."""
        self._doubted_at = ""
        self._twice = Twice()

    @property
    def told_before(self) -> str:
        """What is said over the question about the answer before; back at that one, its own doubts stand below it."""
        at = "" if self.question is None else self.question.id
        return "" if self.client_view or (at and at == self._doubted_at) else self.doubted

    def note_doubt(self, text: str, question: str = "") -> None:
        """Remember what to say over the next question, and about the answer to which one."""
        self.doubted, self._doubted_at = text, question

    def action_skip(self) -> None:
        """Go to the question after, leaving this one as it is."""
        raise NotImplementedError

    # Answers

    def on_answer_field_given(self, event: AnswerField.Given) -> None:
        """Enter in the field."""
        event.stop()
        self._give()

    def on_answer_options_given(self, event: AnswerOptions.Given) -> None:
        """Enter on the options."""
        event.stop()
        self._give()

    def on_answer_lines_given(self, event: AnswerLines.Given) -> None:
        """Enter on the last line."""
        event.stop()
        self._give()

    def _give(self) -> None:
        step, question, editors = self.step, self.question, self.view.editors
        if step is None or question is None:
            return
        if editors.known is not None:
            self._keep(taken_over(editors.known))
            return
        if editors.empty:
            self._leave_empty(step, question)
            return
        try:
            answer = editors.answer()
        except DeskError as error:
            self.view.complain(str(error))
            return
        if answer.value is not None and not self._agreed(step, question, answer.value):
            return
        if isinstance(answer.value, Relatives):
            ask_namesakes(self, answer.value, step.known_members, lambda told: self._keep(replace(answer, value=told)))
            return
        found = [] if answer.value is None else self.view.doubted(answer.value)
        self._keep(answer, found)

    def _agreed(self, step: InterviewStep, question: Question, value: Value) -> bool:
        """Whether it may be kept: what stands on a paper form is keyed in twice, where a slip would not be seen."""
        if not step.head.form_number or not typed_twice(question):
            return True
        taken = self._twice.take(question.id, value)
        if taken == "accepted":
            return True
        emptied = replace(step, answer=None)
        self.view.editors.fill(emptied, question, self.shell.clock.today(), Draft(), offers=False)
        self.set_focus(self.view.editor)
        self.view.complain(again_text(question, self._twice.both))
        return False

    def _leave_empty(self, step: InterviewStep, question: Question) -> None:
        if not question.required or (step.answer is not None and step.answer.value is None):
            self.action_skip()
            return
        if step.known is not None and not step.known.only_total:
            told = mark(
                'Answer anew: Enter takes nothing over here. Down, then "As before" takes the earlier answer over.'
            )
            self.view.complain(translate(told))
            return
        self.view.complain(translate(mark('Answer first; Down leads to "ask later" and "declines to say".')))

    def _keep(self, answer: Answer, doubted: list[str] | None = None) -> None:
        step, question = self.step, self.question
        if step is None or question is None:
            return
        # Who types fast is at the next question before the hint below this one was read.
        told = translate(mark("Question {place}: {doubt} PgUp goes back."))
        self.note_doubt("\n".join(told.format(place=step.place, doubt=doubt) for doubt in doubted or ()), question.id)
        interview, question_id, to_open = self.interview_id, question.id, self.to_open
        self.write(
            self.given(question, lambda desk: desk.interviews.answer(interview, question_id, answer, to_open=to_open))
        )

    def on_answer_menu_chosen(self, event: AnswerMenu.Chosen) -> None:
        """Enter on one of the other answers."""
        event.stop()
        step = self.step
        if event.name == "later":
            self._keep(LATER)
        elif event.name == "declined":
            self._keep(DECLINED)
        elif event.name == "known" and step is not None and step.known is not None:
            self._keep(taken_over(step.known))
        elif step is not None and step.question is not None:
            self.set_focus(self.view.editor)
            ask_text(self, mark("Note to this question"), partial(self._note, step.question.id), value=step.note)

    def _note(self, question: str, text: str) -> None:
        interview = self.interview_id
        self.write(lambda desk: desk.interviews.note(interview, question, text))

    # Who says it

    def action_source(self) -> None:
        """Turn who says the present figure: the client, or a document, whose date is asked for."""
        today = self.shell.clock.today()
        if self.view.editors.turn_source() != "document":
            return
        entry = DayEntry(today, most=today)
        ask_text(
            self,
            mark("Date of the document"),
            lambda typed: self._date_document(entry.read(typed)),
            value=today.isoformat(),
            check=entry.complaint,
            read=entry.understood,
        )

    def _date_document(self, as_of: date) -> None:
        self.view.editors.date_document(as_of)

    # Ways to the menu

    def on_answer_menu_left(self, event: AnswerMenu.Left) -> None:
        """Back to the answer."""
        event.stop()
        self.set_focus(self.view.editor)

    def on_answer_options_below_last(self, event: AnswerOptions.BelowLast) -> None:
        """Down below the last option."""
        event.stop()
        self.action_menu()

    def on_answer_lines_below_last(self, event: AnswerLines.BelowLast) -> None:
        """Down below the last line."""
        event.stop()
        self.action_menu()

    def action_menu(self) -> None:
        """Go to the other answers."""
        self.set_focus(self.view.menu)
