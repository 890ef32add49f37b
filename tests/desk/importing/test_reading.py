"""Files of every kind that people bring."""

import codecs
import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.desk.importing import workbook as workbook_module
from advisor_tui.desk.importing.csv_file import LONGEST_CELL
from advisor_tui.desk.importing.reading import open_sheet
from advisor_tui.desk.importing.workbook import INEXACT, cell_text
from tests.desk.importing.files import write_csv, write_xlsx

HEADER = ["客户号", "姓名", "备注"]
ROWS = [["C1", "王敏", "好"], ["C2", "张,三", "一\n二"], ["C3", "李 四", ""]]


def rows(path: Path) -> list[tuple[int, list[str]]]:
    return list(open_sheet(path).rows)


def refusal(path: Path) -> DeskError:
    with pytest.raises(DeskError) as caught:
        rows(path)
    assert caught.value.where == str(path)
    use_language("en")
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_is_read_in_each_encoding_and_with_each_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, *ROWS], encoding=encoding, delimiter=delimiter)
    sheet = open_sheet(path)
    assert sheet.header == HEADER
    assert list(sheet.rows) == [(2, ROWS[0]), (3, ROWS[1]), (5, ROWS[2])]
    assert sheet.lines >= len(ROWS)


def test_gb18030_keeps_rare_characters_of_four_bytes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, ["C1", "㐂𠮷", ""]], encoding="gb18030")
    assert rows(path) == [(2, ["C1", "㐂𠮷", ""])]


def test_a_character_that_a_block_border_cuts_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "长" * 400_000
    path.write_text(f"客户号,姓名\nC1,{long}\n", encoding="utf-8")
    assert rows(path) == [(2, ["C1", long])]


def test_empty_lines_and_empty_columns_at_the_headers_end_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n,,,\n 客户号 ,姓名\t ,,\nC1,王敏,,\n , ,,\n\nC2,李四,,\n", encoding="utf-8")
    sheet = open_sheet(path)
    assert sheet.header == ["客户号", "姓名"]
    assert [(line, cells[:2]) for line, cells in sheet.rows] == [(4, ["C1", "王敏"]), (7, ["C2", "李四"])]


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.csv", b"", "import_empty", "no rows"),
        ("a.csv", b"\n\n ,\n", "import_empty", "no rows"),
        ("a.xlsx", b"", "import_empty", "no rows"),
        ("a.csv", "客户号,姓名\nC1,王敏\n".encode("utf-16"), "import_encoding", "UTF-16"),
        ("a.csv", "number,name\nC1,W\n".encode("utf-16-le"), "import_encoding", "UTF-16"),
        ("a.csv", "客户号\n王敏\n".encode() + b"\xff\xff\n", "import_encoding", "neither UTF-8 nor GB18030"),
        ("a.csv", '客户号,姓名\nC1,"王敏\nC2,李四\n'.encode(), "import_unreadable", "From line 2 on"),
        ("a.xlsx", "客户号,姓名\nC1,王敏\n".encode(), "import_not_workbook", "is none"),
        ("a.xls", b"<html><table>", "import_not_workbook", "is none"),
        ("a.xlsx", b"PK\x03\x04 but nothing more", "import_unreadable", "cannot be read"),
        ("a.csv", b"PK\x03\x04 but nothing more", "import_unreadable", "cannot be read"),
        ("a.xls", b"\xd0\xcf\x11\xe0 broken", "import_unreadable", "cannot be read"),
        (
            "a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), "import_protected",
            "password",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_what_it_is(
    tmp_path: Path, name: str, content: bytes, code: str, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert error.code == code
    assert words in str(error)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv").code == "import_unreadable"
    assert refusal(tmp_path).code == "import_unreadable"
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(513 * 1024 * 1024)
    assert refusal(huge).code == "import_too_large"


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEADER, ["C1", "王" * 20_000, ""]])
    monkeypatch.setattr(workbook_module, "MAX_UNPACKED_MIB", 0)
    assert refusal(path).code == "import_too_large"


def test_a_cell_beyond_a_mebibyte_is_refused_and_the_limit_of_csv_stays(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    path = write_csv(tmp_path / "a.csv", [HEADER, ["C1", "x" * (LONGEST_CELL - 1), ""], ["C2", "x", ""]])
    assert len(rows(path)) == 2
    write_csv(path, [HEADER, ["C1", "x" * (LONGEST_CELL + 1), ""]])
    assert refusal(path).code == "import_unreadable"
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("damage", [b"\xff", b"\xe5\xbc", b"\xa3"])
@pytest.mark.parametrize("bom", [b"", codecs.BOM_UTF8])
def test_damaged_utf8_is_named_and_never_read_as_gb18030(tmp_path: Path, damage: bytes, bom: bytes) -> None:
    path = tmp_path / "a.csv"
    good = bom + "number,name,address\nC1,王敏,北京市朝阳区建国路".encode()
    path.write_bytes(good + damage + "八十八号\n".encode())
    error = refusal(path)
    assert error.code == "import_encoding"
    assert "damaged" in str(error)
    assert abs(int(str(error.params["place"])) - len(good)) <= 3


@pytest.mark.parametrize("name", ["a.xlsx", "wrong-name.csv"])
def test_a_workbook_is_read_from_its_first_sheet_with_rows_whatever_its_name(tmp_path: Path, name: str) -> None:
    made = write_xlsx(tmp_path / "made.xlsx", [[], HEADER, ["C1", 1.5, None], [], ["C2", "x", "y"]], empty_sheets=1)
    path = made.rename(tmp_path / name)
    sheet = open_sheet(path)
    assert sheet.header == HEADER
    assert list(sheet.rows) == [(3, ["C1", "1.5", ""]), (5, ["C2", "x", "y"])]


def test_a_workbook_without_rows_is_empty(tmp_path: Path) -> None:
    assert refusal(write_xlsx(tmp_path / "a.xlsx", [])).code == "import_empty"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("01234", "01234"),
        (13800138000.0, "13800138000"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, INEXACT),
        (440524188001010014.0, INEXACT),
        (0.1 + 0.2, "0.3"),
        (612400.1, "612400.1"),
        (0.0000001, "0.0000001"),
        (-2.5, "-2.5"),
        (True, "1"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001  (a cell has no zone)
        (datetime(2026, 1, 2, 15, 30), "2026-01-02 15:30:00"),  # noqa: DTZ001
    ],
)
def test_a_cell_is_the_text_that_people_see_in_it(value: object, text: str) -> None:
    assert cell_text(value) == text
