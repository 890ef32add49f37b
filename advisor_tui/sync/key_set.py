"""keys.jsonl, the table of a `keys` bundle: whom a terminal believes and for whom it seals, under a rising version.

The bundle is signed by the key that the terminal believed so far; a lower or equal version is refused, so that nobody
can bring back a key that was revoked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor_tui.base.clock import instant_text, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.age import check_recipient
from advisor_tui.sync.orders.checks import instant
from advisor_tui.sync.package import KEYS, read_rows, rows_of
from advisor_tui.sync.signers import Signer
from advisor_tui.sync.sshsig import parse_public_line, public_line

ROLES = ("signer", "recipient", "recovery", "revoked")


@dataclass(frozen=True)
class KeySet:
    """Head office's keys as they hold from this version on.

    Attributes:
        version: Rises with every change.
        signers: Who may sign for head office.
        recipients: Head office's age keys by name, the newest last.
        recovery: Its recovery recipient.
        revoked: Raw Ed25519 keys that count no more.
    """

    version: int
    signers: tuple[Signer, ...]
    recipients: Mapping[str, str]
    recovery: str
    revoked: frozenset[bytes] = frozenset()


def write_key_set(keys: KeySet) -> bytes:
    """keys.jsonl: one row a key."""
    rows = [
        *(
            _row(keys, "signer", one.principal, public_line(one.public), instant_text(one.valid_after),
                 instant_text(one.valid_before))
            for one in keys.signers
        ),
        *(_row(keys, "recipient", name, key) for name, key in keys.recipients.items()),
        _row(keys, "recovery", "recovery", keys.recovery),
        *(_row(keys, "revoked", f"revoked-{n}", public_line(key)) for n, key in enumerate(sorted(keys.revoked), 1)),
    ]  # fmt: skip
    return rows_of(KEYS, [{"seq": number, **row} for number, row in enumerate(rows, start=1)])


def read_key_set(data: bytes, where: str) -> KeySet:
    """The key set of a bundle.

    Raises:
        DeskError: `row_invalid`, `keys_invalid` naming the row and field, `key_invalid`.
    """
    signers: list[Signer] = []
    recipients: dict[str, str] = {}
    recovery: list[str] = []
    revoked: set[bytes] = set()
    versions: set[int] = set()
    for place, row in _rows(data, where):
        versions.add(row["version"])
        if row["role"] == "signer":
            for field in ("valid_after", "valid_before"):
                if not instant(row[field]):
                    raise _wrong(place, field)
            times = parse_instant(row["valid_after"]), parse_instant(row["valid_before"])
            signers.append(Signer(row["name"], parse_public_line(row["key"], place), *times))
        elif row["role"] == "recipient":
            recipients[row["name"]] = check_recipient(row["key"], place)
        elif row["role"] == "recovery":
            recovery.append(check_recipient(row["key"], place))
        else:
            revoked.add(parse_public_line(row["key"], place))
    if len(versions) != 1 or min(versions) < 1:
        raise _wrong(where, "version")
    if not signers or not recipients or len(recovery) != 1:
        raise _wrong(where, "role")
    return KeySet(versions.pop(), tuple(signers), recipients, recovery[0], frozenset(revoked))


def _rows(data: bytes, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(read_rows(KEYS, data, where), start=1):
        place = f"{where}:data/{KEYS.path}:{number}"
        if row["seq"] != number:
            raise _wrong(place, "seq")
        if row["role"] not in ROLES:
            raise _wrong(place, "role")
        yield place, row


def _row(keys: KeySet, role: str, name: str, key: str, after: str = "", before: str = "") -> dict[str, Any]:
    return {
        "version": keys.version, "role": role, "name": name, "key": key, "valid_after": after, "valid_before": before,
    }  # fmt: skip


def _wrong(where: str, field: str) -> DeskError:
    return DeskError("keys_invalid", mark("The list of keys is wrong: {field}"), where=where, field=field)
