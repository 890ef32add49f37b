"""Rows that a full brings and this desk has not: written many at a time, since a whole book comes back this way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from sqlalchemy import Connection

from advisor_tui.sync.plain_rows import Scalar, insert_rows, rows_by_id
from advisor_tui.sync.row_changes import RowChange

_STEP = 400
"""Rows at a time; SQLite takes more parameters than that in one statement."""


def in_runs(changes: Iterable[RowChange]) -> Iterator[Sequence[RowChange]]:
    """The changes in their order, those of one table and mode together."""
    for _, same in groupby(changes, key=lambda change: (change.table_name, change.mode)):
        while run := list(islice(same, _STEP)):
            yield run


def write_fresh(
    connection: Connection,
    run: Sequence[RowChange],
    translated: Callable[[RowChange], dict[str, Scalar]],
    gone: Callable[[str, Mapping[str, Scalar]], bool],
) -> tuple[int, list[RowChange]]:
    """Insert the whole rows of one table that are not here.

    Args:
        connection: The transaction.
        run: Whole rows of one table.
        translated: The values of a row, with ids as they are here.
        gone: Whether a row by its id and values belongs to a client that was erased.

    Returns:
        How many were inserted, and the rows that are here already with other values.
    """
    table = run[0].table_name
    here = rows_by_id(connection, table, [change.row_id for change in run])
    fresh: dict[tuple[str, ...], list[dict[str, Scalar]]] = {}
    rest = []
    for change in run:
        values = translated(change)
        current = here.get(change.row_id)
        if current is not None or change.deletes or values.get("id") != change.row_id:
            if current is None or any(current[name] != value for name, value in values.items()):
                rest.append(change)
        elif not gone(change.row_id, values):
            fresh.setdefault(tuple(values), []).append(values)
    for rows in fresh.values():
        insert_rows(connection, table, rows)
    return sum(map(len, fresh.values())), rest
