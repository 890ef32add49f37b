"""Writes rows by their natural key: new ones are inserted, changed ones updated, the same ones left alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, tuple_, update
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from advisor_tui.base.ids import IdSource

Key = tuple[Any, ...]
Values = dict[str, Any]
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


class Upsert:
    """One table's rows of a batch.

    Args:
        connection: The writer, in its transaction.
        table: The table.
        key: The columns of the natural key.
        ids: For new rows.
    """

    def __init__(self, connection: Connection, table: Table, key: tuple[str, ...], ids: IdSource) -> None:
        self._connection = connection
        self._table = table
        self._key = key
        self._ids = ids
        self._defaults = _defaults(table)
        self._known: dict[Key, Values] = {}
        self._new: dict[Key, Values] = {}
        self._changes: dict[str, Values] = {}

    def load(self, keys: Iterable[Key]) -> None:
        """Read the rows that have these keys: before the batch's `put` calls."""
        wanted = sorted({key for key in keys if key not in self._new})
        self._known.clear()
        columns = [self._table.c[name] for name in self._key]
        for start in range(0, len(wanted), 400):
            part = wanted[start : start + 400]
            test = columns[0].in_([k[0] for k in part]) if len(columns) == 1 else tuple_(*columns).in_(part)
            for row in self._connection.execute(select(self._table).where(test)).mappings():
                self._known[tuple(row[name] for name in self._key)] = dict(row)

    def put(self, key: Key, values: Values, *, row_id: str | None = None) -> tuple[str, str]:
        """Take a row; answers its id and whether it is created, updated or unchanged. Values not given stay."""
        there = self._new.get(key)
        if there is not None:
            changed = _differences(there, values)
            there.update(changed)
            return there["id"], UPDATED if changed else UNCHANGED
        known = self._known.get(key)
        if known is None:
            new = {**self._defaults, **dict(zip(self._key, key, strict=True)), **values}
            new["id"] = row_id or self._ids.new()
            self._new[key] = new
            return new["id"], CREATED
        changed = _differences(known, values)
        if changed:
            known.update(changed)
            self._changes.setdefault(known["id"], {}).update(changed)
        return known["id"], UPDATED if changed else UNCHANGED

    def known(self, key: Key) -> Mapping[str, Any] | None:
        """The row of a key as it now is, or None."""
        return self._new.get(key) or self._known.get(key)

    def write(self) -> None:
        """Write what the batch has gathered."""
        if self._new:
            names = [column.name for column in self._table.columns]
            rows = [{name: row.get(name) for name in names} for row in self._new.values()]
            self._connection.execute(insert(self._table), rows)
        groups: dict[tuple[str, ...], list[Values]] = {}
        for row_id, changed in self._changes.items():
            row = {"row_id": row_id, **{f"new_{name}": value for name, value in changed.items()}}
            groups.setdefault(tuple(sorted(changed)), []).append(row)
        for names_changed, rows in groups.items():
            values: Values = {name: bindparam(f"new_{name}") for name in names_changed}
            statement = update(self._table).where(self._table.c.id == bindparam("row_id")).values(values)
            self._connection.execute(statement, rows)
        self._new.clear()
        self._changes.clear()
        self._known.clear()


def _differences(row: Mapping[str, Any], values: Mapping[str, Any]) -> Values:
    return {name: value for name, value in values.items() if row.get(name) != value}


def _defaults(table: Table) -> Values:
    found: Values = {}
    for column in table.columns:
        if isinstance(column.default, ScalarElementColumnDefault):
            found[column.name] = column.default.arg
    return found
