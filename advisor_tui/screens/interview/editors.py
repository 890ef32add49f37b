"""What a question is answered with: options, a field, lines of figures, or the members of a household."""

from copy import deepcopy
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import pick
from advisor_tui.desk.views.interviews import InterviewStep, Known
from advisor_tui.reference.answers import check_value, parse_answer
from advisor_tui.rules.questionnaire import Answer, Question, Value, answered
from advisor_tui.rules.said import Figures, Relatives, Source
from advisor_tui.screens.interview.drafts import Draft
from advisor_tui.screens.interview.figure_lines import FigureLines
from advisor_tui.screens.interview.figures import FiguresEditor
from advisor_tui.screens.interview.member_lines import MemberLines
from advisor_tui.screens.interview.members import MembersEditor
from advisor_tui.screens.interview.offers import offered, offered_figures, offered_members
from advisor_tui.screens.interview.single import SOURCED, SingleEditor
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_layout import LaidOutOnce
from advisor_tui.widgets.answer_lines import AnswerLines
from advisor_tui.widgets.answer_options import AnswerOptions, Choice


class Editors(Vertical, LaidOutOnce):
    """The editors, of which the one that fits the question is shown."""

    DEFAULT_CSS = """
    Editors { height: auto; }
    """

    class Changed(Message):
        """What stands in the editor is another answer than before."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._question: Question | None = None
        self._answer: Answer | None = None
        self._today = date.min
        self._offered: Known | None = None

    def compose(self) -> ComposeResult:
        """One editor a kind of answer."""
        yield AnswerOptions(id="question-options")
        yield SingleEditor(id="question-entry")
        yield FiguresEditor(id="question-figures")
        yield MembersEditor(id="question-members")

    @property
    def field(self) -> AnswerField:
        """The field for amounts, numbers, dates and texts."""
        return self.single.field

    @property
    def single(self) -> SingleEditor:
        """The field with what was understood beside it."""
        return self.query_one(SingleEditor)

    @property
    def options(self) -> AnswerOptions:
        """The options of a choice."""
        return self.query_one("#question-options", AnswerOptions)

    @property
    def figures(self) -> FiguresEditor:
        """The lines of several figures."""
        return self.query_one("#question-figures", FiguresEditor)

    @property
    def members(self) -> MembersEditor:
        """The members of a household."""
        return self.query_one("#question-members", MembersEditor)

    @property
    def typed_in(self) -> AnswerField | AnswerOptions:
        """What takes the keys of the present question."""
        if self._kind in ("choice", "choices"):
            return self.options
        return self._lines.field if self._lines is not None else self.field

    @property
    def _kind(self) -> str:
        return "" if self._question is None else self._question.kind

    @property
    def _lines(self) -> FiguresEditor | MembersEditor | None:
        if self._kind == "figures":
            return self.figures
        return self.members if self._kind == "members" else None

    # Filling

    def fill(
        self, step: InterviewStep, question: Question, today: date, draft: Draft | None = None, *, offers: bool
    ) -> None:
        """Show the editor of a question with what was answered, or with what was typed and not given.

        Args:
            step: Where the interview stands.
            question: The question.
            today: The business date.
            draft: What was typed and not given.
            offers: Whether what is known may be offered.
        """
        answer = step.answer
        value = None if answer is None else answer.value
        self._question, self._answer, self._today = question, answer, today
        self._offered = offered(step, question, today) if offers else None
        choice = question.kind in ("choice", "choices")
        self.options.display = choice
        self.single.display = not choice and self._lines is None
        self.figures.display, self.members.display = question.kind == "figures", question.kind == "members"
        if choice:
            chosen = value if isinstance(value, tuple) else () if value is None else (str(value),)
            choices = [Choice(option.id, pick(option.text), option.alone) for option in question.options]
            self.options.offer(choices, chosen if draft is None else draft.chosen, several=question.kind == "choices")
        elif question.kind == "figures":
            said = value if isinstance(value, Figures) else None
            lines = draft.figures if draft is not None and draft.figures is not None else None
            if lines is None:
                lines = FigureLines(question, said, offered_figures(step, question) if offers else {})
            self.figures.restore(question, lines, today)
        elif question.kind == "members":
            named = value if isinstance(value, Relatives) else None
            model = draft.members if draft is not None and draft.members is not None else None
            self.members.restore(model or MemberLines(named, offered_members(step, question) if offers else ()), today)
        else:
            self.single.fill(question, answer, today, self._offered)
            if draft is not None:
                self.single.put(draft.text, draft.source, draft.as_of)

    def draft(self) -> Draft:
        """What stands in the editor now."""
        # A copy: the lines themselves go on to be typed in.
        return Draft(
            self.field.value,
            self.single.source,
            self.single.as_of,
            self.options.chosen,
            deepcopy(self.figures.model) if self._kind == "figures" else None,
            deepcopy(self.members.model) if self._kind == "members" else None,
        )

    # What stands there

    @property
    def empty(self) -> bool:
        """Whether nothing stands in the editor; an empty household is an answer."""
        if self._kind in ("choice", "choices"):
            return not self.options.chosen
        if self._kind == "members":
            return False
        if self._kind == "figures":
            return self.figures.value is None
        return self.single.empty

    @property
    def known(self) -> Known | None:
        """What Enter takes over now."""
        return self._offered if self._offered is not None and self.empty else None

    def answer(self) -> Answer:
        """What stands in the editor.

        Raises:
            DeskError: `answer_invalid`, saying what is expected.
        """
        question = self._question
        assert question is not None
        lines = self._lines
        if lines is not None:
            value = lines.value
            return answered(check_value(question, Figures(()) if value is None else value))
        if self._kind in ("choice", "choices"):
            places = [option.id for option in question.options]
            typed = "".join(str(places.index(chosen) + 1) for chosen in self.options.chosen)
            return answered(parse_answer(question, typed, self._today))
        return self.single.answer()

    @property
    def value(self) -> Value | None:
        """What stands in the editor, as a value; None while it is none."""
        if self._question is None or self.empty:
            return None
        try:
            return self.answer().value
        except DeskError:
            return None

    @property
    def dirty(self) -> bool:
        """Whether something stands in the editor that was not given yet."""
        question, said = self._question, None if self._answer is None else self._answer.value
        if question is None:
            return False
        if self._kind in ("choice", "choices"):
            before = said if isinstance(said, tuple) else () if said is None else (said,)
            return bool(self.options.chosen) and set(self.options.chosen) != set(before)
        if self._kind == "figures":
            model = self.figures.model
            return model is not None and (model.wrong is not None or self.figures.value != said)
        if self._kind == "members":
            people = self.members.model
            nothing = Relatives(()) if said is None else said
            return people is not None and (people.half_typed or people.members != nothing)
        return self.single.dirty

    # Who says it

    @property
    def sourced(self) -> bool:
        """Whether what stands here is a figure of which somebody says it."""
        return self._kind == "figures" or self._kind in SOURCED

    def turn_source(self) -> Source:
        """Turn the source of the present figure; the new one."""
        if self._kind == "figures":
            return self.figures.turn_source()
        return self.single.turn_source(self._today)

    def date_document(self, as_of: date) -> None:
        """Note of which day the document is that shows the present figure."""
        if self._kind == "figures":
            self.figures.date_document(as_of)
        else:
            self.single.say("document", as_of)

    # Following the keys

    def on_single_editor_changed(self, event: SingleEditor.Changed) -> None:
        """Something else was typed."""
        event.stop()
        self.post_message(self.Changed())

    def on_answer_options_changed(self, event: AnswerOptions.Changed) -> None:
        """Something else was chosen."""
        event.stop()
        self.post_message(self.Changed())

    def on_answer_lines_changed(self, event: AnswerLines.Changed) -> None:
        """Something else was typed."""
        event.stop()
        self.post_message(self.Changed())
