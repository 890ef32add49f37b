"""Settling what two sides changed: by the advisor on the conflict page, or by an order of head office."""

import json
from typing import Any

from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import IntegrityError

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.store.frozen import thawed
from advisor_tui.sync.carrying.ground import Carried, Ground, refused
from advisor_tui.sync.differences import Change
from advisor_tui.sync.orders.contents import Settlement
from advisor_tui.sync.orders.order import Order
from advisor_tui.sync.plain_rows import columns_of, delete_row, insert_row, read_row, update_row

_OPEN = text('SELECT * FROM "conflict" WHERE id = :id AND settled_at IS NULL')
_SETTLE = text('UPDATE "conflict" SET settled_at = :now, settled_by = :by, choice = :choice WHERE id = :id')
_OF_FIELD = text(
    'SELECT id, kept FROM "conflict" WHERE table_name = :table AND row_id = :row AND field = :field '
    "AND settled_at IS NULL"
)
NO_ROW = mark("This desk has no such record")
NO_FIELD = mark("A record has no such field")
UNFIT = mark("The value does not fit the record")


def settle(connection: Connection, conflict: str, choice: str, by: str, now: str) -> None:
    """Let one of the two values hold, inside a unit of work of who settles it.

    Args:
        connection: The transaction.
        conflict: Its id.
        choice: `kept` leaves what holds, `lost` puts the other one in its place.
        by: The staff number of who settles it.
        now: UTC instant.

    Raises:
        DeskError: `settled_already`; `conflict_unfit` when the other value does not fit any more.
    """
    row = connection.execute(_OPEN, {"id": conflict}).first()
    if row is None:
        raise DeskError("settled_already", mark("This conflict has been settled already."), where=conflict)
    if choice == "lost":
        try:
            with connection.begin_nested(), thawed(connection):
                _put(connection, row)
        except IntegrityError as error:
            raise DeskError(
                "conflict_unfit", mark("The other value does not fit what the desk holds now."), where=conflict
            ) from error
    connection.execute(_SETTLE, {"id": conflict, "now": now, "by": by, "choice": choice})


def carry_settlement(ground: Ground, order: Order, content: Settlement) -> Carried:
    """Head office decides what a field holds; its open conflicts are settled by that."""
    connection, table = ground.connection, content.table_name
    columns = columns_of(connection, table)
    if content.field == "id" or content.field not in columns:
        return refused(NO_FIELD, order.about)
    current = read_row(connection, table, order.about)
    if current is None:
        return refused(NO_ROW)
    with ground.own():
        if current[content.field] != content.value:
            try:
                with connection.begin_nested(), thawed(connection):
                    update_row(connection, table, order.about, {content.field: content.value})
            except IntegrityError:
                return refused(UNFIT, order.about)
        where = {"table": table, "row": order.about, "field": content.field}
        for found in connection.execute(_OF_FIELD, where).all():
            choice = "kept" if json.loads(found.kept) == content.value else "lost"
            values = {"id": found.id, "now": ground.now, "by": content.settled_by, "choice": choice}
            connection.execute(_SETTLE, values)
    return Carried(about=order.about, changes=(Change("settlement", table, new=content.field),))


def _put(connection: Connection, conflict: Row[Any]) -> None:
    """Put the loser in the place of what holds: a field, or a whole row that one side deleted."""
    lost = json.loads(conflict.lost)
    table, row = conflict.table_name, conflict.row_id
    if conflict.field:
        update_row(connection, table, row, {conflict.field: lost})
    elif lost is None:
        delete_row(connection, table, row)
    elif read_row(connection, table, row) is None:
        insert_row(connection, table, {**_deleted_values(connection, table, row), **lost, "id": row})
    else:
        update_row(connection, table, row, lost)


def _deleted_values(connection: Connection, table: str, row: str) -> dict[str, Any]:
    """What a deleted row held at its end: its edit brings the rest of it back."""
    payload = connection.execute(
        text("SELECT payload FROM journal WHERE table_name = :table AND row_id = :row ORDER BY seq DESC LIMIT 1"),
        {"table": table, "row": row},
    ).scalar()
    return {name: old for name, (old, _) in json.loads(payload).items()} if payload else {}
