"""Enrolling terminals: the offer, the one acceptance, and the end of a key."""

from pathlib import Path

from sqlmodel import Session, col, select

from advisor_tui.base.clock import parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.lists import write_lists
from advisor_tui.headoffice.restoring import has_copies, uncheck_copies
from advisor_tui.headoffice.rotating import KEYS_PATH, keys_digest, renew_month
from advisor_tui.headoffice.tables import Offer, PublishedTo, RevokedKey, Stream, Terminal
from advisor_tui.store.hashing import GENESIS
from advisor_tui.sync.enrolment import Offer as OfferFile
from advisor_tui.sync.enrolment import TerminalKeys, check_authentic, expiry, new_secret, read_terminal_keys
from advisor_tui.sync.limits import MAX_KEY_FILE
from advisor_tui.sync.names import check_terminal
from advisor_tui.sync.opening import read_capped


def offer_enrolment(context: Context, terminal: str, branch: str) -> OfferFile:
    """Make an offer for one terminal; an earlier unused one for it ends.

    Raises:
        DeskError: `terminal_name`.
    """
    check_terminal(terminal)
    now = context.clock.now()
    month = renew_month(context)
    offer = OfferFile(
        terminal=terminal, branch=branch, secret=new_secret(), expires=expiry(now), peer_epoch=context.ids.new(),
        head_office_key=context.keys.public("root"), recipients={month: context.keys.public(month)},
        recovery=context.keys.public("recovery"),
    )  # fmt: skip
    with context.warehouse.write() as session:
        for old in session.exec(select(Offer).where(Offer.terminal == terminal, col(Offer.used_at).is_(None))):
            session.delete(old)
        session.add(
            Offer(
                secret=offer.secret, terminal=terminal, branch=branch, peer_epoch=offer.peer_epoch,
                keys_sha256=keys_digest(context, session), expires=offer.expires, made_at=now,
            )
        )  # fmt: skip
        session.commit()
    return offer


def accept_terminal(context: Context, path: Path) -> TerminalKeys:
    """Register the keys of a terminal's `.keys` file.

    Raises:
        DeskError: `enrolment_unknown` without an offer, `enrolment_forged`, `enrolment_used`, `enrolment_expired`,
            `enrolment_epoch` where its stream is one that was registered before, of it or of another terminal.
    """
    keys = read_terminal_keys(read_capped(path, MAX_KEY_FILE), path.name)
    now = context.clock.now()
    with context.warehouse.write() as session:
        offers = session.exec(
            select(Offer).where(Offer.terminal == keys.terminal).order_by(col(Offer.made_at).desc())
        ).all()
        if not offers:
            raise DeskError(
                "enrolment_unknown", mark("No enrolment was offered to {terminal}"), where=path.name,
                terminal=keys.terminal,
            )  # fmt: skip
        offer = next((one for one in offers if _is_authentic(keys, one.secret, path.name)), offers[0])
        check_authentic(keys, offer.secret, path.name)
        if offer.used_at is not None:
            raise DeskError("enrolment_used", mark("This enrolment has been used already"), where=path.name)
        if parse_instant(offer.expires) <= now:
            raise DeskError(
                "enrolment_expired", mark("The enrolment ended at {expires}; ask for a new one"), where=path.name,
                expires=offer.expires,
            )  # fmt: skip
        if session.exec(select(Stream).where(Stream.epoch == keys.epoch)).first() is not None:
            message = mark("These keys begin a stream that has begun already: enrol the terminal anew")
            raise DeskError("enrolment_epoch", message, where=path.name)
        offer.used_at = now
        session.add(offer)
        _register(session, keys, offer, context)
        session.commit()
        write_lists(context, session)
    return keys


def revoke_terminal(context: Context, name: str) -> None:
    """Let a terminal's signing key count no more; `terminal_unknown`."""
    with context.warehouse.write() as session:
        _revoke(context, session, find_terminal(session, name))
        session.commit()
        write_lists(context, session)


def find_terminal(session: Session, name: str) -> Terminal:
    """A registered terminal; `terminal_unknown`."""
    terminal = session.get(Terminal, name)
    if terminal is None:
        raise DeskError("terminal_unknown", mark("{terminal} is not registered"), where=name, terminal=name)
    return terminal


def _revoke(context: Context, session: Session, terminal: Terminal) -> None:
    if session.get(RevokedKey, terminal.signing_key) is None:
        now = context.clock.now()
        session.add(RevokedKey(signing_key=terminal.signing_key, terminal=terminal.name, revoked_at=now))


def _register(session: Session, keys: TerminalKeys, offer: Offer, context: Context) -> None:
    """Register new keys and a new epoch; a terminal that had others was lost or made anew, and those count no more."""
    before = session.get(Terminal, keys.terminal)
    if before is not None and before.signing_key != keys.signing_key:
        _revoke(context, session, before)
        uncheck_copies(session, keys.terminal)
    session.merge(
        Terminal(
            name=keys.terminal, branch=offer.branch, epoch=keys.epoch, peer_epoch=offer.peer_epoch,
            signing_key=keys.signing_key, recipient=keys.recipient, registered_at=context.clock.now(),
            full_due=before is not None and has_copies(session, keys.terminal),
        )
    )  # fmt: skip
    if offer.keys_sha256:
        session.merge(
            PublishedTo(terminal=keys.terminal, path=KEYS_PATH, epoch=offer.peer_epoch, sha256=offer.keys_sha256)
        )
    session.add(Stream(sender=keys.terminal, epoch=keys.epoch, sha256=GENESIS, change_hash=GENESIS))


def _is_authentic(keys: TerminalKeys, secret: str, where: str) -> bool:
    try:
        check_authentic(keys, secret, where)
    except DeskError:
        return False
    return True
