"""Values of answers that are more than one word or number: several figures, and the members of a household."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Source = Literal["client", "document", "head_office"]
"""Who says a figure: the client, a paper that the advisor saw, the bank's own books."""
SOURCES: tuple[Source, ...] = ("client", "document", "head_office")
Role = Literal["spouse", "child", "parent", "sibling", "other"]
ROLES: tuple[Role, ...] = ("spouse", "child", "parent", "sibling", "other")
"""What a member is to the client."""


@dataclass(frozen=True)
class Figure:
    """One figure of several.

    Attributes:
        item: The item of the question that it answers.
        fen: In 分.
        source: Who says so.
        as_of: The day of the figure, None for the day of the talk.
    """

    item: str
    fen: int
    source: Source = "client"
    as_of: date | None = None


@dataclass(frozen=True)
class Figures:
    """The figures of one question, in the order of its items; an item without one was not spoken of."""

    rows: tuple[Figure, ...]

    @property
    def total_fen(self) -> int:
        """What they add up to, in 分."""
        return sum(row.fen for row in self.rows)

    def of(self, item: str) -> Figure | None:
        """The figure of an item."""
        return next((row for row in self.rows if row.item == item), None)


@dataclass(frozen=True)
class Relative:
    """A member of the household beside the client.

    Attributes:
        name: As the client calls the member.
        role: What the member is to the client.
        born_on: The birth date, as far as it is known.
        dependent: Whether the member lives on the client's income.
        on_file_as: The name under which the same person stands on file, "" where it is this one or nobody's.
    """

    name: str
    role: Role
    born_on: date | None = None
    dependent: bool = False
    on_file_as: str = ""


@dataclass(frozen=True)
class Relatives:
    """The members of the household beside the client; none: the client lives alone."""

    rows: tuple[Relative, ...]

    @property
    def supported(self) -> tuple[Role, ...]:
        """The roles of those who live on the client's income, each once."""
        return tuple(role for role in ROLES if any(row.role == role and row.dependent for row in self.rows))

    @property
    def children(self) -> int:
        """Children who live on the client's income."""
        return sum(1 for row in self.rows if row.role == "child" and row.dependent)

    @property
    def dependants(self) -> int:
        """Others who do."""
        return sum(1 for row in self.rows if row.role != "child" and row.dependent)


def alike(told: Relatives, on_file: Sequence[Relative]) -> tuple[tuple[int, Relative], ...]:
    """Who of those told may be someone on file under another name: place among those told, and the one on file.

    It may be so where nobody of that name and role is on file, and one of the role who was not named either is the
    spouse or was born on the same day.
    """
    named = {(row.on_file_as or row.name, row.role) for row in told.rows}
    left = [row for row in on_file if (row.name, row.role) not in named]
    known = {(row.name, row.role) for row in on_file}
    found = []
    for place, row in enumerate(told.rows):
        if row.on_file_as or (row.name, row.role) in known:
            continue
        twin = next((other for other in left if other.role == row.role and _may_be(row, other)), None)
        if twin is not None:
            left.remove(twin)
            found.append((place, twin))
    return tuple(found)


def _may_be(told: Relative, on_file: Relative) -> bool:
    return told.role == "spouse" or (told.born_on is not None and told.born_on == on_file.born_on)
