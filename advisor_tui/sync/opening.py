"""Opening what came in: nothing of an unsigned file is ever parsed, nothing is ever extracted."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.sync import age, sshsig
from advisor_tui.sync.bag import read_bag, sha256
from advisor_tui.sync.durable import PLAIN
from advisor_tui.sync.header import Header, check_name, parse_header
from advisor_tui.sync.limits import MAX_FILE, MAX_SIGNATURE
from advisor_tui.sync.names import SIGNATURE_SUFFIX, BundleName, parse_bundle_name, signer_of
from advisor_tui.sync.package import HEADER, read_package
from advisor_tui.sync.revocation import Revoked, check_not_revoked
from advisor_tui.sync.signers import Signer, check_signer
from advisor_tui.sync.zipping import read_zip


@dataclass(frozen=True)
class Trust:
    """Whom a receiver believes, and what it can read.

    Attributes:
        me: The receiver's own name.
        signers: The allowed signers.
        revoked: The revoked keys.
        identities: The age identities to try, in order; they may be unlocked as they are asked for.
    """

    me: str
    signers: list[Signer]
    revoked: Revoked
    identities: Iterable[str]


@dataclass(frozen=True)
class Arrived:
    """The two files as they came, unread."""

    name: BundleName
    content: bytes
    signature: bytes

    @property
    def sha256(self) -> str:
        """The digest of the .age bytes: what the next bundle's prev_sha256 says."""
        return sha256(self.content)


@dataclass(frozen=True)
class Opened:
    """A bundle whose signature, recipient, bag, package and header were all right."""

    name: BundleName
    sha256: str
    header: Header
    files: Mapping[str, bytes]


def read_arrived(path: Path) -> Arrived:
    """Read a sealed file and the signature beside it.

    Raises:
        DeskError: `bundle_name`, `file_unreadable`, `file_not_plain`, `file_too_large`, `signature_missing`.
    """
    name = parse_bundle_name(path.name)
    content = read_capped(path, MAX_FILE)
    beside = path.with_name(path.name + SIGNATURE_SUFFIX)
    if not beside.exists():
        raise DeskError("signature_missing", mark("The signature file is not beside it"), where=beside.name)
    return Arrived(name, content, read_capped(beside, MAX_SIGNATURE))


def read_capped(path: Path, cap: int) -> bytes:
    """A plain file of at most `cap` bytes; links and devices are refused."""
    try:
        with open_plain(path) as file:
            data = file.read(cap + 1)
    except OSError as error:
        if path.is_symlink():
            raise DeskError("file_not_plain", mark("This is not a plain file"), where=path.name) from error
        raise DeskError(
            "file_unreadable", mark("The file cannot be read: {reason}"), where=path.name, reason=reason_of(error)
        ) from error
    if len(data) > cap:
        raise DeskError("file_too_large", mark("The file is larger than {cap} bytes"), where=path.name, cap=cap)
    return data


@contextmanager
def open_plain(path: Path) -> Iterator[BufferedReader]:
    """A plain file to read; `file_not_plain` for a folder or a device, OSError for a link or a file out of reach."""
    with open(path, "rb", opener=_no_link) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise DeskError("file_not_plain", mark("This is not a plain file"), where=path.name)
        yield file


def open_bundle(arrived: Arrived, trust: Trust, at: datetime) -> Opened:
    """Verify, decrypt and read a bundle, each check before the next.

    Args:
        arrived: The two files.
        trust: Whom to believe.
        at: The receiver's own receipt time.

    Raises:
        DeskError: A code of its own for each check; `where` names the file, entry and line.
    """
    where = arrived.name.file
    signer = signer_of(arrived.name.sender)
    public = sshsig.verify(arrived.signature, arrived.content, arrived.name.signature)
    check_not_revoked(trust.revoked, public, arrived.name.signature)
    check_signer(trust.signers, signer, public, at, arrived.name.signature)
    if arrived.name.receiver != trust.me:
        raise DeskError(
            "wrong_receiver", mark("It is addressed to {receiver}"), where=where, receiver=arrived.name.receiver
        )
    payload = read_bag(read_zip(_decrypt(arrived.content, trust.identities, where), where), where)
    if HEADER not in payload:
        raise DeskError("header_invalid", mark("The bundle has no header"), where=f"{where}:data/{HEADER}")
    header = parse_header(payload[HEADER], f"{where}:data/{HEADER}")
    too_new = min(header.schema, header.min_reader) > SCHEMA_VERSION
    files = read_package(payload, where, too_new=too_new)
    check_name(header, arrived.name, where)
    if header.signer != signer:
        raise DeskError(
            "header_disagrees", mark("The file's name and the header disagree: {field}"), where=where, field="signer"
        )
    return Opened(arrived.name, arrived.sha256, header, files)


def _decrypt(content: bytes, identities: Iterable[str], where: str) -> bytes:
    refused = DeskError("decrypt_failed", mark("There is no key to decrypt it with"), where=where)
    for identity in identities:
        try:
            return age.decrypt(content, [identity], where)
        except DeskError as error:
            refused = error
    raise refused


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | PLAIN)


def sort_key(path: Path) -> tuple[str, str, int, str]:
    """Order of ingest within a folder: sender, receiver, sequence number; strangers last."""
    try:
        name = parse_bundle_name(path.name)
    except DeskError:
        return ("~", "", 0, path.name)
    return (name.sender, name.receiver, name.seq, path.name)


def sealed_files(folder: Path) -> Sequence[Path]:
    """The .zip.age files of a folder, in order of ingest."""
    return sorted(folder.glob("*.zip.age"), key=sort_key)
