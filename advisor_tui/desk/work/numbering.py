"""The running numbers that people call a case by."""

from sqlalchemy import ColumnElement, Connection, func, select


def next_number(connection: Connection, column: ColumnElement[int]) -> int:
    """The number of the next case: one above the highest there is. The caller holds the write lock."""
    return int(connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()) + 1
