"""The page that the day starts with: what today holds in order, the week's numbers, what is new from head office."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import counted, mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.day import DayView, Figure
from advisor_tui.desk.views.market import BulletinRow
from advisor_tui.screens.work import text as work_text
from advisor_tui.screens.work.queue_screen import QUEUE_COLUMNS, QueueScreen
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain

LIMIT = 200
"""Items read for the page; the whole queue stands on F5."""
FIGURES: Mapping[str, str] = {
    "follow_ups": mark("Follow-ups"),
    "proposals": mark("Proposals presented"),
    "interviews": mark("Interviews"),
    "new_loans": mark("New loans"),
    "product_sales": mark("Product sales"),
    "satisfaction": mark("Satisfaction"),
}


def amount_of(figure: Figure, value: int | None) -> str:
    """A figure's value in its unit."""
    if value is None:
        return signs("—")
    if value == 0:
        return "0"
    if figure.unit == "points":
        return f"{value / 100:.1f}"
    return work_text.money(value) if figure.unit == "fen" else str(value)


def figure_text(figure: Figure) -> str:
    """A figure and what is aimed at: `Follow-ups 12 / 18`."""
    goal = f" / {amount_of(figure, figure.goal)}" if figure.goal else ""
    return f"{translate(FIGURES[figure.name])} {amount_of(figure, figure.value)}{goal}"


class DayScreen(QueueScreen):
    """Reads today's items, the week's numbers and new bulletins; writes what the queue writes."""

    AREA = "day"
    HEADING = mark("Today")
    HELP = mark(
        "What today holds, in order. Enter goes to where the line is done, 1 marks it as done, 2 puts it off, 3 hands "
        "it over, 4 adds a note, Ctrl+Z takes back. Tab goes to head office's news; Enter reads one and shows who "
        "holds what it is about. The numbers of the week count from Monday; a target of a longer period counts by "
        "the working days of this week. F5 shows the whole queue."
    )
    FIRST_FOCUS = "#queue"
    CSS_PATH = "day.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("New task"), id="day.new", show=False),
    ]

    def compose_body(self) -> ComposeResult:
        """Today's items, the week, the news."""
        yield LineTable(
            QUEUE_COLUMNS,
            self.draw_item,
            empty=mark("Nothing is due today. F6 plans a follow-up, F2 finds a client."),
            id="queue",
        )
        yield Static("", markup=False, id="day-more")
        yield Static(translate(mark("This week")), markup=False, classes="day--heading")
        yield Static("", markup=False, id="day-week")
        news: LineTable[BulletinRow] = LineTable(
            (
                Column("new", mark("State"), 6),
                Column("title", mark("From head office"), 30, flex=1),
                Column("holders", "", 24, align="right"),
            ),
            self._draw_news,
            empty=mark("No new bulletin. Head office's files arrive with F9 Exchange."),
            id="news",
        )
        yield news

    def refresh_data(self) -> None:
        """Read the page in a thread; what stood there stays until it comes."""
        self.ask(lambda desk: desk.day.page(LIMIT), self._show)

    def _show(self, view: DayView) -> None:
        self.queue.show_rows(view.items)
        more = view.total - len(view.items)
        text = translate(mark("{count} more on F5")).format(count=more) if more else ""
        self.query_one("#day-more", Static).update(text)
        self.query_one("#day-more").set_class(bool(more), "-shown")
        week = Content("   ").join(plain(figure_text(figure)) for figure in view.figures)
        self.query_one("#day-week", Static).update(week)
        news = self.query_one("#news", LineTable)
        news.can_focus = bool(view.bulletins)
        news.show_rows(view.bulletins)
        news.styles.height = max(2, len(view.bulletins)) + 1

    def _draw_news(self, row: BulletinRow) -> Line:
        held = counted(mark("1 client holds it"), mark("{count} clients hold it"), row.holders) if row.holders else ""
        return Line(row.id, (translate(mark("new")) if row.new else "", one_line(pick(row.title)), held))

    @on(LineTable.RowChosen, "#queue")
    def _do(self, event: LineTable.RowChosen) -> None:
        self.go(event.row)

    @on(LineTable.RowChosen, "#news")
    def _read(self, event: LineTable.RowChosen) -> None:
        from advisor_tui.screens.market.bulletin import BulletinScreen

        self.app.push_screen(BulletinScreen(event.key))

    def action_new(self) -> None:
        """Write a task down."""
        from advisor_tui.screens.work.task_form import TaskFormScreen

        self.app.push_screen(TaskFormScreen())
