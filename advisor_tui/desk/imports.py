"""Importing a table into the book, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.importing.cells import Cells
from advisor_tui.desk.importing.clients import ClientRows
from advisor_tui.desk.importing.columns import Columns, find_columns, guess_kind, read_mapping
from advisor_tui.desk.importing.matching import Book
from advisor_tui.desk.importing.reading import Sheet, read_sheet
from advisor_tui.desk.importing.rejects import Reject, write_rejects
from advisor_tui.desk.importing.upsert import CREATED, UNCHANGED, UPDATED
from advisor_tui.desk.importing.wealth import AssessmentRows, HoldingRows, LiabilityRows
from advisor_tui.desk.office import Office
from advisor_tui.reference.imports import ImportTable

BATCH = 1_000
Progress = Callable[[int, int], None]
_KINDS: dict[str, type[ClientRows] | type[HoldingRows] | type[LiabilityRows] | type[AssessmentRows]] = {
    "clients": ClientRows,
    "holdings": HoldingRows,
    "liabilities": LiabilityRows,
    "assessments": AssessmentRows,
}


@dataclass(frozen=True)
class ImportResult:
    """What became of the rows.

    Attributes:
        kind: What was imported.
        unknown: Headers that no field is known for: their columns were left out.
        reject_file: Where the rejected rows are, or None.
    """

    kind: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    reject_file: Path | None
    unknown: tuple[str, ...]


class Imports:
    """Takes tables in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def run(
        self,
        path: Path,
        *,
        kind: str | None = None,
        mapping: Path | None = None,
        dry_run: bool = False,
        progress: Progress = lambda *_: None,
    ) -> ImportResult:
        """Import a file; running it twice changes nothing.

        Args:
            path: A CSV file (UTF-8 or GB18030) or a workbook.
            kind: clients, holdings, liabilities or assessments; None guesses by the headers.
            mapping: A TOML file for headers that are not recognised.
            dry_run: Say what would happen and change nothing.
            progress: Called with rows done and rows in all.

        Raises:
            DeskError: The file, its headers or the mapping cannot be used; nothing was changed.
        """
        tables = self._office.reference.imports
        sheet = read_sheet(path)
        kind = kind or guess_kind(sheet.header, tables)
        table = tables[kind]
        columns = find_columns(sheet.header, table, read_mapping(mapping, table) if mapping else {}, str(path))
        counts = {CREATED: 0, UPDATED: 0, UNCHANGED: 0}
        with self._office.write(f"import.{kind}", bulk=True) as session:
            rejects = self._take(session.connection(), kind, table, columns, sheet, counts, progress)
            # Written before the commit: what the file says and what the book holds must not disagree.
            reject_file = (
                write_rejects(path, sheet.header, rejects, self._office.home) if rejects and not dry_run else None
            )
            if not dry_run:
                session.commit()
        return ImportResult(
            kind, len(sheet.rows), counts[CREATED], counts[UPDATED], counts[UNCHANGED], len(rejects), reject_file,
            columns.unknown,
        )  # fmt: skip

    def _take(
        self,
        connection: Connection,
        kind: str,
        table: ImportTable,
        columns: Columns,
        sheet: Sheet,
        counts: dict[str, int],
        progress: Progress,
    ) -> list[Reject]:
        rows = _KINDS[kind](self._office, connection, Book.read(connection))
        rejects: list[Reject] = []
        for start in range(0, len(sheet.rows), BATCH):
            parsed: list[tuple[int, list[str], tuple[Any, ...]]] = []
            for line, cells in sheet.rows[start : start + BATCH]:
                try:
                    parsed.append((line, cells, rows.parse(Cells(cells, columns, table))))
                except DeskError as error:
                    rejects.append(Reject(line, error.where, str(error), cells))
            rows.load([row for _, _, row in parsed])
            for line, cells, row in parsed:
                try:
                    counts[rows.put(*row)] += 1
                except DeskError as error:
                    rejects.append(Reject(line, error.where, str(error), cells))
            rows.write()
            progress(min(start + BATCH, len(sheet.rows)), len(sheet.rows))
        return sorted(rejects, key=lambda reject: reject.line)


def known_kind(kind: str | None, kinds: list[str]) -> None:
    """Refuse a kind that there is not.

    Raises:
        DeskError: `usage`.
    """
    if kind is not None and kind not in kinds:
        raise DeskError("usage", mark("The kind is one of: {kinds}."), where="--kind", kinds=", ".join(kinds))
