"""Saving one thing after the other: what is typed meanwhile is kept for what stands next."""

from typing import TYPE_CHECKING

from textual.reactive import Reactive
from textual.widget import Widget

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.interview.view import QuestionView

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor_tui.desk.desk import Desk


class SavingScreen(DeskScreen):
    """The part of the question's screen that writes, and holds keys back until it was written.

    Attributes:
        focused: What has the focus; what loses or gets it paints itself, the whole screen need not be painted for it.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether something is being saved."""
        return self._busy

    @property
    def view(self) -> QuestionView:
        """The question."""
        return self.query_one(QuestionView)

    def show_step(self, step: InterviewStep) -> None:
        """Show where the interview stands."""
        raise NotImplementedError

    def write(self, job: "Callable[[Desk], InterviewStep]") -> None:
        """Save, and only then go on."""
        self._busy = True
        # A read that began before must not be shown after what is saved now.
        self.cancel_jobs("read")
        self.shell.hold_keys()
        self.act(job, self._saved, failed=self._refused)

    def _saved(self, step: InterviewStep) -> None:
        self._busy = False
        self.show_step(step)
        self.shell.release_keys()

    def after_lock(self) -> None:
        """It was saved behind the lock; what comes next is read again."""
        self._busy = False

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self.shell.release_keys(drop=True)  # it was typed for the question that would have come
        if error.code == "answer_invalid":  # it belongs to what was typed, and stands beside it
            self.view.complain(str(error))
        else:
            self.shell.show_error(error)
