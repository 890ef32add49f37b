"""F9 access log: what was shown in full, and what left in clear."""

from textual.app import ComposeResult

from advisor_tui.base.clock import CHINA
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import mask
from advisor_tui.desk.views.compliance import AccessRow
from advisor_tui.desk.views.papers import NAMES as PAPERS
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.line_table import LineTable

KINDS = {
    "reveal": mark("Shown in full"),
    "print": mark("Printed"),
    "export": mark("Exported"),
    "copy": mark("Copied"),
}


PLACES = {
    "client_page": mark("Client page"),
    "interview_review": mark("Review of an interview"),
    "client_form": mark("Client form"),
    "follow_up.ics": mark("Calendar file"),
    "desk_key": mark("The desk's key, for a new passphrase"),
    **PAPERS,
}


def what_text(what: str) -> str:
    """What was shown or left, in words; the details after the first word stand as they are."""
    place, _, details = what.partition(" ")
    return f"{translate(PLACES[place])} {details}".rstrip() if place in PLACES else what


class AccessLogScreen(DeskScreen):
    """Reads the access log."""

    AREA = "more"
    HEADING = mark("Access log")
    HELP = mark(
        "Each time a masked number was shown in full, something was printed, copied or exported: when, who, whose. "
        "The rows come by themselves and cannot be changed."
    )
    FIRST_FOCUS = "LineTable"

    def compose_body(self) -> ComposeResult:
        """The rows."""
        columns = (
            Column("at", mark("When"), 16),
            Column("staff", mark("Who"), 10),
            Column("kind", mark("Kind"), 14),
            Column("client", mark("Client"), 10),
            Column("what", mark("What"), 20, flex=1),
        )
        yield LineTable(columns, self._draw, empty=mark("Nothing was shown in full, and nothing left in clear."))

    def refresh_data(self) -> None:
        """Read them."""
        self.ask(lambda desk: desk.compliance.access(), self._show)

    def _show(self, rows: tuple[AccessRow, ...]) -> None:
        self.query_one(LineTable).show_rows(rows)

    def _draw(self, row: AccessRow) -> Line:
        kind = translate(KINDS[row.kind]) if row.kind in KINDS else row.kind
        at = f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        return Line(row.id, (at, row.staff, kind, mask("name", row.client), what_text(row.what)))
