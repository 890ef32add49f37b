"""Enrolling terminals: the offer, the one acceptance, and the lists that stock tools read."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from advisor_tui.base.clock import parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.tables import Offer, RevokedKey, Stream, Terminal
from advisor_tui.store.hashing import GENESIS
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.enrolment import Offer as OfferFile
from advisor_tui.sync.enrolment import TerminalKeys, check_authentic, expiry, new_secret, read_terminal_keys
from advisor_tui.sync.limits import MAX_KEY_FILE
from advisor_tui.sync.names import HEAD_OFFICE_SIGNER, check_terminal, signer_of
from advisor_tui.sync.opening import read_capped
from advisor_tui.sync.revocation import Revoked, write_krl
from advisor_tui.sync.signers import Signer
from advisor_tui.sync.sshsig import parse_public_line

KEY_LIFE = timedelta(days=2 * 365)
"""How long a terminal's signing key counts; the bank's policy."""
ROOT_FROM, ROOT_UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Head office's own key counts until it is replaced."""


def offer_enrolment(context: Context, terminal: str, branch: str) -> OfferFile:
    """Make an offer for one terminal; an earlier unused one for it ends.

    Raises:
        DeskError: `terminal_name`.
    """
    check_terminal(terminal)
    now = context.clock.now()
    month = context.keys.ensure_month(context.clock.today())
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
                expires=offer.expires, made_at=now,
            )
        )  # fmt: skip
        session.commit()
    return offer


def accept_terminal(context: Context, path: Path) -> TerminalKeys:
    """Register the keys of a terminal's `.keys` file.

    Raises:
        DeskError: `enrolment_unknown` without an offer, `enrolment_forged`, `enrolment_used`, `enrolment_expired`.
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
        offer.used_at = now
        session.add(offer)
        _register(session, keys, offer, context)
        session.commit()
        write_lists(context, session)
    return keys


def revoke_terminal(context: Context, name: str) -> None:
    """Let a terminal's signing key count no more; `terminal_unknown`."""
    with context.warehouse.write() as session:
        terminal = session.get(Terminal, name)
        if terminal is None:
            raise DeskError("terminal_unknown", mark("{terminal} is not registered"), where=name, terminal=name)
        if session.get(RevokedKey, terminal.signing_key) is None:
            now = context.clock.now()
            session.add(RevokedKey(signing_key=terminal.signing_key, terminal=name, revoked_at=now))
        session.commit()
        write_lists(context, session)


def all_signers(context: Context, session: Session) -> list[Signer]:
    """Who may sign: head office's root key and every registered terminal."""
    root = parse_public_line(context.keys.public("root"), "root")
    signers = [Signer(HEAD_OFFICE_SIGNER, root, ROOT_FROM, ROOT_UNTIL)]
    for terminal in session.exec(select(Terminal).order_by(Terminal.name)):
        key = parse_public_line(terminal.signing_key, terminal.name)
        since = terminal.registered_at.replace(microsecond=0)
        signers.append(Signer(signer_of(terminal.name), key, since, since + KEY_LIFE))
    return signers


def all_revoked(session: Session) -> Revoked:
    """The revoked keys; the version rises with each."""
    keys = [parse_public_line(row.signing_key, row.terminal) for row in session.exec(select(RevokedKey))]
    return Revoked(len(keys) + 1, frozenset(keys))


def write_lists(context: Context, session: Session) -> None:
    """Write `allowed_signers` and `revoked.krl` anew for stock tools; the warehouse is what counts."""
    lines = "".join(signer.line() for signer in all_signers(context, session))
    revoked = all_revoked(session)
    write_durably(context.home.allowed_signers, lines.encode(), 0o644)
    krl = write_krl(revoked.version, sorted(revoked.keys), context.clock.now())
    write_durably(context.home.revoked, krl, 0o644)


def _register(session: Session, keys: TerminalKeys, offer: Offer, context: Context) -> None:
    session.merge(
        Terminal(
            name=keys.terminal, branch=offer.branch, epoch=keys.epoch, peer_epoch=offer.peer_epoch,
            signing_key=keys.signing_key, recipient=keys.recipient, registered_at=context.clock.now(),
        )
    )  # fmt: skip
    session.add(Stream(sender=keys.terminal, epoch=keys.epoch, sha256=GENESIS, change_hash=GENESIS))


def _is_authentic(keys: TerminalKeys, secret: str, where: str) -> bool:
    try:
        check_authentic(keys, secret, where)
    except DeskError:
        return False
    return True
