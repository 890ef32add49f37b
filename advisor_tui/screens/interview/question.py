"""One question of an interview at a time: digits answer, Enter goes on, every answer is saved before the next."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from advisor_tui.base.languages import mark, pick, translate, translate_in
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.screens.actions import Place
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.answering import AnsweringScreen
from advisor_tui.screens.interview.doubts import unassessed_text
from advisor_tui.screens.interview.header import InterviewHeader
from advisor_tui.screens.interview.side import FiguresLine, SectionList, in_order
from advisor_tui.screens.interview.view import QuestionView
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint

REVIEW = ""
"""The place of the review in the jump list and in `Interviews.go_to`."""


class QuestionScreen(AnsweringScreen):
    """Reads where the interview stands; writes each answer with the position, in one transaction."""

    AREA = "interview"
    HEADING = mark("Interview")
    HELP = mark(
        "Digits answer and Enter goes on; with several to choose, digits tick and untick. Amounts may be written as "
        "18000, 1.8万 or 300k, dates as 2030-06-01 or 2030年6月; what was understood stands beside the field. Where "
        "something is known already, Enter takes it over while nothing was typed or picked. An answer that bears on "
        'the risk level is said anew: there Down, then "As before", takes the earlier one over. Of several figures '
        "Enter leads to the next line, an empty line or - was not spoken of, and the total follows every key. F11 "
        "notes whether the client says a figure or a document shows it. Members are typed one after the other; "
        "Enter on an empty name ends, Del takes one out. Down leads to: ask later, declines to say, a note, the "
        "earlier answer. What does not fit the record or another answer is pointed out, and never refused. Ctrl+G "
        "shows all answers. Every answer that was given is saved at once: the interview can be left at any moment "
        "and goes on at the same question. What was typed and not given stands there again when you come back, also "
        "after the desk was locked."
    )
    CSS_PATH = "question.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "previous", mark("Previous"), id="interview.previous"),
        Binding("pagedown", "skip", mark("Skip"), id="interview.skip", show=False),
        Binding("ctrl+s", "save", mark("Park"), id="interview.park"),
        Binding("ctrl+g", "review", mark("Review"), id="interview.review", show=False),
        Binding("f11", "source", mark("Source"), id="interview.source"),
        Binding("f12", "client_view", mark("Client view"), id="interview.client_view"),
        Binding("down", "menu", mark("Other answers"), id="interview.menu", show=False),
    ]

    def __init__(self, interview_id: str, *, to_open: bool = False) -> None:
        super().__init__(interview_id, to_open=to_open)
        self._resumed = False
        self._reviewing = False

    def compose_body(self) -> ComposeResult:
        """Header, sections at the left, the question, and what the figures add up to."""
        yield InterviewHeader()
        with Horizontal(id="question-body"):
            yield SectionList()
            yield QuestionView()
        yield FiguresLine()

    @property
    def about(self) -> str:
        """Whose interview it is."""
        return "" if self.step is None else self.step.head.client.id

    # Reading

    def on_screen_resume(self) -> None:
        """Read again, unless the review is under way."""
        if not self._reviewing:
            super().on_screen_resume()

    def refresh_data(self) -> None:
        """Read where the interview stands; while something is saved, the answer to that tells it."""
        if self.busy or self.shell.desk is None:
            return
        interview = self.interview_id
        if not self._resumed:
            self._resumed = True
            self.write(lambda desk: desk.interviews.resume(interview))
            return
        self.ask(lambda desk: desk.interviews.current(interview), self.show_step)

    # Showing

    @property
    def question_id(self) -> str:
        """The question that stands here, or "" at the review."""
        return "" if self.question is None else self.question.id

    def show_step(self, step: InterviewStep) -> None:
        """Show the question at which the interview stands, or open the review."""
        self.step = step
        if step.drafts:
            self.found_drafts(step.drafts)
        if step.unassessed:
            self.note_doubt(unassessed_text(step.unassessed))
        question = step.question
        if question is None:
            self._open_review()
            return
        self._reviewing = False
        self.query_one(InterviewHeader).show(step.head, step.progress, question.section)
        self.query_one(SectionList).show(step.progress, question.section)
        self.view.show(
            step,
            question,
            self.shell.clock.today(),
            notes=not self.client_view,
            draft=self.take_draft(step, question),
            before=self.told_before,
        )
        self._follow_typing()
        self.set_focus(self.view.editor)
        self.refresh_bindings()

    def on_question_view_changed(self, event: QuestionView.Changed) -> None:
        """Add up with every key, and say whether something is typed that was not given."""
        event.stop()
        self._follow_typing()

    def _follow_typing(self) -> None:
        self.query_one(FiguresLine).show(self.view.sums, saved=not self.left())
        self.keep_soon()

    # Moving

    def action_previous(self) -> None:
        """Go to the question before; nothing is lost."""
        interview = self.interview_id
        self.keep_draft()
        self.write(lambda desk: desk.interviews.back(interview))

    def action_skip(self) -> None:
        """Go to the question after, leaving this one as it is."""
        interview = self.interview_id
        self.keep_draft()
        self.write(lambda desk: desk.interviews.forward(interview))

    def places(self) -> list[Place]:
        """Every question asked now, by number, text or section; last the review."""
        if self.step is None:
            return []
        titles = {part.section.id: pick(part.section.title) for part in self.step.progress.sections}
        found = [
            Place(question.id, pick(question.text), titles[question.section], str(self.step.numbers[question.id]))
            for question, _ in self.step.asked
        ]
        return [*found, Place(REVIEW, translate(mark("Review")), "核对 review")]

    def go_to_place(self, key: str) -> None:
        """Go to a question or the review."""
        interview = self.interview_id
        self.keep_draft()
        self.write(lambda desk: desk.interviews.go_to(interview, key))

    def action_review(self) -> None:
        """Go to the review, with all answers."""
        self.go_to_place(REVIEW)

    def action_back(self) -> None:
        """Leave the interview, which is parked; from a question that the review led to, back to the review."""
        if self.to_open:
            self.action_review()
        else:
            super().action_back()

    def action_save(self) -> None:
        """Park: every answer is saved already, and what was typed and not given is kept."""
        self.say(mark("Parked. It goes on at this question."))
        self.close()

    def close(self) -> None:
        """Close; what was typed and not given stands there again."""
        self.keep_typed()
        super().close()

    async def change_language(self) -> None:
        """Show everything in the other language, with what was typed."""
        self.keep_draft()
        await super().change_language()

    def action_client_view(self) -> None:
        """Hide or show what is for the advisor's eyes, when the screen is turned to the client."""
        self.client_view = not self.client_view
        if self.step is not None and self.step.question is not None:
            self.view.turn(notes=not self.client_view, before=self.told_before)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer F11 only where somebody says a figure."""
        if action == "source":
            return self.is_mounted and self.view.editors.sourced
        return super().check_action(action, parameters)

    def _open_review(self) -> None:
        if self._reviewing:
            return
        from advisor_tui.screens.interview.review import ReviewScreen

        self._reviewing = True
        review = ReviewScreen(self.interview_id)
        self.app.push_screen(review, lambda _: self._reviewed(review))

    def _reviewed(self, review: "DeskScreen") -> None:
        from advisor_tui.screens.interview.result import ResultScreen
        from advisor_tui.screens.interview.review import ReviewScreen

        assert isinstance(review, ReviewScreen)
        if review.completed:
            self.app.switch_screen(ResultScreen(self.interview_id))
        elif review.question:
            self.to_open = True
            self.go_to_place(review.question)
        else:
            self.close()

    # Keys

    def help_keys(self) -> list[tuple[str, str]]:
        """Enter belongs to the editor; the others pass through it, past its own keys for scrolling."""
        moves = [("PgUp", mark("Previous")), ("PgDn", mark("Skip")), (signs("↓"), mark("Other answers"))]
        return [("Enter", translate_in("interview", "Next")), *((signs(key), translate(text)) for key, text in moves)]

    def keys(self) -> list[KeyHint]:
        """How to answer this question, then the rest; what stands first is there at every width."""
        hints = super().keys()
        if self.focused is self.view.menu:
            own = [KeyHint(signs("← →"), translate(mark("Choose"))), KeyHint("Enter", translate(mark("OK")))]
            return [*own, *in_order(hints, "Ctrl+S", "F12")]
        question, field = self.question, self.focused
        own = [KeyHint("Enter", translate_in("interview", "Next")), KeyHint("PgUp", translate(mark("Previous")))]
        if question is not None and question.options:
            own.insert(0, KeyHint(f"1-{len(question.options)}", translate(mark("Answer"))))
        if self.to_open:
            own.append(KeyHint("Esc", translate(mark("To the review"))))
        if isinstance(field, AnswerField) and field.replaces:
            own.insert(0, KeyHint(signs("→"), translate(mark("Keep it"))))
        named = {hint.key for hint in own}
        *rest, last = in_order([hint for hint in hints if hint.key not in named], "Ctrl+S", "F12", "F11")
        return [*own, *rest, KeyHint("Ctrl+P", translate(mark("Jump to")), spare=True), last]
