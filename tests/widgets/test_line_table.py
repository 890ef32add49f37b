"""The table shows any list right, keeps its cursor by key, reads pages as it goes, and never more than a window."""

import asyncio
import threading
from collections.abc import Callable
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.widgets import window
from advisor_tui.widgets.columns import Column, Line, lay_out
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.pager import CallPager, ListPager, Pager
from tests.waiting import jobs_done

ROWS = 24 - 1
KEEP = 250
COLUMNS = (
    Column("no", "No", 8, align="right"),
    Column("name", "Name", 10, flex=1),
    Column("wide", "Wide", 6, min_screen_width=100),
)


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def draw(number: int) -> Line:
    return Line(str(number), (str(number), f"客户 {number}", "w"), dim=number % 10 == 9)


class Numbers:
    """A book of numbers with keyset pages that counts what it is asked and can be held back."""

    def __init__(self, count: int) -> None:
        self.rows = list(range(count))
        self.asked: list[str] = []
        self.go = threading.Event()
        self.go.set()

    def page(self, anchor: Anchor, count: int) -> Page[int]:
        self.go.wait(5)
        self.asked.append(anchor.kind)
        # Only a source that counts from the start may leave the place out.
        page = ListPager(self.rows, str).page(anchor, count)
        return page if anchor.kind in ("start", "end", "around") else Page(page.rows, -1, page.total)


