"""Rows on their way into the store, table by table, in the order that foreign keys allow.

They go to the driver as the database keeps them (ISO dates, UTC instants, 0 and 1): a large demo has half a million
rows, and as objects they would cost several times what the database itself does.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection
from sqlmodel import SQLModel

from advisor_tui.base.clock import instant_text
from advisor_tui.base.ids import IdSource
from advisor_tui.store.tables import metadata

_KEPT_AS: Mapping[type, Callable[[Any], str | int]] = {date: date.isoformat, datetime: instant_text, bool: int}


class _Table:
    """One table's INSERT and the rows for it."""

    def __init__(self, model: type[SQLModel]) -> None:
        name = str(model.__tablename__)
        columns = [column.name for column in metadata.tables[name].columns]
        places = ", ".join("?" * len(columns))
        self.insert = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  (our own names)
        # The order of the columns is that of the values: what a row does not say is the table's default.
        self._blank: dict[str, Any] = dict.fromkeys(columns)
        for field, info in model.model_fields.items():
            if field != "id" and not info.is_required():
                self._blank[field] = _kept(info.get_default())
        self.rows: list[tuple[Any, ...]] = []

    def add(self, row_id: str, values: Mapping[str, Any]) -> None:
        row = self._blank.copy()
        row["id"] = row_id
        for name, value in values.items():
            row[name] = _kept(value)
        if len(row) != len(self._blank):
            raise KeyError(f"not a column: {sorted(row.keys() - self._blank.keys())}")
        self.rows.append(tuple(row.values()))


class Rows:
    """Collects rows and writes them in bulk."""

    def __init__(self, ids: IdSource) -> None:
        self._ids = ids
        self._tables: dict[type[SQLModel], _Table] = {}

    def add(self, model: type[SQLModel], **values: Any) -> str:
        """Keep a row, with every column set (defaults are the table's), and answer its id.

        Raises:
            KeyError: A value is not a column of the table.
        """
        table = self._tables.get(model)
        if table is None:
            table = self._tables[model] = _Table(model)
        row_id = self._ids.new()
        table.add(row_id, values)
        return row_id

    def write(self, connection: Connection) -> int:
        """Insert everything, forget it, and answer how many rows it was."""
        count = 0
        tables = {str(model.__tablename__): table for model, table in self._tables.items()}
        for name in (table.name for table in metadata.sorted_tables if table.name in tables):
            rows = tables[name].rows
            if rows:
                connection.exec_driver_sql(tables[name].insert, rows)
                count += len(rows)
                rows.clear()
        return count


def _kept(value: Any) -> Any:
    keep = _KEPT_AS.get(type(value))
    return value if keep is None else keep(value)
