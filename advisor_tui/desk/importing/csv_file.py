"""CSV as spreadsheets and banks write it: UTF-8 with or without BOM, GB18030; comma, semicolon, tab or bar."""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of

Row = tuple[int, list[str]]
"""The number of a row's first line in the file, and its cells."""
ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_CELL = 1024 * 1024
"""Characters; a longer cell means that the file is no table."""
_SURELY_UTF8 = 8
"""So many Chinese characters in a row are never right in UTF-8 by chance."""
_HARDLY_CHANCE = 4
"""So many, and nothing else than UTF-8 in the line."""
_WIDE = re.compile(r"[\u0800-\uffff]")
_DELIMITERS = ",\t;|"
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class _Scan:
    """A file decoded once, before anything is written.

    Attributes:
        lines: How many line ends it has.
        first: Its first line, for the delimiter.
        failed_at: The byte near which it cannot be decoded, or None.
        wide: How many characters beyond U+07FF were decoded.
    """

    lines: int
    first: str
    failed_at: int | None
    wide: int


def csv_rows(path: Path) -> tuple[int, Iterator[Row]]:
    """About how many lines there are, and the rows, read as they are asked for.

    Raises:
        DeskError: `import_encoding` at once; `import_unreadable` while reading, naming the line.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_like_utf16(start.split(b"\n")[0]):
        raise DeskError(
            "import_encoding", mark("The file is in UTF-16. Save it in Excel as “CSV UTF-8”."), where=str(path)
        )
    encoding = ENCODINGS[0]
    scan = _scan(path, encoding)
    if scan.failed_at is not None:
        # A damaged UTF-8 file would pass as GB18030 and become a book full of wrong names.
        if start.startswith(codecs.BOM_UTF8) or scan.wide >= _SURELY_UTF8:
            raise DeskError(
                "import_encoding", mark("The file is UTF-8 and damaged near byte {place}."), where=str(path),
                place=scan.failed_at,
            )  # fmt: skip
        _refuse_mixed(path)
        encoding = ENCODINGS[1]
        scan = _scan(path, encoding)
        if scan.failed_at is not None:
            raise DeskError(
                "import_encoding", mark("The file is neither UTF-8 nor GB18030 (near byte {place})."),
                where=str(path), place=scan.failed_at,
            )  # fmt: skip
    return scan.lines, _rows(path, encoding, max(_DELIMITERS, key=scan.first.count))


def _looks_like_utf16(line: bytes) -> bool:
    """Whether NUL bytes are part of the characters: every second one, or beside what is no UTF-8."""
    nul = line.count(b"\0")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        # The end of the block may cut a character.
        return nul > 0 and error.end < len(line)
    return nul * 4 > len(line)


def _refuse_mixed(path: Path) -> None:
    """Refuse a GB18030 file with lines in UTF-8, as it comes about when files are joined.

    Nearly every UTF-8 line can be decoded as GB18030, into wrong names. A line of GB18030 that is UTF-8 by chance with
    four such characters is practically not to be found: each needs a rare ideograph in the right place.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii() or len(line) > LONGEST_CELL:
                continue
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if len(_WIDE.findall(text)) >= _HARDLY_CHANCE:
                message = mark("Line {line} is in UTF-8 and the rest in GB18030. Save the whole file in one of them.")
                raise DeskError("import_encoding", message, where=str(path), line=number)


def _scan(path: Path, encoding: str) -> _Scan:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, wide, first, read, failed_at = 0, 0, "", 0, None
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                failed_at = read - pending + error.start
                text = error.object[: error.start].decode(encoding)
            if not lines:
                first += text.partition("\n")[0]
            lines += text.count("\n")
            wide += len(_WIDE.findall(text)) if wide < _SURELY_UTF8 else 0
            read += len(chunk)
            if not chunk or failed_at is not None:
                return _Scan(lines, first, failed_at, wide)


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        # Strict, because a quote that is never closed would otherwise swallow the rest of the file in silence.
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 1
        while True:
            # The limit is the whole process's: set for each row, so that nothing else is touched in between.
            limit = csv.field_size_limit(LONGEST_CELL)
            try:
                cells = next(reader, None)
            except csv.Error as error:
                if "field larger than" not in str(error):
                    raise _no_table(path, line, error) from error
                message = mark("A cell in line {line} is longer than {count} characters. A quote may be missing there.")
                raise DeskError(
                    "import_unreadable", message, where=str(path), line=line, count=f"{LONGEST_CELL:,}"
                ) from error
            except UnicodeDecodeError as error:  # only if the file changed since it was scanned
                raise _no_table(path, line, error) from error
            finally:
                csv.field_size_limit(limit)
            if cells is None:
                return
            yield line, cells
            line = reader.line_num + 1


def _no_table(path: Path, line: int, reason: Exception) -> DeskError:
    message = mark("From line {line} on this is not a table: {reason}")
    return DeskError("import_unreadable", message, where=str(path), line=line, reason=reason_of(reason))
