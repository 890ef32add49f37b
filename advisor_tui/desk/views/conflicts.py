"""What two sides changed, as the conflict page receives it."""

from dataclasses import dataclass
from datetime import datetime

from advisor_tui.desk.views.common import ClientRef


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two values: as text, who set it, and when; a whole row that is gone has the value None."""

    value: str | None
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A field, or a whole record where `field` is "", that two sides changed.

    Attributes:
        kind: edit, delete or late.
        table: The record's table.
        client: Whose record it is, where it is a client's.
        kept: What holds now.
        lost: What was kept beside it.
    """

    id: str
    kind: str
    table: str
    field: str
    client: ClientRef | None
    kept: Side
    lost: Side
    found_at: datetime
