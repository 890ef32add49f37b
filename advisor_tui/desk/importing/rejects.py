"""The rows that were not taken, each with its reason, in a file that opens where the input did."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark, translate
from advisor_tui.desk.importing.reading import INEXACT

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Reject:
    """A row that was not taken: its line in the file, the field, the reason and its cells."""

    line: int
    field: str
    reason: str
    cells: list[str]


def write_rejects(source: Path, header: list[str], rejects: list[Reject], home: Home) -> Path:
    """Write the rejected rows beside the input, or into the home's print folder where that one is read-only.

    Raises:
        DeskError: `read_only` when neither can be written.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(
        [translate(mark("Line")), translate(mark("Field")), translate(mark("Reason")), *map(as_text, header)]
    )
    for reject in rejects:
        writer.writerow([reject.line, reject.field, as_text(reject.reason), *map(as_text, reject.cells)])
    data = buffer.getvalue().encode("utf-8-sig", "replace")
    name = f"{source.stem}.rejected.csv"
    for folder in (source.parent, home.print):
        path = folder / name
        try:
            path.write_bytes(data)
            path.chmod(0o600)
        except OSError:
            continue
        return path
    raise DeskError("read_only", mark("This folder cannot be written to. Nothing was changed."), where=str(home.print))


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    value = "" if cell == INEXACT else cell
    return f"'{value}" if value.startswith(_FORMULA) else value
