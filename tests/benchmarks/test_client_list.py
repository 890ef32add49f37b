"""The client list at 100,000 clients: keystroke to painted rows, a key in the table, memory."""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from advisor_tui.app import AdvisorApp
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.screens.client.clients import ClientsScreen
from advisor_tui.screens.shell import Launch
from advisor_tui.widgets.line_table import LineTable
from tests.benchmarks.client_book import make_book
from tests.screens.work_stage import press, settle

pytestmark = pytest.mark.benchmark
SIZE = 100_000
KEYSTROKE = 0.050
"""Seconds from a key in the search field to the painted rows, 95 of 100 times."""
MEMORY_MIB = 40
ROUNDS = 3
FRAME = 1 / 60
"""Seconds between two looks of Textual at what must be painted."""
TYPED = "zs\b\bzwq\b\b\bli\b\b张\b王伟\b\b138\b\b\b8000\b\b\b\bshan\b\b\b\bw\bx\bguo\b\b\b"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = make_book(tmp_path_factory.mktemp("list") / "home", SIZE)
    yield made
    made.close()


def make_app(desk: Desk) -> AdvisorApp:
    office = desk.office
    return AdvisorApp(
        Launch(office.home, office.clock, office.ids, Settings(lang="zh"), lambda _: desk, unlocked=lambda: desk)
    )


async def open_list(pilot: Pilot[None]) -> ClientsScreen:
    await press(pilot, "f2")
    await settle(pilot, lambda: isinstance(pilot.app.screen, ClientsScreen), "the list")
    screen = pilot.app.screen
    assert isinstance(screen, ClientsScreen)
    await settle(pilot, lambda: screen.table.total > 0, "rows")
    return screen


async def test_a_keystroke_paints_its_rows_within_50_ms(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the key to the last painted line of its page.

    Judged by the CPU of all threads, the thread that reads included, plus the frame that Textual waits for: wall time
    measures what else the machine does. Both are printed.
    """
    app = make_app(desk)
    arrived, painted, spent = [0.0], [0.0], [0.0]
    arrive, draw = LineTable._arrive, LineTable.render_line

    def note_page(self: LineTable[Any], anchor: Anchor, page: Page[Any] | None) -> None:
        arrive(self, anchor, page)
        arrived[0], painted[0] = time.perf_counter(), 0.0

    def note_line(self: LineTable[Any], y: int) -> Strip:
        strip = draw(self, y)
        if y == self.size.height - 1 and not painted[0]:
            painted[0], spent[0] = time.perf_counter(), time.process_time()
        return strip

    monkeypatch.setattr(LineTable, "_arrive", note_page)
    monkeypatch.setattr(LineTable, "render_line", note_line)
    rounds: list[list[float]] = []
    walls: list[float] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await open_list(pilot)
        await settle(pilot)
        for _ in range(ROUNDS):
            rounds.append([])
            for letter in TYPED:
                key = "backspace" if letter == "\b" else letter
                start, cpu = time.perf_counter(), time.process_time()
                await pilot.press(key)
                await settle(pilot, lambda start=start: painted[0] > arrived[0] > start, f"rows after {key}")  # type: ignore[misc]
                rounds[-1].append(spent[0] - cpu + FRAME)
                walls.append(painted[0] - start)
    # The same key in several rounds, the quickest each: what others do on the machine is not our cost.
    took = sorted(map(min, zip(*rounds, strict=True)))
    p95 = took[int(len(took) * 0.95)]
    print(f"wall: median {statistics.median(walls) * 1000:.1f} ms")
    print(f"{len(took)} keystrokes: median {statistics.median(took) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms")
    assert p95 <= KEYSTROKE


async def test_a_key_in_the_table_costs_at_most_five_unbound_keys(desk: Desk) -> None:
    async with make_app(desk).run_test(size=(120, 40)) as pilot:
        screen = await open_list(pilot)
        screen.table.focus()
        await settle(pilot)

        async def cost(key: str) -> float:
            start = time.process_time()
            for _ in range(40):
                await pilot.press(key)
            return time.process_time() - start

        await cost("down")
        unbound = statistics.median([await cost("f24") for _ in range(3)])
        down = statistics.median([await cost("down") for _ in range(3)])
        print(f"down {down / 40 * 1000:.2f} ms, unbound {unbound / 40 * 1000:.2f} ms, ratio {down / unbound:.1f}")
        assert down <= 5 * unbound


_MEASURE = """
import asyncio, sys
from pathlib import Path
from typing import Any
from tests.benchmarks.test_client_list import make_app, open_list
from tests.screens.work_stage import press, settle
from tests.support import NOW, STAFF_NO
from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.opening import open_home
from tests.support import PASSPHRASE

clock = FixedClock(NOW)
desk = open_home(Home(Path(sys.argv[1])), PASSPHRASE, clock, SeededIds(9, clock))

async def main():
    async with make_app(desk).run_test(size=(120, 40)) as pilot:
        screen = await open_list(pilot)
        for letter in "zwl":
            await pilot.press(letter)
            await settle(pilot)
            await press(pilot, "pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
            await press(pilot, "backspace")
        screen.table.focus()
        await press(pilot, "end", "home")

asyncio.run(main())
print(next(int(line.split()[1]) // 1024 for line in open('/proc/self/status') if line.startswith('VmRSS')))
"""


def test_memory_grows_by_at_most_40_mib_from_1_000_to_100_000_clients(desk: Desk, tmp_path: Path) -> None:
    small = make_book(tmp_path / "home", 1_000)
    small.close()
    large = desk.office.home.root
    desk.close()
    gc.collect()
    peaks = {}
    for name, root in (("small", tmp_path / "home"), ("large", large)):
        done = subprocess.run([sys.executable, "-c", _MEASURE, str(root)], capture_output=True, text=True, check=True)
        peaks[name] = int(done.stdout.split()[-1])
    print(f"1,000 clients {peaks['small']} MiB, {SIZE:,} clients {peaks['large']} MiB")
    assert peaks["large"] - peaks["small"] <= MEMORY_MIB
