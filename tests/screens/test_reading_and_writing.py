"""A screen shows what was written last, whichever thread answers first."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from advisor_tui.app import AdvisorApp
from advisor_tui.base.languages import use_language
from advisor_tui.screens.areas import Area
from tests.screens.fakes import FakeDesk, Stage, Today
from tests.waiting import until

_READING = threading.Event()


class Slow(Today):
    """Shows how much was written; a read takes until the test lets it go."""

    seen: tuple[int, ...] = ()

    def refresh_data(self) -> None:
        self.ask(_count, self._show)

    def _show(self, count: int) -> None:
        self.seen = (*self.seen, count)

    def write(self) -> None:
        self.act(lambda desk: len(cast(Any, desk).write("one")), lambda _: self._show(1))


def _count(desk: object) -> int:
    count = len(cast(FakeDesk, desk).written)
    _READING.wait(5)
    return count


@pytest.fixture
def app(tmp_path: Path) -> Iterator[AdvisorApp]:
    use_language("en")
    _READING.set()
    yield Stage(tmp_path / "home", areas=(Area("day", "", "Today", "tests.screens.test_reading_and_writing:Slow"),)).app
    _READING.set()


async def test_a_read_that_began_before_a_write_is_not_shown_after_it(app: AdvisorApp) -> None:
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Slow) and app.screen.seen[-1:] == (0,), "the first read")
        screen = app.screen
        assert isinstance(screen, Slow)
        _READING.clear()
        screen.refresh_data()
        await pilot.pause()
        screen.write()
        for _ in range(1000):
            if screen.seen[-1] == 1:
                break
            await pilot.pause()
        assert screen.seen[-1] == 1, "the write is shown"
        _READING.set()
        await until(pilot, lambda: not screen.busy, "every answer is there")
        assert screen.seen[-1] == 1
        assert screen.seen.count(0) == 1, "the old read is dropped"
