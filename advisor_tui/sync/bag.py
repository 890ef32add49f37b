"""A BagIt 1.0 bag (RFC 8493): the payload under data/, with a manifest of every file."""

import hashlib
import re
from collections.abc import Mapping

from advisor_tui import __version__
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
_TAG_MANIFEST = "tagmanifest-sha256.txt"
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


def sha256(data: bytes) -> str:
    """A digest in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def write_bag(payload: Mapping[str, bytes], identifier: str) -> dict[str, bytes]:
    """The files of a bag, by path; payload names are without the `data/`."""
    files = {f"data/{name}": data for name, data in payload.items()}
    size = sum(map(len, files.values()))
    info = (
        f"Bag-Software-Agent: advisor-tui {__version__}\n"
        f"External-Identifier: {identifier}\n"
        f"Payload-Oxum: {size}.{len(files)}\n"
    )
    tags = {"bagit.txt": _BAGIT, "bag-info.txt": info.encode(), "manifest-sha256.txt": _manifest(files)}
    return {**files, **tags, _TAG_MANIFEST: _manifest(tags)}


def read_bag(files: Mapping[str, bytes], where: str) -> dict[str, bytes]:
    """The payload of a bag, without the `data/`, after both manifests were checked.

    Raises:
        DeskError: `bag_invalid` when a file is missing, extra, named wrongly or not what its manifest says.
    """
    for name in (*_TAGS, _TAG_MANIFEST):
        if name not in files:
            raise DeskError("bag_invalid", mark("A file of the bag is missing"), where=f"{where}:{name}")
    for name in files:
        if not name.startswith("data/") and name not in _TAGS and name != _TAG_MANIFEST:
            raise DeskError(
                "bag_invalid", mark("The bag holds a file that does not belong there"), where=f"{where}:{name}"
            )
    if files["bagit.txt"] != _BAGIT:
        raise DeskError("bag_invalid", mark("It is not a BagIt 1.0 bag"), where=f"{where}:bagit.txt")
    _check(files, _TAG_MANIFEST, set(_TAGS), where)
    payload = {name for name in files if name.startswith("data/")}
    _check(files, "manifest-sha256.txt", payload, where)
    return {name.removeprefix("data/"): files[name] for name in payload}


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(files.items())).encode()


def _check(files: Mapping[str, bytes], manifest: str, expected: set[str], where: str) -> None:
    """Every expected file stands in the manifest exactly once with its digest, and no other."""
    try:
        lines = files[manifest].decode("ascii").splitlines()
    except UnicodeDecodeError as error:
        raise DeskError("bag_invalid", mark("A manifest cannot be read"), where=f"{where}:{manifest}") from error
    listed: dict[str, str] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or match[2] in listed:
            raise DeskError("bag_invalid", mark("A manifest cannot be read"), where=f"{where}:{manifest}")
        listed[match[2]] = match[1]
    for name in sorted(expected ^ set(listed)):
        raise DeskError("bag_invalid", mark("A file and its manifest disagree"), where=f"{where}:{name}")
    for name, digest in listed.items():
        if sha256(files[name]) != digest:
            raise DeskError("bag_invalid", mark("A file and its manifest disagree"), where=f"{where}:{name}")
