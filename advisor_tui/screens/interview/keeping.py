"""What is typed and not given: it stands there again at the return, also after a lock, a parking or a kill."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.rules.questionnaire import Question
from advisor_tui.screens.interview.drafts import Draft, read, written
from advisor_tui.screens.interview.saving import SavingScreen
from advisor_tui.screens.newest import NewestSaver

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor_tui.desk.desk import Desk

T = TypeVar("T")
_PAUSE = 1.0
"""Seconds within which what is typed is kept by the desk: a kill costs no more of it."""


class KeepingScreen(SavingScreen):
    """The part of the question's screen that keeps drafts: at once in memory, within a second at the desk.

    What was given is no draft any more: a keeping that waits for the answer's writing finds nothing of it to keep.
    """

    def __init__(self, interview_id: str) -> None:
        super().__init__()
        self.interview_id = interview_id
        self.step: InterviewStep | None = None
        self._drafts: dict[str, str] = {}
        self._saver: NewestSaver[dict[str, str]] = NewestSaver(self._keep_drafts, {})
        self._due = False

    @property
    def question(self) -> Question | None:
        """The question that stands here, None at the review."""
        return None if self.step is None else self.step.question

    def found_drafts(self, drafts: Mapping[str, str]) -> None:
        """Take over what the desk kept when the interview was left."""
        self._saver = NewestSaver(self._keep_drafts, dict(drafts))
        self._drafts = dict(drafts)

    def take_draft(self, step: InterviewStep, question: Question) -> Draft | None:
        """What was typed into a question and not given; it is the editor's from now on."""
        content = self._drafts.pop(question.id, "")
        return read(step, question, content) if content else None

    def keep_draft(self) -> None:
        """Before leaving the question: what stands in its editor and was not given stands there again at its return."""
        question = self.question
        if question is not None and self.view.dirty:
            self._drafts[question.id] = written(question, self.view.editors.draft())

    def left(self) -> bool:
        """Whether something was typed, here or at a question that was left, and not given yet."""
        asked = set() if self.step is None else {question.id for question, _ in self.step.asked}
        return self.view.dirty or bool(asked & self._drafts.keys())

    def keep_typed(self) -> None:
        """Have the desk keep everything that was typed and not given, as far as it does not yet."""
        self._saver.put(self._typed())
        if self._saver.behind and self.shell.desk is not None:
            self.shell.act(self._saver.write, lambda _: None, self.shell.show_error)

    def keep_soon(self) -> None:
        """Keep what is typed within a second; typing on does not put it off."""
        if not self._due:
            self._due = True
            self.set_timer(_PAUSE, self._keep_now)

    def given(self, question: Question, job: "Callable[[Desk], T]") -> "Callable[[Desk], T]":
        """The job that writes an answer, which takes the draft of its question with it."""
        self._drafts.pop(question.id, None)
        saver = self._saver

        def without(drafts: dict[str, str]) -> dict[str, str]:
            return {name: text for name, text in drafts.items() if name != question.id}

        saver.put(without(saver.newest))

        def write(desk: "Desk") -> T:
            return saver.beside(desk, job, without)

        return write

    def _keep_now(self) -> None:
        self._due = False
        if not self.busy and self.is_attached:
            self.keep_typed()

    def _typed(self) -> dict[str, str]:
        """What was typed and not given."""
        typed, question = dict(self._drafts), self.question
        # While something is written, what stands in the editor is given already, or a draft already.
        if question is not None and not self.busy and self.view.dirty:
            typed[question.id] = written(question, self.view.editors.draft())
        return typed

    def _keep_drafts(self, desk: "Desk", newest: dict[str, str], stored: dict[str, str]) -> None:
        """Have the desk keep what it does not know yet, "" for what stands there no more; called in the thread."""
        gone = dict.fromkeys(stored.keys() - newest.keys(), "")
        changed = {name: content for name, content in newest.items() if content != stored.get(name)}
        desk.interviews.keep_drafts(self.interview_id, changed | gone)
