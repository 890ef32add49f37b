"""Writes rows by their natural key: new ones are inserted, changed ones updated, the same ones left alone.

Statements go to the driver with values as the database keeps them (ISO dates, 0 and 1): objects would cost ten times
the load itself.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from advisor_tui.base.ids import IdSource

Key = tuple[Any, ...]
Values = dict[str, Any]
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
_PART = 400
"""Keys of one SELECT."""


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
        self._name = table.name
        self._key = key
        self._ids = ids
        self._columns = [column.name for column in table.columns]
        self._defaults = _defaults(table)
        places = ", ".join("?" * len(self._columns))
        self._insert = f"INSERT INTO {self._name} ({', '.join(self._columns)}) VALUES ({places})"  # noqa: S608
        self._known: dict[Key, Values] = {}
        self._new: dict[Key, Values] = {}
        self._changes: dict[str, Values] = {}

    def load(self, keys: Iterable[Key]) -> None:
        """Read the rows that have these keys: before the batch's `put` calls."""
        wanted = sorted(set(keys))
        test = f"({', '.join(self._key)}) IN (VALUES {{}})" if len(self._key) > 1 else f"{self._key[0]} IN ({{}})"
        one = f"({', '.join('?' * len(self._key))})" if len(self._key) > 1 else "?"
        for start in range(0, len(wanted), _PART):
            part = wanted[start : start + _PART]
            sql = f"SELECT * FROM {self._name} WHERE {test.format(', '.join([one] * len(part)))}"  # noqa: S608
            found = self._connection.exec_driver_sql(sql, tuple(value for key in part for value in key))
            names = list(found.keys())
            for row in found:
                values = dict(zip(names, row, strict=True))
                self._known[tuple(values[name] for name in self._key)] = values

    def put(self, key: Key, values: Values, *, new: Mapping[str, Any], row_id: str | None = None) -> str:
        """Take a row; whether it is created, updated or unchanged. Values that are not given stay.

        Args:
            key: The natural key.
            values: What the row says.
            new: What else a row gets when it is created.
            row_id: The id of a created row, where it is not a fresh one.
        """
        row = self._new.get(key)
        if row is not None:
            return self._changed(row, values)
        row = self._known.get(key)
        if row is None:
            row = {**self._defaults, **new, **values, **dict(zip(self._key, key, strict=True))}
            row["id"] = row_id or self._ids.new()
            self._new[key] = row
            return CREATED
        changed = {name: value for name, value in values.items() if row[name] != value}
        if not changed:
            return UNCHANGED
        row.update(changed)
        self._changes.setdefault(row["id"], {}).update(changed)
        return UPDATED

    def _changed(self, row: Values, values: Values) -> str:
        if all(row.get(name) == value for name, value in values.items()):
            return UNCHANGED
        row.update(values)
        return UPDATED

    def known(self, key: Key) -> Mapping[str, Any] | None:
        """The row of a key as it now is, or None."""
        return self._new.get(key) or self._known.get(key)

    def write(self) -> None:
        """Write what the batch has gathered."""
        if self._new:
            rows = [tuple(map(row.get, self._columns)) for row in self._new.values()]
            self._connection.exec_driver_sql(self._insert, rows)
        groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for row_id, changed in self._changes.items():
            groups.setdefault(tuple(changed), []).append((*changed.values(), row_id))
        for names, rows in groups.items():
            values = ", ".join(f"{name} = ?" for name in names)
            self._connection.exec_driver_sql(f"UPDATE {self._name} SET {values} WHERE id = ?", rows)  # noqa: S608
        self._new.clear()
        self._changes.clear()
        self._known.clear()


def _defaults(table: Table) -> Values:
    return {
        column.name: int(column.default.arg) if isinstance(column.default.arg, bool) else column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }
