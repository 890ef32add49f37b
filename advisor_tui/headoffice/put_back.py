"""Head office put back from an older copy of itself: every terminal is asked for everything, in new epochs.

Between the copy and the loss terminals were sent bundles whose numbers would be given again, and forgot what was
acknowledged. So their streams begin anew on both sides, and each tells its whole journal once more.
"""

from dataclasses import dataclass

from sqlmodel import Session, select

from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.restoring import uncheck_copies
from advisor_tui.headoffice.rotating import raise_version, rotate_key
from advisor_tui.headoffice.tables import Note, RevokedKey, Stream, Terminal
from advisor_tui.store.hashing import GENESIS
from advisor_tui.sync.header import Header

_PUT_BACK = "put_back"


@dataclass(frozen=True)
class PutBack:
    """What follows from it.

    Attributes:
        asked: The terminals that are asked for everything with the next publish.
        anew: Those that must be enrolled anew: they were to be given everything back, and may have been since.
        revoked: Those whose key counts no more; nothing was changed for them.
        month_key: The new key that terminals seal for.
    """

    asked: tuple[str, ...]
    anew: tuple[str, ...]
    revoked: tuple[str, ...]
    month_key: str


def begin_anew(context: Context) -> PutBack:
    """Begin a new epoch for every terminal, whose first bundle asks it for everything; make a new key.

    The keys of months that were made since are lost, and lists of keys with higher versions were published: the next
    list gets a version that none of them had.
    """
    name, now = rotate_key(context), context.clock.now()
    with context.warehouse.write() as session:
        revoked = set(session.exec(select(RevokedKey.signing_key)))
        found: dict[str, list[str]] = {"asked": [], "anew": [], "revoked": []}
        for terminal in session.exec(select(Terminal).order_by(Terminal.name)).all():
            if terminal.signing_key in revoked:
                found["revoked"].append(terminal.name)
            elif terminal.full_due:
                found["anew"].append(terminal.name)
            else:
                found["asked"].append(terminal.name)
                terminal.peer_epoch, terminal.full_last, terminal.asked_at = context.ids.new(), 1, now
                session.add(terminal)
        raise_version(session, int(now.timestamp()))
        session.merge(Note(name=_PUT_BACK, value=now.isoformat()))
        session.commit()
    return PutBack(tuple(found["asked"]), tuple(found["anew"]), tuple(found["revoked"]), name)


def may_lack(session: Session, terminal: Terminal) -> bool:
    """Whether a terminal may have been acknowledged what we have not: since we were put back it has not told us."""
    if session.get(Note, _PUT_BACK) is None:
        return False
    stream = session.get(Stream, (terminal.name, terminal.epoch))
    return stream is None or stream.told_at is None


def tells_everything(terminal: Terminal, header: Header) -> bool:
    """Whether a bundle begins the epoch in which a terminal tells everything again that it was asked for."""
    return (
        terminal.asked_at is not None and header.kind == "full" and header.seq == 1 and header.prev_sha256 == GENESIS
        and bool(header.changes) and header.ack is not None and header.ack.epoch == terminal.peer_epoch
    )  # fmt: skip


def follow(session: Session, terminal: Terminal, epoch: str) -> Stream:
    """Follow a terminal into the epoch in which it tells everything again; what it says there is what holds."""
    before = session.get(Stream, (terminal.name, terminal.epoch))
    if before is not None:
        before.told_again = True
        session.add(before)
    stream = Stream(
        sender=terminal.name, epoch=epoch, sha256=GENESIS, change_hash=GENESIS, told_at=terminal.asked_at
    )  # fmt: skip
    terminal.epoch, terminal.asked_at = epoch, None
    session.add(terminal)
    session.add(stream)
    session.flush()
    uncheck_copies(session, terminal.name)
    return stream
