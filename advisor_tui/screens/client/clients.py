"""F2: the whole client book; typing searches it."""

from dataclasses import replace
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import wan
from advisor_tui.desk.views.clients import (
    DESCENDING_FIRST,
    SORTS,
    ClientLine,
    ClientQuery,
    Sort,
    TierChoice,
)
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.client import words
from advisor_tui.screens.client.columns import COLUMNS, SORT_NAMES
from advisor_tui.screens.client.following import FollowingScreen
from advisor_tui.screens.client.marked import MarkedClients
from advisor_tui.widgets.columns import Line
from advisor_tui.widgets.dialog import pick_one
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.line_events import MarksChanged, PageShown, RowChosen
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.pager import CallPager
from advisor_tui.widgets.plain import matched, plain_line


class ClientsScreen(FollowingScreen):
    """The client list with search, sort, filters, marks and preview."""

    AREA = "clients"
    HEADING = mark("Clients")
    HELP = mark(
        "Type at once: Chinese characters, pinyin, initials (zs, zsf), or a phone, ID or client number from its front "
        "or end. The arrows, Page up and Page down move in the list while you type; Enter opens the client, Insert "
        "marks it. Tab goes into the list: there the digits 1 to 7 sort, and the same digit again turns the order "
        "round. Esc clears the search."
    )
    ENTER = mark("Open")
    FIRST_FOCUS = "#search"
    CSS_PATH = "clients.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("New client"), id="clients.new"),
        Binding("ctrl+r", "filter", mark("Filter"), id="clients.filter"),
        Binding("ctrl+o", "sort", mark("Sort"), id="clients.sort"),
        Binding("insert", "mark", mark("Mark"), id="clients.mark"),
        Binding("ctrl+b", "marked", mark("Marked ones"), id="clients.marked"),
        Binding("ctrl+y", "preview", mark("Preview"), id="clients.preview"),
        Binding("ctrl+z", "undo", mark("Undo"), id="clients.undo", show=False),
        Binding("up", "move(-1)", mark("Up"), id="clients.up", show=False),
        Binding("down", "move(1)", mark("Down"), id="clients.down", show=False),
        Binding("pageup", "page(-1)", mark("Page up"), id="clients.pageup", show=False),
        Binding("pagedown", "page(1)", mark("Page down"), id="clients.pagedown", show=False),
        *(
            Binding(digit_key(number), f"sort_by('{sort}')", SORT_NAMES[sort], id=f"clients.sort.{sort}", show=False)
            for number, sort in enumerate(SORTS, start=1)
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.shown = ClientQuery()
        self._tiers: tuple[TierChoice, ...] = ()

    def compose_body(self) -> ComposeResult:
        """The search line, the list, the preview."""
        with Horizontal(id="clients-bar"):
            yield Static(translate(mark("Find")), markup=False, id="clients-label")
            yield Field(self.shown.text, select_on_focus=False, id="search")
            yield Static("", markup=False, id="clients-state")
        with Horizontal(id="clients-body"):
            yield LineTable(
                COLUMNS,
                self._draw,
                empty=mark("No client is found like that."),
                marking=True,
                id="clients-table",
            )
            yield Static("", markup=False, id="client-preview")

    def _draw(self, line: ClientLine) -> Line:
        today = self.shell.clock.today()
        name = matched(line.ref.name, line.spans)
        if line.found_by:
            name = name + "  " + plain_line(line.found_by, "dim")
        due = {"overdue": mark("overdue"), "today": mark("today")}.get(line.due, "")
        cells = (
            name,
            line.ref.number,
            pick(line.tier),
            wan(line.assets),
            words.level(line.risk_level, line.standing),
            words.short_day(line.last_contact, today),
            translate(due) if due else words.short_day(line.next_due, today),
        )
        return Line(line.ref.id, cells)

    # Reading

    def refresh_data(self) -> None:
        """Read the list again around the client at the desk, where it holds everybody, else around the cursor."""
        self.ask(lambda desk: desk.clients.tiers(), self._know_tiers, group="tiers")
        at_desk = self.shell.current_client
        if at_desk is not None and self.shown == ClientQuery(sort=self.shown.sort, descending=self.shown.descending):
            self.awaited = at_desk.id
        self._show(around=self.awaited or self.table.cursor_key or "")

    def _know_tiers(self, tiers: tuple[TierChoice, ...]) -> None:
        self._tiers = tiers
        self._state()

    def _show(self, *, around: str = "") -> None:
        desk, query = self.shell.desk, self.shown
        if desk is None:
            return
        sort = None if query.sort == "match" else (query.sort, query.descending)
        if sort != self.table.sort:
            self.table.sort = sort
        self.table.show(CallPager(lambda anchor, count: desk.clients.page(query, anchor, count)), around=around)

    def change_query(self, query: ClientQuery, *, around: str = "") -> None:
        """Show another list from its start, or around a client."""
        self.shown = query
        field = self.query_one("#search", Field)
        if field.text != query.text:
            with self.prevent(Input.Changed):
                field.value = query.text
        self._show(around=around)

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        text = self.query_one("#search", Field).text
        if text != self.shown.text:
            self.shown = replace(self.shown, text=text, sort="match" if text else self.shown.sort)
            self._show()

    @on(PageShown)
    def _page_shown(self) -> None:
        if not self.table.total and not self.shown.text and self.shown.filter.empty:
            self.table.show_note(translate(mark("The book is empty. Ctrl+N, or: advisor-tui import")))
        self._state()
        self.look_soon()

    def _state(self) -> None:
        tier = next((choice.name for choice in self._tiers if choice.id == self.shown.filter.tier), None)
        parts = [
            words.filter_words(self.shown.filter, tier),
            translate(SORT_NAMES[self._sort_shown()]),
            translate(mark("clients: {count}")).format(count=f"{self.table.total:,}"),
        ]
        if self.table.marked:
            parts.append(translate(mark("marked: {count}")).format(count=len(self.table.marked)))
        self.query_one("#clients-state", Static).update(plain_line("  ".join(parts)), layout=False)

    def _sort_shown(self) -> Sort:
        return "assets" if self.shown.sort == "match" and not self.shown.text else self.shown.sort

    # Marking and opening

    @on(MarksChanged)
    def _marks_changed(self) -> None:
        self._state()

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.table.action_choose()

    @on(RowChosen)
    def _chosen(self, event: RowChosen) -> None:
        self.open_client(cast(ClientLine, event.row).ref.id)

    def open_client(self, client_id: str) -> None:
        """Open a client's page; it walks this list."""
        from advisor_tui.screens.client.client import ClientScreen

        self.app.push_screen(ClientScreen(client_id, self.shown))

    def arrive(self, intent: str, ref: str) -> None:
        """`open` and a client's id open that client; `new` the form."""
        if intent == "open" and ref:
            self.open_client(ref)
        elif intent == "new":
            self.action_new()

    def action_new(self) -> None:
        """Add a client."""
        from advisor_tui.screens.client.form import ClientFormScreen

        form = ClientFormScreen("", self._tiers)
        self.app.push_screen(form, lambda _: self._added(form.saved))

    def _added(self, added: ClientRef | None) -> None:
        """Go to the client that was added, out of a search or a filter that may not have it."""
        if added is not None:
            self.awaited = added.id
            sort: Sort = "assets" if self.shown.sort == "match" else self.shown.sort
            self.change_query(ClientQuery(sort=sort, descending=self.shown.descending), around=added.id)

    def action_search(self) -> None:
        """Go to the search field."""
        self.query_one("#search").focus()

    def on_key(self, event: events.Key) -> None:
        """A letter typed in the list goes on with the search."""
        field = self.query_one("#search", Field)
        letter = event.character
        if self.table.has_focus and letter and letter.isalpha():
            event.stop()
            field.focus()
            field.value += letter
            field.cursor_position = len(field.value)

    def action_back(self) -> None:
        """Clear the search first; nothing else is lost by going back."""
        if self.shown.text:
            self.change_query(replace(self.shown, text=""))
            self.action_search()
        else:
            super().action_back()

    # Sort, filter, marked ones

    def action_sort(self) -> None:
        """Choose the column to sort by."""
        options = [(sort, translate(SORT_NAMES[sort])) for sort in SORTS]
        pick_one(
            self, mark("Sort by what? The same again turns it round."), options,
            lambda sort: self.action_sort_by(cast(Sort, sort)), chosen=self.shown.sort,
        )  # fmt: skip

    def action_sort_by(self, sort: Sort) -> None:
        """Sort by a column; a second time the other way round."""
        again = sort == self.shown.sort and sort != "match"
        descending = not self.shown.descending if again else sort in DESCENDING_FIRST
        self.shown = replace(self.shown, sort=sort, descending=descending)
        self._show()

    def action_filter(self) -> None:
        """Choose filters and saved views."""
        from advisor_tui.screens.client.filters import ClientFiltersScreen

        self.app.push_screen(ClientFiltersScreen(self.shown, self._tiers, self.change_query))

    def action_marked(self) -> None:
        """Do something with every marked client."""
        MarkedClients(self, self.table, self._tiers, self.refresh_data).choose()

    def action_undo(self) -> None:
        """Take the last change made from this list back."""
        self.act(lambda desk: desk.clients.undo(), self._undone)

    def _undone(self, undone: Undone | None) -> None:
        self.say(mark("Nothing to undo here.") if undone is None else mark("Undone."))
        self.refresh_data()
