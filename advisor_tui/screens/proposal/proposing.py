"""Ctrl+G in the builder: proposes in a thread, Esc stops it, Insert pins a line; and the page of why nothing fits."""

import threading
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.proposal import draft as drafts
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.line_keys import LineScreen
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.desk.proposal.proposing import Proposed

GROUP = "propose"


class ProposingScreen(LineScreen):
    """A draft that can be proposed automatically."""

    _stop: threading.Event | None = None

    @property
    def proposing(self) -> bool:
        """Whether an answer is being looked for."""
        return self._stop is not None

    def action_propose(self) -> None:
        """Cover the client's needs around the pinned lines; the answer is one change, which undo takes back."""
        if not self.ready or self.proposing:
            return
        bench, draft, stop = self.bench, self.draft, threading.Event()
        self._stop = stop

        def propose(desk: "Desk") -> "Proposed":
            return desk.proposals.proposing.propose(bench, draft, stop.is_set)

        self.ask(propose, lambda found: self._proposed(stop, draft, found), group=GROUP, failed=self._not_proposed)
        self.show_draft()

    def _proposed(self, stop: threading.Event, asked: drafts.Draft, found: "Proposed") -> None:
        if stop is not self._stop:
            return
        self._stop = None
        if self.draft != asked:
            self.say(mark("The draft was changed meanwhile: Ctrl+G proposes again."))
        elif not found.fits:
            self.app.push_screen(ReasonsScreen(self._reasons(found)))
        elif found.draft == asked:
            self.say(mark("Nothing better was found: the draft stays."))
        else:
            self.change(found.draft)
            self.table.move_to_key(found.draft.lines[0].product)
        self.show_draft()

    def _reasons(self, found: "Proposed") -> Content:
        from advisor_tui.screens.proposal.proposing_text import reasons_in_full

        return reasons_in_full(self.bench, found)

    def _not_proposed(self, error: DeskError) -> None:
        self._stop = None
        self.shell.show_error(error)
        self.show_draft()

    def stop_proposing(self) -> bool:
        """Give the search up; whether there was one."""
        if self._stop is None:
            return False
        self._stop.set()
        self._stop = None
        self.cancel_jobs(GROUP)
        self.say(mark("Stopped: the draft is as it was."))
        self.show_draft()
        return True

    def after_lock(self) -> None:
        """The answer of a search that began before the lock is not taken any more."""
        super().after_lock()
        self.stop_proposing()

    def action_back(self) -> None:
        """Esc stops a search first."""
        if not self.stop_proposing():
            super().action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Insert pins on the lines of the draft; in the catalogue it marks."""
        if action == "pin":
            return self.focused is not None and self.focused.id == "draft-table"
        return super().check_action(action, parameters)

    def action_pin(self) -> None:
        """Pin the line under the cursor, so that the automatic proposal leaves it; or unpin it."""
        subject = self.subject()
        if subject is not None:
            draft, line = subject
            self.change(drafts.change_line(draft, line.product, pinned=not line.pinned))

    def proposal_told(self, cells: int) -> list[Content]:
        """What stands above the findings: the search, or its answer and the line under the cursor."""
        if self.proposing:
            return [plain(" " + signs(translate(mark("Looking for a proposal … Esc stops it"))), "bold")]
        row = self.table.cursor_row
        if self.draft.solution == drafts.NOTHING_BOUND or row is None:
            return []
        from advisor_tui.screens.proposal.proposing_text import told

        return told(self.bench, self.draft, row.product, cells)

    def needs_told(self) -> Content | None:
        """The answer in full, for the page of findings."""
        if self.draft.solution == drafts.NOTHING_BOUND:
            return None
        from advisor_tui.screens.proposal.proposing_text import needs_in_full

        return needs_in_full(self.bench, self.draft)


class ReasonsScreen(DeskScreen):
    """Reads nothing: shows why no proposal fits."""

    AREA = "proposals"
    HEADING = mark("Nothing fits")
    HELP = mark(
        "The conditions that no proposal can keep together: pinned lines, the target mix, limits and rules. With any "
        "one of them less, something fits, unless time ran out over it, which is said; each says what lifts it. Or "
        "what is forbidden whatever is chosen. Esc goes back to the draft, which is as it was."
    )
    FIRST_FOCUS = "#findings-text"
    CSS_PATH = "findings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "back", mark("Back to the draft"), id="reasons.back"),
    ]

    def __init__(self, text: Content) -> None:
        super().__init__()
        self._text = text

    def compose_body(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(id="findings-text"):
            yield Prose(self._text, hanging=True)
