"""Applying a terminal's changes to its copies: the chain is checked, the entries folded, the digests kept."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.tables import COPIES, Stream, Terminal, desk_columns, journal
from advisor_tui.store.hashing import digest_add
from advisor_tui.sync.chain import ChainEnd, follow
from advisor_tui.sync.opening import Opened
from advisor_tui.sync.package import CHANGES, read_rows
from advisor_tui.sync.strict_json import load_object

_STEP = 400
_COLUMNS = {table: frozenset(desk_columns(table)) for table in COPIES}
Scalar = str | int | float | None


@dataclass
class Folded:
    """What the entries of one bundle make of one row: its new values, or that it is gone."""

    hlc: str
    values: dict[str, Scalar] = field(default_factory=dict)
    deleted: bool = False


def apply_changes(connection: Connection, opened: Opened, terminal: Terminal, stream: Stream) -> tuple[ChainEnd, int]:
    """Check and apply changes.jsonl within the caller's transaction.

    Returns:
        The journal's new end, and how many entries were applied.

    Raises:
        DeskError: `chain_broken`, `row_invalid`, `change_invalid`, `header_disagrees`, `state_disagrees`.
    """
    where = opened.name.file
    data = opened.files.get(CHANGES.path, b"")
    entries = list(read_rows(CHANGES, data, where))
    place = f"{where}:data/{CHANGES.path}"
    end = follow(entries, ChainEnd(stream.change_seq, stream.change_hash), place)
    _check_range(opened, entries, end)
    if entries:
        rows = [{**entry, "epoch": opened.header.epoch, "terminal": terminal.name} for entry in entries]
        connection.execute(journal.insert(), rows)
    folded, unseen = _fold(entries, place)
    for table, changed in folded.items():
        _apply_table(connection, table, changed, terminal)
    for table in unseen:
        _state(connection, terminal.name, table)
        connection.execute(_UNCHECK, {"terminal": terminal.name, "table": table})
    _compare_states(connection, opened, terminal)
    return end, len(entries)


def _check_range(opened: Opened, entries: Sequence[Mapping[str, Any]], end: ChainEnd) -> None:
    """The header promises exactly what the file holds."""
    header = opened.header
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        counts[entry["table_name"]] += 1
    said: dict[str, object] = {"changes": header.changes, "counts": dict(header.counts), "audit": header.audit}
    found: dict[str, object] = {
        "changes": (entries[0]["seq"], entries[-1]["seq"]) if entries else (),
        "counts": dict(counts),
        "audit": type(header.audit)(end.seq, end.hash) if header.audit else None,
    }
    for name, value in found.items():
        if said[name] != value:
            raise DeskError(
                "header_disagrees", mark("The header and the changes disagree: {field}"), where=opened.name.file,
                field=name,
            )  # fmt: skip


def _fold(entries: Sequence[Mapping[str, Any]], place: str) -> tuple[dict[str, dict[str, Folded]], set[str]]:
    """The net effect per table and row, and the tables with entries that came without content."""
    folded: dict[str, dict[str, Folded]] = defaultdict(dict)
    unseen: set[str] = set()
    for entry in entries:
        where, table = f"{place}:{entry['seq']}", entry["table_name"]
        if table not in COPIES:
            raise DeskError("change_invalid", mark("A change names a table that is not known"), where=where)
        if entry["payload"] is None:
            unseen.add(table)
            continue
        values = _new_values(entry["payload"], _COLUMNS[table], where)
        if "id" in values and values["id"] is None:
            folded[table][entry["row_id"]] = Folded(entry["hlc"], deleted=True)
            continue
        row = folded[table].get(entry["row_id"])
        if row is None or row.deleted:
            row = folded[table][entry["row_id"]] = Folded(entry["hlc"])
        row.hlc = entry["hlc"]
        row.values.update(values, id=entry["row_id"])
    return folded, unseen


def _new_values(payload: str, known: frozenset[str], where: str) -> dict[str, Scalar]:
    """The new values of a payload `{column: [old, new]}`."""
    pairs = load_object(payload, where)
    if not pairs.keys() <= known:
        raise DeskError("change_invalid", mark("A change names a column that is not known"), where=where)
    values: dict[str, Scalar] = {}
    for name, pair in pairs.items():
        if type(pair) is not list or len(pair) != 2 or type(pair[1]) is dict or type(pair[1]) is list:
            raise DeskError("change_invalid", mark("A change is not an old and a new value"), where=where)
        values[name] = pair[1]
    return values


def _apply_table(connection: Connection, table: str, changed: Mapping[str, Folded], terminal: Terminal) -> None:
    """Write the rows of one table, and take the old rows out of its digest and the new ones in."""
    rows, digest = _state(connection, terminal.name, table)
    for ids in _steps(list(changed)):
        before = _row_arrays(connection, table, terminal.name, ids)
        _write_rows(connection, table, {row_id: changed[row_id] for row_id in ids}, terminal)
        after = _row_arrays(connection, table, terminal.name, ids)
        rows += len(after) - len(before)
        for row_id in ids:
            digest = digest_add(digest, table, after.get(row_id), before.get(row_id))
    connection.execute(_KEEP, {"rows": rows, "digest": digest, "terminal": terminal.name, "table": table})


def _write_rows(connection: Connection, table: str, changed: Mapping[str, Folded], terminal: Terminal) -> None:
    groups: dict[tuple[str, ...], list[dict[str, Scalar]]] = defaultdict(list)
    gone = []
    for row_id, row in changed.items():
        if row.deleted:
            gone.append({"terminal": terminal.name, "id": row_id})
        else:
            origin: dict[str, Scalar] = {"terminal": terminal.name, "branch": terminal.branch, "hlc": row.hlc}
            values = {**origin, **row.values}
            groups[tuple(values)].append(values)
    if gone:
        connection.execute(text(f'DELETE FROM "{table}" WHERE terminal = :terminal AND id = :id'), gone)  # noqa: S608
    for names, rows in groups.items():
        connection.execute(text(_upsert(table, names)), rows)


def _upsert(table: str, names: Sequence[str]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    places = ", ".join(f":{name}" for name in names)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in ("terminal", "id"))
    return f'INSERT INTO "{table}" ({columns}) VALUES ({places}) ON CONFLICT (terminal, id) DO UPDATE SET {changes}'  # noqa: S608


def _row_arrays(connection: Connection, table: str, terminal: str, ids: Sequence[str]) -> dict[str, str]:
    """The rows as the desk's digest takes them, by id."""
    columns = ", ".join(f'"{name}"' for name in desk_columns(table))
    statement = text(
        f'SELECT id, json_array({columns}) AS array FROM "{table}" WHERE terminal = :terminal AND id IN :ids'  # noqa: S608
    ).bindparams(bindparam("ids", expanding=True))
    found = connection.execute(statement, {"terminal": terminal, "ids": list(ids)})
    return {row.id: row.array for row in found}


