"""Where a long list's rows come from: keyset pages, asked for in a thread."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from advisor_tui.desk.views.common import Anchor, Page

R = TypeVar("R")


class Pager(Protocol[R]):
    """A list that is read in pages; called in a worker thread, may raise `DeskError`."""

    def page(self, anchor: Anchor, count: int) -> Page[R]:
        """At most `count` consecutive rows at the anchor, with their place in the whole list."""
        ...


class CallPager(Generic[R]):
    """A pager made of one function, such as a bound method of a desk job with its filter."""

    def __init__(self, read: Callable[[Anchor, int], Page[R]]) -> None:
        self._read = read

    def page(self, anchor: Anchor, count: int) -> Page[R]:
        """See `Pager.page`."""
        return self._read(anchor, count)


class ListPager(Generic[R]):
    """A pager over a list in memory; the table reads it at once, without a thread."""

    def __init__(self, rows: Sequence[R], key: Callable[[R], str]) -> None:
        self._rows = tuple(rows)
        self._key = key
        self._places = {key(row): place for place, row in enumerate(self._rows)}

    def page(self, anchor: Anchor, count: int) -> Page[R]:
        """See `Pager.page`; an unknown key counts as the start."""
        total = len(self._rows)
        place = self._places.get(anchor.key, 0)
        if anchor.kind == "before":
            return Page(self._rows[max(0, place - count) : place], max(0, place - count), total)
        start = {
            "start": 0,
            "end": total - count,
            "after": place + 1,
            "around": min(place - count // 2, total - count),
        }[anchor.kind]
        start = max(0, start)
        return Page(self._rows[start : start + count], start, total)

    def __len__(self) -> int:
        return len(self._rows)
