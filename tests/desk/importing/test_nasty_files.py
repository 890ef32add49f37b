"""Files as people bring them: titles above the headers, files that are no table, files that change meanwhile."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.imports import Imports
from tests.support import make_desk

HEADER = "客户姓名,手机号,出生日期\n"
ROW = "孙行,+86 138-0013-8001,1990/1/5\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    use_language("en")
    made = make_desk(tmp_path / "home")
    yield made
    made.close()


def book(desk: Desk) -> list[tuple[object, ...]]:
    with desk.office.rows() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM client ORDER BY id")]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", ""),
        ("客户清单（机密）\n", ""),
        ("客户清单,,\n导出日期：2026-11-24,,\n,,\n", "合计：1 户,,\n"),
        ("第一行\n" * 9, ""),
        ("\n\n\n", "\n,,\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_headers_are_found_below_titles_and_twice_changes_nothing(
    desk: Desk, tmp_path: Path, above: str, below: str, encoding: str
) -> None:
    file = tmp_path / "book.csv"
    file.write_text(above + HEADER + ROW + below, encoding=encoding)
    first = Imports(desk.office).run(file)
    assert (first.created, [reject.line for reject in first.rejects]) == (
        1, [above.count("\n") + 3] if "合计" in below else [],
    )  # fmt: skip
    before = book(desk)
    again = Imports(desk.office).run(file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert book(desk) == before


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "import_not_table", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "import_not_table", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "import_not_table", "JPEG"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "import_not_table", "gzip"),
        (bytes(range(256)) * 20, "import_encoding", "neither UTF-8 nor GB18030"),
        (HEADER.encode("utf-16-le"), "import_encoding", "UTF-16"),
        ((HEADER + ROW + "孙,").encode() + b"x" * 1_048_577, "import_unreadable", "A cell in line 3 is longer than"),
        (
            (HEADER + ROW).encode("gb18030") + "李四光,13800138002,好\n".encode(),
            "import_encoding",
            "Line 3 is in UTF-8",
        ),
        ((HEADER + ROW).encode() + "李四光,13800138002,好\n".encode("gb18030"), "import_encoding", "damaged near byte"),
        (b"", "import_empty", "no rows"),
        (b" \n,,\n", "import_empty", "no rows"),
        (("第一行\n" * 10 + HEADER).encode(), "columns_missing", "第一行"),
    ],
)
def test_what_is_no_table_is_named_and_changes_nothing(
    desk: Desk, tmp_path: Path, content: bytes, code: str, said: str
) -> None:
    file = tmp_path / "book.csv"
    file.write_bytes(content)
    before = book(desk)
    with pytest.raises(DeskError) as refused:
        Imports(desk.office).run(file)
    assert (refused.value.code, refused.value.where) == (code, str(file))
    assert said in str(refused.value)
    assert book(desk) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["book.csv"]


@pytest.mark.parametrize("name", ["book.zip", "book.csv", "book.xlsx"])
def test_an_archive_is_told_from_a_workbook(desk: Desk, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("book.csv", HEADER + ROW)
    with pytest.raises(DeskError) as refused:
        Imports(desk.office).run(file)
    assert refused.value.code == "import_not_table"


@pytest.mark.parametrize("more", ["李四,13800138002,\n", "\ufffe"])
def test_a_file_that_changes_while_it_is_read_changes_nothing(desk: Desk, tmp_path: Path, more: str) -> None:
    file = tmp_path / "book.csv"
    file.write_text(HEADER + ROW, encoding="utf-8")
    before = book(desk)

    def meddle(_done: int, _total: int) -> None:
        with file.open("a", encoding="utf-8") as opened:
            opened.write(more)

    with pytest.raises(DeskError) as refused:
        Imports(desk.office).run(file, progress=meddle)
    assert refused.value.code == "import_changed"
    assert book(desk) == before


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_line_end_and_a_header_that_comes_again_are_read(
    desk: Desk, tmp_path: Path, end: str, encoding: str
) -> None:
    file = tmp_path / "book.csv"
    content = HEADER + ROW + HEADER + '"李\n四",13800138002,1990-1-6\n坏,12,1990-1-6\n'
    file.write_bytes(content.replace("\n", end).encode(encoding))
    result = Imports(desk.office).run(file)
    assert (result.read, result.created) == (3, 2)
    assert [(reject.line, reject.column) for reject in result.rejects] == [(6, "手机号")]
