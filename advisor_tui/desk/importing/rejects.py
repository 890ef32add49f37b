"""The rows that were not taken, each with its reason, in a file that opens where the input did.

The file can be corrected and imported itself: its first columns are no fields, and cells that were written as text are
read as what they were.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark, translate_in
from advisor_tui.base.text import MaskKind, mask, mask_numbers, safe_text
from advisor_tui.desk.importing.workbook import INEXACT

_MASKS: dict[str, MaskKind] = {"identity_invalid": "id", "phone_invalid": "phone"}
"""Whose sentences name the number itself, however short."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Reject:
    """A row that was not taken.

    Attributes:
        line: Its first line in the file.
        column: The header of the cell that is wrong, or "" where it is the whole row.
        reason: A sentence in the language in use, with the value that is wrong: for the file of rejects alone.
        told: The same with ID numbers and phones masked: for screens, logs and terminals.
        cells: The row as it was read.
    """

    line: int
    column: str
    reason: str
    told: str
    cells: list[str]


def told_of(error: DeskError) -> str:
    """The sentence of an error with every value in it masked that is, or may be, an ID number or a phone."""
    kind = _MASKS.get(error.code)
    shown = {
        name: mask(kind, str(value)) if kind is not None else mask_numbers(str(value))
        for name, value in error.params.items()
    }
    return str(DeskError(error.code, error.message, **shown))


def write_rejects(source: Path, header: list[str], rejects: Iterable[Reject], home: Home) -> tuple[Path, bool]:
    """Write the rejected rows beside the input, or into the home's print folder where that one is read-only.

    Returns:
        The file, and whether it is new: the same rejects again are in the file that is there already. Another file of
        that name is never overwritten, since it may hold corrections that nobody has imported yet.

    Raises:
        DeskError: `read_only` when neither can be written.
    """
    data = _content(header, rejects)
    # In the print folder "saved-" keeps it when the desk is locked: it is the only copy of these rows.
    for folder, stem in ((source.parent, source.stem), (home.print, f"saved-{source.stem}")):
        try:
            for path in _names(folder, stem):
                if not path.exists():
                    _write_private(path, data)
                    return path, True
                if path.read_bytes() == data:
                    return path, False
        except OSError:
            continue
    raise DeskError("read_only", mark("This folder cannot be written to. Nothing was changed."), where=str(home.print))


def _content(header: list[str], rejects: Iterable[Reject]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    titles = (translate_in("import", "Line"), translate_in("import", "Column"), translate_in("import", "Reason"))
    writer.writerow([*titles, *map(as_text, header)])
    for reject in rejects:
        writer.writerow([reject.line, as_text(reject.column), as_text(reject.reason), *map(as_text, reject.cells)])
    # With a byte-order mark, else Excel in China takes it for GB18030.
    return buffer.getvalue().encode("utf-8-sig")


def _names(folder: Path, stem: str) -> Iterator[Path]:
    for number in count(1):
        yield folder / f"{stem}.rejected{'' if number == 1 else f'-{number}'}.csv"


def _write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads: it is full of clients."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        file.write(data)


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula and no terminal for a command."""
    value = "" if cell == INEXACT else safe_text(cell, lines=True)
    return f"'{value}" if value.startswith(_FORMULA) else value
