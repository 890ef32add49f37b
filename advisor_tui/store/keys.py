"""keys.json: the database's random key, wrapped once for every user and once for head office's recovery key."""

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.store.presence import missing

MIN_PASSPHRASE = 10
"""Characters; the bank's policy, stricter than the common eight (unconfirmed, GB/T 22239-2019 §8.1.4.1).

In code and not in data/: it guards the key to everything, and no file that can be published may weaken it.
"""
KEY_BYTES = 32
_KDF = {"memory_kib": 64 * 1024, "time": 3, "lanes": 4}
_DEMO_KDF = {"memory_kib": 8 * 1024, "time": 1, "lanes": 1}


@dataclass
class KeyRing:
    """What keys.json holds.

    Attributes:
        users: The wrapped key of each staff number.
        salt: The first 16 bytes of the database, in hex: tells a foreign file from a damaged one.
        recovery: The key encrypted to head office's recovery recipient (age, base64), or "".
    """

    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    salt: str = ""
    recovery: str = ""

    def add_user(self, staff_no: str, passphrase: str, key: bytes, *, demo: bool = False) -> None:
        """Wrap the key under a passphrase.

        Args:
            staff_no: Whose passphrase it is.
            passphrase: At least `MIN_PASSPHRASE` characters.
            key: The database's key.
            demo: The passphrase is shown on the lock screen: there is nothing that a costly derivation would protect.

        Raises:
            DeskError: `weak_passphrase` below the minimum length.
        """
        check_length(passphrase)
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        kdf = _DEMO_KDF if demo else _KDF
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        wrapped = ChaCha20Poly1305(_derive(passphrase, salt, kdf)).encrypt(nonce, key, staff_no.encode())
        self.users[staff_no] = {
            "kdf": "argon2id", **kdf, "salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex(),
        }  # fmt: skip

    def unwrap(self, passphrase: str, staff_no: str = "") -> tuple[str, bytes]:
        """The staff number and the key that a passphrase opens; without a staff number every user is tried.

        Raises:
            DeskError: `wrong_passphrase`, `keys_damaged`.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        for user, entry in self.users.items():
            if staff_no and user != staff_no:
                continue
            try:
                cipher = ChaCha20Poly1305(_derive(passphrase, bytes.fromhex(entry["salt"]), entry))
                key = cipher.decrypt(bytes.fromhex(entry["nonce"]), bytes.fromhex(entry["wrapped"]), user.encode())
            except InvalidTag:
                continue
            except (KeyError, TypeError, ValueError) as error:
                raise DeskError("keys_damaged", mark("The key file is damaged."), where=user) from error
            return user, key
        raise DeskError("wrong_passphrase", mark("Wrong passphrase."))

    def add_recovery(self, recipient: str, key: bytes) -> None:
        """Wrap the key to head office's recovery recipient (`age1…`)."""
        import pyrage

        sealed = pyrage.encrypt(key, [pyrage.x25519.Recipient.from_str(recipient)])
        self.recovery = base64.b64encode(sealed).decode()


def check_length(passphrase: str) -> None:
    """Refuse with `weak_passphrase` one below the minimum length."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise DeskError(
            "weak_passphrase", mark("A passphrase needs at least {count} characters."), count=MIN_PASSPHRASE
        )


def _derive(passphrase: str, salt: bytes, kdf: dict[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(passphrase.encode(), salt, kdf["time"], kdf["memory_kib"], kdf["lanes"], KEY_BYTES, Type.ID)


def read_keys(path: Path) -> KeyRing:
    """Read keys.json.

    Raises:
        DeskError: `no_home`, `keys_missing` or `home_remains` when it is not there, `keys_unreadable`, `keys_damaged`.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return KeyRing(values["users"], values["salt"], values["recovery"])
    except (FileNotFoundError, NotADirectoryError) as error:
        raise missing(Home(path.parent)) from error
    except PermissionError as error:
        message = mark("This file may not be read by you.")
        raise DeskError("keys_unreadable", message, where=str(path)) from error
    except OSError as error:
        message = mark("This place cannot be used: {reason}")
        raise DeskError("keys_unreadable", message, where=str(path), reason=reason_of(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DeskError("keys_damaged", mark("The key file is damaged."), where=str(path)) from error


def write_keys(path: Path, ring: KeyRing) -> None:
    """Replace keys.json in one step, readable by its owner only."""
    write_keys_part(path, ring).replace(path)


def write_keys_part(path: Path, ring: KeyRing) -> Path:
    """Write what is to become keys.json beside it, and answer that file."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"version": 1, "users": ring.users, "salt": ring.salt, "recovery": ring.recovery}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return part
