"""A ZIP that is the same for the same files, and a reader that takes only such a ZIP."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED

_EPOCH = (1980, 1, 1, 0, 0, 0)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_REGULAR, _TYPE_MASK = 0o100000, 0o170000
_LOCAL = struct.Struct("<4s5H3I2H")


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Sorted entries, a fixed date, no extra fields."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (_REGULAR | 0o600) << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def read_zip(raw: bytes, where: str) -> dict[str, bytes]:
    """All files of a ZIP, read in memory and never extracted.

    Raises:
        DeskError: `zip_invalid` for a file that is no plain ZIP, `zip_name` for a path that leaves the folder, a
            duplicate or a link, `zip_too_large` beyond a cap; each names the entry.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise DeskError("zip_too_large", mark("It holds too many files"), where=where)
            _check_entries(entries, raw, where)
            return {entry.filename: _read(archive, entry, where) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, UnicodeDecodeError) as error:
        raise DeskError("zip_invalid", mark("It is not a whole ZIP file"), where=where) from error


def _check_entries(entries: list[zipfile.ZipInfo], raw: bytes, where: str) -> None:
    seen: set[str] = set()
    total, at = 0, 0
    for entry in entries:
        name = f"{where}:{entry.filename}"
        parts = entry.filename.split("/")
        kind = entry.external_attr >> 16 & _TYPE_MASK
        if not entry.filename.isascii() or "\\" in entry.filename or any(part in ("", ".", "..") for part in parts):
            raise DeskError("zip_name", mark("A path inside leaves its folder"), where=name)
        if entry.filename.lower() in seen:
            raise DeskError("zip_name", mark("A file stands in it twice"), where=name)
        if kind not in (0, _REGULAR):
            raise DeskError("zip_name", mark("An entry is not a plain file"), where=name)
        if entry.compress_type not in _METHODS or entry.flag_bits & ~0x806 or entry.extra or entry.comment:
            raise DeskError("zip_invalid", mark("An entry is packed in a way that is not allowed"), where=name)
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise DeskError("zip_too_large", mark("An entry unpacks to far more than its size"), where=name)
        total += entry.file_size
        if total > MAX_UNPACKED:
            raise DeskError("zip_too_large", mark("It unpacks to more than is allowed"), where=where)
        seen.add(entry.filename.lower())
        at = _check_local(raw, entry, at, where)
    _check_nothing_between(raw, at, where)


def _check_local(raw: bytes, entry: zipfile.ZipInfo, at: int, where: str) -> int:
    """The local header says the same as the directory and follows the entry before it; where the entry ends."""
    local = _LOCAL.unpack_from(raw, at)
    sizes = (entry.compress_size, entry.file_size)
    name = raw[at + _LOCAL.size : at + _LOCAL.size + local[9]]
    agrees = (
        entry.header_offset == at
        and local[0] == b"PK\x03\x04"
        and local[2] == entry.flag_bits
        and local[3] == entry.compress_type
        and local[6] == entry.CRC
        and local[7:9] == sizes
        and name == entry.filename.encode()
        and local[10] == 0
    )
    if not agrees:
        raise DeskError(
            "zip_invalid", mark("Its directory and its entries disagree"), where=f"{where}:{entry.filename}"
        )
    return at + _LOCAL.size + len(name) + entry.compress_size


def _check_nothing_between(raw: bytes, at: int, where: str) -> None:
    """The directory begins where the last entry ends and reaches the end record without a comment."""
    end = raw[-22:]
    begins = int.from_bytes(end[16:20], "little")
    size = int.from_bytes(end[12:16], "little")
    if end[:4] != b"PK\x05\x06" or begins != at or at + size + 22 != len(raw):
        raise DeskError("zip_invalid", mark("It holds bytes that belong to no entry"), where=where)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> bytes:
    """One entry's bytes; never more than its directory promised."""
    with archive.open(entry) as file:
        data = file.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise DeskError(
            "zip_too_large", mark("An entry unpacks to far more than its size"), where=f"{where}:{entry.filename}"
        )
    return data
