"""A ZIP that is the same for the same files, and a reader that takes only such a ZIP."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.sync.limits import MAX_ENTRIES, MAX_NAME, MAX_RATIO, MAX_UNPACKED

_EPOCH = (1980, 1, 1, 0, 0, 0)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_REGULAR, _TYPE_MASK = 0o100000, 0o170000
_LOCAL = struct.Struct("<4s5H3I2H")
_END = struct.Struct("<4s4H2IH")
_LOCAL_DATE = (0, 1 << 5 | 1)
"""The fixed date as a local header writes it: time, then day."""
_LEVEL = 3
"""Of deflate: half the time of the usual 6 for a tenth more bytes; digests cannot be made smaller anyway."""
_CENTRAL, _LENGTHS = 46, 28
"""Bytes of an entry in the directory without its name, and where in them the lengths of its name and extras stand."""
_FIXED = {
    "create_system": 3, "create_version": 20, "extract_version": 20, "flag_bits": 0, "volume": 0, "internal_attr": 0,
    "external_attr": (_REGULAR | 0o600) << 16, "reserved": 0, "date_time": _EPOCH, "extra": b"", "comment": b"",
}  # fmt: skip
"""What every entry says besides its name, method, sizes and sum."""


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Sorted entries, a fixed date, no extra fields; what deflate would shrink beyond the readers' cap is stored."""
    raw, too_good = _write(files, frozenset())
    return _write(files, too_good)[0] if too_good else raw


def _write(files: Mapping[str, bytes], stored: frozenset[str]) -> tuple[bytes, frozenset[str]]:
    """The archive, and the names of what every reader would take for a bomb in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (_REGULAR | 0o600) << 16
            archive.writestr(entry, files[name], compresslevel=_LEVEL)
        too_good = frozenset(entry.filename for entry in archive.infolist() if _is_bomb(entry))
    return buffer.getvalue(), too_good


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def read_zip(raw: bytes, where: str) -> dict[str, bytes]:
    """All files of a ZIP, read in memory and never extracted.

    Raises:
        DeskError: `zip_invalid` for a file that is no plain ZIP, `zip_name` for a path that leaves the folder, a
            duplicate or a link, `zip_too_large` beyond a cap; each names the entry.
    """
    _check_end(raw, where)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
        _check_entries(entries, raw, where)
        return {entry.filename: _read(raw, entry, where) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, UnicodeDecodeError) as error:
        raise DeskError("zip_invalid", mark("It is not a whole ZIP file"), where=where) from error


def _check_end(raw: bytes, where: str) -> None:
    """The end record is the file's last bytes, and its directory short: nothing else is read before that is sure."""
    if len(raw) < _END.size:
        raise DeskError("zip_invalid", mark("It is not a whole ZIP file"), where=where)
    magic, disk, begin_disk, here, count, size, begins, comment = _END.unpack(raw[-_END.size :])
    if magic != b"PK\x05\x06" or disk or begin_disk or here != count or comment:
        raise DeskError("zip_invalid", mark("It is not a whole ZIP file"), where=where)
    if count > MAX_ENTRIES:
        raise DeskError("zip_too_large", mark("It holds too many files"), where=where)
    if begins + size + _END.size != len(raw) or size > MAX_ENTRIES * (_CENTRAL + 0xFFFF) or raw[-42:-38] == b"PK\6\7":
        raise DeskError("zip_invalid", mark("It holds bytes that belong to no entry"), where=where)


def _check_entries(entries: list[zipfile.ZipInfo], raw: bytes, where: str) -> None:
    seen: set[str] = set()
    total, at = 0, 0
    for entry in entries:
        name = f"{where}:{entry.filename[:MAX_NAME]}"
        parts = entry.filename.split("/")
        kind = entry.external_attr >> 16 & _TYPE_MASK
        if not _is_plain(entry.filename) or any(part in ("", ".", "..") for part in parts):
            raise DeskError("zip_name", mark("A path inside leaves its folder"), where=name)
        if entry.filename.lower() in seen:
            raise DeskError("zip_name", mark("A file stands in it twice"), where=name)
        if kind not in (0, _REGULAR):
            raise DeskError("zip_name", mark("An entry is not a plain file"), where=name)
        if _is_bomb(entry):
            raise DeskError("zip_too_large", mark("An entry unpacks to far more than its size"), where=name)
        total += entry.file_size
        if total > MAX_UNPACKED:
            raise DeskError("zip_too_large", mark("It unpacks to more than is allowed"), where=where)
        if entry.compress_type not in _METHODS or any(getattr(entry, key) != said for key, said in _FIXED.items()):
            raise DeskError("zip_invalid", mark("An entry is packed in a way that is not allowed"), where=name)
        seen.add(entry.filename.lower())
        at = _check_local(raw, entry, at, where)
    for entry in entries:
        lengths = struct.pack("<3H", len(entry.filename), 0, 0)
        if raw[at + _LENGTHS : at + _LENGTHS + len(lengths)] != lengths:
            raise DeskError("zip_invalid", mark("Its directory and its entries disagree"), where=where)
        at += _CENTRAL + len(entry.filename)
    if at != len(raw) - _END.size:
        raise DeskError("zip_invalid", mark("It holds bytes that belong to no entry"), where=where)


def _is_plain(name: str) -> bool:
    """A path of bearable length that no system reads in another way."""
    return len(name) <= MAX_NAME and name.isascii() and name.isprintable() and "\\" not in name


def _check_local(raw: bytes, entry: zipfile.ZipInfo, at: int, where: str) -> int:
    """The local header says the same as the directory and follows the entry before it; where the entry ends."""
    local = _LOCAL.unpack_from(raw, at)
    sizes = (entry.compress_size, entry.file_size)
    name = raw[at + _LOCAL.size : at + _LOCAL.size + local[9]]
    agrees = (
        entry.header_offset == at
        and local[0] == b"PK\x03\x04"
        and local[1:3] == (entry.extract_version, entry.flag_bits)
        and local[3] == entry.compress_type
        and local[4:6] == _LOCAL_DATE
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


def _read(raw: bytes, entry: zipfile.ZipInfo, where: str) -> bytes:
    """One entry's bytes; never more than its directory promised, and all of what was packed."""
    begins = entry.header_offset + _LOCAL.size + len(entry.filename)
    packed = raw[begins : begins + entry.compress_size]
    whole, data = True, packed
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        data = inflater.decompress(packed, entry.file_size + 1)
        whole = inflater.eof and not inflater.unused_data
    place = f"{where}:{entry.filename}"
    if len(data) > entry.file_size:
        raise DeskError("zip_too_large", mark("An entry unpacks to far more than its size"), where=place)
    if not whole or len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise DeskError("zip_invalid", mark("An entry is damaged"), where=place)
    return data
