"""F4: the proposals of the client at the desk, or the open drafts of all clients."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import counted, mark, translate
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.proposals import ClientProposals, ProposalRow
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.proposal.starting import Starter, client_head
from advisor_tui.screens.proposal.words import day, status_name, ten_thousands
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_events import RowChosen
from advisor_tui.widgets.line_table import LineTable

if TYPE_CHECKING:
    from advisor_tui.screens.jump import Target


def _status(row: ProposalRow) -> str:
    """How a version stands; of an accepted one, from how many of its lines the client stepped back."""
    if not row.revoked:
        return status_name(row.status)
    words = translate(mark("Stepped back {count}/{lines}"))
    return words.format(count=row.revoked, lines=row.lines)


class ProposalsScreen(DeskScreen):
    """Reads a client's proposals and assessment; starts, versions, withdraws and discards."""

    AREA = "proposals"
    HEADING = mark("Proposals")
    HELP = mark(
        "The proposals of the client at the desk, the newest first. Enter opens a draft where it was left, or shows "
        "what was presented. A new proposal needs a valid risk assessment. What the client has seen never changes: "
        "a change is a new version. Without a client, the open drafts of all clients stand here."
    )
    ENTER = mark("Open")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "proposals.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("New proposal"), id="proposals.new"),
        Binding(digit_key(1), "choose_client", mark("Choose the client"), id="proposals.client"),
        Binding(digit_key(2), "version", mark("New version"), id="proposals.version"),
        Binding(digit_key(3), "withdraw", mark("Withdraw"), id="proposals.withdraw"),
        Binding(digit_key(4), "drafts", mark("All drafts"), id="proposals.drafts"),
        Binding(digit_key(5), "compare", mark("Compare versions"), id="proposals.compare", show=False),
        Binding("delete", "discard", mark("Discard the draft"), id="proposals.discard", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._client: ClientRef | None = None
        self._found: ClientProposals | None = None
        self._rows: dict[str, ProposalRow] = {}

    def compose_body(self) -> ComposeResult:
        """Whose proposals, the state of the assessment, and the list."""
        yield Static("", markup=False, id="proposals-head")
        columns = (
            Column("client", mark("Client"), 10, flex=1),
            Column("number", mark("Proposal"), 8, align="right"),
            Column("version", mark("Version"), 7, align="right"),
            Column("status", mark("Status"), 12, flex=1),
            Column("lines", mark("Lines"), 5, align="right"),
            Column("amount", mark("Amount (10k)"), 12, align="right"),
            Column("date", mark("Date"), 10),
        )
        yield LineTable(columns, self._draw, empty=mark("No proposal yet. Ctrl+N starts one."))

    # Reading

    def on_screen_resume(self) -> None:
        """Follow the client at the desk."""
        self._client = self.shell.current_client
        super().on_screen_resume()

    def refresh_data(self) -> None:
        """Read the list: of the client, or of all open drafts."""
        client = self._client
        if client is None:
            self.ask(lambda desk: desk.proposals.open_drafts(), self._show_drafts)
        else:
            self.ask(lambda desk: desk.proposals.of_client(client.id), self._show)

    def _show_drafts(self, rows: tuple[ProposalRow, ...]) -> None:
        self._found = None
        head = Content.assemble(
            (translate(mark("Open drafts of all clients")), "bold"),
            "\n",
            (translate(mark("Ctrl+N or 1 chooses a client; Ctrl+P jumps to one.")), "dim"),
        )
        self._list(head, rows)

    def _show(self, found: ClientProposals) -> None:
        self._found = found
        self._list(client_head(found), found.rows)

    def _list(self, head: Content, rows: tuple[ProposalRow, ...]) -> None:
        self._rows = {row.id: row for row in rows}
        self.query_one("#proposals-head", Static).update(head)
        self.query_one(LineTable).show_rows(rows)

    def _draw(self, row: ProposalRow) -> Line:
        cells = (
            row.client.name,
            str(row.number),
            f"v{row.version}",
            _status(row),
            str(row.lines),
            ten_thousands(row.standing) if row.standing or not row.undone else signs("—"),
            day(row.moment),
        )
        return Line(row.id, cells, dim=row.status in ("superseded", "withdrawn"))

    # Coming from elsewhere

    def arrive(self, intent: str, ref: str) -> None:
        """`new` and a client's id start a proposal; `open` takes a proposal's or a client's id."""
        if intent == "new" and ref:
            self.ask(lambda desk: desk.proposals.of_client(ref), self._start, group="arrive")
        elif intent == "open" and ref:
            self.ask(lambda desk: desk.proposals.find(ref), self._arrived, group="arrive")

    def _arrived(self, found: "ProposalRow | ClientProposals") -> None:
        self._set_client(found.client)
        if isinstance(found, ProposalRow):
            self._open(found)
        else:
            self._show(found)

    def _set_client(self, client: ClientRef) -> None:
        self.cancel_jobs("read")  # what is still being read is of whoever was here before
        self._client = self.shell.current_client = client

    # Choosing the client

    def action_choose_client(self) -> None:
        """Pick whose proposals are shown."""
        self._pick_client(self._show)

    def _pick_client(self, then: Callable[[ClientProposals], None]) -> None:
        from advisor_tui.screens.jump import JumpScreen

        def chosen(target: "Target | None") -> None:
            if target is not None and target.client is not None:
                ref = target.client.ref
                self._set_client(ref)
                self.ask(lambda desk: desk.proposals.of_client(ref.id), then, group="arrive")

        self.app.push_screen(JumpScreen(clients_only=True), chosen)

    def action_drafts(self) -> None:
        """Show the open drafts of all clients; the client at the desk stays."""
        self._client = None
        self.refresh_data()

    # Starting

    def action_new(self) -> None:
        """Start a proposal with the client, or pick one first."""
        if self._found is None:
            self._pick_client(self._start)
        else:
            self._start(self._found)

    def _start(self, found: ClientProposals) -> None:
        self._set_client(found.client)
        self._show(found)
        Starter(self, found).begin()

    # Opening and the rest

    def on_line_table_row_chosen(self, event: RowChosen) -> None:
        """Enter on a line."""
        self._open(self._rows[event.key])

    def _open(self, row: ProposalRow) -> None:
        self._set_client(row.client)
        if row.status == "draft":
            self.build(row.id)
        else:
            from advisor_tui.screens.proposal.present import ProposalPresentScreen

            self.app.push_screen(ProposalPresentScreen(row.id))

    def build(self, proposal_id: str) -> None:
        """Open the builder of a draft."""
        from advisor_tui.screens.proposal.proposal import ProposalScreen

        self.app.push_screen(ProposalScreen(proposal_id))

    def _here(self, *statuses: str) -> ProposalRow | None:
        row = self._rows.get(self.query_one(LineTable).cursor_key or "")
        if row is None or row.status not in statuses:
            self.say(mark("That cannot be done with the line under the cursor."))
            return None
        return row

    def action_version(self) -> None:
        """Start the next version of what was presented."""
        row = self._here("presented", "accepted", "declined", "withdrawn", "superseded")
        if row is not None:
            self.act(lambda desk: desk.proposals.new_version(row.id), self.build)

    def action_compare(self) -> None:
        """Compare the version under the cursor with the one before it."""
        from advisor_tui.screens.proposal.versions import VersionsScreen

        row = self._rows.get(self.query_one(LineTable).cursor_key or "")
        if row is not None:
            self.app.push_screen(VersionsScreen(row.id))

    def action_withdraw(self) -> None:
        """Take a presentation back."""
        row = self._here("presented")
        if row is not None:
            confirm(
                self,
                mark("Withdraw proposal {number} v{version}? The client can then no longer decide on it."),
                lambda: self.act(lambda desk: desk.proposals.withdraw(row.id)),
                number=row.number,
                version=row.version,
            )

    def action_discard(self) -> None:
        """Throw a draft away."""
        row = self._here("draft")
        if row is not None:
            confirm(
                self,
                mark("Discard the draft of proposal {number} v{version} with {products}?"),
                lambda: self.act(lambda desk: desk.proposals.discard(row.id)),
                number=row.number,
                version=row.version,
                products=counted(mark("1 product"), mark("{count} products"), row.lines),
            )
