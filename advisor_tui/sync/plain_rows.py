"""Rows of synced tables by id, where the table is only known at run time.

Names of tables and columns were checked against the database before they come here; values are always parameters.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, text

Scalar = str | int | None


def columns_of(connection: Connection, table: str) -> frozenset[str]:
    """The columns of a synced table; empty for any other name."""
    synced = connection.execute(text("SELECT count(*) FROM table_state WHERE table_name = :t"), {"t": table}).scalar()
    if not synced:
        return frozenset()
    rows = connection.execute(text("SELECT name FROM pragma_table_info(:table)"), {"table": table})
    return frozenset(rows.scalars())


def read_row(connection: Connection, table: str, row: str) -> dict[str, Any] | None:
    """A row, or None where it is not there."""
    found = connection.execute(text(f'SELECT * FROM "{table}" WHERE id = :id'), {"id": row}).mappings().first()  # noqa: S608
    return None if found is None else dict(found)


def find_row(connection: Connection, table: str, values: Mapping[str, Scalar]) -> str | None:
    """The id of the row with these values."""
    test = " AND ".join(f'"{name}" IS :{name}' for name in values)
    return connection.execute(text(f'SELECT id FROM "{table}" WHERE {test}'), dict(values)).scalar()  # noqa: S608


def insert_row(connection: Connection, table: str, values: Mapping[str, Scalar]) -> None:
    """A new row."""
    columns, places = ", ".join(f'"{name}"' for name in values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({places})'), dict(values))  # noqa: S608


def insert_rows(connection: Connection, table: str, rows: Sequence[Mapping[str, Scalar]]) -> None:
    """New rows, all with the same columns."""
    columns, places = ", ".join(f'"{name}"' for name in rows[0]), ", ".join(f":{name}" for name in rows[0])
    statement = text(f'INSERT INTO "{table}" ({columns}) VALUES ({places})')  # noqa: S608
    connection.execute(statement, [dict(row) for row in rows])


def rows_by_id(connection: Connection, table: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Those of the rows that are there, by id."""
    statement = text(f'SELECT * FROM "{table}" WHERE id IN :ids').bindparams(bindparam("ids", expanding=True))  # noqa: S608
    return {row["id"]: dict(row) for row in connection.execute(statement, {"ids": list(ids)}).mappings()}


def update_row(connection: Connection, table: str, row: str, values: Mapping[str, Scalar]) -> None:
    """Other values of a row."""
    sets = ", ".join(f'"{name}" = :{name}' for name in values)
    statement = text(f'UPDATE "{table}" SET {sets} WHERE id = :row_id')  # noqa: S608
    connection.execute(statement, {**values, "row_id": row})


def delete_row(connection: Connection, table: str, row: str) -> None:
    """A row less."""
    connection.execute(text(f'DELETE FROM "{table}" WHERE id = :id'), {"id": row})  # noqa: S608


def point_to(connection: Connection, table: str, old: str, new: str) -> None:
    """Let everything that refers to a row refer to another one."""
    for (child, name), target in references().items():
        if target == table:
            statement = text(f'UPDATE "{child}" SET "{name}" = :new WHERE "{name}" = :old')  # noqa: S608
            connection.execute(statement, {"new": new, "old": old})


@cache
def references() -> Mapping[tuple[str, str], str]:
    """What each foreign key of a synced table, by table and column, points to."""
    from advisor_tui.store.tables import metadata
    from advisor_tui.store.tables.columns import is_synced

    return {
        (name, key.parent.name): key.column.table.name
        for name, table in metadata.tables.items()
        if is_synced(table.info)
        for key in table.foreign_keys
    }
