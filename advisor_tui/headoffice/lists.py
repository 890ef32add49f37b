"""Who may sign and whose keys count no more: from the warehouse, and as the two files that stock tools read."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.tables import RevokedKey, Terminal
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.names import HEAD_OFFICE_SIGNER, signer_of
from advisor_tui.sync.revocation import Revoked, read_krl, write_krl
from advisor_tui.sync.signers import Signer
from advisor_tui.sync.sshsig import parse_public_line

KEY_LIFE = timedelta(days=2 * 365)
"""How long a terminal's signing key counts; the bank's policy."""
ROOT_FROM, ROOT_UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Head office's own key counts until it is replaced."""


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


def mend_lists(context: Context, session: Session) -> None:
    """Write the two files where they are not what the warehouse says, as after a kill before they were written."""
    try:
        signers = context.home.allowed_signers.read_bytes()
        revoked = read_krl(context.home.revoked.read_bytes(), str(context.home.revoked))
    except (FileNotFoundError, DeskError):
        signers, revoked = b"", None
    if (signers, revoked) != (_lines(context, session), all_revoked(session)):
        write_lists(context, session)


def _lines(context: Context, session: Session) -> bytes:
    return "".join(signer.line() for signer in all_signers(context, session)).encode()


def write_lists(context: Context, session: Session) -> None:
    """Write `allowed_signers` and `revoked.krl` anew for stock tools; the warehouse is what counts."""
    revoked = all_revoked(session)
    write_durably(context.home.allowed_signers, _lines(context, session), 0o644)
    krl = write_krl(revoked.version, sorted(revoked.keys), context.clock.now())
    write_durably(context.home.revoked, krl, 0o644)
