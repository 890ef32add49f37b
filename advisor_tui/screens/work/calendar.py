"""F6: the follow-up calendar by month, week and agenda."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.desk.views.followups import Exported, FollowUpRow, Span
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.screens.areas import digit_key
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.entry import DayEntry
from advisor_tui.screens.work import calendar_lines as lines
from advisor_tui.screens.work import text as work_text
from advisor_tui.screens.work.calendar_lines import View
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.dialog import ask_text, pick_one
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.key_line import KeyHint
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.month_grid import MonthGrid, month_range, week_range
from advisor_tui.widgets.paths import shown_path

AGENDA_DAYS = 30


class CalendarScreen(DeskScreen):
    """Reads days and follow-ups; plans, moves, strikes out, exports; an outcome has its own screen."""

    AREA = "calendar"
    HEADING = mark("Calendar")
    HELP = mark(
        "Follow-ups over Chinese working days: make-up workdays and holidays are named, a question mark stands where "
        "the year's notice is not published yet. ● is a planned follow-up, ○ one that is done; a number says how many, "
        "with ● while some are still planned. The arrows move by day and week, PgUp and PgDn by month, Home goes to "
        "today, Tab or Enter to the follow-ups of the day. There Enter logs the outcome. = takes a follow-up up: go to "
        "another day and press Enter to put it down, or = again to type the day. Delete strikes one out, Ctrl+Z takes "
        "back. 1 2 3 choose month, week, agenda; 5 writes an .ics file with masked names. Late follow-ups are counted "
        "here; the line on top counts everything that is late, tasks and complaints too, as F5 shows it."
    )
    FIRST_FOCUS = "#grid"
    CSS_PATH = "calendar.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("Plan"), id="calendar.new"),
        Binding(
            f"equals_sign,fullwidth_equals_sign,{digit_key(4)}",
            "move",
            mark("Move"),
            key_display="=",
            id="calendar.move",
        ),
        Binding(digit_key(1), "view('month')", mark("Month"), id="calendar.month"),
        Binding(digit_key(2), "view('week')", mark("Week"), id="calendar.week"),
        Binding(digit_key(3), "view('agenda')", mark("Agenda"), id="calendar.agenda"),
        Binding(digit_key(5), "export", mark("Export .ics"), id="calendar.export"),
        Binding("delete", "cancel_follow_up", mark("Strike out"), id="calendar.cancel", show=False),
        Binding("ctrl+z", "undo", mark("Undo"), id="calendar.undo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view: View = "month"
        self._span: Span | None = None
        self._moving: FollowUpRow | None = None
        self._warned = False
        self._to_items = False

    @property
    def today(self) -> date:
        """The business date."""
        return self.shell.clock.today()

    @property
    def grid(self) -> MonthGrid:
        """The days."""
        return self.query_one(MonthGrid)

    @property
    def table(self) -> LineTable[FollowUpRow]:
        """The follow-ups shown."""
        return self.query_one("#items", LineTable)

    def compose_body(self) -> ComposeResult:
        """What is shown, the days, the chosen day, its follow-ups."""
        yield Static("", markup=False, id="calendar-title")
        cursor = self._span_cursor()
        yield MonthGrid(lambda: self.today, cursor, id="grid")
        yield Static("", markup=False, id="calendar-day")
        columns = (
            Column("day", mark("Day"), 10),
            Column("time", mark("Time"), 7),
            Column("client", mark("Client"), 10),
            Column("purpose", mark("What for"), 14, flex=2),
            Column("channel", mark("Channel"), 13),
            Column("phone", mark("Phone"), 12, min_screen_width=76 if self._view == "month" else 96),
            Column("state", mark("State"), 11),
        )
        shown = columns if self._view != "month" else columns[1:]
        yield LineTable(shown, self._draw, empty=mark("Nothing is planned here. Ctrl+N plans a follow-up."), id="items")

    def _span_cursor(self) -> date:
        grids = self.query(MonthGrid)
        return grids.first().cursor if grids else self.today

    # Reading

    def range(self) -> tuple[date, date]:
        """The days that are read."""
        cursor = self.grid.cursor
        if self._view == "month":
            return month_range(cursor)
        return week_range(cursor) if self._view == "week" else (cursor, cursor + timedelta(days=AGENDA_DAYS))

    def refresh_data(self) -> None:
        """Read the shown days."""
        first, last = self.range()
        self.ask(lambda desk: desk.followups.span(first, last), self._show)

    def _show(self, span: Span) -> None:
        self._span = span
        if self._view != "agenda":
            self.grid.show(span.days, self.grid.cursor.month if self._view == "month" else 0)
        self._show_title()
        self._show_items()
        if span.provisional and not self._warned:
            self._warned = True
            year = next(day.on.year for day in span.days if day.provisional)
            self.notify(
                translate(mark("The working days of {year} are not published yet: they are provisional.")).format(
                    year=year
                ),
                severity="warning",
            )

    def _show_title(self) -> None:
        title = lines.title(self._view, self.grid.cursor, self._span)
        self.query_one("#calendar-title", Static).update(title)

    def _show_items(self) -> None:
        span, cursor = self._span, self.grid.cursor
        if span is None:
            return
        rows = [row for row in span.rows if self._view != "month" or row.on == cursor]
        self.table.show_rows(rows)
        cell = next((day for day in span.days if day.on == cursor), None)
        moving = self._moving.client.name if self._moving is not None else ""
        with_legend = self._view != "agenda" and not moving
        line = lines.day_line(cursor, cell, moving, self.size.width - 4, with_legend=with_legend)
        self.query_one("#calendar-day", Static).update(line)
        if self._to_items:
            self._to_items = False
            self._to_the_client_s(rows)
            (self.table if rows else self.grid).focus()
        self.refresh_bindings()

    def _to_the_client_s(self, rows: list[FollowUpRow]) -> None:
        """Stand on what is planned with the client at the desk, not on the day's first client, who is another one."""
        client = self.shell.current_client
        theirs = [row for row in rows if client is not None and row.client.id == client.id]
        if theirs:
            planned = [row for row in theirs if row.status == "planned"]
            self.table.move_to_key((planned or theirs)[0].id)

    def _draw(self, row: FollowUpRow) -> Line:
        return lines.follow_up_line(row, self.today, with_day=self._view != "month")

    # Moving about

    @on(MonthGrid.Moved)
    def _moved(self, event: MonthGrid.Moved) -> None:
        span = self._span
        shown = span is not None and span.days[0].on <= event.day <= span.days[-1].on
        if self._view == "month" and shown and span is not None:
            middle = span.days[len(span.days) // 2].on
            shown = event.day.month == middle.month
        if shown:
            self._show_items()
        else:
            self.refresh_data()

    @on(MonthGrid.Chosen)
    def _chosen_day(self, event: MonthGrid.Chosen) -> None:
        if self._moving is not None:
            self._put_down(self._moving, event.day)
        elif self.table.total:
            self.table.focus()
        else:
            self.action_new()

    @on(LineTable.RowHighlighted)
    def _highlighted(self) -> None:
        """What Enter does depends on the follow-up."""
        self.refresh_bindings()

    def keys(self) -> list[KeyHint]:
        """What Enter does here and now stands first."""
        enter = self._enter_word()
        return [KeyHint("Enter", translate(enter)), *super().keys()] if enter else super().keys()

    def _enter_word(self) -> str:
        """Message id of what Enter does with what has the focus, or ""."""
        if self._moving is not None:
            return mark("Put down here")
        if self.table.has_focus:
            row = self.table.cursor_row
            return mark("Log the outcome") if row is not None and row.status == "planned" else ""
        return mark("To its follow-ups") if self.table.total else ""

    @on(LineTable.RowChosen)
    def _chosen_row(self, event: LineTable.RowChosen) -> None:
        row: FollowUpRow = event.row
        if row.status != "planned":
            self.say(mark("Logged already: {outcome}"), outcome=one_line(row.outcome) or signs("—"))
            return
        from advisor_tui.screens.work.followup_outcome import FollowUpOutcomeScreen

        self.shell.current_client = row.client
        self.app.push_screen(FollowUpOutcomeScreen(event.key))

    async def action_view(self, view: View) -> None:
        """Choose month, week or agenda."""
        if view != self._view:
            cursor = self.grid.cursor
            self._view = view
            await self.recompose()
            self.grid.cursor = cursor
            self.grid.display = view != "agenda"
            (self.table if view == "agenda" else self.grid).focus()
            self.refresh_data()

    async def change_language(self) -> None:
        """Keep the view when the words change."""
        await super().change_language()
        self.grid.display = self._view != "agenda"

    # Doing

    def arrive(self, intent: str, ref: str) -> None:
        """`new` and a client's id plan a follow-up; `open` and a day go there."""
        if intent == "new":
            self._plan(ref)
        elif intent == "open" and ref:
            self._to_items = True  # where there are follow-ups, they are what one came for
            self.grid.go_to(date.fromisoformat(ref))
            self.refresh_data()

    def action_new(self) -> None:
        """Plan a follow-up on the day under the cursor, with the client at the desk or another one."""
        client = self.shell.current_client
        self._plan(client.id if client else "")

    def _plan(self, client_id: str) -> None:
        from advisor_tui.screens.work.followup_form import FollowUpFormScreen

        self.app.push_screen(FollowUpFormScreen(client_id, max(self.grid.cursor, self.today)))

    def action_move(self) -> None:
        """Take the follow-up under the cursor up; a second time, type the day."""
        if self._moving is not None:
            self._type_day(self._moving)
            return
        row = self.table.cursor_row
        if row is None or row.status != "planned":
            self.say(mark("Choose a planned follow-up first: Tab goes to them."))
        elif self._view == "agenda":
            self._type_day(row)
        else:
            self._moving = row
            self.grid.focus()
            self._show_items()

    def _type_day(self, row: FollowUpRow) -> None:
        entry = DayEntry(self.today, least=self.today)
        ask_text(
            self,
            mark("Move {name} to which day?"),
            lambda typed: self._put_down(row, entry.read(typed)),
            check=entry.complaint,
            read=entry.understood,
            name=row.client.name,
        )

    def _put_down(self, row: FollowUpRow, day: date) -> None:
        def moved(_: None) -> None:
            self._moving = None
            self.say(mark("Moved to {day}. Ctrl+Z takes it back."), day=day)
            self.grid.go_to(day)
            self.refresh_data()

        self.act(lambda desk: desk.followups.move(row.id, day), moved)

    def action_back(self) -> None:
        """Leave a move, else go back."""
        if self._moving is not None:
            self._moving = None
            self._show_items()
        else:
            super().action_back()

    def action_cancel_follow_up(self) -> None:
        """Strike the follow-up under the cursor out."""
        row = self.table.cursor_row
        if row is None:
            return

        def cancel(reason: str) -> None:
            self.act(lambda desk: desk.followups.cancel(row.id, reason))

        ask_text(self, mark("Strike out {name}: why? (may stay empty)"), cancel, name=row.client.name)

    def action_undo(self) -> None:
        """Take the last action back."""
        self.act(lambda desk: desk.undo_log.undo(), self._undone)

    def _undone(self, undone: Undone | None) -> None:
        self.notify(work_text.undone_text(undone.action) if undone else translate(mark("Nothing to take back.")))
        self.refresh_data()

    def action_export(self) -> None:
        """Write the planned follow-ups of what is shown as an .ics file."""
        first, last = self.range()
        options = [
            ("masked", translate(mark("masked: the first character of a name"))),
            ("whole", translate(mark("whole names (goes into the access log)"))),
        ]

        def write(choice: str) -> None:
            self.act(
                lambda desk: desk.followups.export(first, last, masked=choice == "masked"),
                partial(self._exported),
            )

        pick_one(self, mark("Export {first} to {last} as .ics"), options, write, first=first, last=last)

    def _exported(self, written: Exported) -> None:
        self.say(
            mark("{count} follow-ups stand in {path}. The file is deleted when the desk locks."),
            count=written.count,
            path=shown_path(written.path),
        )
