"""F8: head office's market bulletins."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.market import BulletinRow
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.line_table import LineTable

KINDS = {
    "rate": mark("Rates"),
    "product": mark("Product"),
    "risk": mark("Risk level"),
    "market": mark("Market"),
    "rule": mark("Rules"),
    "notice": mark("Notice"),
}


def kind_name(kind: str) -> str:
    """A bulletin's kind; an unknown word stands for itself."""
    return translate(KINDS[kind]) if kind in KINDS else one_line(kind)


class MarketScreen(DeskScreen):
    """Reads bulletins; reading one is on its own screen."""

    AREA = "market"
    HEADING = mark("Market")
    HELP = mark(
        "Bulletins of the market department, the newest first; they arrive with head office's files (F9 Exchange). "
        "Enter reads one and shows which of your clients hold what it is about."
    )
    ENTER = mark("Read")
    FIRST_FOCUS = "LineTable"
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose_body(self) -> ComposeResult:
        """The list."""
        columns = (
            Column("new", mark("State"), 6),
            Column("published", mark("Published"), 10),
            Column("kind", mark("Kind"), 10),
            Column("title", mark("Title"), 20, flex=1),
            Column("holders", mark("Holders"), 8, align="right"),
            Column("from", mark("In force"), 10),
        )
        yield LineTable(
            columns, self._draw, empty=mark("No bulletin yet. Head office's files arrive with F9 Exchange.")
        )

    def refresh_data(self) -> None:
        """Read the list."""
        self.ask(lambda desk: desk.market.list(), self._show)

    def _show(self, rows: tuple[BulletinRow, ...]) -> None:
        self.query_one(LineTable).show_rows(rows)

    def _draw(self, row: BulletinRow) -> Line:
        cells = (
            translate(mark("new")) if row.new else "",
            str(row.published_on),
            kind_name(row.kind),
            pick(row.title),
            str(row.holders) if row.holders else "",
            str(row.effective_from),
        )
        return Line(row.id, cells, dim=not row.new)

    def arrive(self, intent: str, ref: str) -> None:
        """`open` and a bulletin's id read it."""
        if intent == "open" and ref:
            self._open(ref)

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Read one."""
        self._open(event.key)

    def _open(self, bulletin: str) -> None:
        from advisor_tui.screens.market.bulletin import BulletinScreen

        self.app.push_screen(BulletinScreen(bulletin))
