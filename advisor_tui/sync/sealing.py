"""From a header and tables to two files: pack, encrypt, sign the ciphertext. All in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync import age, sshsig
from advisor_tui.sync.bag import sha256, write_bag
from advisor_tui.sync.header import Header
from advisor_tui.sync.limits import MAX_FILE, MAX_LINE, MAX_UNPACKED
from advisor_tui.sync.names import BundleName
from advisor_tui.sync.package import DESCRIPTOR, HEADER, write_package
from advisor_tui.sync.strict_json import dump
from advisor_tui.sync.zipping import write_zip

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class SealedBundle:
    """The two files of a bundle. age is random, so these bytes are stored and never rebuilt."""

    name: BundleName
    content: bytes
    signature: bytes
    sha256: str


def pack_bundle(header: Header, files: Mapping[str, bytes]) -> bytes:
    """The plain ZIP of a bag of a Data Package.

    Args:
        header: What header.json says.
        files: JSON Lines files by path; an empty one is left out, since no tool reads a table out of nothing.
    """
    head = (dump(header.to_json()) + "\n").encode()
    tables = {path: data for path, data in files.items() if data}
    package = write_package(header.bundle, header.schema, head, tables)
    payload = {**tables, DESCRIPTOR: package, HEADER: head}
    return write_zip(write_bag(payload, header.bundle))


def seal_bundle(
    header: Header, files: Mapping[str, bytes], recipients: Sequence[str], key: "Ed25519PrivateKey"
) -> SealedBundle:
    """Pack, encrypt to the recipients, sign the ciphertext.

    Raises:
        DeskError: `bundle_too_large` or `line_too_large` beyond the caps that every receiver enforces.
    """
    name = BundleName(header.sender, header.receiver, header.seq)
    for path, data in files.items():
        _check_lines(data, f"{name.file}:data/{path}")
    if sum(map(len, files.values())) > MAX_UNPACKED:
        raise DeskError("bundle_too_large", mark("The bundle is larger than a receiver accepts"), where=name.file)
    content = age.encrypt(pack_bundle(header, files), recipients)
    if len(content) > MAX_FILE:
        raise DeskError("bundle_too_large", mark("The bundle is larger than a receiver accepts"), where=name.file)
    return SealedBundle(name, content, sshsig.sign(key, content), sha256(content))


def _check_lines(data: bytes, where: str) -> None:
    """Refuse with `line_too_large` a line that no receiver reads: it would be sealed, and refused for ever."""
    if len(data) <= MAX_LINE:
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        if len(line) > MAX_LINE:
            raise DeskError(
                "line_too_large", mark("A record is larger than a receiver accepts ({cap} bytes); tell head office"),
                where=f"{where}:{number}", cap=MAX_LINE,
            )  # fmt: skip