class TableApp(App[None]):
    CSS: ClassVar[str] = "Screen { layers: base; }"

    def __init__(self, pager: Pager[int] | None = None) -> None:
        super().__init__()
        self.pager = pager
        self.chosen: list[tuple[str, object]] = []
        self.rested: list[str] = []

    def compose(self) -> ComposeResult:
        yield LineTable(COLUMNS, draw, marking=True)

    def on_mount(self) -> None:
        self.table.focus()
        if self.pager:
            self.table.show(self.pager)

    @property
    def table(self) -> LineTable[int]:
        return self.query_one(LineTable)

    def on_line_table_row_chosen(self, event: LineTable.RowChosen) -> None:
        self.chosen.append((event.key, event.row))

    def on_line_table_row_highlighted(self, event: LineTable.RowHighlighted) -> None:
        self.rested.append(event.key)

    def line(self, y: int) -> str:
        return self.table.render_line(y).text.rstrip()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no page is being read."""
    await pilot.pause()
    while pilot.app.workers:
        await jobs_done(pilot.app)
        await pilot.pause()


async def until(pilot: Pilot[None], ready: Callable[[], bool]) -> None:
    """Wait for what a timer does."""
    async with asyncio.timeout(10):
        while not ready():
            await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["down"], 1),
        (["down", "down", "up"], 1),
        (["up"], 0),
        (["pagedown"], ROWS - 1),
        (["pagedown", "pageup"], 0),
        (["end"], 9_999),
        (["end", "pageup"], 9_999 - ROWS + 1),
        (["end", "home"], 0),
        (["end", "down"], 9_999),
    ],
)
async def test_keys_move_the_cursor_through_a_paged_list(keys: list[str], place: int) -> None:
    app = TableApp(Numbers(10_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        assert (app.table.cursor_index, app.table.cursor_key) == (place, str(place))


@pytest.mark.parametrize("direction", ["pagedown", "pageup"])
async def test_walking_the_whole_list_shows_every_row_in_order_and_holds_a_window(
    direction: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "KEEP", KEEP)
    app = TableApp(Numbers(3 * KEEP))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        if direction == "pageup":
            await pilot.press("end")
            await settled(pilot)
        for _ in range(3 * KEEP // (ROWS - 1) + 2):
            await pilot.press(direction)
            await settled(pilot)
            shown = [int(app.line(y)[2:10]) for y in range(1, 24)]
            assert shown == list(range(shown[0], shown[0] + ROWS))
            assert shown[0] <= app.table.cursor_index <= shown[-1]
            assert len(app.table._window._rows) <= KEEP
        assert app.table.cursor_index == (0 if direction == "pageup" else 3 * KEEP - 1)


async def test_moves_beyond_the_rows_at_hand_are_made_up_for_when_they_arrive() -> None:
    numbers = Numbers(10_000)
    app = TableApp(numbers)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        numbers.go.clear()
        await pilot.press(*["pagedown"] * 12)
        assert app.table.cursor_index < 12 * (ROWS - 1)
        numbers.go.set()
        await settled(pilot)
        assert app.table.cursor_index == 12 * (ROWS - 1)


async def test_reload_keeps_the_cursor_on_its_row_though_rows_came_before_it() -> None:
    numbers = Numbers(1_000)
    app = TableApp(numbers)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*["down"] * 30)
        await settled(pilot)
        numbers.rows = [-3, -2, -1, *numbers.rows]
        app.table.reload()
        await settled(pilot)
        assert (app.table.cursor_key, app.table.cursor_index, app.table.total) == ("30", 33, 1_003)


async def test_a_row_that_is_gone_leaves_the_cursor_near_its_place() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show_rows(list(range(10)))
        await pilot.press("end")
        app.table.show_rows(list(range(9)))
        await pilot.pause()
        assert app.table.cursor_key == "8"


async def test_only_the_answer_for_the_newest_list_is_shown() -> None:
    slow, quick = Numbers(500), Numbers(7)
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        slow.go.clear()
        app.table.show(slow)
        app.table.show(quick)
        await pilot.pause()
        slow.go.set()
        await settled(pilot)
        assert app.table.total == 7


async def test_enter_chooses_and_a_rest_highlights_once() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show_rows(list(range(50)))
        await pilot.press("down", "down", "down", "enter")
        assert app.chosen == [("3", 3)]
        await until(pilot, lambda: bool(app.rested))
        await pilot.press("down")
        await until(pilot, lambda: app.rested[-1] == "4")
        assert app.rested == ["3", "4"]


async def test_insert_marks_and_goes_on_and_marks_survive_other_rows() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show_rows(list(range(5)))
        await pilot.press("insert", "down", "insert", "home", "insert", "insert")
        assert app.table.marked == {"1", "2"}
        assert app.line(2).startswith(" *")
        app.table.show_rows([7])
        assert app.table.marked == {"1", "2"}


@pytest.mark.parametrize(
    ("show", "text"),
    [
        (lambda table: None, "Reading …"),
        (lambda table: table.show_rows([]), "Nothing here"),
        (lambda table: table.show_note("No [/] way"), "No [/] way"),
    ],
)
async def test_states_are_said_in_words(show: Callable[[LineTable[int]], None], text: str) -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        show(app.table)
        await pilot.pause()
        assert app.line(2).strip() == text


async def test_loading_and_refusal_are_said_in_words() -> None:
    gate = threading.Event()

    def refuse(anchor: Anchor, count: int) -> Page[int]:
        gate.wait(5)
        raise DeskError("closed", "Nothing here {what}", what="[b]")

    app = TableApp(CallPager(refuse))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.line(2).strip() == "Reading …"
        gate.set()
        await settled(pilot)
        assert app.line(2).strip() == "Nothing here [b]"


async def test_columns_follow_the_width_and_the_sorted_one_says_so() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show_rows([1])
        app.table.sort = ("name", True)
        assert app.line(0).split() == ["No", "Name", "▼"]
        app.table.sort = ("name", False)
        assert app.line(0).split() == ["No", "Name", "▲"]
        await pilot.resize_terminal(120, 24)
        assert app.line(0).split() == ["No", "Name", "▲", "Wide"]


async def test_matches_are_drawn_with_their_style_and_cut_by_cells() -> None:
    app = TableApp()
    async with app.run_test(size=(30, 24)) as pilot:
        table: LineTable[str] = LineTable(
            (Column("name", "Name", 6),),
            lambda text: Line(text, (Content(text).stylize("underline", 0, 1),)),
        )
        await app.mount(table)
        table.show_rows(["张三丰李四", "张三"])
        await pilot.pause()
        cut = table.render_line(1)
        assert cut.text.rstrip() == "▌ 张三…"
        underlined = [segment.text for segment in table.render_line(2) if segment.style and segment.style.underline]
        assert underlined == ["张"]


def test_flexible_columns_share_what_is_left_exactly() -> None:
    columns = (Column("a", "", 5), Column("b", "", 4, flex=1), Column("c", "", 4, flex=2))
    for width in range(20, 90):
        assert sum(cells for _, _, cells in lay_out(columns, width)) + 2 * 2 == width


async def test_a_dim_row_under_the_cursor_is_as_clear_as_any_other() -> None:
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show_rows(list(range(12)))
        await pilot.press(*["down"] * 9)
        assert "客户 9" in app.line(10)
        assert not any(segment.style and segment.style.dim for segment in app.table.render_line(10))
        await pilot.press("up")
        assert any(segment.style and segment.style.dim for segment in app.table.render_line(10))
