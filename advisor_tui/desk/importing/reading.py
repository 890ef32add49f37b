"""Reads a table as people have it: CSV in UTF-8 or GB18030, or an Excel workbook's first sheet with rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.importing.csv_file import Row, csv_rows
from advisor_tui.desk.importing.workbook import OLD_OFFICE, ZIP, workbook_rows

MAX_MIB = 512
_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}


@dataclass(frozen=True)
class Sheet:
    """A table that is being read.

    Attributes:
        header: The first row with anything in it, trimmed, without empty columns at its end.
        rows: The others that have anything in them, each with its line number in the file; read once.
        lines: About how many rows there are, for a progress bar.
    """

    header: list[str]
    rows: Iterator[Row]
    lines: int


def open_sheet(path: Path) -> Sheet:
    """Open a file and read its header.

    Raises:
        DeskError: `import_unreadable`, `import_encoding`, `import_not_workbook`, `import_protected`, `import_empty`,
            `import_too_large`; while reading rows, too.
    """
    try:
        if path.stat().st_size > MAX_MIB * 1024 * 1024:
            raise DeskError(
                "import_too_large", mark("The file is larger than {mib} MiB."), where=str(path), mib=MAX_MIB
            )
        with path.open("rb") as file:
            magic = file.read(8)
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
            reason=error.strerror or error,
        ) from error  # fmt: skip
    filled = ((line, cells) for line, cells in rows if any(cells) and any(map(str.strip, cells)))
    first = next(filled, None)
    if first is None:
        raise DeskError("import_empty", mark("There are no rows in this file."), where=str(path))
    header = [cell.strip() for cell in first[1]]
    while not header[-1]:
        header.pop()
    return Sheet(header, filled, max(lines - 1, 0))
