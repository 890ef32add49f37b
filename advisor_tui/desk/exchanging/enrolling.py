"""Enrolling this desk with head office, and finishing what a kill left of it."""

from contextlib import suppress
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.exchange import EnrolledView
from advisor_tui.store.notes import forget_notes, read_note
from advisor_tui.sync import outbox
from advisor_tui.sync.enrolling import UNFINISHED, add_recovery, check_branch, enrol_store, keys_path, write_keys_file
from advisor_tui.sync.enrolment import Offer, fingerprint_of
from advisor_tui.sync.head import forget_head
from advisor_tui.sync.identity import Identity, active_identity
from advisor_tui.sync.sshsig import fingerprint, parse_public_line


def enrol(office: Office, offer: Offer, key: bytes, folder: Path | None = None) -> EnrolledView:
    """Enrol with head office, and write `T0123.keys` for it: into the home, and into a folder if one is named.

    An enrolment with this very file that a kill cut off is finished.

    Args:
        office: The desk's.
        offer: Head office's enrolment, from `sync.enrolling.load_offer`.
        key: The database's raw key, which head office's recovery key will open too.
        folder: Where the keys' file is wanted; where that folder cannot be written to, the home keeps it.

    Raises:
        DeskError: `enrolment_branch` for another branch's, `already_enrolled` with this very enrolment.
    """
    check_branch(offer, office.me.branch_code)
    with office.rows() as connection:
        known = active_identity(connection)
        unfinished = read_note(connection, UNFINISHED) is not None
    with office.store.explained():
        if known is None or (known.terminal, known.peer_epoch) != (offer.terminal, offer.peer_epoch):
            known = enrol_store(office.store, offer, office.clock, office.ids, office.me.staff_no)
            unfinished = True
        path = keys_path(known, office.home.root)
        if unfinished:
            _finish(office, known, key)
        elif path.is_file():
            raise DeskError(
                "already_enrolled", mark("This desk has used this enrolment already; its keys are in {file}"), file=path
            )
        else:  # somebody took it away
            write_keys_file(known, office.home.root)
    if folder is not None:
        with suppress(OSError):
            path = write_keys_file(known, folder)
    head_office = fingerprint(parse_public_line(known.head_office_key, path.name))
    return EnrolledView(known.terminal, str(path), fingerprint_of(known), head_office)


def finish(office: Office) -> None:
    """Finish an enrolment that a kill cut off, with the key of the open database."""
    with office.rows() as connection:
        identity = active_identity(connection)
        unfinished = identity is not None and read_note(connection, UNFINISHED) is not None
    if identity is not None and unfinished:
        with office.store.explained():
            office.store.wrap_key(lambda key: _finish(office, identity, key))


def _finish(office: Office, identity: Identity, key: bytes) -> None:
    """What follows the enrolment's commit; until all of it is done nothing is sealed, so that it may be done twice."""
    outbox.clear(office.home)
    forget_head(office.home)
    add_recovery(office.home, identity.recovery, key)
    write_keys_file(identity, office.home.root)
    with office.store.write(office.me.staff_no, "terminal.enrol", always=True) as session:
        forget_notes(session.connection(), UNFINISHED)
        session.commit()
