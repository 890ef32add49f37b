"""Saving what every key changes, in whatever order the threads run: the newest is what is written last."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

T = TypeVar("T")
R = TypeVar("R")


class NewestSaver(Generic[T]):
    """The newest of something and what is stored of it; `write` and `beside` run in a thread, one after the other."""

    def __init__(self, store: "Callable[[Desk, T, T], None]", stored: T) -> None:
        """`store` is called with the newest and with what is stored."""
        self._store = store
        self._newest = self._stored = stored
        self._turn = threading.Lock()

    def put(self, newest: T) -> None:
        """A newer one; it is written by the next `write`."""
        self._newest = newest

    def write(self, desk: "Desk") -> None:
        """Store the newest unless it is stored already.

        Raises:
            DeskError: As `store`; the next `write` tries again.
        """
        with self._turn:
            newest = self._newest
            if newest != self._stored:
                self._store(desk, newest, self._stored)
                self._stored = newest

    def beside(self, desk: "Desk", job: "Callable[[Desk], R]", leaves: Callable[[T], T]) -> R:
        """Do another write in its turn, after which `leaves` says what is still stored.

        Raises:
            DeskError: As the job; what is stored stays as it was.
        """
        with self._turn:
            result = job(desk)
            self._stored = leaves(self._stored)
            return result

    @property
    def newest(self) -> T:
        """What was put last."""
        return self._newest

    @property
    def behind(self) -> bool:
        """Whether something is not stored yet."""
        return self._newest != self._stored
