"""Which rows of a terminal's copies belong to a client: the client, and what hangs from it by the desk's own keys."""

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import Table, select
from sqlmodel import Session

from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS, Terminal, journal
from advisor_tui.store.tables import metadata as desk_metadata
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.row_changes import RowChange
from advisor_tui.sync.strict_json import load_object

_STEP = 400
SHARED = ("branch", "advisor", "product", "questionnaire")
"""What a client's rows refer to, and every desk has of its own; a desk that lacks one gets it with them."""


def client_id(session: Session, terminal: str, number: str) -> str | None:
    """The id of a terminal's client by its number."""
    client = COPIES["client"]
    query = select(client.c.id).where(client.c.terminal == terminal, client.c.number == number)
    found = session.connection().execute(query).scalar()
    return None if found is None else str(found)


def rows_of_client(session: Session, terminal: str, number: str) -> list[RowChange]:
    """A client's rows whole, each after the rows that it refers to; none where the client is not there."""
    client = client_id(session, terminal, number)
    if client is None:
        return []
    own: dict[str, set[str]] = defaultdict(set)
    own["client"].add(client)
    found: dict[str, dict[str, RowChange]] = defaultdict(dict)
    for table in desk_metadata.sorted_tables:
        if table.name in COPIES:
            found[table.name] = _hanging(session, terminal, table, own)
            own[table.name] |= found[table.name].keys()
    for name in reversed(SHARED):
        wanted = {
            str(change.values[column])
            for table, rows in list(found.items())
            for column, target in _keys(desk_metadata.tables[table])
            if target == name
            for change in rows.values()
            if change.values[column] is not None
        }
        found[name] = _read(session, terminal, name, "id", sorted(wanted))
    return [change for table in desk_metadata.sorted_tables for change in found[table.name].values()]


def rows_at_cut_over(session: Session, terminal: str, number: str, late: list[int]) -> list[RowChange]:
    """A client's rows as they were before the late entries, and those entries for the new owner to look at.

    A client who was only recorded after the cut-over comes as they are: there is nothing before it to go back to.
    """
    rows = rows_of_client(session, terminal, number)
    whole = {(change.table_name, change.row_id): change for change in rows}
    entries = _entries(session, terminal, late)
    for entry in reversed(entries):
        key = (entry.table_name, entry.row_id)
        change = whole.get(key)
        if "id" in entry.payload and entry.payload["id"][0] is None:
            whole.pop(key, None)  # it was made after the cut-over
        elif change is not None:
            olds = {name: (None, old) for name, (old, _) in entry.payload.items()}
            whole[key] = replace(change, payload={**change.payload, **olds})
    recorded = any(table == "client" for table, _ in whole)
    return [*whole.values(), *entries] if recorded else rows


def _entries(session: Session, terminal: str, seqs: list[int]) -> list[RowChange]:
    """Entries of a terminal's present journal, in their order; blanked ones say nothing."""
    registered = session.get_one(Terminal, terminal)
    query = select(journal).where(
        journal.c.epoch == registered.epoch, journal.c.seq.in_(seqs), journal.c.payload.is_not(None)
    )
    return [
        RowChange(
            row.table_name, row.row_id, row.hlc, row.origin, row.actor, "late",
            {name: (old, new) for name, (old, new) in load_object(row.payload, terminal).items()},
        )
        for row in session.connection().execute(query.order_by(journal.c.seq))
    ]  # fmt: skip


def _hanging(session: Session, terminal: str, table: Table, own: dict[str, set[str]]) -> dict[str, RowChange]:
    """The rows of a table that go when the client goes: by keys that cascade."""
    if table.name == "client":
        return _read(session, terminal, table.name, "id", sorted(own["client"]))
    rows: dict[str, RowChange] = {}
    for column, target in _keys(table, cascading=True):
        if own.get(target):
            rows |= _read(session, terminal, table.name, column, sorted(own[target]))
    return rows


def _keys(table: Table, *, cascading: bool = False) -> list[tuple[str, str]]:
    """(column, table that it points to) of a table's foreign keys."""
    return [
        (key.parent.name, key.column.table.name)
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
        if not cascading or key.ondelete == "CASCADE"
    ]


def _read(session: Session, terminal: str, name: str, column: str, ids: list[str]) -> dict[str, RowChange]:
    copy, names = COPIES[name], DESK_COLUMNS[name]
    rows: dict[str, RowChange] = {}
    for start in range(0, len(ids), _STEP):
        query = select(copy.c.hlc, *(copy.c[one] for one in names)).where(
            copy.c.terminal == terminal, copy.c[column].in_(ids[start : start + _STEP])
        )
        for hlc, *values in session.connection().execute(query.order_by(copy.c.id)):
            payload = {one: (None, value) for one, value in zip(names, values, strict=True)}
            row_id = str(payload["id"][1])
            rows[row_id] = RowChange(name, row_id, hlc, hlc.rpartition("-")[2], HEAD_OFFICE, "whole", payload)
    return rows
