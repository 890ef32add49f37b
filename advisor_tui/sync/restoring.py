"""A copy older than what head office has: nothing is changed in it, a new epoch begins, and a full is asked for.

The same full gives a re-imaged terminal everything back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.store.frozen import thawed
from advisor_tui.store.notes import forget_notes, read_note, write_note
from advisor_tui.store.store import Store
from advisor_tui.sync import outbox
from advisor_tui.sync.carrying.ground import Ground
from advisor_tui.sync.head import forget_head
from advisor_tui.sync.header import Header
from advisor_tui.sync.identity import Identity
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.plain_rows import delete_row
from advisor_tui.sync.row_changes import RowChange

AWAITING, SEEN, READ_ONLY = "awaiting_full", "full_seen", "read_only"
LEFT = "rows_left"
"""In the counts of a full's header: rows of it that are still to come in the next bundles."""
UNSURE = "put_back"
"""In the counts of a full's header: head office was put back from a copy and may not have what it acknowledged."""
_EPOCH = text(
    "INSERT INTO enrolment (id, active, terminal, branch, epoch, peer_epoch, signing_key, age_identity, "
    "head_office_key, recipients, recovery, keys_file, enrolled_at) SELECT :id, 1, terminal, branch, :epoch, "
    "peer_epoch, signing_key, age_identity, head_office_key, recipients, recovery, keys_file, enrolled_at "
    "FROM enrolment WHERE active = 1"
)
_MINE = text("SELECT 1 FROM enrolment WHERE epoch = :epoch OR peer_epoch = :peer_epoch")
_END_OLD = text("UPDATE enrolment SET active = 0 WHERE epoch = :epoch")
_ACKED = text("SELECT coalesce(max(last_change), 0) FROM bundle_sent WHERE acknowledged_at IS NOT NULL")
_ACKED_BEFORE = text(
    "SELECT coalesce(max(last_change), 0) FROM bundle_sent WHERE acknowledged_at IS NOT NULL "
    "AND epoch <> (SELECT epoch FROM enrolment WHERE active = 1)"
)
_ENDS = text(
    "SELECT max(seq) AS last, (SELECT origin FROM journal AS first WHERE first.table_name = journal.table_name "
    "AND first.row_id = journal.row_id ORDER BY seq LIMIT 1) AS origin "
    "FROM journal WHERE table_name = :table AND row_id = :row"
)


@dataclass(frozen=True)
class Awaiting:
    """This desk waits for head office's full.

    Attributes:
        epoch: The epoch that began with it.
        known: The last seq of the journal that head office has for certain.
    """

    epoch: str
    known: int


def awaiting_full(connection: Connection) -> Awaiting | None:
    """What this desk waits for, or None."""
    stored = read_note(connection, AWAITING)
    return None if stored is None else Awaiting(**json.loads(stored))


def known_to_head_office(connection: Connection) -> int:
    """The last seq of this journal that head office has for certain."""
    waiting = awaiting_full(connection)
    return waiting.known if waiting is not None else int(connection.execute(_ACKED).scalar_one())


def known_before_full(connection: Connection) -> int:
    """The last seq of this journal that head office had when it made the full of this epoch.

    What was sent in this epoch before the full came is acknowledged, but counts only once it has met the full.
    """
    waiting = awaiting_full(connection)
    return waiting.known if waiting is not None else int(connection.execute(_ACKED_BEFORE).scalar_one())


def begin_anew(store: Store, home: Home, ids: IdSource, identity: Identity, actor: str) -> None:
    """Let nothing be changed from now on, and begin a new epoch, whose first bundle asks for a full.

    Args:
        store: The older copy.
        home: Its home; the file of the last seal belongs to the lost state and is forgotten.
        ids: Where the new epoch comes from.
        identity: The enrolment so far.
        actor: Who received it.
    """
    with store.write(actor, "bundle.restored", always=True) as session:
        connection = session.connection()
        # What this copy sealed and nobody acknowledged, it may have sealed since it was put back.
        known, epoch = int(connection.execute(_ACKED).scalar_one()), ids.new()
        begin_epoch(connection, ids, identity, epoch)
        write_note(connection, AWAITING, json.dumps({"epoch": epoch, "known": known}))
        write_note(connection, READ_ONLY, "1")
        outbox.clear(home)  # before: of an epoch that goes on, all is written again from the database
        session.commit()
    store.look_again()
    forget_head(home)


def begin_epoch(connection: Connection, ids: IdSource, identity: Identity, epoch: str) -> None:
    """Go on under the same keys in a new epoch of bundles."""
    connection.execute(_EPOCH, {"id": ids.new(), "epoch": epoch})
    connection.execute(_END_OLD, {"epoch": identity.epoch})


def answers(header: Header, waiting: Awaiting | None) -> bool:
    """Whether a bundle begins the full that this desk waits for, in a stream of its own."""
    ack = header.ack
    return (
        waiting is not None and header.kind == "full" and header.seq == 1 and ack is not None
        and ack.epoch == waiting.epoch
    )  # fmt: skip


def is_behind(connection: Connection, header: Header, identity: Identity, waiting: Awaiting | None) -> bool:
    """Whether head office has gone on with a later copy of this desk: with an epoch that this one never began.

    Head office makes the ids of its streams itself, in order: one that has ended is never the later one.
    """
    if waiting is not None or header.ack is None or header.epoch <= identity.peer_epoch:
        return False
    values = {"epoch": header.ack.epoch, "peer_epoch": header.epoch}
    return connection.execute(_MINE, values).first() is None


def take_part(connection: Connection, header: Header, rows: list[RowChange]) -> dict[str, list[str]] | None:
    """Note which rows a part of a full brought; with the last part, stop waiting.

    Returns:
        The ids of all that the full brought, by table; None while parts are still to come.
    """
    stored = read_note(connection, SEEN)
    seen: dict[str, list[str]] = json.loads(stored) if stored else {}
    for change in (one for one in rows if not one.deletes):
        seen.setdefault(change.table_name, []).append(change.row_id)
    if header.counts.get(LEFT, 0):
        write_note(connection, SEEN, json.dumps(seen))
        return None
    forget_notes(connection, AWAITING, SEEN, READ_ONLY)
    return seen


def drop_missing(ground: Ground, seen: Mapping[str, list[str]], known: int) -> int:
    """Drop the rows that this terminal made, that head office had for certain, and that its full does not bring.

    Returns:
        How many.
    """
    from advisor_tui.store.tables import metadata
    from advisor_tui.store.tables.columns import is_synced

    connection, dropped = ground.connection, 0
    with thawed(connection), ground.own():
        for table in reversed(metadata.sorted_tables):
            if not is_synced(table.info):
                continue
            here = set(connection.execute(text(f'SELECT id FROM "{table.name}"')).scalars())  # noqa: S608
            for row in sorted(here - set(seen.get(table.name, ()))):
                ends = connection.execute(_ENDS, {"table": table.name, "row": row}).one()
                if ends.last is not None and ends.last <= known and ends.origin != HEAD_OFFICE:
                    delete_row(connection, table.name, row)
                    dropped += 1
    return dropped
