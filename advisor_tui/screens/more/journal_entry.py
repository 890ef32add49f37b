"""One entry of the journal: every changed field with its old and new value, masked."""

from textual.app import ComposeResult
from textual.widgets import Static

from advisor_tui.base.clock import CHINA
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.compliance import FieldChange, JournalView
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.more.facts import fact_lines
from advisor_tui.screens.more.journal_words import action_name, record_name
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class JournalEntryScreen(DeskScreen):
    """Reads one entry."""

    AREA = "more"
    HEADING = mark("Journal entry")
    HELP = mark("What one change did: each field with its old and its new value. What tells who somebody is is masked.")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "../records.tcss"

    def __init__(self, seq: int) -> None:
        super().__init__()
        self._seq = seq

    def compose_body(self) -> ComposeResult:
        """The header and the fields."""
        yield Prose("", classes="compliance--body", id="entry-facts")
        columns = (
            Column("field", mark("Field"), 20),
            Column("old", mark("Before"), 16, flex=1),
            Column("new", mark("After"), 16, flex=1),
        )
        yield LineTable(columns, self._draw, empty=mark("The content of this entry was erased by order."))

    def refresh_data(self) -> None:
        """Read it."""
        self.ask(lambda desk: desk.compliance.entry(self._seq), self._show)

    def _show(self, view: JournalView) -> None:
        row = view.row
        facts = [
            (translate(mark("Entry")), str(row.seq)),
            (translate(mark("When")), f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"),
            (translate(mark("Who")), one_line(f"{row.actor}  {row.origin}")),
            (translate(mark("Action")), action_name(row.action)),
            (translate(mark("Record")), f"{record_name(row.table)}  {one_line(row.row_id)}"),
            (translate(mark("Hash")), view.hash),
        ]
        self.query_one("#entry-facts", Static).update(plain(fact_lines(facts, self.size.width - 4)))
        self.query_one(LineTable).show_rows(view.changes)

    def _draw(self, change: FieldChange) -> Line:
        return Line(change.field, (change.field, change.old or signs("—"), change.new or signs("—")))
