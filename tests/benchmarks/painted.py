"""When what a key leads to stands on the screen: the app notes every paint, with what it cost and what it showed."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.screen import Screen

from advisor_tui import app
from advisor_tui.app import AdvisorApp
from advisor_tui.screens.shell import Launch

STATUS_LINES = 2
"""The status line and its rule: the figures there follow every write by themselves, some time later."""
_QUIET = 0.08
"""Seconds without a paint after which nothing more is to come."""
_LONGEST = 30.0


@dataclass(frozen=True)
class Cost:
    """Seconds from a key until what it leads to is painted: on the clock, and of CPU in all threads."""

    wall: float
    cpu: float


class PaintedApp(AdvisorApp):
    """The desk with a terminal that takes every paint as text, as a real one does, and notes when it came."""

    CSS_PATH = str(Path(str(app.__file__)).with_name("app.tcss"))

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        self._paints: list[tuple[float, float, str]] = []
        self._noting = False
        self._spent = 0.0

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is None or not self._noting:
            return
        renderable.render_segments(self.console)  # what a terminal would get, which a headless app leaves out
        wall, cpu = time.perf_counter(), time.process_time()
        strips = self.screen._compositor.render_strips()
        text = "\n".join(strip.text for strip in strips[STATUS_LINES:])
        self._paints.append((wall - self._spent, cpu - self._spent, text))
        self._spent += time.process_time() - cpu  # the noting itself is none of the app's work

    async def cost(self, key: str, ready: Callable[[], bool]) -> Cost:
        """What a key costs until the first paint that shows what stands in the end.

        Nothing runs beside it: no other key, and no pilot that asks every widget whether it is done.

        Raises:
            AssertionError: What the key leads to never came.
        """
        self._paints, self._spent, self._noting = [], 0.0, True
        wall, cpu = time.perf_counter(), time.process_time()
        self.post_message(events.Key(key, None))
        await self._quiet(ready)
        self._noting = False
        last = self._paints[-1][2]
        painted = next(paint for paint in self._paints if paint[2] == last)
        return Cost(painted[0] - wall, painted[1] - cpu)

    async def _quiet(self, ready: Callable[[], bool]) -> None:
        """Wait until it is ready and nothing is painted any more."""
        end = time.monotonic() + _LONGEST
        seen = -1
        while not ready() or not self._paints or seen != len(self._paints):
            assert time.monotonic() < end, f"nothing came of the key; the screen is {self.screen!r}"
            seen = len(self._paints)
            await asyncio.sleep(_QUIET)