_STATE = text('SELECT "rows", digest FROM hq_state WHERE terminal = :terminal AND table_name = :table')
_NEW_STATE = text("INSERT INTO hq_state VALUES (:terminal, :table, 0, :zero, 1)")
_KEEP = text('UPDATE hq_state SET "rows" = :rows, digest = :digest WHERE terminal = :terminal AND table_name = :table')
_UNCHECK = text("UPDATE hq_state SET checked = 0 WHERE terminal = :terminal AND table_name = :table")
_STATES = text('SELECT table_name, "rows", digest FROM hq_state WHERE terminal = :terminal AND checked = 1')


def _state(connection: Connection, terminal: str, table: str) -> tuple[int, str]:
    key = {"terminal": terminal, "table": table}
    row = connection.execute(_STATE, key).first()
    if row is None:
        connection.execute(_NEW_STATE, {**key, "zero": "0" * 64})
        return 0, "0" * 64
    return row[0], row[1]


def _compare_states(connection: Connection, opened: Opened, terminal: Terminal) -> None:
    """The copies are what the terminal had when it sealed, where it said so and nothing came without content."""
    if not opened.header.digest:
        return
    for table, rows, digest in connection.execute(_STATES, {"terminal": terminal.name}):
        if opened.header.digest.get(table) != (rows, digest):
            raise DeskError(
                "state_disagrees", mark("After applying it, the copy of {table} is not what the terminal has"),
                where=opened.name.file, table=table,
            )  # fmt: skip


def _steps(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _STEP):
        yield ids[start : start + _STEP]
