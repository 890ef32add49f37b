"""A forgotten passphrase: the desk asks head office, whose recovery key opens its database, and takes another."""

from contextlib import closing
from pathlib import Path

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.opening import open_with_key
from advisor_tui.store.keys import KeyRing, check_length, read_keys, write_keys
from advisor_tui.sync import age
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.limits import MAX_KEY_FILE
from advisor_tui.sync.opening import read_capped
from advisor_tui.sync.passphrase_file import WORK_FACTOR, read_secret, write_secret
from advisor_tui.sync.recovery import Request, key_of


def ask(home: Home, passphrase: str, out: Path, *, staff_no: str = "", work_factor: int = WORK_FACTOR) -> Request:
    """Write a request to head office; nothing else changes, and the old passphrase goes on counting.

    Args:
        home: The locked home.
        passphrase: The new one, under which the request's private half waits in the home.
        out: The file to write.
        staff_no: Whose passphrase it is, where the home has several people.
        work_factor: log2 of scrypt's N.

    Raises:
        DeskError: `no_recovery` for a desk that was never enrolled, `staff_unknown`, `weak_passphrase`,
            `folder_missing`, and what `read_keys` raises.
    """
    ring = read_keys(home.keys)
    staff = _staff(ring, staff_no)
    if not ring.recovery:
        raise DeskError(
            "no_recovery",
            mark("This desk was never enrolled: head office has no key to it, and nobody can open it"),
            where=str(home.keys),
        )
    check_length(passphrase)
    if not out.parent.is_dir():
        raise DeskError("folder_missing", mark("There is no such folder"), where=str(out.parent))
    secret, recipient = age.new_identity()
    request = Request(staff, ring.recovery, recipient)
    waiting = write_secret(f"{secret} {staff}".encode(), passphrase, work_factor)
    write_durably(home.recovery, waiting)
    write_durably(out, request.to_text().encode())
    return request


def take(home: Home, passphrase: str, answer: Path, clock: Clock, ids: IdSource) -> str:
    """Let the new passphrase count instead of the forgotten one, and journal it; the staff number.

    The key is tried on the database before anything changes.

    Raises:
        DeskError: `not_asked`, `wrong_passphrase`, `file_unreadable`, and see `recovery.key_of` and `open_home`.
    """
    ring = read_keys(home.keys)
    if not home.recovery.exists():
        raise DeskError("not_asked", mark("This desk has not asked for a new passphrase"), where=str(home.recovery))
    waiting = read_secret(home.recovery.read_bytes(), passphrase, str(home.recovery))
    identity, _, staff = waiting.decode().partition(" ")
    key = key_of(read_capped(answer, MAX_KEY_FILE), identity, answer.name)
    with closing(open_with_key(home, staff, key, clock, ids, salt=ring.salt)) as desk:
        _note(desk.office)
    ring.add_user(staff, passphrase, key)
    write_keys(home.keys, ring)
    home.recovery.unlink()
    return staff


def _staff(ring: KeyRing, staff_no: str) -> str:
    if not staff_no and len(ring.users) == 1:
        return next(iter(ring.users))
    if staff_no not in ring.users:
        raise DeskError(
            "staff_unknown", mark("Say whose passphrase was forgotten: {users}"), where="--staff",
            users=", ".join(sorted(ring.users)),
        )  # fmt: skip
    return staff_no


def _note(office: Office) -> None:
    """The journal and the access log tell of it before it holds; also on a copy that may only be read."""
    from advisor_tui.store.tables import AccessLog

    with office.store.write(office.me.staff_no, "home.recover", always=True) as session:
        session.add(
            AccessLog(
                id=office.ids.new(), client_id=None, advisor_id=office.me.id, at=office.clock.now(), kind="reveal",
                what="desk_key",
            )
        )  # fmt: skip
        session.commit()
