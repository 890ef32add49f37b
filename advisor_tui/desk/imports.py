"""Importing a table into the book, in one transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, mark
from advisor_tui.desk.importing.cells import Cells
from advisor_tui.desk.importing.clients import ClientRows
from advisor_tui.desk.importing.columns import Columns, HeaderMap, find_columns, guess_kind, is_header, read_mapping
from advisor_tui.desk.importing.csv_file import Row
from advisor_tui.desk.importing.matching import Book
from advisor_tui.desk.importing.reading import Sheet, open_sheet
from advisor_tui.desk.importing.rejects import Reject, told_of, write_rejects
from advisor_tui.desk.importing.upsert import CREATED, UNCHANGED, UPDATED
from advisor_tui.desk.importing.wealth import AssessmentRows, HoldingRows, LiabilityRows
from advisor_tui.desk.office import Office
from advisor_tui.reference.imports import KINDS, ImportTable
from advisor_tui.store.tables import AccessLog

BATCH = 1_000
Progress = Callable[[int, int], None]
Rows = ClientRows | HoldingRows | LiabilityRows | AssessmentRows
_KINDS: dict[str, type[Rows]] = {
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
        rejects: The rows that were not taken, in the file's order.
        reject_file: Where they were written, or None: there are none, or it was a dry run.
        unknown: Headers that no field is known for: their columns were left out.
    """

    kind: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejects: tuple[Reject, ...]
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
            kind: clients, holdings, liabilities or assessments; None asks the mapping file, then the headers.
            mapping: A TOML file for headers that are not recognised.
            dry_run: Find out what would happen and change nothing.
            progress: Called with rows done and rows in all, between batches; what it raises stops the import, and
                nothing was changed.

        Raises:
            DeskError: The file, its headers or the mapping cannot be used; nothing was changed.
        """
        known_kind(kind)
        tables = self._office.reference.imports
        named = read_mapping(mapping) if mapping else HeaderMap()
        before = _state(path)
        sheet = open_sheet(path, lambda cells: is_header(cells, tables, named))
        kind = kind or named.kind or guess_kind(sheet.header, tables, named)
        columns = find_columns(sheet.header, tables[kind], named, str(path))
        written: Path | None = None
        new = False
        with self._office.write(f"import.{kind}", bulk=True) as session:
            connection = session.connection()
            taking = _Taking(_KINDS[kind](self._office, connection, Book.read(connection)), columns, tables[kind])
            taking.all(sheet, progress)
            if _state(path) != before:
                raise DeskError(
                    "import_changed", mark("The file was changed while it was read. Import it again."), where=str(path)
                )
            rejects = tuple(sorted(taking.rejects, key=lambda reject: reject.line))
            if not dry_run:
                # Written before the commit: what the file says and what the book holds must not disagree.
                if rejects:
                    written, new = write_rejects(path, sheet.header, rejects, self._office.home)
                    if new:
                        session.add(self._left_in_clear(len(rejects)))
                try:
                    session.commit()
                except BaseException:
                    if written and new:
                        written.unlink()
                    raise
        counts = taking.counts
        return ImportResult(
            kind, taking.read, counts[CREATED], counts[UPDATED], counts[UNCHANGED], rejects, written, columns.unknown
        )

    def _left_in_clear(self, rows: int) -> AccessLog:
        office = self._office
        return AccessLog(
            id=office.ids.new(), advisor_id=office.me.id, at=office.clock.now(), kind="export",
            what=f"import.rejected.csv {rows}",
        )  # fmt: skip


def _state(path: Path) -> tuple[int, int, int] | None:
    """What changes with a file's content; None where there is none, which `open_sheet` tells."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


class _Taking:
    """One run over the rows: what was read, what became of it."""

    def __init__(self, rows: Rows, columns: Columns, table: ImportTable) -> None:
        self._rows: Any = rows
        self._columns = columns
        self._cells = Cells(columns, table)
        self.counts = {CREATED: 0, UPDATED: 0, UNCHANGED: 0}
        self.rejects: list[Reject] = []
        self.read = 0

    def all(self, sheet: Sheet, progress: Progress) -> None:
        """Take every row, a batch at a time."""
        while batch := list(islice(sheet.rows, BATCH)):
            self._take(batch)
            self.read += len(batch)
            progress(self.read, max(sheet.lines, self.read))

    def _take(self, batch: list[Row]) -> None:
        rows = self._rows
        checked = list(self._checked(batch))
        rows.load([row for _, row in checked])
        for source, row in checked:
            try:
                self.counts[rows.put(row)] += 1
            except DeskError as error:
                self._reject(source, error)
        rows.write()

    def _checked(self, batch: list[Row]) -> Iterator[tuple[Row, Any]]:
        for source in batch:
            line, cells = source
            try:
                self._cells.take(cells)
                yield source, self._rows.parse(self._cells, line)
            except DeskError as error:
                self._reject(source, error)

    def _reject(self, source: Row, error: DeskError) -> None:
        line, cells = source
        # A person looks for the header in the file; where there is no such column, the row lacks it.
        column = self._columns.headers.get(error.where, "")
        self.rejects.append(Reject(line, column, str(error), told_of(error), cells))


def known_kind(kind: str | None) -> None:
    """Refuse a kind that there is not.

    Raises:
        DeskError: `usage`.
    """
    if kind is not None and kind not in KINDS:
        raise DeskError("usage", mark("The kind is one of: {kinds}."), where="--kind", kinds=join_list(KINDS))
