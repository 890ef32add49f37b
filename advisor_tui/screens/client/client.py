"""The client page: everything known of one client, every action on a digit."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.clients import ClientPage, ClientQuery
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.cooling_off import CoolingOffRow
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.client import words
from advisor_tui.screens.client.head import draw_head
from advisor_tui.screens.client.lines import PARTS, PageLine, Part, of_part, page_lines
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import Dialog, confirm
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_events import RowChosen
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk


class WholeText(Dialog):
    """Shows what a line has no room for."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "cancel", mark("Close"), id="text.close")]

    def keys(self) -> list[KeyHint]:
        """Both keys do the same."""
        return [KeyHint("Enter/Esc", translate(mark("Close")))]


class ClientScreen(DeskScreen):
    """One client.

    Args:
        client_id: Whose page.
        query: The list that the next and the previous client come from.
    """

    AREA = "clients"
    HEADING = mark("Client")
    HELP = mark(
        "Everything known of the client, the latest date first: what is planned or comes, what happened, and holdings "
        "and debts at the date of their amounts. Left and Right choose a part. "
        "Enter opens the interview, proposal or task of a line or shows its whole "
        "text; a cooling-off that runs stands on top, and Enter goes to where stepping back is recorded. "
        "6 shows numbers in full and is logged; again, and they are masked. ] and [ or Ctrl+PgDn and Ctrl+PgUp "
        "go to the next and the previous client of the list. F3 and F4 work for this client."
    )
    FIRST_FOCUS = "#client-lines"
    CSS_PATH = "client.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "interview", mark("Interview"), id="client.interview"),
        Binding(digit_key(2), "proposal", mark("Proposal"), id="client.proposal"),
        Binding(digit_key(3), "follow_up", mark("Follow-up"), id="client.follow-up"),
        Binding(digit_key(4), "note", mark("Note down"), id="client.note"),
        Binding(digit_key(5), "edit", mark("Edit"), id="client.edit"),
        Binding(digit_key(6), "reveal", mark("Numbers"), id="client.reveal"),
        Binding(digit_key(7), "task", mark("Task"), id="client.task"),
        Binding(digit_key(8), "event", mark("Event"), id="client.event"),
        Binding(digit_key(9), "complaint", mark("Complaint"), id="client.complaint"),
        Binding("c", "correct", mark("Correct the note"), id="client.correct", show=False),
        Binding("delete", "delete", mark("Take away"), id="client.delete", show=False),
        Binding("ctrl+z", "undo", mark("Undo"), id="client.undo", show=False),
        Binding("left", "part(-1)", mark("Previous part"), id="client.part-left", show=False),
        Binding("right", "part(1)", mark("Next part"), id="client.part-right", show=False),
        Binding("right_square_bracket,ctrl+pagedown", "next", mark("Next client"), id="client.next", show=False),
        Binding("left_square_bracket,ctrl+pageup", "previous", mark("Previous client"), id="client.prev", show=False),
    ]

    def __init__(self, client_id: str, query: ClientQuery) -> None:
        super().__init__()
        self._client_id = client_id
        self._list = query
        self._page: ClientPage | None = None
        self._cooling_offs: tuple[CoolingOffRow, ...] = ()
        self._lines: list[PageLine] = []
        self._part: Part = "all"

    @property
    def heading(self) -> str:
        """The client's name."""
        return self._page.ref.name if self._page else super().heading

    def compose_body(self) -> ComposeResult:
        """The head, the parts, the lines."""
        yield Static("", markup=False, id="client-head")
        yield Static("", markup=False, id="client-parts")
        yield LineTable(
            (
                Column("sign", "", 1),
                Column("on", mark("Day"), 10),
                Column("kind", mark("Kind"), words.kind_cells()),
                Column("text", mark("What is known (latest date first)"), 30, flex=1),
            ),
            self._draw,
            empty=mark("Nothing is on record here yet."),
            id="client-lines",
        )

    @property
    def table(self) -> LineTable[PageLine]:
        """The lines."""
        return self.query_one("#client-lines", LineTable)

    def _draw(self, line: PageLine) -> Line:
        day = line.on.isoformat() if line.on else ""
        return Line(line.key, (line.sign, day, words.word(words.KINDS, line.kind), line.text))

    # Reading

    def refresh_data(self) -> None:
        """Read the page again; numbers are masked again."""
        client_id = self._client_id

        def read(desk: "Desk") -> tuple[ClientPage, tuple[CoolingOffRow, ...]]:
            return desk.client_page.page(client_id), desk.proposals.cooling_offs.of_client(client_id)

        def arrived(found: tuple[ClientPage, tuple[CoolingOffRow, ...]]) -> None:
            page, self._cooling_offs = found
            self._show(page)

        self.ask(read, arrived, failed=self._gone)

    def _gone(self, error: Exception) -> None:
        self.table.show_note(str(error))

    def _show(self, page: ClientPage) -> None:
        self._page = page
        self.shell.current_client = page.ref
        today = self.shell.clock.today()
        self._lines = page_lines(page, today, self._cooling_offs)
        self.query_one("#client-head", Static).update(draw_head(page, today, max(40, self.size.width - 4)))
        self._show_part()
        self.refresh_status_line()

    def refresh_status_line(self) -> None:
        """The heading is the client's name."""
        for line in self.query("StatusLine"):
            line.refresh()

    def _show_part(self) -> None:
        names = [f"[{translate(name)}]" if part == self._part else translate(name) for part, name in PARTS.items()]
        self.query_one("#client-parts", Static).update(plain("  ".join(names)))
        self.table.show_rows(of_part(self._lines, self._part))

    def action_part(self, by: int) -> None:
        """Show the next or the previous part."""
        parts = list(PARTS)
        self._part = parts[(parts.index(self._part) + by) % len(parts)]
        self._show_part()

    def on_resize(self) -> None:
        """Cut the head anew."""
        if self._page is not None:
            self._show(self._page)

    # Next and previous

    def action_next(self) -> None:
        """The next client of the list."""
        self._walk(lambda desk: desk.clients.next_client(self._list, self._client_id))

    def action_previous(self) -> None:
        """The previous client of the list."""
        self._walk(lambda desk: desk.clients.previous_client(self._list, self._client_id))

    def _walk(self, job: "Callable[[Desk], ClientRef | None]") -> None:
        self.ask(job, self._go, group="walk")

    def _go(self, ref: ClientRef | None) -> None:
        if ref is None:
            self.say(mark("The list ends here."))
        else:
            self._client_id = ref.id
            self.refresh_data()

    # Doing

    def action_interview(self) -> None:
        """Interview this client."""
        self.shell.open_area("interview", "new", self._client_id)

    def action_proposal(self) -> None:
        """Make a proposal for this client."""
        self.shell.open_area("proposals", "new", self._client_id)

    def action_follow_up(self) -> None:
        """Plan a follow-up."""
        from advisor_tui.screens.work.followup_form import FollowUpFormScreen

        self.app.push_screen(FollowUpFormScreen(self._client_id, self.shell.clock.today()))

    def action_note(self) -> None:
        """Note a contact down."""
        from advisor_tui.screens.client.contact_form import ContactFormScreen

        if self._page is not None:
            self.app.push_screen(ContactFormScreen(self._page.ref))

    def action_correct(self) -> None:
        """Correct a contact note of one's own by a newer one; the old one stays, marked as corrected."""
        from advisor_tui.screens.client.contact_form import ContactFormScreen

        line = self.table.cursor_row
        if self._page is None or line is None or line.history is None or not line.history.can_correct:
            self.say(mark("Only your own notes can be corrected, each by one newer note."))
            return
        self.app.push_screen(ContactFormScreen(self._page.ref, line.history))

    def action_event(self) -> None:
        """Note a life event down."""
        from advisor_tui.screens.client.contact_form import LifeEventFormScreen

        if self._page is not None:
            self.app.push_screen(LifeEventFormScreen(self._page.ref))

    def action_edit(self) -> None:
        """Correct the client's record."""
        from advisor_tui.screens.client.form import edit_client

        edit_client(self, self._client_id)

    def action_task(self) -> None:
        """Write a task about this client down."""
        from advisor_tui.screens.work.task_form import TaskFormScreen

        self.app.push_screen(TaskFormScreen())

    def action_complaint(self) -> None:
        """Register a complaint of this client."""
        from advisor_tui.screens.more.complaint_form import ComplaintFormScreen

        self.app.push_screen(ComplaintFormScreen())

    def action_reveal(self) -> None:
        """Show the numbers in full, which is logged; or mask them again."""
        client_id = self._client_id
        if self._page is not None and self._page.revealed:
            self.refresh_data()
        else:
            self.act(lambda desk: desk.client_page.reveal(client_id), self._revealed)

    def _revealed(self, page: ClientPage) -> None:
        if page.ref.id == self._client_id:
            self._show(page)
            self.say(mark("Numbers are shown in full; the access log says so."))

    @on(RowChosen)
    def _chosen(self, event: RowChosen) -> None:
        line: PageLine = event.row
        kind, _, ref = line.key.partition(":")
        if line.proposal:
            from advisor_tui.screens.proposal.present import ProposalPresentScreen

            self.app.push_screen(ProposalPresentScreen(line.proposal, at_last=True))
        elif line.history is not None and kind in ("interview", "proposal"):
            self.shell.open_area("interview" if kind == "interview" else "proposals", "open", ref)
        elif line.history is not None and kind == "task" and line.history.status == "open":
            self.shell.open_area("tasks")
        elif line.history is not None and kind == "follow_up" and line.history.status == "planned":
            self.shell.open_area("calendar", "open", line.history.on.isoformat())
        else:
            self.app.push_screen(WholeText(line.full))

    def action_delete(self) -> None:
        """Take a life event away."""
        line = self.table.cursor_row
        if line is None or line.history is None or not line.history.can_delete:
            self.say(mark("Only life events can be taken away; a contact note is corrected with C."))
            return
        key = line.key
        confirm(self, mark("Take this line away? Ctrl+Z brings it back."), lambda: self._delete(key))

    def _delete(self, key: str) -> None:
        self.act(lambda desk: desk.client_edit.delete(key))

    def action_undo(self) -> None:
        """Take the last change made on client pages back."""
        self.act(lambda desk: desk.client_edit.undo(), self._undone)

    def _undone(self, undone: Undone | None) -> None:
        self.say(mark("Nothing to undo here.") if undone is None else mark("Undone."))
        self.refresh_data()
