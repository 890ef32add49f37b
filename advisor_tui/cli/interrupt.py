"""Ctrl+C during long work in the database."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_GLANCE = 0.2
"""Seconds."""


@contextmanager
def stopping_between() -> Iterator[Callable[[], None]]:
    """Hold Ctrl+C back until the work asks for it; the value given raises KeyboardInterrupt if it was pressed.

    A KeyboardInterrupt inside a function that the database calls would come out as a database error, and one during a
    commit would leave it open what was kept. A second Ctrl+C changes nothing: the work asks often, and what it did
    not ask about any more is raised at the end.
    """
    pressed = False

    def note(_signal: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True

    def ask() -> None:
        if pressed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, note)
    try:
        yield ask
    finally:
        signal.signal(signal.SIGINT, before)
    ask()


def pause(seconds: float, ask: Callable[[], None]) -> None:
    """Wait, asking often: Python goes on sleeping after a signal that is only noted."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        ask()
        time.sleep(min(left, _GLANCE))
    ask()
