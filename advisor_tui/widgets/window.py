"""The part of a long list that a table holds: consecutive rows, grown at both ends, cut at the far one."""

from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from advisor_tui.desk.views.common import Page
from advisor_tui.widgets.columns import Line

R = TypeVar("R")
KEEP = 2_000
"""Rows kept at most."""


class Window(Generic[R]):
    """Rows by their place in the whole list.

    Attributes:
        first: The place of the first held row.
        total: How many rows the whole list has.
        wanted: A place to go to once its row is at hand.
        answered: Whether any page has arrived.
    """

    def __init__(self, draw: Callable[[R], Line]) -> None:
        self._draw = draw
        self.clear()
        self.answered = False

    def clear(self) -> None:
        """Hold nothing."""
        self._rows: list[R] = []
        self._lines: dict[int, Line] = {}
        self.first = 0
        self.total = 0
        self.wanted: int | None = None
        self._claimed: set[str] = set()

    @property
    def last(self) -> int:
        """The place of the last held row, `first - 1` when there is none."""
        return self.first + len(self._rows) - 1

    def holds(self, place: int) -> bool:
        """Whether the row of this place is at hand."""
        return self.first <= place <= self.last

    def clamp(self, place: int) -> int:
        """The held place nearest to a place."""
        return max(self.first, min(place, self.last))

    def row_at(self, place: int) -> R | None:
        """The row of a place, if at hand."""
        return self._rows[place - self.first] if self.holds(place) else None

    def line_at(self, place: int) -> Line | None:
        """The drawn row of a place, if at hand; drawn once."""
        line = self._lines.get(place)
        if line is None and (row := self.row_at(place)) is not None:
            line = self._lines[place] = self._draw(row)
        return line

    def key_at(self, place: int) -> str | None:
        """The key of the row of a place, if at hand."""
        line = self.line_at(place)
        return None if line is None else line.key

    def place_of(self, key: str) -> int | None:
        """Where a key is, among the rows at hand."""
        for place in range(self.first, self.last + 1):
            if self.key_at(place) == key:
                return place
        return None

    def claim(self, side: str) -> bool:
        """Take the right to ask for more rows on a side; False while somebody has it."""
        if side in self._claimed:
            return False
        self._claimed.add(side)
        return True

    def release(self) -> None:
        """Nobody is asking any more."""
        self._claimed.clear()

    def take_wanted(self) -> int | None:
        """The remembered place, once."""
        wanted, self.wanted = self.wanted, None
        return wanted

    def replace(self, page: Page[R]) -> None:
        """Hold one page instead of everything."""
        self.clear()
        self._rows = list(page.rows)
        self.first = max(0, page.first_index)
        self.total = page.total
        self.answered = True

    def extend(self, side: Literal["after", "before"], page: Page[R]) -> None:
        """Add the page that follows or precedes, and let go of rows at the other end beyond `KEEP`."""
        self._claimed.discard(side)
        self.total = page.total
        self._lines.clear()
        rows = list(page.rows)
        if not rows:
            self.total = self.last + 1 if side == "after" else page.total
            return
        if side == "after":
            self._rows += rows
            surplus = max(0, len(self._rows) - KEEP)
            del self._rows[:surplus]
            self.first += surplus
        else:
            self.first = max(0, self.first - len(rows)) if page.first_index < 0 else page.first_index
            self._rows = (rows + self._rows)[:KEEP]
