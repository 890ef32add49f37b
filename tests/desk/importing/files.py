"""Files as people have them, written for tests."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Cell = str | float | date | datetime | None


def write_csv(path: Path, rows: Iterable[Sequence[object]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A CSV file of these rows."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[Cell]], *, empty_sheets: int = 0) -> Path:
    """A workbook whose first sheet with rows holds these."""
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(empty_sheets):
        workbook.add_worksheet(f"empty {number}")
    sheet = workbook.add_worksheet("rows")
    for line, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(line, column, value, day)
            elif value is not None:
                sheet.write(line, column, value)
    workbook.close()
    return path


def read_csv(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
