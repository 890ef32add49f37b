"""The keys that terminals are told of: whom they believe, for whom they seal, under a version that rises."""

from datetime import date, timedelta

from sqlalchemy import and_
from sqlmodel import Session, col, select

from advisor_tui.base.clock import business_date, parse_instant
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.lists import ROOT_FROM, ROOT_UNTIL, all_revoked
from advisor_tui.headoffice.tables import Note, PublishedTo, Stream, Terminal, journal
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.key_set import KeySet, write_key_set
from advisor_tui.sync.names import HEAD_OFFICE_SIGNER
from advisor_tui.sync.signers import Signer
from advisor_tui.sync.sshsig import parse_public_line

KEYS_PATH = "keys"
"""The path under which `PublishedTo` remembers which keys a terminal has."""
_VERSION, _DIGEST = "keys_version", "keys_sha256"


FAR = timedelta(days=62)
"""How far the clock may be ahead of all that was heard before keys go by what was heard."""


def rotate_key(context: Context) -> str:
    """Make a new key for the rest of this month, and forget the identities that are too old; the new key's name."""
    today = proven_day(context)
    name = context.keys.rotate(today)
    context.keys.forget_old(today)
    return name


def renew_month(context: Context) -> str:
    """Make the key of a month that has begun, and forget the identities that are too old; the newest key's name."""
    today = proven_day(context)
    name = context.keys.ensure_month(today)
    context.keys.forget_old(today)
    return name


def proven_day(context: Context) -> date:
    """The business date by which keys are made and forgotten.

    A clock that is years ahead would make a key that stays the newest one for years, and destroy those that terminals
    still seal for. So it counts only as far as terminals' newest entries, or the newest key, bear it out.
    """
    query = select(journal.c.instant).join(
        Stream, and_(col(Stream.epoch) == journal.c.epoch, col(Stream.change_seq) == journal.c.seq)
    )
    with context.warehouse.read() as session:
        heard = [business_date(parse_instant(instant)) for instant in session.connection().execute(query).scalars()]
    newest = date.fromisoformat(f"{context.keys.months()[-1].removeprefix('hq-')[:7]}-01")
    seen, today = max([newest, *heard]), context.clock.today()
    return today if today <= seen + FAR else seen


def raise_version(session: Session, least: int) -> None:
    """Let the next list of keys have a higher version than this one."""
    held = session.get(Note, _VERSION)
    session.merge(Note(name=_VERSION, value=str(max(least, int(held.value) if held is not None else 0))))
    session.merge(Note(name=_DIGEST, value=""))


def key_set(context: Context, session: Session, version: int = 1) -> KeySet:
    """The keys as they hold now: the root key, the newest age key, the recovery key, every revoked key."""
    keys = context.keys
    newest = keys.months()[-1]
    root = Signer(HEAD_OFFICE_SIGNER, parse_public_line(keys.public("root"), "root"), ROOT_FROM, ROOT_UNTIL)
    revoked = all_revoked(session).keys
    return KeySet(version, (root,), {newest: keys.public(newest)}, keys.public("recovery"), revoked)


def keys_digest(context: Context, session: Session) -> str:
    """What tells one set of keys from another, whatever its version."""
    return sha256(write_key_set(key_set(context, session)))


def keys_for(context: Context, session: Session, terminal: Terminal) -> KeySet | None:
    """The keys to send to a terminal, or None where it has them.

    The version rises when the keys changed, and when a terminal that began anew gets them: it may hold this very
    version from before, and would refuse it.
    """
    digest = keys_digest(context, session)
    held = session.get(PublishedTo, (terminal.name, KEYS_PATH, ""))
    if held is not None and held.epoch == terminal.peer_epoch and held.sha256 == digest:
        return None
    notes = {note.name: note for note in session.exec(select(Note))}
    version = int(notes[_VERSION].value) if _VERSION in notes else 0
    again = held is not None and held.epoch != terminal.peer_epoch
    if version == 0 or again or notes[_DIGEST].value != digest:
        version += 1
    session.merge(Note(name=_VERSION, value=str(version)))
    session.merge(Note(name=_DIGEST, value=digest))
    session.merge(PublishedTo(terminal=terminal.name, path=KEYS_PATH, epoch=terminal.peer_epoch, sha256=digest))
    return key_set(context, session, version)
