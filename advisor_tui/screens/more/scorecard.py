"""F9 scorecard: the targets of the present and what was reached."""

from textual.app import ComposeResult
from textual.widgets import Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import percent
from advisor_tui.desk.views.compliance import TargetRow
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.work.day import FIGURES, amount_of
from advisor_tui.widgets.bar import bar
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

BAR = 20


class ScorecardScreen(DeskScreen):
    """Reads targets with what was reached so far."""

    AREA = "more"
    HEADING = mark("Scorecard")
    HELP = mark(
        "Each target whose period holds today, and what was reached so far. New loans count on the day of approval, "
        "sales are what accepted proposals add, satisfaction is the mean of the scores. Targets come with head "
        "office's files, with the formula that the bank counts them by."
    )
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "../records.tcss"

    def compose_body(self) -> ComposeResult:
        """The targets and the formula of the one under the cursor."""
        columns = (
            Column("metric", mark("What"), 19),
            Column("reached", mark("Reached"), 12, align="right"),
            Column("goal", mark("Target"), 12, align="right"),
            Column("percent", "%", 5, align="right"),
            Column("bar", "", BAR, min_screen_width=100),
            Column("period", mark("Period"), 12, flex=1),
        )
        yield LineTable(columns, self._draw, empty=mark("No target yet. Head office sends them with its files."))
        yield Prose("", classes="compliance--note", id="scorecard-formula")

    def refresh_data(self) -> None:
        """Read them."""
        self.ask(lambda desk: desk.scorecard.targets(), self._show)

    def _show(self, rows: tuple[TargetRow, ...]) -> None:
        self.query_one(LineTable).show_rows(rows)
        self._formula(rows[0] if rows else None)

    def on_line_table_row_highlighted(self, event: LineTable.RowHighlighted) -> None:
        """Say how the bank counts it."""
        self._formula(event.row)

    def _formula(self, row: TargetRow | None) -> None:
        self.query_one("#scorecard-formula", Static).update(plain(row.formula if row else ""))

    def _draw(self, row: TargetRow) -> Line:
        figure = row.figure
        value, goal = figure.value or 0, figure.goal or 0
        cells = (
            translate(FIGURES[figure.name]),
            amount_of(figure, figure.value),
            amount_of(figure, figure.goal),
            percent(value, goal),
            bar(value, goal, BAR),
            signs(f"{row.starts_on:%m-%d}–{row.ends_on:%m-%d}"),
        )
        return Line(row.id, cells)
