"""Waiting for a screen: as long as a busy machine needs, and no longer than the screen does."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

LONGEST = 30.0
"""Seconds after which a test gives up; only a failing one waits so long."""


async def jobs_done(app: App[Any]) -> None:
    """Wait until the jobs now running have ended: answered, replaced by newer ones (which cancel them) or refused.

    What a refused or broken one means is the app's to tell.
    """
    for worker in [worker for worker in app.workers if (worker.group or "").startswith("job-")]:
        with suppress(WorkerCancelled, WorkerFailed):
            await worker.wait()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every job has answered and what follows from it is drawn."""
    for _ in range(3):
        await pilot.pause()
        await jobs_done(pilot.app)
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each with all that follows from it."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def until(pilot: Pilot[None], ready: Callable[[], bool], what: str = "") -> None:
    """Wait until the screen is as wanted: threads answer when they answer.

    Raises:
        AssertionError: It never was.
    """
    end = time.monotonic() + LONGEST
    while True:
        await jobs_done(pilot.app)
        await pilot.pause()
        if ready():
            return
        if time.monotonic() > end:
            raise AssertionError(f"never so: {what}; the screen is {pilot.app.screen!r}")
        await asyncio.sleep(0)  # other threads' turn
