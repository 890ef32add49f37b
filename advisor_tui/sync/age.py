"""age v1 encryption through pyrage; to head office's key of the month and its recovery key."""

from collections.abc import Sequence

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark


def new_identity() -> tuple[str, str]:
    """(secret identity, public recipient) of a fresh X25519 key."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(secret: str) -> str:
    """The public recipient of a secret identity."""
    from pyrage import x25519

    return str(x25519.Identity.from_str(secret).to_public())


def check_recipient(text: str, where: str) -> str:
    """A recipient line `age1…`, as it came; `key_invalid` for anything else."""
    from pyrage import RecipientError, x25519

    try:
        x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise DeskError("key_invalid", mark("This is not an age recipient"), where=where) from error
    return text


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """The age file that any one of the recipients can read."""
    import pyrage

    sealed: bytes = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(text) for text in recipients])
    return sealed


def decrypt(sealed: bytes, identities: Sequence[str], where: str) -> bytes:
    """The plain bytes, in memory only.

    Raises:
        DeskError: `decrypt_failed` when no key fits or the file is damaged.
    """
    import pyrage

    try:
        plain: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(text) for text in identities])
    except pyrage.DecryptError as error:
        raise DeskError(
            "decrypt_failed", mark("It cannot be decrypted: meant for another key, or damaged"), where=where
        ) from error
    return plain
