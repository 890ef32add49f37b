"""A table of any length: draws only the lines on screen, keeps only a window of pages, never waits."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.widgets.columns import GAP, Column, Line, cell_segments, lay_out
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.pager import ListPager, Pager
from advisor_tui.widgets.plain import pad, pad_left
from advisor_tui.widgets.window import Window

R = TypeVar("R")
GUTTER = 2
"""The cursor's cell and the mark's cell, left of the first column."""
REST = 0.12
"""Seconds the cursor rests on a row before `RowHighlighted` says so."""


class LineTable(Widget, JobRunner, Generic[R], can_focus=True):
    """A table fed by a pager.

    Args:
        columns: What is shown, left to right.
        draw: A row as a `Line`; called on the UI thread for lines on screen only, so it must be cheap.
        empty: Message id shown when the list has no rows.
        marking: Whether Insert marks rows.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", mark("Up"), id="table.up", show=False),
        Binding("down", "move(1)", mark("Down"), id="table.down", show=False),
        Binding("pageup", "move_page(-1)", mark("Page up"), id="table.pageup", show=False),
        Binding("pagedown", "move_page(1)", mark("Page down"), id="table.pagedown", show=False),
        Binding("home", "first", mark("First row"), id="table.first", show=False),
        Binding("end", "last", mark("Last row"), id="table.last", show=False),
        Binding("enter", "choose", mark("Open"), id="table.choose", show=False),
        Binding("insert", "mark", mark("Mark"), id="table.mark", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-table--header",
        "line-table--cursor",
        "line-table--cursor-blurred",
        "line-table--dim",
        "line-table--marked",
    }
    DEFAULT_CSS = """
    LineTable { height: 1fr; width: 1fr; }
    LineTable > .line-table--header { color: $text-muted; text-style: none; }
    LineTable > .line-table--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    LineTable > .line-table--cursor-blurred { text-style: bold; }
    LineTable > .line-table--dim { text-style: dim; }
    LineTable > .line-table--marked { text-style: bold; }
    """

    class Event(Message):
        """Something about one table; `@on(..., "#id")` selects by the table."""

        def __init__(self, table: "LineTable[Any]") -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> "LineTable[Any]":
            """The table that sent it."""
            return self.table

    class RowChosen(Event):
        """Enter was pressed on a row."""

        def __init__(self, table: "LineTable[Any]", key: str, row: Any) -> None:
            super().__init__(table)
            self.key, self.row = key, row

    class RowHighlighted(Event):
        """The cursor rests on a row (sent a moment after the last move)."""

        def __init__(self, table: "LineTable[Any]", key: str, row: Any) -> None:
            super().__init__(table)
            self.key, self.row = key, row

    class MarksChanged(Event):
        """The set of marked keys changed."""

        def __init__(self, table: "LineTable[Any]", keys: frozenset[str]) -> None:
            super().__init__(table)
            self.keys = keys

    class PageShown(Event):
        """Rows arrived: the total may have changed."""

        def __init__(self, table: "LineTable[Any]", total: int) -> None:
            super().__init__(table)
            self.total = total

    def __init__(
        self,
        columns: Sequence[Column],
        draw: Callable[[R], Line],
        *,
        empty: str = mark("Nothing here"),
        marking: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._draw = draw
        self._empty = empty
        self._marking = marking
        self._pager: Pager[R] | None = None
        self._window: Window[R] = Window(draw)
        self._note = ""
        self._top = 0
        self._cursor = 0
        self._marked: set[str] = set()
        self._sort: tuple[str, bool] | None = None
        self._strips: OrderedDict[tuple[object, ...], Strip] = OrderedDict()
        self._rest: Timer | None = None

    # What a screen asks and says

    def show(self, pager: Pager[R], *, around: str = "") -> None:
        """Show another list from its start, or with the cursor on the row `around`.

        A `ListPager` is shown at once; any other is read in a thread and the old rows stay until it answers.
        """
        self._pager = pager
        self._fetch(Anchor("around", around) if around else Anchor("start"))

    def show_rows(self, rows: Sequence[R], *, keep_cursor: bool = True) -> None:
        """Show a list in memory, by default with the cursor on the row it was on."""
        kept = self.cursor_key if keep_cursor else ""
        self.show(ListPager(rows, lambda row: self._draw(row).key), around=kept or "")

    def reload(self) -> None:
        """Read the shown rows again; the cursor stays on its row, or on its place if the row is gone."""
        if self._pager is not None:
            key = self.cursor_key
            self._fetch(Anchor("around", key) if key else Anchor("start"))

    def show_note(self, text: str) -> None:
        """Show a sentence in place of rows (an error, "not yet unlocked"); the next page removes it."""
        self._note = text
        self._window.clear()
        self._redraw()

    @property
    def total(self) -> int:
        """Rows of the whole list; 0 before the first page."""
        return self._window.total

    @property
    def cursor_index(self) -> int:
        """The cursor's place in the whole list, from 0."""
        return self._cursor

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        return self._window.key_at(self._cursor)

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor."""
        return self._window.row_at(self._cursor)

    @property
    def marked(self) -> frozenset[str]:
        """Keys of the marked rows, those outside the window too."""
        return frozenset(self._marked)

    def set_marked(self, keys: Iterable[str]) -> None:
        """Mark exactly these rows."""
        self._marked = set(keys)
        self._redraw()
        self.post_message(self.MarksChanged(self, self.marked))

    @property
    def sort(self) -> tuple[str, bool] | None:
        """The column that the list is sorted by, and whether descending; shown in the header only."""
        return self._sort

    @sort.setter
    def sort(self, value: tuple[str, bool] | None) -> None:
        self._sort = value
        self._redraw()

    def move_to_key(self, key: str) -> None:
        """Put the cursor on a row, reading its page if it is not at hand."""
        place = self._window.place_of(key)
        if place is not None:
            self._go(place)
        elif self._pager is not None:
            self._fetch(Anchor("around", key))

    def redraw(self) -> None:
        """Draw every line again: the language, the signs or what `draw` reads has changed."""
        self._redraw()

    # Reading

    @property
    def _lines(self) -> int:
        return max(1, self.size.height - 1)

    def _fetch(self, anchor: Anchor) -> None:
        pager = self._pager
        if pager is None:
            return
        if isinstance(pager, ListPager):
            self._arrive(anchor, pager.page(anchor, len(pager)))
            return
        count = max(64, self._lines * 4)
        if anchor.kind in ("start", "end", "around"):
            self.cancel_jobs("after")
            self.cancel_jobs("before")
            group = "jump"
        else:
            group = anchor.kind
            if not self._window.claim(group):
                return
        self.start_job(
            lambda: pager.page(anchor, count),
            lambda page: self._arrive(anchor, page),
            failed=self._refused,
            group=group,
            newest_only=True,
            current=lambda: pager is self._pager,
        )
        if self._window.total == 0:
            self._redraw()

    def _arrive(self, anchor: Anchor, page: Page[R] | None) -> None:
        if page is None:
            return
        self._note = ""
        offset = self._cursor - self._top
        if anchor.kind in ("after", "before"):
            self._window.extend(anchor.kind, page)
        else:
            self._window.replace(page)
            if anchor.kind == "around":
                found = self._window.place_of(anchor.key)
                self._cursor = self._cursor if found is None else found
                self._cursor = self._window.clamp(self._cursor)
            else:
                self._cursor = self._window.first if anchor.kind == "start" else max(0, self._window.last)
            self._top = self._cursor - offset if anchor.kind == "around" else self._cursor
        self._strips.clear()
        wanted = self._window.take_wanted()
        self._go(self._cursor if wanted is None else wanted)
        self._redraw()
        self.post_message(self.PageShown(self, page.total))

    def _refused(self, error: DeskError) -> None:
        self._window.release()
        self.show_note(str(error))

    # Moving

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._go(self._aim() + by)

    def action_move_page(self, by: int) -> None:
        """Move the cursor by screens."""
        self._go(self._aim() + by * max(1, self._lines - 1))

    def _aim(self) -> int:
        """Where the cursor is, or where it is going once the rows have arrived."""
        return self._cursor if self._window.wanted is None else self._window.wanted

    def action_first(self) -> None:
        """Go to the first row of the whole list."""
        if self._window.holds(0):
            self._go(0)
        else:
            self._fetch(Anchor("start"))

    def action_last(self) -> None:
        """Go to the last row of the whole list."""
        if self._window.holds(self.total - 1):
            self._go(self.total - 1)
        elif self.total:
            self._fetch(Anchor("end"))

    def _go(self, place: int) -> None:
        """Put the cursor on a place, or as near as the rows at hand allow, and read on if that is near an end."""
        window = self._window
        if not window.total:
            return
        place = min(max(place, 0), window.total - 1)
        if not window.holds(place):
            window.wanted = place
            place = window.clamp(place)
        old, self._cursor = self._cursor, place
        top = min(max(self._top, place - self._lines + 1), place)
        top = max(0, min(top, window.total - self._lines))
        if top != self._top:
            self._top = top
            self.refresh()
        elif old != place:
            self._refresh_lines(old, place)
        margin = self._lines * 2
        if place + margin > window.last and window.last < window.total - 1:
            self._fetch(Anchor("after", window.key_at(window.last) or ""))
        if place - margin < window.first and window.first > 0:
            self._fetch(Anchor("before", window.key_at(window.first) or ""))
        if old != place:
            self._announce_soon()

    def _refresh_lines(self, *places: int) -> None:
        width = self.size.width
        self.refresh(*(Region(0, place - self._top + 1, width, 1) for place in places))

    def _announce_soon(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._announce)

    def _announce(self) -> None:
        row, key = self.cursor_row, self.cursor_key
        if row is not None and key is not None:
            self.post_message(self.RowHighlighted(self, key, row))

    def action_choose(self) -> None:
        """Say that the row under the cursor was chosen."""
        row, key = self.cursor_row, self.cursor_key
        if row is not None and key is not None:
            self.post_message(self.RowChosen(self, key, row))

    def action_mark(self) -> None:
        """Mark or unmark the row under the cursor and go to the next."""
        key = self.cursor_key
        if self._marking and key is not None:
            self.set_marked(self._marked ^ {key})
            self.action_move(1)

    # Drawing

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again for the new width, and keep the cursor on screen."""
        self._strips.clear()
        self._go(self._cursor)

    def on_focus(self) -> None:
        """Show the cursor as the place where keys go."""
        self._redraw()

    def on_blur(self) -> None:
        """Show the cursor as a remembered place."""
        self._redraw()

    def notify_style_update(self) -> None:
        """The theme changed."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the header, then rows."""
        width = self.size.width
        if y == 0:
            return self._header(width)
        place = self._top + y - 1
        row = self._window.row_at(place)
        if row is None:
            return self._note_line(y, width)
        line = self._draw(row) if (cached := self._window.line_at(place)) is None else cached
        at_cursor = place == self._cursor
        key = (line.key, at_cursor, line.key in self._marked, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._row(line, at_cursor, width)
            if len(self._strips) > 4 * self._lines + 8:
                self._strips.popitem(last=False)
        return strip

    def _note_line(self, y: int, width: int) -> Strip:
        text = ""
        if y == 2 and not self._window.total:
            loading = self._pager is not None and not self._window.answered
            text = self._note or (translate(mark("Reading …")) if loading else "")
            if not text and self._window.answered:
                text = translate(self._empty)
        return Strip([Segment(pad("  " + signs(text), width), self.rich_style)], width)

    def _header(self, width: int) -> Strip:
        style = self.get_component_rich_style("line-table--header")
        parts = [Segment(" " * GUTTER, style)]
        for number, (_, column, cells) in enumerate(lay_out(self._columns, width - GUTTER)):
            title = translate(column.title)
            if self._sort and self._sort[0] == column.key:
                title = f"{title} {signs('▼' if self._sort[1] else '▲')}"
            align = pad_left if column.align == "right" else pad
            parts.append(Segment((" " * GAP if number else "") + align(title, cells), style))
        return Strip(parts).adjust_cell_length(width, style)

    def _row(self, line: Line, at_cursor: bool, width: int) -> Strip:
        base = self.rich_style
        marked = line.key in self._marked
        for name, on in (
            ("line-table--dim", line.dim),
            ("line-table--marked", marked),
            ("line-table--cursor", at_cursor and self.has_focus),
            ("line-table--cursor-blurred", at_cursor and not self.has_focus),
        ):
            if on:
                base = base + self.get_component_rich_style(name, partial=True)
        parts = [Segment((signs("▌") if at_cursor else " ") + ("*" if marked else " "), base)]
        for number, (place, column, cells) in enumerate(lay_out(self._columns, width - GUTTER)):
            if number:
                parts.append(Segment(" " * GAP, base))
            parts += cell_segments(line.cells[place], column, cells, base, self._parse)
        return Strip(parts).adjust_cell_length(width, base)

    def _parse(self, style: str) -> RichStyle:
        return self.app.stylesheet.parse_style(style).rich_style

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header and every row, for `height: auto` around short lists."""
        return 1 + max(1, self._window.total)
