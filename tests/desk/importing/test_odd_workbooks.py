"""Workbooks as people keep them: what stands in a cell is not always what it looks like."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from advisor_tui.base.languages import use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.imports import ImportResult, Imports
from tests.support import make_desk

HEADER = ["客户姓名", "手机号", "身份证号", "出生日期"]
BORN = 32874
"""1990-01-01 as Excel counts days."""
ROW = ["孙行", "13800138001", "", "1990-01-01"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    use_language("en")
    made = make_desk(tmp_path / "home")
    yield made
    made.close()


def imported(desk: Desk, path: Path, fill: Callable[[Any, Any], None], **options: object) -> ImportResult:
    """What becomes of a workbook that `fill(workbook, first sheet)` writes."""
    workbook = xlsxwriter.Workbook(str(path), options)
    fill(workbook, workbook.add_worksheet("first"))
    workbook.close()
    return Imports(desk.office).run(path)


def people(desk: Desk) -> list[tuple[object, ...]]:
    with desk.office.rows() as connection:
        query = "SELECT name, born_on FROM client WHERE name LIKE '孙%' ORDER BY name"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def plain(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ROW)


def numbers(_: Any, sheet: Any) -> None:
    """The phone as a number, the day as a number that nobody has formatted."""
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["孙行", 13800138001.0, None, BORN])


def apostrophes(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["孙行", "'13800138001", "", "'1990-01-01"])


def formulas(workbook: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ROW[:2])
    sheet.write_formula(1, 3, "=DATE(1990,1,1)", workbook.add_format({"num_format": "yyyy/m/d"}), BORN)


def far_down(workbook: Any, sheet: Any) -> None:
    """A table that begins neither in the first row nor in the first column, and a formatted cell in the last row."""
    sheet.merge_range(0, 0, 0, 4, "客户清单")
    sheet.write_row(5, 3, HEADER)
    sheet.write_row(6, 3, ROW)
    sheet.write_blank(1_048_575, 9, None, workbook.add_format({"bold": True}))


def hidden_first(workbook: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ["孙旧", "13800138009", "", "1980-01-01"])
    shown = workbook.add_worksheet("shown")
    plain(workbook, shown)
    shown.activate()
    shown.set_first_sheet()
    sheet.hide()


def only_hidden(workbook: Any, sheet: Any) -> None:
    plain(workbook, sheet)
    workbook.add_worksheet("shown and empty").activate()
    sheet.hide()


@pytest.mark.parametrize("fill", [plain, numbers, apostrophes, formulas, far_down, hidden_first, only_hidden])
def test_the_value_is_the_one_that_people_see(desk: Desk, tmp_path: Path, fill: Callable[[Any, Any], None]) -> None:
    result = imported(desk, tmp_path / "book.xlsx", fill)
    assert (result.created, result.rejects) == (1, ())
    assert people(desk) == [("孙行", "1990-01-01")]


def test_a_workbook_that_counts_from_1904_has_the_same_days(desk: Desk, tmp_path: Path) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        plain(workbook, sheet)
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 3, datetime(1990, 1, 1), day)  # noqa: DTZ001  (a cell has no zone)

    imported(desk, tmp_path / "book.xlsx", fill, date_1904=True)
    assert people(desk) == [("孙行", "1990-01-01")]


def test_an_id_number_that_excel_has_cut_is_refused_in_its_row_and_column(desk: Desk, tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(2, 0, ["孙行", "13800138001", 1.10101199001011e17])

    (reject,) = imported(desk, tmp_path / "book.xlsx", fill).rejects
    assert (reject.line, reject.column) == (3, "身份证号")
    assert "15 digits" in reject.reason
    assert people(desk) == []


def test_below_a_merged_cell_the_row_has_no_name_and_is_refused(desk: Desk, tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.merge_range(1, 0, 2, 0, "孙行")
        sheet.write(1, 1, "13800138001")
        sheet.write(2, 1, "13800138002")

    result = imported(desk, tmp_path / "book.xlsx", fill)
    assert (result.created, [reject.line for reject in result.rejects]) == (1, [3])


@pytest.mark.slow
def test_a_million_formatted_rows_without_content_are_no_rows(desk: Desk, tmp_path: Path) -> None:
    def fill(workbook: Any, sheet: Any) -> None:
        bold = workbook.add_format({"bold": True})
        plain(workbook, sheet)
        for line in range(2, 1_000_000):
            sheet.write_blank(line, 0, None, bold)

    result = imported(desk, tmp_path / "book.xlsx", fill, constant_memory=True)
    assert (result.read, result.created, result.rejects) == (1, 1, ())
