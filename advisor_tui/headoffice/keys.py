"""Head office's keys: every private key is an age file under the passphrase, which stock `age` opens.

`root` is its signing key (OpenSSH format inside), `hq-YYYY-MM.key` an age identity a month, `recovery.key` one that
opens terminals' databases, `warehouse.key` the warehouse's raw key, or `warehouse.url` its address on a server, which
may hold a password. Beside each, the public half in clear.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.locking import wait_for_lock
from advisor_tui.base.reasons import reason_of
from advisor_tui.headoffice.home import HeadOfficeHome
from advisor_tui.store.keys import MIN_PASSPHRASE
from advisor_tui.sync import age
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.identity import load_signing_key, new_signing_key
from advisor_tui.sync.passphrase_file import WORK_FACTOR, read_secret, write_secret
from advisor_tui.sync.sshsig import public_line

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MONTH = re.compile(r"hq-[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_ADDRESS = "warehouse.url"
_MONTH_NAME = len("hq-2026-11")
KEPT_MONTHS = 24


def _private(name: str) -> str:
    """The file of a key's private half."""
    return name if name == "root" else f"{name}.key"


def month_name(day: date) -> str:
    """The name of a month's key: `hq-2026-11`."""
    return f"hq-{day:%Y-%m}"


@dataclass
class HeadOfficeKeys:
    """The keys of a folder; private ones are unlocked when first asked for, and kept in memory.

    Attributes:
        home: The folder.
        passphrase: Opens every private key.
        work_factor: log2 of scrypt's N for keys written from now on.
    """

    home: HeadOfficeHome
    passphrase: str
    work_factor: int = WORK_FACTOR

    def __post_init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def check_passphrase(self) -> None:
        """Refuse a short passphrase with `weak_passphrase`."""
        if len(self.passphrase) < MIN_PASSPHRASE:
            raise DeskError(
                "weak_passphrase", mark("A passphrase needs at least {count} characters."), count=MIN_PASSPHRASE
            )

    def create(self, today: date, address: str = "") -> None:
        """Make all keys of a new head office; with the address of a warehouse on a server, instead of a file's key."""
        private, public = new_signing_key()
        self._write("root", private, public)
        if address:
            self._write(_ADDRESS, address, "")
        else:
            self._write("warehouse.key", secrets.token_hex(32), "")
        self._write_age("recovery")
        self.ensure_month(today)

    def ensure_month(self, day: date) -> str:
        """The name of the newest key, which is made where there is none of this month or a later one."""
        with self._alone():
            return self._ensured(max([month_name(day), *self.months()]))

    def rotate(self, day: date) -> str:
        """A new key for the rest of a month, whether or not it has one, and newer than all others; the name of it."""
        with self._alone():
            month = max(month_name(day), *(name[:_MONTH_NAME] for name in self.months()))
            number = sum(name.startswith(month) for name in self.months()) + 1
            return self._ensured(f"{month}-{number:02d}" if number > 1 else month)

    def forget_old(self, day: date) -> list[str]:
        """Remove the identities of months more than `KEPT_MONTHS` ago; the recovery key still opens their bundles."""
        months = day.year * 12 + day.month - 1 - KEPT_MONTHS
        oldest = f"hq-{months // 12:04d}-{months % 12 + 1:02d}"
        old = [name for name in self.months() if name < oldest]
        for name in old:
            for ending in (".key", ".pub"):
                self._path(name + ending).unlink(missing_ok=True)
            self._secrets.pop(f"{name}.key", None)
        return old

    def root(self) -> "Ed25519PrivateKey":
        """The signing key.

        Raises:
            DeskError: `wrong_passphrase`, `key_missing`, `key_unreadable`.
        """
        return load_signing_key(self._read("root").encode())

    def warehouse_key(self) -> bytes:
        """The warehouse's raw key; `wrong_passphrase`, `key_missing`."""
        return bytes.fromhex(self._read("warehouse.key"))

    def warehouse_address(self) -> str:
        """The address of a warehouse on a server, "" where it is a file; `wrong_passphrase`."""
        return self._read(_ADDRESS) if self.home.warehouse_address.exists() else ""

    def identities(self) -> Iterator[str]:
        """The monthly identities, the newest first; each is unlocked only when the ones before did not fit."""
        for name in reversed(self.months()):
            yield self._read(f"{name}.key")

    def recovery(self) -> Iterator[str]:
        """The recovery identity, where it lies here and not in a safe; it opens what was sealed for any month."""
        if self._path("recovery.key").exists():
            yield self.recovery_key()

    def recovery_key(self) -> str:
        """The recovery identity; `key_missing` where it lies in a safe."""
        return self._read("recovery.key")

    def unlocked(self) -> tuple[str, ...]:
        """The monthly identities that were unlocked before, the newest first."""
        names = [f"{name}.key" for name in reversed(self.months())]
        return tuple(self._secrets[name] for name in names if name in self._secrets)

    def months(self) -> list[str]:
        """The names of the monthly keys, the oldest first."""
        return sorted(path.stem for path in self.home.keys.glob("hq-*.key") if _MONTH.fullmatch(path.stem))

    def public(self, name: str) -> str:
        """The public half of `root`, `recovery` or a month; `key_missing`.

        One that is missing, as after a kill between the two halves, is written anew from the private one.
        """
        try:
            if not self._path(f"{name}.pub").exists() and self._path(_private(name)).exists():
                self._write_public(name, self._derived(name))
            return self._path(f"{name}.pub").read_text(encoding="utf-8").strip()
        except OSError as error:
            raise self._unread(f"{name}.pub", error) from error

    def _derived(self, name: str) -> str:
        if name == "root":
            return public_line(self.root().public_key().public_bytes_raw())
        return age.recipient_of(self._read(_private(name)))

    def _path(self, name: str) -> Path:
        return self.home.keys / name

    def _unread(self, name: str, error: OSError) -> DeskError:
        where = str(self._path(name))
        if isinstance(error, FileNotFoundError):
            return DeskError("key_missing", mark("A key file is missing"), where=where)
        return DeskError(
            "key_unreadable", mark("A key file cannot be read: {reason}"), where=where, reason=reason_of(error)
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two programs that find the month's key missing make one key and not two."""
        folder = os.open(self.home.keys, os.O_RDONLY)
        try:
            wait_for_lock(folder)
            yield
        finally:
            os.close(folder)

    def _ensured(self, name: str) -> str:
        if not self._path(f"{name}.key").exists():
            self._write_age(name)
        return name

    def _write_age(self, name: str) -> None:
        secret, public = age.new_identity()
        self._write(f"{name}.key", secret, public)

    def _write(self, name: str, secret: str, public: str) -> None:
        sealed = write_secret(secret.encode() + b"\n", self.passphrase, self.work_factor)
        write_durably(self._path(name), sealed)
        if public:
            self._write_public(name.removesuffix(".key"), public)
        self._secrets[name] = secret

    def _write_public(self, name: str, public: str) -> None:
        write_durably(self._path(f"{name}.pub"), public.encode() + b"\n", 0o644)

    def _read(self, name: str) -> str:
        if name not in self._secrets:
            try:
                sealed = self._path(name).read_bytes()
            except OSError as error:
                raise self._unread(name, error) from error
            plain = read_secret(sealed, self.passphrase, str(self._path(name)))
            self._secrets[name] = plain.decode() if name == "root" else plain.decode().strip()
        return self._secrets[name]
