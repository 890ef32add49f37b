"""SSHSIG signatures (OpenSSH PROTOCOL.sshsig), Ed25519 only: what `ssh-keygen -Y sign` and `-Y verify` speak."""

import base64
import binascii
import hashlib
import struct
from typing import TYPE_CHECKING

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = "bundle@bank-sync"
_MAGIC = b"SSHSIG"
_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"
KEY_TYPE = b"ssh-ed25519"
_HASH = b"sha512"
"""The one that the bundles' suite names; ssh-keygen's own choice as well."""


def pack(*parts: bytes) -> bytes:
    """SSH wire strings: each with its length before it."""
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def key_blob(public: bytes) -> bytes:
    """A raw Ed25519 public key as SSH writes it."""
    return pack(KEY_TYPE, public)


def public_line(public: bytes) -> str:
    """A raw Ed25519 public key as a line of `authorized_keys`, without comment."""
    return f"{KEY_TYPE.decode()} {base64.b64encode(key_blob(public)).decode()}"


def parse_public_line(text: str, where: str) -> bytes:
    """The raw key of `ssh-ed25519 AAAA…`; `key_invalid` for anything else."""
    try:
        kind, encoded = text.split(" ")
        raw = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise DeskError("key_invalid", mark("This is not an Ed25519 public key"), where=where) from error
    if kind != KEY_TYPE.decode() or len(raw) != 51 or raw != key_blob(raw[-32:]):
        raise DeskError("key_invalid", mark("This is not an Ed25519 public key"), where=where)
    return raw[-32:]


def fingerprint(public: bytes) -> str:
    """The key's fingerprint as `ssh-keygen -l` shows it (`SHA256:` and base64)."""
    digest = base64.b64encode(hashlib.sha256(key_blob(public)).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"


def sign(key: "Ed25519PrivateKey", data: bytes, namespace: str = NAMESPACE) -> bytes:
    """The armoured signature file over data."""
    public = key.public_key().public_bytes_raw()
    signature = pack(KEY_TYPE, key.sign(_message(namespace.encode(), data)))
    return _armour(_MAGIC + struct.pack(">I", 1) + pack(key_blob(public), namespace.encode(), b"", _HASH, signature))


def verify(signature: bytes, data: bytes, where: str, namespace: str = NAMESPACE) -> bytes:
    """The raw public key that signed data.

    Raises:
        DeskError: `signature_format` when the file is not such a signature, `signature_namespace` when it was made
            for another purpose, `signature_wrong` when it does not fit the data.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public, named, raw = _parse(signature, where)
    if named != namespace.encode():
        raise DeskError("signature_namespace", mark("The signature was made for another purpose"), where=where)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw, _message(named, data))
    except InvalidSignature as error:
        raise DeskError(
            "signature_wrong", mark("The signature does not fit the file: it was changed or cut"), where=where
        ) from error
    return public


def _armour(blob: bytes) -> bytes:
    encoded = base64.b64encode(blob).decode()
    lines = [encoded[start : start + 70] for start in range(0, len(encoded), 70)]
    return "\n".join([_BEGIN, *lines, _END, ""]).encode()


def _message(namespace: bytes, data: bytes) -> bytes:
    return _MAGIC + pack(namespace, b"", _HASH, hashlib.sha512(data).digest())


def _parse(signature: bytes, where: str) -> tuple[bytes, bytes, bytes]:
    """(raw public key, namespace, raw signature) of an armoured file."""
    refusal = DeskError("signature_format", mark("This is not an Ed25519 SSH signature"), where=where)
    try:
        blob = base64.b64decode("".join(signature.decode("ascii").split("\n")[1:-2]), validate=True)
        # Only the one form that ssh-keygen and we write: no two files carry the same signature.
        if _armour(blob) != signature or blob[:10] != _MAGIC + struct.pack(">I", 1):
            raise refusal
        key, namespace, reserved, hash_name, signed = _strings(blob[10:], 5)
        kind, public = _strings(key, 2)
        signed_kind, raw = _strings(signed, 2)
    except (UnicodeDecodeError, ValueError, binascii.Error) as error:
        raise refusal from error
    if kind != KEY_TYPE or signed_kind != KEY_TYPE or reserved or hash_name != _HASH:
        raise refusal
    if len(public) != 32 or len(raw) != 64:
        raise refusal
    return public, namespace, raw


def _strings(raw: bytes, count: int) -> list[bytes]:
    """Exactly `count` SSH wire strings that fill raw; ValueError otherwise."""
    found, at = [], 0
    for _ in range(count):
        if at + 4 > len(raw):
            raise ValueError("cut")
        size = int.from_bytes(raw[at : at + 4], "big")
        if at + 4 + size > len(raw):
            raise ValueError("cut")
        found.append(raw[at + 4 : at + 4 + size])
        at += 4 + size
    if at != len(raw):
        raise ValueError("rest")
    return found
