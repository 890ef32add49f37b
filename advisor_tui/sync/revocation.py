"""Key revocation lists as `ssh-keygen` reads them (OpenSSH PROTOCOL.krl): explicit keys and a rising version."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.sshsig import key_blob, pack

_MAGIC = b"SSHKRL\n\0"
_EXPLICIT_KEYS = 2
_HEADER = struct.Struct(">IQQQ")


@dataclass(frozen=True)
class Revoked:
    """A revocation list: its version (rises with every change) and the raw Ed25519 keys on it."""

    version: int
    keys: frozenset[bytes]


def write_krl(version: int, keys: Sequence[bytes], made: datetime) -> bytes:
    """A valid revocation list; with no keys it is valid too and refuses nobody."""
    head = _MAGIC + _HEADER.pack(1, version, int(made.timestamp()), 0) + pack(b"", b"bank-sync")
    if not keys:
        return head
    blobs = b"".join(pack(key_blob(key)) for key in sorted(keys))
    return head + bytes([_EXPLICIT_KEYS]) + pack(blobs)


def read_krl(raw: bytes, where: str) -> Revoked:
    """Read what `write_krl` wrote.

    Raises:
        DeskError: `revocation_invalid` for anything else, an empty file too: an empty list would pass everybody.
    """
    refusal = DeskError("revocation_invalid", mark("The revocation list cannot be read"), where=where)
    at = len(_MAGIC) + _HEADER.size
    if not raw.startswith(_MAGIC) or len(raw) < at:
        raise refusal
    form, version, _, _ = _HEADER.unpack_from(raw, len(_MAGIC))
    if form != 1:
        raise refusal
    _, at = _take(raw, at, refusal)
    _, at = _take(raw, at, refusal)
    keys: set[bytes] = set()
    while at < len(raw):
        if raw[at] != _EXPLICIT_KEYS:
            raise refusal
        section, at = _take(raw, at + 1, refusal)
        inner = 0
        while inner < len(section):
            blob, inner = _take(section, inner, refusal)
            if blob != key_blob(blob[-32:]):
                raise refusal
            keys.add(blob[-32:])
    return Revoked(version, frozenset(keys))


def check_not_revoked(revoked: Revoked, public: bytes, where: str) -> None:
    """Refuse a revoked key with `signer_revoked`."""
    if public in revoked.keys:
        raise DeskError("signer_revoked", mark("The key that signed it has been revoked"), where=where)


def _take(raw: bytes, at: int, refusal: DeskError) -> tuple[bytes, int]:
    size = int.from_bytes(raw[at : at + 4], "big")
    end = at + 4 + size
    if at + 4 > len(raw) or end > len(raw):
        raise refusal
    return raw[at + 4 : end], end
