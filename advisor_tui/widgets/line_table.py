"""A table of any length: draws only the lines on screen, keeps only a window of pages, never waits."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Generic, TypeAlias, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.widgets import line_events
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.line_drawing import COMPONENTS, STYLES, LineDrawing
from advisor_tui.widgets.page_reader import PageReader
from advisor_tui.widgets.pager import ListPager, Pager
from advisor_tui.widgets.window import Window

R = TypeVar("R")
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
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = STYLES

    Event: TypeAlias = line_events.TableEvent
    RowChosen: TypeAlias = line_events.RowChosen
    RowHighlighted: TypeAlias = line_events.RowHighlighted
    MarksChanged: TypeAlias = line_events.MarksChanged
    PageShown: TypeAlias = line_events.PageShown

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
        self._window: Window[R] = Window(draw)
        self._reader = PageReader(self, self._window, self._arrive, self._refused)
        self._note = ""
        self._top = 0
        self._cursor = 0
        self._marked: set[str] = set()
        self._sort: tuple[str, bool] | None = None
        self._drawing = LineDrawing(self, self._columns)
        self._rest: Timer | None = None

    # What a screen asks and says

    def show(self, pager: Pager[R], *, around: str = "") -> None:
        """Show another list from its start, or with the cursor on the row `around`.

        A `ListPager` is shown at once; any other is read in a thread and the old rows stay until it answers.
        """
        self._reader.pager = pager
        self._fetch(Anchor("around", around) if around else Anchor("start"))

    def show_rows(self, rows: Sequence[R], *, keep_cursor: bool = True) -> None:
        """Show a list in memory, by default with the cursor on the row it was on."""
        kept = self.cursor_key if keep_cursor else ""
        self.show(ListPager(rows, lambda row: self._draw(row).key), around=kept or "")

    def reload(self) -> None:
        """Read the shown rows again; the cursor stays on its row, or on its place if the row is gone."""
        key = self.cursor_key
        self._fetch(Anchor("around", key) if key else Anchor("start"))

    @property
    def answered(self) -> bool:
        """Whether it is known yet how many rows there are."""
        return self._window.answered

    def say_when_empty(self, message: str) -> None:
        """Say something else where the list has no rows: a message id."""
        self._empty = message

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
        else:
            self._fetch(Anchor("around", key))

    def redraw(self) -> None:
        """Draw every line again: the language, the signs or what `draw` reads has changed."""
        self._redraw()

    # Reading

    @property
    def _lines(self) -> int:
        return max(1, self.size.height - 1)

    def _fetch(self, anchor: Anchor) -> None:
        self._reader.fetch(anchor, self._lines)
        if self._reader.waiting:
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
        self._drawing.clear()
        wanted = self._window.take_wanted()
        self._go(self._cursor if wanted is None else wanted, read_on=wanted is not None)
        self._redraw()
        self.post_message(self.PageShown(self, page.total))

    def _refused(self, error: DeskError) -> None:
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

    def _go(self, place: int, *, read_on: bool = True) -> None:
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
        if read_on:
            self._reader.read_on(place, self._lines)
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
        self._drawing.clear()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again for the new width, and keep the cursor on screen."""
        self._drawing.clear()
        self._go(self._cursor)

    def on_focus(self) -> None:
        """Show the cursor as the place where keys go."""
        self._redraw()

    def on_blur(self) -> None:
        """Show the cursor as a remembered place."""
        self._redraw()

    def notify_style_update(self) -> None:
        """The theme changed."""
        self._drawing.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the header, then rows."""
        width = self.size.width
        if y == 0:
            return self._drawing.header(width, self._sort)
        place = self._top + y - 1
        row = self._window.row_at(place)
        if row is None:
            return self._note_line(y, width)
        line = self._draw(row) if (cached := self._window.line_at(place)) is None else cached
        return self._drawing.row(
            line, width, at_cursor=place == self._cursor, marked=line.key in self._marked, keep=4 * self._lines + 8
        )

    def _note_line(self, y: int, width: int) -> Strip:
        text = ""
        if y == 2 and not self._window.total:
            reading = self._reader.waiting or not self._window.answered
            text = self._note or translate(mark("Reading …") if reading else self._empty)
        return self._drawing.note(text, width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The header and every row, for `height: auto` around short lists."""
        return 1 + max(1, self._window.total)
