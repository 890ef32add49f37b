"""Enrolling this terminal: its keys, its epoch, and head office's recovery key for its database."""

import json
from pathlib import Path

from sqlalchemy import text

from advisor_tui.base.clock import Clock, instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import mark
from advisor_tui.store.keys import read_keys, write_keys
from advisor_tui.store.notes import write_note
from advisor_tui.store.store import Store
from advisor_tui.sync import age
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.enrolment import Offer, TerminalKeys, authenticate, read_offer
from advisor_tui.sync.identity import Identity, new_signing_key, not_enrolled
from advisor_tui.sync.limits import MAX_KEY_FILE
from advisor_tui.sync.opening import read_capped
from advisor_tui.sync.trusting import forget_keys

UNFINISHED = "unfinished_enrolment"
"""The note of an enrolment of which what follows the commit is still to be done."""
_INSERT = text(
    "INSERT INTO enrolment (id, active, terminal, branch, epoch, peer_epoch, signing_key, age_identity, "
    "head_office_key, recipients, recovery, keys_file, enrolled_at) VALUES (:id, 1, :terminal, :branch, :epoch, "
    ":peer_epoch, :signing_key, :age_identity, :head_office_key, :recipients, :recovery, :keys_file, :enrolled_at)"
)


def load_offer(path: Path, clock: Clock, branch: str = "") -> Offer:
    """Read an enrolment file from disk, for a desk of a branch (of any, where none is named).

    Raises:
        DeskError: `file_unreadable`, `enrolment_invalid`, `enrolment_expired`, `enrolment_branch`.
    """
    offer = read_offer(read_capped(path, MAX_KEY_FILE), path.name, clock.now())
    if branch:
        check_branch(offer, branch)
    return offer


def check_branch(offer: Offer, branch: str) -> None:
    """Refuse an enrolment of another branch with `enrolment_branch`."""
    if offer.branch != branch:
        raise DeskError(
            "enrolment_branch", mark("The enrolment is for branch {branch}, this desk is of branch {own}"),
            where=offer.terminal, branch=offer.branch, own=branch,
        )  # fmt: skip


def enrol_store(store: Store, offer: Offer, clock: Clock, ids: IdSource, actor: str) -> Identity:
    """Make the terminal's keys and start a new epoch; an earlier enrolment is kept, inactive.

    It is noted as unfinished until the caller has done the rest.
    """
    private, public = new_signing_key()
    secret_age, recipient = age.new_identity()
    now = instant_text(clock.now())
    epoch = ids.new()
    keys = TerminalKeys(offer.terminal, offer.branch, epoch, public, recipient, now, "")
    identity = Identity(
        terminal=offer.terminal, branch=offer.branch, epoch=epoch, peer_epoch=offer.peer_epoch, signing_key=private,
        age_identity=secret_age, head_office_key=offer.head_office_key, recipients=offer.recipients,
        recovery=offer.recovery, keys_file=authenticate(keys, offer.secret).to_text(), enrolled_at=now,
    )  # fmt: skip
    if store.origin != offer.terminal:
        store.set_origin(offer.terminal)
    with store.write(actor, "terminal.enrol", always=True) as session:
        connection = session.connection()
        connection.execute(text("UPDATE enrolment SET active = 0"))
        forget_keys(connection)
        values = {**identity.__dict__, "id": ids.new(), "recipients": json.dumps(dict(offer.recipients))}
        connection.execute(_INSERT, values)
        write_note(connection, UNFINISHED, epoch)
        session.commit()
    return identity


def add_recovery(home: Home, recovery: str, key: bytes) -> None:
    """Let head office's recovery key open this database too."""
    ring = read_keys(home.keys)
    ring.add_recovery(recovery, key)
    write_keys(home.keys, ring)


def require_enrolled(home: Home) -> None:
    """Refuse a home that was never enrolled, without its key: head office's recovery key is added with the enrolment.

    Raises:
        DeskError: `not_enrolled`; `no_home`, `keys_damaged`.
    """
    if not read_keys(home.keys).recovery:
        raise not_enrolled()


def keys_path(identity: Identity, folder: Path) -> Path:
    """Where `T0123.keys` lies in a folder."""
    return folder / f"{identity.terminal}.keys"


def write_keys_file(identity: Identity, folder: Path) -> Path:
    """Write `T0123.keys` for head office into a folder."""
    path = keys_path(identity, folder)
    write_durably(path, identity.keys_file.encode(), 0o644)
    return path
