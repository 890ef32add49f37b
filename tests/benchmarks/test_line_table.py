"""What a table of any length costs, as ratios taken in one run."""

import statistics
import time
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult

from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.line_table import LineTable
from tests.waiting import jobs_done

pytestmark = pytest.mark.benchmark
COLUMNS = (
    Column("name", "", 8, flex=1),
    Column("tier", "", 8),
    Column("assets", "", 12, align="right"),
    Column("risk", "", 4),
    Column("last", "", 10),
    Column("next", "", 10),
)
PRESSES = 60


def draw(number: int) -> Line:
    return Line(str(number), (f"客户{number:07d}", "钻石", f"{number / 7:,.1f}", "C3", "2026-11-03", "今天"))


class TableApp(App[None]):
    CSS: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        yield LineTable(COLUMNS, draw)


class RangePager:
    """A book of any length that is not in memory."""

    def __init__(self, rows: range) -> None:
        self._rows = rows

    def page(self, anchor: Anchor, count: int) -> Page[int]:
        start = int(anchor.key) + 1 if anchor.kind == "after" else 0
        return Page(tuple(self._rows[start : start + count]), start, len(self._rows))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_cursor_key_costs_at_most_five_unbound_keys(size: tuple[int, int]) -> None:
    app = TableApp()
    async with app.run_test(size=size) as pilot:
        table = app.query_one(LineTable)
        table.show(RangePager(range(100_000)))
        table.focus()
        await jobs_done(app)
        await pilot.pause()

        async def cost(key: str) -> float:
            start = time.process_time()
            for _ in range(PRESSES):
                await pilot.press(key)
            return (time.process_time() - start) / PRESSES

        await cost("f12")
        await cost("down")
        unbound, down = [], []
        for _ in range(3):
            unbound.append(await cost("f12"))
            down.append(await cost("down"))
        ratio = statistics.median(down) / statistics.median(unbound)
        print(f"an unbound key {statistics.median(unbound) * 1e3:.2f} ms, down {ratio:.2f} times that")
        assert ratio <= 5


async def test_a_million_rows_load_within_a_tenth_of_a_second() -> None:
    app = TableApp()
    async with app.run_test(size=(120, 40)) as pilot:
        table = app.query_one(LineTable)
        rows = range(1_000_000)
        start = time.process_time()
        table.show(RangePager(rows))
        await jobs_done(app)
        await pilot.pause()
        spent = time.process_time() - start
        print(f"1,000,000 rows: {spent:.3f} s")
        assert table.total == 1_000_000
        assert spent <= 0.1
