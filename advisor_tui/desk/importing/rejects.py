"""The rows that were not taken, each with its reason, in a file that opens where the input did.

The file can be corrected and imported itself: its first columns are no fields, and cells that were written as text are
read as what they were.
"""

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark, translate_in
from advisor_tui.base.text import safe_text
from advisor_tui.desk.importing.workbook import INEXACT

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Reject:
    """A row that was not taken.

    Attributes:
        line: Its first line in the file.
        column: The header of the cell that is wrong, or "" where it is the whole row.
        reason: A sentence in the language in use.
        cells: The row as it was read.
    """

    line: int
    column: str
    reason: str
    cells: list[str]


def write_rejects(source: Path, header: list[str], rejects: Iterable[Reject], home: Home) -> Path:
    """Write the rejected rows beside the input, or into the home's print folder where that one is read-only.

    Raises:
        DeskError: `read_only` when neither can be written.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    titles = (translate_in("import", "Line"), translate_in("import", "Column"), translate_in("import", "Reason"))
    writer.writerow([*titles, *map(as_text, header)])
    for reject in rejects:
        writer.writerow([reject.line, as_text(reject.column), as_text(reject.reason), *map(as_text, reject.cells)])
    # With a byte-order mark, else Excel in China takes it for GB18030.
    data = buffer.getvalue().encode("utf-8-sig")
    name = f"{source.stem}.rejected.csv"
    for folder in (source.parent, home.print):
        path = folder / name
        try:
            _write_private(path, data)
        except OSError:
            continue
        return path
    raise DeskError("read_only", mark("This folder cannot be written to. Nothing was changed."), where=str(home.print))


def _write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads: it is full of clients."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        file.write(data)


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal for a command."""
    value = "" if cell == INEXACT else safe_text(cell, lines=True)
    return f"'{value}" if value.startswith(_FORMULA) else value
