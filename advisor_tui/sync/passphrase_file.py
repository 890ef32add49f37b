"""Secret files under a passphrase: age v1 with its scrypt recipient, so that `age -d` opens them.

pyrage writes them too, but measures the machine and takes a second or two each; here the work factor is chosen.
The format is the age specification's (c2sp.org/age): header, HMAC, one ChaCha20-Poly1305 STREAM.
"""

import base64
import hashlib
import hmac
import os

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

WORK_FACTOR = 17
"""log2 of scrypt's N, with r = 8 and p = 1: 128 MiB and about half a second."""
_LABEL = b"age-encryption.org/v1/scrypt"
_CHUNK = 64 * 1024


def write_secret(secret: bytes, passphrase: str, work_factor: int = WORK_FACTOR) -> bytes:
    """The age file of a secret of at most 64 KiB."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(secret) > _CHUNK:
        raise ValueError("a secret is at most 64 KiB")
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap = hashlib.scrypt(
        passphrase.encode(),
        salt=_LABEL + salt,
        n=1 << work_factor,
        r=8,
        p=1,
        maxmem=(1 << work_factor) * 1024 + (1 << 20),
        dklen=32,
    )
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_b64(salt), work_factor, _b64(body))
    mac = hmac.digest(_derive(file_key, b"", b"header"), header, "sha256")
    last_chunk = bytes(11) + b"\x01"
    payload = ChaCha20Poly1305(_derive(file_key, nonce, b"payload")).encrypt(last_chunk, secret, None)
    return header + b" " + _b64(mac) + b"\n" + nonce + payload


def read_secret(sealed: bytes, passphrase: str, where: str) -> bytes:
    """The secret of an age file under a passphrase.

    Raises:
        DeskError: `wrong_passphrase`, also for a damaged file: the two cannot be told apart.
    """
    import pyrage

    try:
        plain: bytes = pyrage.passphrase.decrypt(sealed, passphrase)
    except pyrage.DecryptError as error:
        raise DeskError(
            "wrong_passphrase", mark("The passphrase does not open the key file, or the file is damaged"), where=where
        ) from error
    return plain


def _b64(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def _derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt or None, info).derive(key)
