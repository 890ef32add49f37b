"""Merging head office's rows into this desk's, field by field; whoever loses is kept until somebody settles it.

Same base: accepted. Both sides changed it: the later one by the hybrid clock wins, head office at a tie. A deletion
never beats an edit that its maker had not seen. What was lawfully erased never comes back. The result is an entry of
this terminal's own, so that head office learns what came of it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.store.frozen import thawed
from advisor_tui.sync.carrying.ground import Ground
from advisor_tui.sync.fresh_rows import in_runs, write_fresh
from advisor_tui.sync.last_edits import Edit, LastEdits, is_later
from advisor_tui.sync.own_numbers import with_own_number
from advisor_tui.sync.package import ROWS
from advisor_tui.sync.plain_rows import (
    Scalar,
    columns_of,
    delete_row,
    find_row,
    insert_row,
    point_to,
    read_row,
    references,
    update_row,
)
from advisor_tui.sync.row_changes import RowChange

_OWN_BOOKS = ("order_receipt", "conflict", "erasure_order")
NATURAL: Mapping[str, tuple[str, ...]] = {
    "branch": ("code",),
    "advisor": ("staff_no",),
    "product": ("code", "version"),
    "questionnaire": ("code", "version"),
}
"""Tables whose rows two terminals may have under ids of their own."""
_ERASED = text("SELECT subject_id FROM erasure_order WHERE status = 'executed'")
_CONFLICT = text(
    'INSERT INTO "conflict" (id, kind, client_id, table_name, row_id, field, kept, kept_hlc, kept_actor, lost, '
    "lost_hlc, lost_actor, found_at, settled_by, choice) VALUES (:id, :kind, :client_id, :table_name, :row_id, :field, "
    ":kept, :kept_hlc, :kept_actor, :lost, :lost_hlc, :lost_actor, :found_at, '', '')"
)
_CLIENT = text("SELECT count(*) FROM client WHERE id = :id")


@dataclass
class Merged:
    """What a merge did.

    Attributes:
        written: Rows inserted, changed or deleted.
        conflicts: Records of losers.
        aliases: Ids that stand here under an id of this desk's own.
        renumbered: Old and new numbers of clients, where two had the same.
    """

    written: int = 0
    conflicts: int = 0
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)
    renumbered: list[tuple[str, str]] = field(default_factory=list)


def merge_rows(ground: Ground, changes: Iterable[RowChange], where: str, *, known: int, recover: bool) -> Merged:
    """Merge changes in their order.

    Args:
        ground: The transaction of receiving.
        changes: Head office's rows.
        where: The bundle's name.
        known: The last seq of this journal that head office has; of what came later it knows nothing.
        recover: Rows take head office's ids where both sides have them under other ones, as after a loss.

    Raises:
        DeskError: `change_invalid` for a table, column or value that this desk has not; `change_unfit` where rows that
            the change refers to are missing or a rule of the table forbids it.
    """
    merger = _Merger(ground, known, recover)
    connection = ground.connection
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    with thawed(connection), ground.own():
        for run in in_runs(changes):
            try:
                merger.take_run(run, where)
            except IntegrityError as error:
                raise _unfit(where, run[0].table_name) from error
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise _unfit(where, str(broken[0]))
    return merger.done


class _Merger:
    def __init__(self, ground: Ground, known: int, recover: bool) -> None:
        self._ground = ground
        self._connection = ground.connection
        self._last = LastEdits(ground.connection, known)
        self._recover = recover
        self._subjects: frozenset[str] | None = None
        self.done = Merged()

    def take_run(self, run: Sequence[RowChange], where: str) -> None:
        """Take changes of one table and mode."""
        table, mode = run[0].table_name, run[0].mode
        columns = columns_of(self._connection, table)
        for change in run:
            _check(columns, change, where)
        if table == "client":
            run = [with_own_number(self._ground, change, self.done.renumbered, recover=self._recover) for change in run]
        rest: Sequence[RowChange] = run
        if mode == "whole" and table not in NATURAL:
            written, rest = write_fresh(self._connection, run, self._values, partial(self._is_erased, table, mode))
            self.done.written += written
        for change in rest:
            self._take(change)

    def _values(self, change: RowChange) -> dict[str, Scalar]:
        """A row's new values, with ids as they are here."""
        return {name: self._translated(change.table_name, name, value) for name, value in change.values.items()}

    def _take(self, change: RowChange) -> None:
        table, row = change.table_name, self._alias(change.table_name, change.row_id)
        values = self._values(change)
        if self._is_erased(table, change.mode, row, values):
            return
        current = read_row(self._connection, table, row)
        if change.mode == "late":
            self._late(change, row, values, current)
        elif change.deletes:
            self._delete(change, row, current)
        elif current is None:
            self._insert(change, row, values)
        else:
            self._edit(change, row, values, current)

    def _insert(self, change: RowChange, row: str, values: dict[str, Scalar]) -> None:
        """A row that is not here: new, or deleted here while somebody edited it there."""
        table = change.table_name
        if values.get("id") is None:
            return self._record("delete", change, row, "", None, values, self._last.of(table, row))
        values["id"] = row
        if self._last.of(table, row).hlc and change.mode == "edit":
            return self._record("delete", change, row, "", None, values, self._last.of(table, row))
        if self._settle_natural(table, row, values):
            return None
        insert_row(self._connection, table, values)
        self.done.written += 1
        return None

    def _delete(self, change: RowChange, row: str, current: Mapping[str, Scalar] | None) -> None:
        table = change.table_name
        if current is None:
            return
        unseen = self._last.of(table, row, unseen=True)
        if self._recover and all(current[name] == old for name, (old, _) in change.payload.items()):
            pass  # head office knew it as it is here: what looks unseen was sent before this copy was made
        elif unseen.hlc or table == "client":  # a client leaves by an erasure or a reassignment alone
            self._record(
                "delete", change, row, "", dict(current), None, unseen if unseen.hlc else self._last.of(table, row)
            )
            return
        delete_row(self._connection, table, row)
        self.done.written += 1

    def _edit(self, change: RowChange, row: str, values: dict[str, Scalar], current: Mapping[str, Scalar]) -> None:
        table, accepted = change.table_name, {}
        for name, new in values.items():
            here = current[name]
            if name == "id" or here == new:
                continue
            base = self._translated(table, name, change.payload[name][0])
            mine = self._last.of(table, row, name, unseen=change.mode == "whole")
            if not mine.hlc or (change.mode == "edit" and here == base):
                accepted[name] = new
            elif not is_later(mine.hlc, change.hlc, self._ground.now):
                accepted[name] = new
                self._record("edit", change, row, name, new, here, Edit(change.hlc, change.actor), mine)
            else:
                self._record("edit", change, row, name, here, new, mine)
        if accepted:
            update_row(self._connection, table, row, accepted)
            self.done.written += 1

    def _late(
        self, change: RowChange, row: str, values: dict[str, Scalar], current: Mapping[str, Scalar] | None
    ) -> None:
        """An edit of a former owner after the cut-over: nothing is changed before somebody has looked at it."""
        if current is None or change.deletes:
            lost = None if change.deletes else values
            if current is not None or not change.deletes:
                kept = None if current is None else dict(current)
                self._record("late", change, row, "", kept, lost, self._last.of(change.table_name, row))
            return
        for name, new in values.items():
            if name != "id" and current[name] != new:
                mine = self._last.of(change.table_name, row, name)
                self._record("late", change, row, name, current[name], new, mine)

    def _record(
        self, kind: str, change: RowChange, row: str, name: str, kept: object, lost: object, keeps: Edit,
        loses: Edit | None = None,
    ) -> None:  # fmt: skip
        loses = loses or Edit(change.hlc, change.actor)
        self._connection.execute(
            _CONFLICT,
            {
                "id": self._ground.ids.new(),
                "kind": kind,
                "client_id": self._client_of(change.table_name, row, change),
                "table_name": change.table_name,
                "row_id": row,
                "field": name,
                "kept": _json(kept),
                "kept_hlc": keeps.hlc,
                "kept_actor": keeps.actor,
                "lost": _json(lost),
                "lost_hlc": loses.hlc,
                "lost_actor": loses.actor,
                "found_at": self._ground.now,
            },
        )
        self.done.conflicts += 1

    def _client_of(self, table: str, row: str, change: RowChange) -> str | None:
        current = read_row(self._connection, table, row) or change.values
        subject = row if table == "client" else current.get("client_id")
        there = subject is not None and self._connection.execute(_CLIENT, {"id": subject}).scalar()
        return str(subject) if there else None

    def _is_erased(self, table: str, mode: str, row: str, values: Mapping[str, Scalar]) -> bool:
        """Whether the row was a client's that is erased: it never comes back; purged rows come back whole alone."""
        subject = row if table == "client" else values.get("client_id")
        if subject is not None and subject in self._erased():
            return True
        if mode == "whole":
            return False
        return self._last.is_blank(table, row)

    def _erased(self) -> frozenset[str]:
        """The clients whose erasure was carried out; no order is carried out while rows are merged."""
        if self._subjects is None:
            self._subjects = frozenset(self._connection.execute(_ERASED).scalars())
        return self._subjects

    def _alias(self, table: str, row: str) -> str:
        return self.done.aliases.get((table, row), row)

    def _translated(self, table: str, name: str, value: Scalar) -> Scalar:
        target = references().get((table, name))
        return self._alias(target, value) if target is not None and isinstance(value, str) else value

    def _settle_natural(self, table: str, row: str, values: Mapping[str, Scalar]) -> bool:
        """Where this desk has the same thing under another id: use that id, or give it head office's."""
        names = NATURAL.get(table)
        if names is None:
            return False
        found = find_row(self._connection, table, {name: values[name] for name in names})
        if found is None:
            return False
        if not self._recover:
            self.done.aliases[table, row] = found
            return True
        self._move_to(table, found, row, values)
        return True

    def _move_to(self, table: str, old: str, new: str, values: Mapping[str, Scalar]) -> None:
        """Put head office's row in the place of this desk's, and let everything refer to it."""
        connection, first = self._connection, NATURAL[table][0]
        update_row(connection, table, old, {first: f"{values[first]}~{old}"})  # both stand here for a moment
        insert_row(connection, table, values)
        point_to(connection, table, old, new)
        delete_row(connection, table, old)
        self.done.written += 1


def _check(known: frozenset[str], change: RowChange, where: str) -> None:
    place = f"{where}:data/{ROWS.path}:{change.table_name}/{change.row_id}"
    if not known or (change.table_name in _OWN_BOOKS and change.mode != "whole"):
        raise DeskError("change_invalid", mark("A change names a table that is not known"), where=place)
    if not change.payload.keys() <= known:
        raise DeskError("change_invalid", mark("A change names a column that is not known"), where=place)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unfit(where: str, table: str) -> DeskError:
    return DeskError(
        "change_unfit", mark("A row of {table} does not fit what this desk holds"), where=where, table=table
    )
