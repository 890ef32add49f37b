"""Ctrl+C during long work in the database."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopping_between() -> Iterator[Callable[[], None]]:
    """Hold Ctrl+C back until the work asks for it; the value given raises KeyboardInterrupt if it was pressed.

    A KeyboardInterrupt inside a function that the database calls would come out as a database error, and one during a
    commit would leave it open what was kept. A second Ctrl+C changes nothing: the work asks often.
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
