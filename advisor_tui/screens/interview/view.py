"""One question on screen: its words, the editor that fits its kind, what does not fit, what is noted."""

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.message import Message

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.desk.views.interviews import Figures, InterviewStep
from advisor_tui.rules.questionnaire import Answer, Question, Value
from advisor_tui.screens.interview.doubts import doubts_about, refusal_about
from advisor_tui.screens.interview.drafts import Draft
from advisor_tui.screens.interview.editors import Editors
from advisor_tui.screens.interview.events import events_of
from advisor_tui.screens.interview.offers import offer_text
from advisor_tui.screens.interview.side import notes_of
from advisor_tui.screens.interview.sums import sums_of, told_with
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_layout import LaidOutOnce
from advisor_tui.widgets.answer_menu import AnswerMenu
from advisor_tui.widgets.answer_options import AnswerOptions
from advisor_tui.widgets.answer_prose import AnswerProse, Paragraph
from advisor_tui.widgets.wrapping import wrapped

_AROUND = 3
"""Lines beside those of the figures and the prose: their total, the name of the present one, the other answers."""
_BESIDE = 7
"""Cells at the sides of the prose."""
_ERROR, _WARNING, _MUTED = "$text-error", "$text-warning", "$text-muted"


class QuestionPane(VerticalScroll, LaidOutOnce, inherit_bindings=False):
    """Where the question stands; it scrolls only by itself, since PgUp and PgDn lead through the questions."""

    can_focus = False


