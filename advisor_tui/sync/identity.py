"""Who this terminal is: its active enrolment with head office, read from the encrypted database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.sshsig import public_line

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ACTIVE = text(
    "SELECT terminal, branch, epoch, peer_epoch, signing_key, age_identity, head_office_key, recipients, recovery, "
    "keys_file, enrolled_at FROM enrolment WHERE active = 1"
)

_ENDED = text("SELECT 1 FROM enrolment WHERE active = 0 AND peer_epoch = :epoch")


@dataclass(frozen=True)
class Identity:
    """An enrolled terminal's names and keys.

    Attributes:
        terminal: `T0123`.
        branch: The branch's code.
        epoch: Of the bundles it sends.
        peer_epoch: Of the bundles head office sends it.
        signing_key: Its Ed25519 private key, OpenSSH format.
        age_identity: Its age secret key.
        head_office_key: Head office's signing key, as a public line.
        recipients: Head office's age keys by name, the newest last.
        recovery: Head office's recovery recipient.
        keys_file: The text of `T0123.keys`, to be written again when it was lost before head office accepted it.
        enrolled_at: UTC instant.
    """

    terminal: str
    branch: str
    epoch: str
    peer_epoch: str
    signing_key: str
    age_identity: str
    head_office_key: str
    recipients: Mapping[str, str]
    recovery: str
    keys_file: str
    enrolled_at: str

    @property
    def month_key(self) -> str:
        """The name of head office's newest age key."""
        return list(self.recipients)[-1]

    def signer(self) -> "Ed25519PrivateKey":
        """The signing key, ready to sign."""
        return load_signing_key(self.signing_key.encode())


def active_identity(connection: Connection) -> Identity | None:
    """The active enrolment, or None where the desk works alone."""
    row = connection.execute(_ACTIVE).mappings().first()
    if row is None:
        return None
    return Identity(**{**row, "recipients": json.loads(row["recipients"])})


def has_ended(connection: Connection, peer_epoch: str) -> bool:
    """Whether this desk followed a stream of head office once, and follows another one now."""
    return connection.execute(_ENDED, {"epoch": peer_epoch}).first() is not None


def need_identity(connection: Connection) -> Identity:
    """The active enrolment.

    Raises:
        DeskError: `not_enrolled`.
    """
    found = active_identity(connection)
    if found is None:
        raise not_enrolled()
    return found


def not_enrolled() -> DeskError:
    """The refusal of everything that needs an enrolment."""
    return DeskError(
        "not_enrolled",
        mark("This desk is not enrolled with head office; export is off. Enrol it with: advisor-tui enrol FILE"),
    )


def new_signing_key() -> tuple[str, str]:
    """(private key in OpenSSH format, public line) of a fresh Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return private.decode(), public_line(key.public_key().public_bytes_raw())


def load_signing_key(private: bytes) -> "Ed25519PrivateKey":
    """An Ed25519 private key in OpenSSH format.

    Raises:
        DeskError: `key_invalid`.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    refusal = DeskError("key_invalid", mark("This is not an Ed25519 private key"))
    try:
        key = load_ssh_private_key(private, None)
    except ValueError as error:
        raise refusal from error
    if not isinstance(key, Ed25519PrivateKey):
        raise refusal
    return key
