"""Excel workbooks: their cells as the text that people see in them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.importing.csv_file import Row

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and also an .xlsx that a password protects."""
_CONTENT = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
"""What a workbook of Excel or of OpenDocument has inside."""
MAX_UNPACKED_MIB = 2048
_LONGEST_EXACT = 10**15
"""Excel keeps fifteen digits of a number: a longer one has lost its end."""
INEXACT = "\u0000inexact"
"""What stands for a number that a spreadsheet has cut to fifteen digits; no cell's text can be this."""


def workbook_rows(path: Path, magic: bytes) -> tuple[int, Iterator[Row]]:
    """How many rows there are and the rows of the first sheet that has any; a hidden one only where no other has.

    Raises:
        DeskError: `import_protected`, `import_unreadable`, `import_not_table`, `import_too_large`.
    """
    import python_calamine

    _check(path, magic)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        shown = python_calamine.SheetVisibleEnum.Visible
        # What people see comes first: a hidden sheet holds lists and yesterday's copy.
        places = sorted(
            range(len(workbook.sheets_metadata)), key=lambda at: workbook.sheets_metadata[at].visible != shown
        )
        sheets = (workbook.get_sheet_by_index(place) for place in places)
        sheet = next((sheet for sheet in sheets if sheet.height), None)
    except python_calamine.PasswordError as error:
        raise _protected(path) from error
    except python_calamine.CalamineError as error:
        raise _damaged(path) from error
    if sheet is None:
        return 0, iter(())
    return sheet.total_height, _rows(sheet)


def _check(path: Path, magic: bytes) -> None:
    if magic.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise _protected(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = {entry.filename for entry in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise _damaged(path) from error
    if not names & _CONTENT:
        raise DeskError(
            "import_not_table", mark("This is a ZIP archive and no workbook. Unpack it, and import the table in it."),
            where=str(path),
        )  # fmt: skip
    if unpacked > MAX_UNPACKED_MIB * 1024 * 1024:
        raise DeskError(
            "import_too_large", mark("The file is larger than {mib} MiB."), where=str(path), mib=MAX_UNPACKED_MIB
        )


def _damaged(path: Path) -> DeskError:
    message = mark("This workbook cannot be read: it is damaged. Open it in Excel and save it as .xlsx.")
    return DeskError("import_unreadable", message, where=str(path))


def _protected(path: Path) -> DeskError:
    return DeskError(
        "import_protected",
        mark("A password protects this workbook. Save it in Excel without a password first."),
        where=str(path),
    )


def _rows(sheet: Any) -> Iterator[Row]:
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        yield line, [cell_text(value) for value in cells]


def cell_text(value: object) -> str:
    """A cell's value as text: what Excel shows, never more digits than it keeps."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        if abs(value) >= _LONGEST_EXACT:
            return INEXACT
        # Fifteen digits: the noise of binary fractions (0.1 + 0.2) lies beyond them.
        text = f"{value:.15g}"
        return text if "e" not in text else f"{value:.15f}".rstrip("0")
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
