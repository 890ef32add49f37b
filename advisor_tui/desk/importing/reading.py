"""Reads a table as people have it: CSV in UTF-8 or GB18030, or an Excel workbook's first sheet."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

MAX_BYTES = 512 * 1024 * 1024
MAX_CELL = 4_000
"""Characters of one cell; more is never a client's field."""
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_LONGEST_EXACT = 10**15
"""Excel keeps fifteen digits of a number: a longer one has lost its end."""

Cell = str
INEXACT = "\u0000inexact"
"""What stands for a number that a spreadsheet has cut to fifteen digits."""


@dataclass(frozen=True)
class Sheet:
    """A table as it was read: its header, and its rows with their line numbers in the file."""

    header: list[str]
    rows: list[tuple[int, list[Cell]]]


def read_sheet(path: Path) -> Sheet:
    """Read a whole file.

    Raises:
        DeskError: `import_unreadable`, `import_empty`, `import_too_large`.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DeskError("import_too_large", mark("The file is larger than {mib} MiB."), where=str(path), mib=512)
        rows = _workbook(path) if path.suffix.lower() in _WORKBOOKS else _csv(path)
        filled = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    if not filled:
        raise DeskError("import_empty", mark("There are no rows in this file."), where=str(path))
    return Sheet([cell.strip() for cell in filled[0][1]], filled[1:])


def _unreadable(path: Path, reason: object) -> DeskError:
    return DeskError("import_unreadable", mark("This file cannot be read: {reason}"), where=str(path), reason=reason)


def _csv(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError as error:
            reason = f"{error.start}"
    else:
        raise DeskError(
            "import_unreadable", mark("The file is neither UTF-8 nor GB18030 (at byte {place})."), where=str(path),
            place=reason,
        )  # fmt: skip
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise _unreadable(path, f"{reader.line_num}: {error}") from error


def _workbook(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise _unreadable(path, error) from error
    for line, cells in enumerate(rows, start=1):
        yield line, [_cell(value) for value in cells]


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if abs(value) >= _LONGEST_EXACT:
            return INEXACT
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
