"""A draft on screen that every key changes: what it was before, what was taken back, and its saving."""

from typing import TYPE_CHECKING

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.proposal.draft import Draft, History
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.newest import NewestSaver
from advisor_tui.screens.proposal.line import take_positions

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.desk.proposal.bench import Workbench


class DraftScreen(DeskScreen):
    """Reads a workbench; a subclass shows it (`show_draft`) and changes its draft (`change`)."""

    def __init__(self, proposal_id: str) -> None:
        super().__init__()
        self.proposal_id = proposal_id
        self._bench: Workbench | None = None
        self._history: History | None = None
        self._saver: NewestSaver[Draft] | None = None
        self._failed = False

    # Reading

    @property
    def about(self) -> str:
        """Whose draft it is."""
        return "" if self._bench is None else self._bench.client.id

    def refresh_data(self) -> None:
        """Read the workbench again; what was built here and its history stay."""
        saver = self._saver
        if saver is not None and saver.behind:
            self.act(saver.write, lambda _: None, failed=self._not_saved)
        self.ask(lambda desk: desk.proposals.bench(self.proposal_id), self._arrived, failed=self._gone)

    def _gone(self, error: DeskError) -> None:
        self.shell.show_error(error)
        self.close()

    def _arrived(self, bench: "Workbench") -> None:
        self._bench = bench
        self._history = take_positions(self, bench, self._history)
        if self._saver is None:
            self._saver = NewestSaver(self._store, bench.draft)
        self.show_draft()

    def _store(self, desk: "Desk", newest: Draft, _: Draft) -> None:
        """Called in the thread."""
        desk.proposals.save(self.proposal_id, newest)

    def show_draft(self) -> None:
        """Judge the draft and show it; nothing before it was read."""

    @property
    def bench(self) -> "Workbench":
        """What the draft is judged with."""
        assert self._bench is not None
        return self._bench

    @property
    def draft(self) -> Draft:
        """The draft as it stands now."""
        assert self._history is not None
        return self._history.now

    @property
    def ready(self) -> bool:
        """Whether the draft has been read."""
        return self._history is not None and self._bench is not None

    # Changing

    def change(self, draft: Draft) -> None:
        """Take over a changed draft: judge it, show it, save it."""
        if self._history is not None and draft != self.draft:
            self._follow(self._history.do(draft))

    def _follow(self, history: History) -> None:
        self._history = history
        self.show_draft()
        saver = self._saver
        if saver is not None:
            saver.put(history.now)
            self.act(saver.write, lambda _: None, failed=self._not_saved)

    def _not_saved(self, error: DeskError) -> None:
        self._failed = True
        self.shell.show_error(error)

    def unsaved(self) -> bool:
        """Every change goes to the store at once; only one that could not be written there would be lost."""
        return self._failed and self._saver is not None and self._saver.behind

    def action_save(self) -> None:
        """Park the draft: it is saved already, so go back to the list."""
        self.say(mark("The draft is saved; it goes on where it was left."))
        super().action_back()

    def action_undo(self) -> None:
        """One change back."""
        if self._history is not None:
            self._follow(self._history.undo())

    def action_redo(self) -> None:
        """One change forward again."""
        if self._history is not None:
            self._follow(self._history.redo())
