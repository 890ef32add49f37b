"""Whom a terminal believes: the key of its enrolment, until a `keys` bundle of that key names others."""

import json
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.store.notes import forget_notes, read_note, write_note
from advisor_tui.sync.identity import Identity
from advisor_tui.sync.key_set import KeySet, read_key_set
from advisor_tui.sync.names import HEAD_OFFICE_SIGNER
from advisor_tui.sync.opening import Opened, Trust
from advisor_tui.sync.package import KEYS
from advisor_tui.sync.revocation import Revoked
from advisor_tui.sync.signers import Signer, parse_signers
from advisor_tui.sync.sshsig import parse_public_line, public_line

_BEGINNING, _END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_META = "head_office_keys"
_RENEW = text("UPDATE enrolment SET recipients = :recipients, recovery = :recovery WHERE active = 1")


def trust_of(connection: Connection, identity: Identity) -> Trust:
    """Head office's signers as this terminal knows them, and its own age identity."""
    stored = read_note(connection, _META)
    if stored is None:
        key = parse_public_line(identity.head_office_key, "enrolment")
        signers, revoked = [Signer(HEAD_OFFICE_SIGNER, key, _BEGINNING, _END)], Revoked(0, frozenset())
    else:
        values = json.loads(stored)
        signers = parse_signers(values["signers"], _META)
        revoked = Revoked(values["version"], frozenset(parse_public_line(line, _META) for line in values["revoked"]))
    return Trust(identity.terminal, signers, revoked, [identity.age_identity])


def forget_keys(connection: Connection) -> None:
    """Believe a new enrolment's key alone."""
    forget_notes(connection, _META)


def take_keys(connection: Connection, opened: Opened) -> KeySet:
    """Believe the keys of a `keys` bundle from now on, and seal for its recipients.

    Raises:
        DeskError: `keys_older` for a version that is not higher than the one that holds; see `read_key_set`.
    """
    keys = read_key_set(opened.files[KEYS.path], opened.name.file)
    stored = read_note(connection, _META)
    held = json.loads(stored)["version"] if stored else 0
    if keys.version <= held:
        raise DeskError(
            "keys_older", mark("The list of keys has version {version}; version {held} holds already"),
            where=opened.name.file, version=keys.version, held=held,
        )  # fmt: skip
    value = {
        "version": keys.version,
        "signers": "".join(signer.line() for signer in keys.signers if signer.principal == HEAD_OFFICE_SIGNER),
        "revoked": [public_line(key) for key in sorted(keys.revoked)],
    }
    write_note(connection, _META, json.dumps(value))
    connection.execute(_RENEW, {"recipients": json.dumps(dict(keys.recipients)), "recovery": keys.recovery})
    return keys