class QuestionView(Vertical):
    """Shows a step; what is given arrives at the screen as messages of the editors."""

    class Changed(Message):
        """What stands in the editor is another answer than before, with the sums that it gives."""

    def __init__(self) -> None:
        super().__init__(id="question-right")
        self._question: Question | None = None
        self._answer: Answer | None = None
        self._step: InterviewStep | None = None
        self._today = date.min
        self._notes = True
        self._complaint = ""

    def compose(self) -> ComposeResult:
        """The question, its editor, and the menu below, always in the same place."""
        with QuestionPane(id="question-pane"):
            yield AnswerProse(id="question-words")
            yield Editors(id="question-editors")
            yield AnswerProse(id="question-remarks")
        yield AnswerMenu(id="question-menu")

    @property
    def editors(self) -> Editors:
        """What answers are given with."""
        return self.query_one(Editors)

    @property
    def menu(self) -> AnswerMenu:
        """What can be said instead of an answer."""
        return self.query_one(AnswerMenu)

    @property
    def editor(self) -> AnswerField | AnswerOptions:
        """What takes the keys of the present question."""
        return self.editors.typed_in

    @property
    def dirty(self) -> bool:
        """Whether something stands in the editor that was not given yet."""
        return self.editors.dirty

    @property
    def sums(self) -> Figures:
        """What the answers add up to, with what stands in the editor now."""
        if self._step is None or self._question is None:
            return Figures()
        value = self.editors.value
        if value is None and self._answer is not None:
            value = self._answer.value
        return sums_of(told_with(self._step, self._question, value))

    def show(
        self, step: InterviewStep, question: Question, today: date, *, notes: bool, draft: Draft | None, before: str
    ) -> None:
        """Show a question; what was typed stays if it is the same one with the same value. No message tells of it.

        Args:
            step: Where the interview stands.
            question: The question.
            today: The business date.
            notes: Whether the advisor's notes are shown.
            draft: What was typed into it earlier and not given.
            before: What did not fit about the answer before.
        """
        self._step, self._today = step, today
        self._show_words(step, question, before)
        self.menu.offer(_other_answers(step))
        said = None if self._answer is None else self._answer.value
        value = None if step.answer is None else step.answer.value
        same = self._question == question and said == value
        self._question, self._answer, self._notes = question, step.answer, notes
        if not same:
            self._complaint = ""
            self.editors.fill(step, question, today, draft, offers=notes)
            self.query_one(QuestionPane).scroll_home(animate=False)
        self._remark()

    def _show_words(self, step: InterviewStep, question: Question, before: str) -> None:
        """What does not fit about the answer before, the question, what it means; over lines of figures, close."""
        apart = question.kind != "figures"
        explained = "" if question.explain is None else pick(question.explain)
        words = [
            Paragraph(f"? {before}" if before else "", _WARNING, apart=apart),
            Paragraph(pick(question.text), "bold", head=f"{step.place}.", apart=apart),
            Paragraph(explained if self._has_room(question, explained, before) else "", _MUTED, apart=apart),
        ]
        self.query_one("#question-words", AnswerProse).show(words)

    def _has_room(self, question: Question, explained: str, before: str) -> bool:
        """Whether the lines of figures leave room for the explanation: they are what has to be in sight."""
        if question.kind != "figures" or not self.size.height:
            return True
        cells = max(2, self.size.width - _BESIDE)
        prose = (f"? {before}" if before else "", pick(question.text), explained)
        lines = sum(len(wrapped(text, cells)) for text in prose if text)
        return lines + len(question.items) + _AROUND <= self.size.height

    def turn(self, *, notes: bool, before: str) -> None:
        """Show or hide what is for the advisor's eyes: notes, doubts, and what is known, unless it was typed into."""
        step, question = self._step, self._question
        if step is None or question is None:
            return
        self._notes = notes
        self._show_words(step, question, before)
        if not self.dirty:
            self.editors.fill(step, question, self._today, offers=notes)
        self._remark()
        self.post_message(self.Changed())

    def complain(self, text: str) -> None:
        """Say what is wrong with what was given."""
        self._complaint = text
        self._remark()

    def doubted(self, value: Value) -> list[str]:
        """What does not fit about an answer, a sentence each; nothing while the screen is turned to the client."""
        if self._step is None or self._question is None or not self._notes:
            return []
        return doubts_about(self._step, self._question, value, self._today)

    def _remark(self) -> None:
        """Point out what does not fit, with its source, and what follows from a refusal; nothing is barred."""
        step, question, value = self._step, self._question, self.editors.value
        known = None if question is None or not question.options else self.editors.known
        offer = "" if question is None or known is None else offer_text(question, known)
        refusal, doubted, noted, events = "", [], "", ""
        if step is not None and question is not None and value is not None:
            refusal = refusal_about(step, question, value, self._today)
            doubted = self.doubted(value)
        if step is not None:
            noted = notes_of(step, offered=self.editors.known is not None).plain if self._notes else ""
            events = events_of(step, private=self._notes).plain
        refusal = f"! {refusal}" if refusal else ""
        self.query_one("#question-remarks", AnswerProse).show(
            [
                Paragraph(offer, _MUTED),
                Paragraph(f"! {self._complaint}" if self._complaint else "", _ERROR),
                Paragraph(refusal, _WARNING, apart=True),
                Paragraph("\n".join(f"? {text}" for text in doubted), _WARNING),
                Paragraph(noted, _MUTED, apart=True),
                Paragraph(events, _MUTED),
            ]
        )
        if refusal:
            # It stands below the options, where a low terminal ends; the law wants it read before it is given.
            self.call_after_refresh(self._bring_into_view, refusal)

    def _bring_into_view(self, remark: str) -> None:
        pane, remarks = self.query_one(QuestionPane), self.query_one("#question-remarks", AnswerProse)
        above, lines = remarks.line_of(remark)
        place = remarks.virtual_region
        pane.scroll_to_region(Region(place.x, place.y + above, place.width, lines), animate=False)

    def on_editors_changed(self, event: Editors.Changed) -> None:
        """A complaint is over as soon as something else stands there."""
        event.stop()
        self.complain("")
        self.post_message(self.Changed())


def _other_answers(step: InterviewStep) -> list[tuple[str, str]]:
    items = [
        ("later", translate(mark("Ask later"))),
        ("declined", translate(mark("Declines to say"))),
        ("note", translate(mark("Note"))),
    ]
    if step.known is not None and not step.known.only_total:
        items.append(("known", translate(mark("As before"))))
    return items
