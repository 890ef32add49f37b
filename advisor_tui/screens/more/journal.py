"""F9 journal: every change, who made it and when; verifying the chain."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from advisor_tui.base.clock import CHINA
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, mark, translate
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.desk.views.compliance import JournalRow, Verified
from advisor_tui.screens.areas import digit_key, load_screen
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.more.journal_words import action_name, record_name
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.pager import CallPager
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

CHANGES = {
    "insert": mark("added"),
    "update": mark("changed"),
    "delete": mark("removed"),
    "blank": mark("erased"),
}
REASONS = {
    "gap": mark("an entry is missing before it"),
    "chain": mark("it does not continue the entry before it"),
    "payload": mark("its content was changed"),
    "hash": mark("its header was changed"),
    "blank": mark("its content was taken away without an order"),
    "short": mark("entries that were already sealed are missing"),
}


class Walk:
    """Told of each step of a walk along the chain; a walk that is to stop ends with a refusal."""

    def __init__(self, tell: Callable[[int], object]) -> None:
        self._tell = tell
        self.stop = False

    def __call__(self, count: int) -> None:
        """So many entries were walked.

        Raises:
            DeskError: `stopped`.
        """
        if self.stop:
            raise DeskError("stopped", mark("Stopped before the end: nothing is known of the rest."))
        self._tell(count)


class JournalScreen(DeskScreen):
    """Reads the journal by pages; nothing here can be changed."""

    AREA = "more"
    HEADING = mark("Journal")
    HELP = mark(
        "Every change of the desk's records, the newest first: when, who, which action, which record. Enter shows what "
        "changed; names, numbers and texts are masked. 1 walks the whole chain of hashes and names the first entry "
        "that is not what it was; Esc stops the walk. 2 shows the access log."
    )
    ENTER = mark("What changed")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "../records.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "verify", mark("Verify"), id="journal.verify"),
        Binding(digit_key(2), "access", mark("Access log"), id="journal.access"),
    ]
    LEADS: ClassVar[Mapping[str, str]] = {"access": "advisor_tui.screens.more.access_log:AccessLogScreen"}

    class Walked(Message):
        """So many entries were verified."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(self) -> None:
        super().__init__()
        self._walking: Walk | None = None

    def compose_body(self) -> ComposeResult:
        """The state of the chain and the entries."""
        yield Prose("", classes="compliance--head", id="journal-head")
        columns = (
            Column("seq", mark("No."), 6, align="right"),
            Column("at", mark("When"), 16),
            Column("actor", mark("Who"), 6),
            Column("action", mark("Action"), 18, flex=3),
            Column("table", mark("Record"), 14, flex=2),
            Column("kind", mark("Change"), 7),
            Column("fields", mark("Fields"), 20, flex=2, min_screen_width=100),
        )
        yield LineTable(columns, self._draw, empty=mark("Nothing was changed yet."))

    def refresh_data(self) -> None:
        """Read the newest entries."""
        desk = self.shell.desk
        if desk is None:
            return

        def page(anchor: Anchor, count: int) -> Page[JournalRow]:
            return desk.compliance.journal(anchor, count)

        table = self.query_one(LineTable)
        table.show(CallPager(page), around=table.cursor_key or "")

    def on_line_table_page_shown(self, event: LineTable.PageShown) -> None:
        """Say how many entries there are, until the chain was walked."""
        head = self.query_one("#journal-head", Static)
        if not head.has_class("-verified"):
            head.update(translate(mark("{count} entries")).format(count=f"{event.total:,}"))

    def _draw(self, row: JournalRow) -> Line:
        cells = (
            str(row.seq),
            f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            row.actor,
            action_name(row.action),
            record_name(row.table),
            translate(CHANGES[row.kind]),
            join_list(row.fields),
        )
        return Line(str(row.seq), cells)

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Show what changed."""
        from advisor_tui.screens.more.journal_entry import JournalEntryScreen

        self.app.push_screen(JournalEntryScreen(event.row.seq))

    def action_access(self) -> None:
        """Show what was revealed or left in clear."""
        self.app.push_screen(load_screen(self.LEADS["access"])())

    def action_verify(self) -> None:
        """Walk the chain in a thread and say how far it is."""
        if self._walking is not None:
            return
        walk = self._walking = Walk(lambda count: self.post_message(self.Walked(count)))
        self._say_head(signs(translate(mark("Verifying …"))))
        self.ask(lambda desk: desk.compliance.verify(walk), self._verified, group="verify", failed=self._stopped)

    def action_back(self) -> None:
        """Stop the walk, else go back."""
        if self._walking is not None:
            self._walking.stop = True
        else:
            super().action_back()

    def on_journal_screen_walked(self, event: Walked) -> None:
        """Say how far the walk is."""
        if self._walking is not None:
            total = self.query_one(LineTable).total
            asked = signs(translate(mark("Verifying … {count} of {total}")))
            self._say_head(asked.format(count=f"{event.count:,}", total=f"{total:,}"))

    def _stopped(self, error: DeskError) -> None:
        self._walking = None
        self._say_head(str(error))

    def _verified(self, found: Verified) -> None:
        self._walking = None
        if found.ok:
            text = translate(mark("{count} entries verified: every one is what it was"))
            sealed = translate(mark("sealed up to {seq}")).format(seq=f"{found.sealed:,}") if found.sealed else ""
            self._say_head(f"{text.format(count=f'{found.entries:,}')}   {sealed}".rstrip())
            return
        reason = translate(REASONS[found.reason])
        asked = translate(mark("! Entry {seq}: {reason}. Tell compliance."))
        self._say_head(asked.format(seq=found.first_bad, reason=reason))

    def _say_head(self, text: str) -> None:
        head = self.query_one("#journal-head", Static)
        head.add_class("-verified")
        head.update(plain(text))
