"""Reads a table as people have it: CSV in UTF-8 or GB18030, or an Excel workbook's first sheet with rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.desk.importing.csv_file import Row, csv_rows
from advisor_tui.desk.importing.workbook import OLD_OFFICE, ZIP, workbook_rows

MAX_MIB = 512
TITLE_ROWS = 10
"""Rows in which the headers are looked for: reports have a title and a date above them."""
_STRANGERS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"\x1f\x8b": "gzip", b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip", b"MZ\x90": "EXE", b"SQLite f": "SQLite",
}  # fmt: skip
"""How files begin that are renamed or chosen by mistake."""
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


@dataclass(frozen=True)
class Sheet:
    """A table that is being read.

    Attributes:
        header: The row of headers, trimmed, without empty columns at its end.
        rows: Those below it that have anything in them and are not the header again, each with its line number in the
            file; read once.
        lines: About how many rows there are, for a progress bar.
    """

    header: list[str]
    rows: Iterator[Row]
    lines: int


def open_sheet(path: Path, is_header: Callable[[list[str]], bool] = lambda _: True) -> Sheet:
    """Open a file and read its header.

    Args:
        path: The file.
        is_header: Whether a row is one of headers. Rows above the first such one are titles; where none of the first
            `TITLE_ROWS` is, the first row counts.

    Raises:
        DeskError: `import_unreadable`, `import_encoding`, `import_not_table`, `import_not_workbook`,
            `import_protected`, `import_empty`, `import_too_large`; while reading rows, too.
    """
    try:
        if path.stat().st_size > MAX_MIB * 1024 * 1024:
            raise DeskError(
                "import_too_large", mark("The file is larger than {mib} MiB."), where=str(path), mib=MAX_MIB
            )
        with path.open("rb") as file:
            magic = file.read(8)
        stranger = next((name for begin, name in _STRANGERS.items() if magic.startswith(begin)), None)
        if stranger is not None:
            raise DeskError(
                "import_not_table", mark("This is a {kind} file and no table."), where=str(path), kind=stranger
            )
        # What the file is, is told by its first bytes: names of exported files are often wrong.
        if magic.startswith((ZIP, OLD_OFFICE)):
            lines, rows = workbook_rows(path, magic)
        elif path.suffix.lower() in _WORKBOOKS and magic:
            raise DeskError(
                "import_not_workbook",
                mark("This file has the name of a workbook but is none. Open it in Excel and save it as .xlsx."),
                where=str(path),
            )
        else:
            lines, rows = csv_rows(path)
    except OSError as error:
        raise DeskError(
            "import_unreadable", mark("This file cannot be read: {reason}"), where=str(path),
            reason=reason_of(error),
        ) from error  # fmt: skip
    filled = ((line, cells) for line, cells in rows if any(cells) and any(map(str.strip, cells)))
    above = list(islice(filled, 1))
    if not above:
        raise DeskError("import_empty", mark("There are no rows in this file."), where=str(path))
    while not is_header(_trimmed(above[-1])) and len(above) < TITLE_ROWS and (row := next(filled, None)):
        above.append(row)
    found = len(above) if is_header(_trimmed(above[-1])) else 1
    header = _trimmed(above[found - 1])
    # Joined files and printed reports say their headers again and again.
    below = (row for row in chain(above[found:], filled) if _trimmed(row) != header)
    return Sheet(header, below, max(lines - found, 0))


def _trimmed(row: Row) -> list[str]:
    """The cells without outer spaces and without empty ones at the end."""
    cells = [cell.strip() for cell in row[1]]
    while not cells[-1]:
        cells.pop()
    return cells
