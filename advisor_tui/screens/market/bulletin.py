"""A bulletin and the clients who hold what it is about."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from advisor_tui.base.languages import join_list, labelled, mark, pick, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.market import BulletinView, Holder
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.market.market import kind_name
from advisor_tui.screens.work import text as work_text
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose


class BulletinScreen(DeskScreen):
    """Reads a bulletin and marks it as read."""

    AREA = "market"
    HEADING = mark("Bulletin")
    HELP = mark(
        "The bulletin's text, and below it the clients who hold what it is about, the largest sum first. Enter opens "
        "a client, 1 plans a follow-up with one. PgUp and PgDn in the text scroll it; Tab changes between the two."
    )
    ENTER = mark("Open client")
    FIRST_FOCUS = "LineTable"
    CSS_PATH = "bulletin.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit_key(1), "plan", mark("Plan a follow-up"), id="bulletin.plan"),
    ]

    def __init__(self, bulletin_id: str) -> None:
        super().__init__()
        self._bulletin = bulletin_id
        self._read = False

    def compose_body(self) -> ComposeResult:
        """Title, text, holders."""
        yield Prose("", id="bulletin-title")
        with VerticalScroll(id="bulletin-text", can_focus=True):
            yield Prose("", id="bulletin-body")
        columns = (
            Column("client", mark("Client"), 10, flex=1),
            Column("number", mark("No."), 8),
            Column("product", mark("Holds"), 16, flex=2),
            Column("value", mark("Value"), 16, align="right"),
        )
        yield LineTable(columns, self._draw, empty=mark("No client on this desk holds what it is about."))

    def refresh_data(self) -> None:
        """Read it."""
        self.ask(lambda desk: desk.market.get(self._bulletin), self._show)

    def _show(self, view: BulletinView) -> None:
        row = view.row
        line = f"{kind_name(row.kind)}   {row.published_on}   {translate(mark('In force'))} {row.effective_from}"
        if view.source:
            line += f"   {one_line(view.source)}"
        if view.affects:
            line += f"\n{labelled(translate(mark('About')), join_list(one_line(code) for code in view.affects))}"
        self.query_one("#bulletin-title", Static).update(plain(f"{one_line(pick(row.title))}\n{line}"))
        self.query_one("#bulletin-body", Static).update(plain(pick(view.body)))
        self.query_one(LineTable).show_rows(view.holders)
        if not self._read:
            self._read = True
            self.act(lambda desk: desk.market.mark_read(self._bulletin), lambda _: None)

    def _draw(self, holder: Holder) -> Line:
        client = holder.client
        return Line(client.id, (client.name, client.number, holder.product, work_text.money(holder.value_fen)))

    def _holder(self) -> Holder | None:
        holder: Holder | None = self.query_one(LineTable).cursor_row
        if holder is not None:
            self.shell.current_client = holder.client
        return holder

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Open the client."""
        if self._holder() is not None:
            self.shell.open_area("clients", "open", event.key)

    def action_plan(self) -> None:
        """Plan a follow-up with the client under the cursor."""
        from advisor_tui.screens.work.followup_form import FollowUpFormScreen

        holder = self._holder()
        if holder is not None:
            self.app.push_screen(FollowUpFormScreen(holder.client.id, self.shell.clock.today()))
