"""F5: the task queue, one ranked list of what is due and why."""

from typing import ClassVar, get_args

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.desk.views.tasks import FILTERS, Filter, WorkItem
from advisor_tui.screens.work.queue_screen import QUEUE_COLUMNS, QueueScreen
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.pager import CallPager
from advisor_tui.widgets.plain import plain
from advisor_tui.widgets.prose import Prose

_NAMES: dict[Filter, str] = {
    "all": mark("All"),
    "today": mark("For today"),
    "overdue": mark("Overdue"),
    "week": mark("This week"),
}
assert set(_NAMES) == set(get_args(Filter))


class TasksScreen(QueueScreen):
    """Reads the queue by pages; writes what is done, put off, handed over, noted."""

    AREA = "tasks"
    HEADING = mark("Tasks")
    HELP = mark(
        "Everything that is due, ranked: near legal deadlines first, then what is late, then today's hours, then "
        "today's other items, then what comes. Tasks, planned follow-ups, complaints, maturing money, expiring "
        "assessments and identity documents, birthdays stand in one list. Enter goes to where the line is done. "
        "1 marks it as done, 2 puts it off (never a legal deadline), 3 hands it over, 4 adds a note; Ctrl+Z takes "
        "the last of these back. ← → change what is shown."
    )
    FIRST_FOCUS = "#queue"
    CSS_PATH = "tasks.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new", mark("New"), id="tasks.new"),
        Binding("right,ctrl+r", "filter(1)", mark("Filter"), id="tasks.filter"),
        Binding("left", "filter(-1)", mark("Filter"), id="tasks.filter.back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filter: Filter = "all"

    def compose_body(self) -> ComposeResult:
        """The filters, the queue, the whole of the line under the cursor."""
        yield Prose("", id="tasks-filter")
        yield LineTable(
            QUEUE_COLUMNS,
            self.draw_item,
            empty=mark("Nothing is due here. Ctrl+N writes a task down; proposals and the calendar add theirs."),
            id="queue",
        )
        yield Prose("", id="tasks-note")

    def refresh_data(self) -> None:
        """Read the queue again, the cursor stays on its line."""
        self._show_filter()
        desk, which = self.shell.desk, self._filter
        if desk is None:
            return

        def page(anchor: Anchor, count: int) -> Page[WorkItem]:
            return desk.tasks.page(which, anchor, count)

        self.queue.show(CallPager(page), around=self.queue.cursor_key or "")

    def on_line_table_page_shown(self, event: LineTable.PageShown) -> None:
        """The total may have changed, and with it the line under the cursor."""
        self._show_filter()
        self._show_note(self.chosen_item())

    def on_line_table_row_highlighted(self, event: LineTable.RowHighlighted) -> None:
        """Show what is known of the line."""
        self._show_note(event.row)

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        """Go to the doing."""
        self.go(event.row)

    def action_filter(self, by: int) -> None:
        """Show the next or the previous part of the queue."""
        self._filter = FILTERS[(FILTERS.index(self._filter) + by) % len(FILTERS)]
        self.queue.show_rows(())
        self.refresh_data()

    def action_new(self) -> None:
        """Write a task down."""
        from advisor_tui.screens.work.task_form import TaskFormScreen

        self.app.push_screen(TaskFormScreen())

    def _show_filter(self) -> None:
        names = [
            Content.styled(f"[{translate(name)}]" if which == self._filter else f" {translate(name)} ", style)
            for which, name in _NAMES.items()
            for style in ["bold" if which == self._filter else ""]
        ]
        count = translate(mark("{count} in all")).format(count=self.queue.total) if self.queue.answered else ""
        self.query_one("#tasks-filter", Static).update(Content.assemble(Content(" ").join(names), f"   {count}"))

    def _show_note(self, item: WorkItem | None) -> None:
        lines = [part for part in (self.whole_line(item), item.law, item.note) if part] if item else []
        self.query_one("#tasks-note", Static).update(plain("\n".join(lines)))
