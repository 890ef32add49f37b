"""Who is at work in an open database, so that it is closed when nobody is and stays closed."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

PATIENCE = 60.0
"""Seconds that shutting waits at most: longer than the longest read, so that a stuck one cannot keep the key."""


def locked() -> DeskError:
    """The refusal of who comes after the closing."""
    return DeskError("locked", mark("The desk is locked."))


class Gate:
    """Lets threads in until it is shut; shutting waits until they are out."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: Counter[int] = Counter()
        self._is_shut = False

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Be inside; who is inside already may enter again while the gate is being shut, to end its work.

        Raises:
            DeskError: `locked` when the gate was shut.
        """
        me = threading.get_ident()
        with self._changed:
            if self._is_shut and not self._inside[me]:
                raise locked()
            self._inside[me] += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside[me] -= 1
                self._inside += Counter()  # drops who is out
                self._changed.notify_all()

    def shut(self) -> None:
        """Let nobody in any more, and wait until everybody else is out."""
        me = threading.get_ident()
        with self._changed:
            self._is_shut = True
            self._changed.wait_for(lambda: all(thread == me for thread in self._inside), PATIENCE)
