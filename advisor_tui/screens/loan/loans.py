"""F7: loan cases with status, missing papers and decision."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.loan_words import KINDS, word
from advisor_tui.desk.views.loans import LoanRow
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.loan.words import DECISIONS, STATUSES
from advisor_tui.screens.work import text as work_text
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.prose import Prose


class LoansScreen(DeskScreen):
    """Reads loan cases; one case and a new one have screens of their own."""

    AREA = "loans"
    HEADING = mark("Loans")
    HELP = mark(
        "Loan cases under way, the newest first: how many papers are missing and what the risk department decided. "
        "Enter opens one, Ctrl+N opens a new case for the client at the desk with the papers of its kind, 1 also shows "
        "closed cases. Decisions arrive with head office's files."
    )
    ENTER = mark("Open")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "../records.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("New"), id="loans.new"),
        Binding(digit_key(1), "switch", mark("With closed ones"), id="loans.switch"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._with_closed = False

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield Prose("", classes="compliance--head", id="loans-head")
        columns = (
            Column("number", mark("No."), 4, align="right"),
            Column("client", mark("Client"), 9),
            Column("kind", mark("Kind"), 13),
            Column("amount", mark("Amount"), 11, align="right"),
            Column("status", mark("Status"), 24, flex=2),
            Column("papers", mark("Missing"), 7, align="right"),
            Column("decision", mark("Decision"), 8, flex=1, min_screen_width=90),
            Column("applied", mark("Since"), 10, min_screen_width=100),
        )
        yield LineTable(columns, self._draw, empty=mark("No loan case. Ctrl+N opens one for the client at the desk."))

    def refresh_data(self) -> None:
        """Read the list."""
        closed = self._with_closed
        self.ask(lambda desk: desk.loans.list(closed=closed), self._show)

    def _show(self, rows: tuple[LoanRow, ...]) -> None:
        what = translate(mark("All loan cases")) if self._with_closed else translate(mark("Loan cases under way"))
        self.query_one("#loans-head", Static).update(f"{what}  {len(rows)}")
        self.query_one(LineTable).show_rows(rows)

    def _draw(self, row: LoanRow) -> Line:
        missing = str(row.missing) if row.missing else signs("✓") if row.papers else ""
        cells = (
            str(row.number),
            row.client.name,
            word(KINDS, row.kind),
            work_text.money(row.amount_fen),
            word(STATUSES, row.status),
            missing,
            word(DECISIONS, row.decision) if row.decision else signs("—"),
            str(row.applied_on),
        )
        return Line(row.id, cells, dim=row.status in ("withdrawn", "refused", "paid_out"))

    def arrive(self, intent: str, ref: str) -> None:
        """`open` and a case's id show it; `new` opens a case for the client at the desk, of a loan product if given."""
        if intent == "open" and ref:
            self._open(ref)
        elif intent == "new":
            self.action_new(ref)

    def action_switch(self) -> None:
        """Show closed cases too, or not."""
        self._with_closed = not self._with_closed
        self.refresh_data()

    def action_new(self, product: str = "") -> None:
        """Open a new case."""
        from advisor_tui.screens.loan.form import LoanFormScreen

        self.app.push_screen(LoanFormScreen(product))

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Open one."""
        self._open(event.key)

    def _open(self, loan: str) -> None:
        from advisor_tui.screens.loan.loan import LoanScreen

        self.app.push_screen(LoanScreen(loan))
