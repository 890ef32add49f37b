"""The journal as it may be read on a screen: pages by number, values masked where they tell who somebody is."""

import json
import re
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from advisor_tui.base.clock import parse_instant
from advisor_tui.base.text import MaskKind, mask, one_line
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.desk.views.compliance import FieldChange, JournalRow, JournalView
from advisor_tui.store.tables import metadata

_journal = metadata.tables["journal"].c
_COLUMNS = (
    _journal.seq, _journal.instant, _journal.actor, _journal.action, _journal.table_name, _journal.row_id,
    _journal.origin, _journal.payload,
)  # fmt: skip
_HEAD: Select[Any] = select(_journal.seq).order_by(_journal.seq.desc()).limit(1)
_PAGE: Select[Any] = (
    select(*_COLUMNS)
    .where(_journal.seq <= bindparam("newest"), _journal.seq > bindparam("oldest"))
    .order_by(_journal.seq.desc())
)
_ONE: Select[Any] = select(*_COLUMNS, _journal.hash).where(_journal.seq == bindparam("seq"))
_MASKS: dict[str, MaskKind] = {"name": "name", "phone": "phone", "address": "address", "guardian": "name"}
_WORDS = {
    "action", "capacity", "channel", "currency", "decision", "direction", "grade", "kind", "metric", "period",
    "purpose", "role", "screen", "source", "state", "status", "table_name", "tier",
}  # fmt: skip
"""Columns that hold words of the program."""
_PLAIN = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+Z)?|[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d|")
"""Dates, instants, ids and hours: they tell nothing of a person, except the day of birth."""


def page(connection: Connection, anchor: Anchor, count: int) -> Page[JournalRow]:
    """A page of the journal, the newest entry first; its numbers have no gaps, so a place is a subtraction."""
    head = int(connection.execute(_HEAD).scalar() or 0)
    seq = int(anchor.key) if anchor.key else head
    newest = {
        "start": head,
        "end": count,
        "after": seq - 1,
        "before": seq + count,
        "around": seq + count // 2,
    }[anchor.kind]
    newest = min(newest, head)
    oldest = seq if anchor.kind == "before" else newest - count
    rows = connection.execute(_PAGE, {"newest": newest, "oldest": max(0, oldest)})
    return Page(tuple(_row(row) for row in rows), head - newest, head)


def one(connection: Connection, seq: int) -> JournalView | None:
    """One entry with its changes, or None."""
    row = connection.execute(_ONE, {"seq": seq}).first()
    if row is None:
        return None
    payload = json.loads(row.payload) if row.payload else {}
    changes = tuple(
        FieldChange(field, shown(row.table_name, field, old), shown(row.table_name, field, new))
        for field, (old, new) in payload.items()
        if old != new
    )
    return JournalView(_row(row), changes, row.hash)


def shown(table: str, field: str, value: object) -> str:
    """A value as it may be shown: numbers and words of the program whole, what tells of a person masked."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = one_line(str(value))
    if table == "identity_document" and field == "number":
        return mask("id", text)
    if field in _MASKS and table in ("client", "household_member"):
        return mask(_MASKS[field], text)
    tells_nothing = field in _WORDS or (field != "born_on" and _PLAIN.fullmatch(text))
    return text if tells_nothing else mask("text", text)


def _row(row: Any) -> JournalRow:
    payload = json.loads(row.payload) if row.payload else None
    kind, fields = "blank", ()
    if payload is not None:
        old, new = payload.get("id", [row.row_id, row.row_id])
        kind = "insert" if old is None else "delete" if new is None else "update"
        fields = tuple(payload)
    return JournalRow(
        row.seq,
        parse_instant(row.instant),
        row.actor,
        row.action,
        row.table_name,
        row.row_id,
        row.origin,
        kind,
        fields,
    )
