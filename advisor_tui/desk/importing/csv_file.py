"""CSV as spreadsheets and banks write it: UTF-8 with or without BOM, GB18030; comma, semicolon, tab or bar."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

Row = tuple[int, list[str]]
"""The number of a row's first line in the file, and its cells."""
ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_CELL = 1024 * 1024
"""Characters; a longer cell means that the file is no table."""
_DELIMITERS = ",\t;|"
_CHUNK = 1024 * 1024


def csv_rows(path: Path) -> tuple[int, Iterator[Row]]:
    """About how many lines there are, and the rows, read as they are asked for.

    Raises:
        DeskError: `import_encoding` at once; `import_unreadable` while reading, naming the line.
    """
    encoding, lines, first = _encoding(path)
    if encoding != ENCODINGS[0]:
        lines, first = _decodable(path, encoding)
    return lines, _rows(path, encoding, max(_DELIMITERS, key=first.count))


def _encoding(path: Path) -> tuple[str, int, str]:
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in start.split(b"\n")[0]:
        raise DeskError(
            "import_encoding", mark("The file is in UTF-16. Save it in Excel as “CSV UTF-8”."), where=str(path)
        )
    try:
        return ENCODINGS[0], *_decodable(path, ENCODINGS[0])
    except DeskError:
        return ENCODINGS[1], 0, ""


def _decodable(path: Path, encoding: str) -> tuple[int, str]:
    """Decode the whole file once before anything is written: how many lines there are, and the first of them."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, first, read = 0, "", 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise DeskError(
                    "import_encoding", mark("The file is neither UTF-8 nor GB18030 (near byte {place})."),
                    where=str(path), place=read + error.start,
                ) from error  # fmt: skip
            if not lines:
                first += text.partition("\n")[0]
            lines += text.count("\n")
            read += len(chunk)
            if not chunk:
                return lines, first


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
                raise DeskError(
                    "import_unreadable", mark("From line {line} on this is not a table: {reason}"), where=str(path),
                    line=line, reason=error,
                ) from error  # fmt: skip
            finally:
                csv.field_size_limit(limit)
            if cells is None:
                return
            yield line, cells
            line = reader.line_num + 1
