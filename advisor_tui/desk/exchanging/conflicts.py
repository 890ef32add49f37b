"""What two sides changed, and settling it: one of the two values holds, the choice is journalled."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from advisor_tui.base.clock import instant_text, parse_instant
from advisor_tui.base.text import MaskKind, mask, safe_text
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.conflicts import ConflictRow, Side
from advisor_tui.store.context import INSTANT_LENGTH
from advisor_tui.sync.carrying.settling import settle

SHOWN = 500
_MASKS: Mapping[tuple[str, str], MaskKind] = {("client", "phone"): "phone", ("identity_document", "number"): "id"}
_OPEN = text(
    'SELECT "conflict".*, client.name, client.number FROM "conflict" '
    'LEFT JOIN client ON client.id = "conflict".client_id WHERE settled_at IS NULL ORDER BY found_at, "conflict".id '
    "LIMIT :limit"
)


class Conflicts:
    """The open conflicts of this desk."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open(self) -> tuple[ConflictRow, ...]:
        """What waits to be settled, the oldest first."""
        with self._office.rows() as connection:
            return tuple(_view(row) for row in connection.execute(_OPEN, {"limit": SHOWN}))

    def settle(self, conflict: str, choice: str) -> None:
        """Let `kept` or `lost` hold.

        Raises:
            DeskError: `settled_already`, `conflict_unfit`, `client_locked`.
        """
        with self._office.write("conflict.settle") as session:
            now = instant_text(self._office.clock.now())
            settle(session.connection(), conflict, choice, self._office.me.staff_no, now)
            session.commit()


def _view(row: Row[Any]) -> ConflictRow:
    client = ClientRef(row.client_id, row.name, row.number) if row.name is not None else None
    kept = Side(_told(row.table_name, row.field, row.kept), row.kept_actor, _instant(row.kept_hlc))
    lost = Side(_told(row.table_name, row.field, row.lost), row.lost_actor, _instant(row.lost_hlc))
    found = parse_instant(row.found_at)
    return ConflictRow(row.id, row.kind, row.table_name, row.field, client, kept, lost, found)


def _told(table: str, field: str, raw: str) -> str | None:
    """A value as text; of a whole record, its columns that hold something."""
    value = json.loads(raw)
    if isinstance(value, dict):
        held = {name: one for name, one in value.items() if one not in (None, "") and not name.endswith("id")}
        return "; ".join(f"{name} {_shown(table, name, one)}" for name, one in held.items())
    return None if value is None else _shown(table, field, value)


def _shown(table: str, field: str, value: object) -> str:
    """Numbers of papers and telephones are masked, as everywhere; their ends tell two of them apart."""
    text = safe_text(str(value))
    kind = _MASKS.get((table, field))
    return mask(kind, text) if kind is not None else text


def _instant(hlc: str) -> datetime | None:
    return parse_instant(hlc[:INSTANT_LENGTH]) if hlc else None
