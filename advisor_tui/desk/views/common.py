"""What every area shows: the status line, the client at the desk, a page of a long list."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

R = TypeVar("R")


@dataclass(frozen=True)
class ClientRef:
    """A client as one line names it.

    Attributes:
        id: The client's UUIDv7.
        name: The whole name; the screens of an advisor's own clients do not mask it.
        number: The short client number that people use.
    """

    id: str
    name: str
    number: str


@dataclass(frozen=True)
class StatusView:
    """The line on top of every screen.

    Attributes:
        branch: The branch's name.
        staff: The advisor's name.
        today: Tasks and follow-ups due today, in pieces.
        overdue: Those whose day has passed.
        unsealed: Journal entries since the last sealed bundle.
    """

    branch: str
    staff: str
    today: int = 0
    overdue: int = 0
    unsealed: int = 0


@dataclass(frozen=True)
class JumpRow:
    """A client that the jump list offers, with how it was found (its pinyin or number)."""

    ref: ClientRef
    label: str
    found_by: str = ""


@dataclass(frozen=True)
class Anchor:
    """Where a page of a keyset-paged list begins.

    `start` and `end` are the list's ends; `after` and `before` are next to the row `key`, without it; `around`
    has `key` near the middle, or, when that row is gone, the rows where it stood.
    """

    kind: Literal["start", "end", "after", "before", "around"] = "start"
    key: str = ""


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some consecutive rows of a list.

    Attributes:
        rows: The rows in list order.
        first_index: The position of `rows[0]` in the whole list, from 0; -1 where the source does not count it
            (allowed after `after` and `before`, whose neighbours are known).
        total: How many rows the whole list has.
    """

    rows: tuple[R, ...]
    first_index: int
    total: int
