"""Head office was put back from an older copy of itself: it begins a new epoch, and is told everything again.

What it had acknowledged it may not have any more, and what it had ordered it does not remember. So the whole journal
travels in a new epoch of this desk's, this time with the content of the entries that came from head office.
"""

import json

from sqlalchemy import Connection, text

from advisor_tui.base.ids import IdSource
from advisor_tui.store.notes import forget_notes, read_note, write_note
from advisor_tui.sync.header import GENESIS, Header
from advisor_tui.sync.identity import Identity
from advisor_tui.sync.restoring import AWAITING, SEEN, awaiting_full, begin_epoch

_TELLING = "telling_again"
_END = text("SELECT coalesce(max(seq), 0) FROM journal")
_PEER = text("UPDATE enrolment SET peer_epoch = :epoch WHERE active = 1")
_FORGET = text("UPDATE bundle_sent SET acknowledged_at = NULL WHERE acknowledged_at IS NOT NULL")


def asks_again(header: Header, identity: Identity) -> bool:
    """Whether head office asks for everything, in a stream that is newer than the one that is followed here.

    A full that answers this desk acknowledges what it answers; this one gives nothing and acknowledges nothing.
    """
    return (
        header.kind == "full" and header.seq == 1 and header.prev_sha256 == GENESIS and header.ack is None
        and not header.counts and header.epoch > identity.peer_epoch
    )  # fmt: skip


def follow(connection: Connection, ids: IdSource, header: Header, identity: Identity) -> None:
    """Take head office's bundles of this one's epoch from now on; where it asks for everything, begin to tell it."""
    if asks_again(header, identity):
        _tell_again(connection, ids, identity)
    if header.epoch != identity.peer_epoch:
        connection.execute(_PEER, {"epoch": header.epoch})


def _tell_again(connection: Connection, ids: IdSource, identity: Identity) -> None:
    """Begin a new epoch in which the whole journal travels; nothing counts as known to head office any more.

    A desk that waits for head office's full, since it is an older copy itself, asks for it anew.
    """
    epoch = ids.new()
    begin_epoch(connection, ids, identity, epoch)
    connection.execute(_FORGET)
    if awaiting_full(connection) is not None:
        forget_notes(connection, SEEN)
        write_note(connection, AWAITING, json.dumps({"epoch": epoch, "known": 0}))
        return
    told = {"epoch": epoch, "until": int(connection.execute(_END).scalar_one())}
    write_note(connection, _TELLING, json.dumps(told))


def told_until(connection: Connection, epoch: str) -> int:
    """The last seq of the journal that travels with head office's content in this epoch; 0 where none does."""
    told = json.loads(read_note(connection, _TELLING) or "{}")
    return int(told["until"]) if told.get("epoch") == epoch else 0
