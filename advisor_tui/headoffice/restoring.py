"""Giving a terminal everything back: a new epoch that it asks for, and the rows of its full."""

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select, update
from sqlmodel import Session, col

from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS, CopyState, Stream, Terminal, journal
from advisor_tui.store.hashing import GENESIS
from advisor_tui.store.tables import metadata as desk_metadata
from advisor_tui.sync.header import Header
from advisor_tui.sync.limits import TARGET_SEGMENT
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.row_changes import RowChange
from advisor_tui.sync.strict_json import load_object

_ROW_OVERHEAD = 300
"""Bytes of a row in rows.jsonl beside its values, about."""


def asks_for_full(session: Session, header: Header) -> bool:
    """Whether a bundle is the first of an epoch that its terminal began because it is an older copy of itself."""
    first = header.kind == "full" and header.seq == 1 and header.prev_sha256 == GENESIS and not header.changes
    return first and session.get(Stream, (header.sender, header.epoch)) is None


def begin_epoch(context: Context, session: Session, terminal: Terminal, epoch: str) -> Stream:
    """Follow a terminal into a new epoch; its next bundle from us gives it everything back, in a new epoch of ours."""
    terminal.epoch, terminal.peer_epoch, terminal.full_due = epoch, context.ids.new(), True
    terminal.asked_at = None
    stream = Stream(sender=terminal.name, epoch=epoch, sha256=GENESIS, change_hash=GENESIS)
    session.add(terminal)
    session.add(stream)
    session.flush()
    uncheck_copies(session, terminal.name)
    return stream


def uncheck_copies(session: Session, terminal: str) -> None:
    """Until the terminal has taken its full, its tables need not be what we have; see `applying._compare_states`."""
    session.connection().execute(update(CopyState).where(col(CopyState.terminal) == terminal).values(checked=False))


def has_copies(session: Session, terminal: str) -> bool:
    """Whether there is anything to give back."""
    query = select(CopyState).where(col(CopyState.terminal) == terminal, col(CopyState.rows) > 0).limit(1)
    return session.connection().execute(query).first() is not None


def rows_of_full(session: Session, terminal: str) -> list[list[RowChange]]:
    """Everything that we have of a terminal, in parts that fit into a bundle each; at least one, which may be empty.

    What refers to another row comes after it. In the end come the rows that the terminal deleted, as they were: an
    older copy cannot know by itself which of its rows those are.
    """
    parts: list[list[RowChange]] = [[]]
    size = 0
    for change in chain(_rows(session, terminal), _deleted(session, terminal)):
        pairs = change.payload.items()
        bulk = _ROW_OVERHEAD + sum(len(f"{name}{old}{new}".encode()) for name, (old, new) in pairs)
        if size + bulk > TARGET_SEGMENT:
            parts.append([])
            size = 0
        parts[-1].append(change)
        size += bulk
    return parts


def _rows(session: Session, terminal: str) -> Iterator[RowChange]:
    for table in desk_metadata.sorted_tables:
        if table.name not in COPIES:
            continue
        copy, names = COPIES[table.name], DESK_COLUMNS[table.name]
        query = select(copy.c.hlc, *(copy.c[name] for name in names)).where(copy.c.terminal == terminal)
        for hlc, *values in session.connection().execute(query.order_by(copy.c.id)):
            row = dict(zip(names, values, strict=True))
            payload = {name: (None, value) for name, value in row.items()}
            yield RowChange(table.name, row["id"], hlc, hlc.rpartition("-")[2], HEAD_OFFICE, "whole", payload)


def _deleted(session: Session, terminal: str) -> Iterator[RowChange]:
    """The rows that are gone, with what they held in the end; what refers to another row comes before it.

    Erased and purged rows are not among them: their entries are blank, and the receipts tell of them.
    """
    query = select(journal).where(journal.c.terminal == terminal, journal.c.payload.like('%"id":["%",null]%'))
    found: dict[str, dict[str, RowChange]] = {}
    for entry in session.connection().execute(query.order_by(journal.c.hlc)):
        payload = load_object(entry.payload, terminal)
        if entry.table_name in COPIES and payload.get("id") == [entry.row_id, None]:
            known = DESK_COLUMNS[entry.table_name]
            pairs = {name: (old, new) for name, (old, new) in payload.items() if name in known}
            found.setdefault(entry.table_name, {})[entry.row_id] = RowChange(
                entry.table_name, entry.row_id, entry.hlc, entry.origin, entry.actor, "whole", pairs
            )
    for table in reversed(desk_metadata.sorted_tables):
        gone = found.get(table.name, {})
        if gone:
            copy = COPIES[table.name]
            here = session.connection().execute(select(copy.c.id).where(copy.c.terminal == terminal)).scalars()
            for row in sorted(gone.keys() - set(here)):
                yield gone[row]
