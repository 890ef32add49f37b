"""Who last changed a row or a field here, when, and which of two changes is the later one."""

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, text

from advisor_tui.base.clock import instant_text, parse_instant
from advisor_tui.store.context import INSTANT_LENGTH
from advisor_tui.sync.names import HEAD_OFFICE

AHEAD = timedelta(hours=24)
"""How far a hybrid clock may be ahead of the receipt and still count: a wrong clock wins no year."""
_ENTRIES = text(
    "SELECT seq, hlc, origin, actor, payload FROM journal WHERE table_name = :table AND row_id = :row ORDER BY seq DESC"
)


@dataclass(frozen=True)
class Edit:
    """The latest entry that touched something: its hybrid clock and who made it; both "" where there is none."""

    hlc: str = ""
    actor: str = ""


class LastEdits:
    """Looks into the journal of this desk, of which head office has everything up to `known`."""

    def __init__(self, connection: Connection, known: int) -> None:
        self._connection = connection
        self._known = known

    def of(self, table: str, row: str, name: str = "", *, unseen: bool = False) -> Edit:
        """The latest entry of a row, or of one of its fields; of those that head office has not seen, if asked."""
        for entry in self._connection.execute(_ENTRIES, {"table": table, "row": row}):
            if unseen and entry.seq <= self._known:
                break
            if unseen and entry.origin == HEAD_OFFICE:
                continue
            if not name or (entry.payload is not None and name in json.loads(entry.payload)):
                return Edit(entry.hlc, entry.actor)
        return Edit()

    def is_blank(self, table: str, row: str) -> bool:
        """Whether the row's entries were blanked: it was erased or purged."""
        newest = self._connection.execute(_ENTRIES, {"table": table, "row": row}).first()
        return newest is not None and newest.payload is None


def is_later(one: str, other: str, now: str) -> bool:
    """Whether a hybrid clock is later than another at a receipt (UTC instant); equal ones are not."""
    return _wall(one, now) > _wall(other, now)


def _wall(hlc: str, now: str) -> tuple[str, str]:
    """What is compared: the clock's instant, at most a day ahead of the receipt, then its counter."""
    limit = instant_text(parse_instant(now) + AHEAD)
    wall = hlc[:INSTANT_LENGTH]
    return (limit, "") if wall > limit else (wall, hlc[INSTANT_LENGTH + 1 :].partition("-")[0])
