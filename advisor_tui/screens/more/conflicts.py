"""F9, Exchange, 4: what this desk and head office both changed; one of the two values is chosen."""

from collections.abc import Mapping
from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Static

from advisor_tui.base.clock import CHINA
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.conflicts import ConflictRow, Side
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.client import words
from advisor_tui.screens.more.facts import fact_lines
from advisor_tui.screens.more.journal_words import record_name
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import pick_one
from advisor_tui.widgets.line_events import RowHighlighted
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

_KINDS: Mapping[str, str] = {
    "edit": mark("both changed it"),
    "delete": mark("one deleted it"),
    "late": mark("changed after the handover"),
}


class ConflictsScreen(DeskScreen):
    """Reads the open conflicts; writes which of the two values holds."""

    AREA = "more"
    HEADING = mark("Conflicts")
    HELP = mark(
        "What this desk and head office both changed, what one side changed while the other deleted it, and what a "
        "former advisor changed after the handover. The later change holds for now, and the other one is kept here "
        "until somebody chooses: Enter asks which of the two holds. The choice is written to the journal."
    )
    ENTER = mark("Choose")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "../records.tcss"

    def compose_body(self) -> ComposeResult:
        """The list, and both sides of the line under the cursor."""
        columns = (
            Column("record", mark("Record"), 14),
            Column("field", mark("Field"), 16),
            Column("client", mark("Client"), 10),
            Column("kind", mark("Kind of conflict"), 20, flex=1),
            Column("found", mark("Noticed"), 11),
        )
        yield LineTable(columns, self._draw, empty=mark("No conflict: this desk and head office agree."))
        yield Prose("", classes="compliance--body", id="conflict-sides")

    def refresh_data(self) -> None:
        """Read the open ones."""
        self.ask(lambda desk: desk.conflicts.open(), self._show)

    def _show(self, rows: tuple[ConflictRow, ...]) -> None:
        self.query_one(LineTable).show_rows(rows)
        row = self.query_one(LineTable).cursor_row
        self._describe(row if row in rows else next(iter(rows), None))

    def _draw(self, row: ConflictRow) -> Line:
        client = row.client.name if row.client else ""
        what = translate(_KINDS[row.kind])
        return Line(row.id, (record_name(row.table), _field(row), client, what, _when(row.found_at)))

    def on_line_table_row_highlighted(self, event: RowHighlighted) -> None:
        """Show both values with who set them and when."""
        if isinstance(event.row, ConflictRow):
            self._describe(event.row)

    def _describe(self, row: ConflictRow | None) -> None:
        facts = [] if row is None else [
            (translate(mark("Holds now")), _told(row.kept)), (translate(mark("The other one")), _told(row.lost)),
        ]  # fmt: skip
        self.query_one("#conflict-sides", Static).update(plain(fact_lines(facts, self.size.width - 4)))

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Ask which of the two holds."""
        row = event.row
        if not isinstance(row, ConflictRow):
            return
        options = [
            ("kept", translate(mark("Leave: {value}")).format(value=_value(row.kept))),
            ("lost", translate(mark("Take: {value}")).format(value=_value(row.lost))),
        ]
        pick_one(self, mark("Which one holds?"), options, lambda choice: self._settle(row, choice), chosen="kept")

    def _settle(self, row: ConflictRow, choice: str) -> None:
        self.act(lambda desk: desk.conflicts.settle(row.id, choice), lambda _: self._settled())

    def _settled(self) -> None:
        self.say(mark("The conflict is settled; the choice stands in the journal."))
        self.refresh_data()


def _field(row: ConflictRow) -> str:
    if not row.field:
        return translate(mark("the whole record"))
    known = words.PAPER_FIELDS if row.table == "identity_document" else words.FIELDS
    return words.word(known, row.field)


def _value(side: Side) -> str:
    """On one line; a side without a value has no record, or left the field empty."""
    return one_line(side.value) if side.value else translate(mark("nothing"))


def _told(side: Side) -> str:
    when = "" if side.at is None else _when(side.at)
    return "   ".join(part for part in (_value(side), one_line(side.who), when) if part)


def _when(instant: datetime) -> str:
    return f"{instant.astimezone(CHINA):%m-%d %H:%M}"
