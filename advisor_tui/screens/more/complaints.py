"""F9 complaints: open ones by their legal deadline, or the closed ones."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import counted, mark, translate, translate_in
from advisor_tui.desk.views.complaints import ComplaintRow
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.prose import Prose

_STATUSES = {"decided": mark("decided"), "withdrawn": mark("withdrawn"), "closed": mark("closed")}


def grade_name(grade: str) -> str:
    """How a complaint is graded."""
    return translate(mark("complex")) if grade == "complex" else translate(mark("simple"))


def status_name(status: str) -> str:
    """How a complaint stands."""
    return translate(_STATUSES[status]) if status in _STATUSES else translate_in("complaint", "open")


def left_text(row: ComplaintRow) -> str:
    """How long the legal term still runs."""
    if row.status != "open":
        return status_name(row.status)
    if row.left < 0:
        return "! " + counted(mark("1 day late"), mark("{count} days late"), -row.left)
    return ("! " if row.left <= 3 else "") + counted(mark("1 day left"), mark("{count} days left"), row.left)


class ComplaintsScreen(DeskScreen):
    """Reads complaints; a new one, and what is done with one, have screens of their own."""

    AREA = "more"
    HEADING = mark("Complaints")
    HELP = mark(
        "Open complaints, the nearest legal deadline first: a term in calendar days for simple ones, a longer one for "
        "complex ones, which may be extended once with approval; the figures and their article stand in data/rules. "
        "Enter opens one, Ctrl+N registers a new one, 1 switches between open and closed ones."
    )
    ENTER = mark("Open")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "../records.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("New complaint"), id="complaints.new"),
        Binding(digit_key(1), "switch", mark("Open / closed"), id="complaints.switch"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._with_closed = False

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield Prose("", classes="compliance--head", id="complaints-head")
        columns = (
            Column("number", mark("No."), 5, align="right"),
            Column("subject", mark("About"), 16, flex=2),
            Column("client", mark("Client"), 10),
            Column("grade", mark("Grade"), 8),
            Column("due", mark("Decide by"), 10),
            Column("left", mark("Term"), 15),
            Column("handler", mark("Handler"), 10, min_screen_width=100),
        )
        yield LineTable(columns, self._draw, empty=mark("No complaint. Ctrl+N registers one as it is received."))

    def refresh_data(self) -> None:
        """Read the list."""
        closed = self._with_closed
        self.ask(lambda desk: desk.complaints.list(closed=closed), self._show)

    def _show(self, rows: tuple[ComplaintRow, ...]) -> None:
        what = translate(mark("Closed complaints")) if self._with_closed else translate(mark("Open complaints"))
        self.query_one("#complaints-head", Static).update(f"{what}  {len(rows)}")
        self.query_one(LineTable).show_rows(rows)

    def _draw(self, row: ComplaintRow) -> Line:
        grade = grade_name(row.grade) + ("+" if row.extended else "")
        client = row.client.name if row.client else ""
        cells = (str(row.number), row.subject, client, grade, str(row.due_on), left_text(row), row.handler)
        return Line(row.id, cells)

    def action_switch(self) -> None:
        """Show the open or the closed ones."""
        self._with_closed = not self._with_closed
        self.refresh_data()

    def action_new(self) -> None:
        """Register a complaint."""
        from advisor_tui.screens.more.complaint_form import ComplaintFormScreen

        self.app.push_screen(ComplaintFormScreen())

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Open one."""
        from advisor_tui.screens.more.complaint import ComplaintScreen

        self.app.push_screen(ComplaintScreen(event.key))
