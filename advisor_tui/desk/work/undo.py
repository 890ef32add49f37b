"""Undo by the journal: the old values of a transaction's entries are written back by a compensating transaction."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.tasks import Undone

if TYPE_CHECKING:
    from sqlmodel import Session

_LAST = text("SELECT seq FROM journal ORDER BY seq DESC LIMIT 1")
_ENTRIES = text("SELECT table_name, row_id, payload FROM journal WHERE seq > :first AND seq <= :last ORDER BY seq DESC")
_CHANGED = "changed_since"
DEPTH = 50
"""Actions that can be taken back, the newest first."""


@dataclass(frozen=True)
class _Action:
    """One undoable transaction: the entries after `first` up to `last`."""

    name: str
    first: int
    last: int


class UndoLog:
    """The undoable transactions of one job since the desk was unlocked.

    Only what goes through `write` can be undone, so a confirmation never can.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._actions: list[_Action] = []
        self._turn = threading.RLock()

    @contextmanager
    def write(self, action: str) -> "Iterator[Session]":
        """A unit of work that can be taken back once it was committed; the caller commits it."""
        with self._turn:
            with self._office.write(action) as session:
                first = _head(session.connection())
                yield session
                last = _head(session.connection())
            if last > first:
                self._actions = [*self._actions, _Action(action, first, last)][-DEPTH:]

    def undo(self) -> Undone | None:
        """Take the newest action back; None when there is none.

        An action that could not be taken back for want of space or of the database stays the newest: undo can be
        tried again.

        Raises:
            DeskError: `changed_since` when a row was changed after the action: nothing is undone, and it never can be.
                `disk_full`, `home_busy` and the like: nothing is undone yet.
        """
        with self._turn:
            if not self._actions:
                return None
            action = self._actions[-1]
            try:
                self._take_back(action)
            except DeskError as error:
                if error.code == _CHANGED:
                    del self._actions[-1]
                raise
            del self._actions[-1]
            return Undone(action.name)

    def _take_back(self, action: _Action) -> None:
        with self._office.write(f"{action.name}.undo") as session:
            connection = session.connection()
            rows = connection.execute(_ENTRIES, {"first": action.first, "last": action.last}).all()
            for table, row_id, payload in rows:
                if payload is None or not _write_back(connection, str(table), str(row_id), json.loads(payload)):
                    raise DeskError(_CHANGED, mark("This was changed since; it cannot be undone."), where=str(table))
            session.commit()


def _head(connection: Connection) -> int:
    return int(connection.execute(_LAST).scalar() or 0)


def _write_back(connection: Connection, table: str, row_id: str, payload: dict[str, list[object]]) -> bool:
    """Reverse one entry; False when the row is not as the entry left it."""
    from advisor_tui.store.tables import metadata

    columns = metadata.tables[table].columns
    changes = {name: both for name, both in payload.items() if name in columns}
    old, new = payload.get("id", [row_id, row_id])
    if new is None:
        names = ", ".join(f'"{name}"' for name in changes)
        places = ", ".join(f":{name}" for name in changes)
        statement = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608  (names of our own metadata)
        values = {name: both[0] for name, both in changes.items()}
    else:
        same = " AND ".join(f'"{name}" IS :new_{name}' for name in changes)
        values = {f"new_{name}": both[1] for name, both in changes.items()} | {"row_id": row_id}
        if old is None:
            statement = f'DELETE FROM "{table}" WHERE id = :row_id AND {same}'  # noqa: S608  (as above)
        else:
            written = ", ".join(f'"{name}" = :old_{name}' for name in changes)
            values |= {f"old_{name}": both[0] for name, both in changes.items()}
            statement = f'UPDATE "{table}" SET {written} WHERE id = :row_id AND {same}'  # noqa: S608  (as above)
    return connection.execute(text(statement), values).rowcount == 1
