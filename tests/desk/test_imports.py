"""Importing: what becomes of rows, and that a second run changes nothing."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.imports import ImportResult, Imports
from tests.desk.importing.files import read_csv, write_csv, write_xlsx
from tests.searching import examples
from tests.support import client_id

HEADER = ("客户号", "姓名", "性别", "出生日期", "手机号码", "证件类型", "证件号码", "证件有效期", "备注")


def identity(born_on: str, serial: int) -> str:
    """A resident ID number of Beijing; an odd serial is a man's."""
    body = f"110105{born_on}{serial:03d}"
    return body + mod_11_2.calc_check_digit(body)


ZHAO = identity("19850304", 123)
QIAN = identity("19900506", 224)


def run(desk: Desk, folder: Path, rows: Sequence[Sequence[object]], **options: object) -> ImportResult:
    path = write_csv(folder / "book.csv", rows)
    return Imports(desk.office).run(path, **options)  # type: ignore[arg-type]  # options of the job, by name


def take(desk: Desk, folder: Path, *rows: Sequence[object], header: Sequence[str] = HEADER) -> ImportResult:
    return run(desk, folder, [header, *rows])


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.created, result.updated, result.unchanged, len(result.rejects)


def why(result: ImportResult) -> list[tuple[int, str, str]]:
    return [(reject.line, reject.column, reject.reason) for reject in result.rejects]


def one(desk: Desk, sql: str, *values: object) -> tuple[object, ...]:
    with desk.office.rows() as connection:
        return tuple(connection.exec_driver_sql(sql, values).one())


def client(desk: Desk, number: str, columns: str) -> tuple[object, ...]:
    return one(desk, f"SELECT {columns} FROM client WHERE number = ?", number)


def entries(desk: Desk) -> object:
    """What was changed; that rejected rows left in clear is an entry of its own."""
    return one(desk, "SELECT count(*) FROM journal WHERE table_name <> 'access_log'")[0]


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def test_a_new_client_comes_with_paper_card_and_search_index(desk: Desk, tmp_path: Path) -> None:
    row = ("B1", "赵子龙", "男", "1985-03-04", "+86 138-1111-2222", "身份证", ZHAO.lower(), "长期", "好")
    assert counts(take(desk, tmp_path, row)) == (1, 0, 0, 0)
    assert client(desk, "B1", "name, sex, born_on, phone, remark, status, advisor_id") == (
        "赵子龙", "male", "1985-03-04", "13811112222", "好", "active", desk.office.me.id,
    )  # fmt: skip
    sql = "SELECT kind, number, expires_on, long_term, main FROM identity_document WHERE client_id = ?"
    assert one(desk, sql, client_id(desk, "B1")) == ("resident_id", ZHAO, None, 1, 1)
    assert one(desk, "SELECT count(*) FROM client_card WHERE client_id = ?", client_id(desk, "B1")) == (1,)


def test_the_same_file_again_changes_nothing_and_leaves_no_trace_in_the_journal(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ("B1", "赵子龙", "男", "", "13811112222", "", ZHAO, "2030-01-01", ""),
        ("", "钱多多", "", "", "", "", QIAN, "", ""),
        ("", "孙小美", "", "1991/1/2", "13811113333", "", "", "", ""),
        ("C0001", "", "", "", "13800138009", "", "", "", "新备注"),
        ("B1", "", "", "", "", "", "", "", "后来的备注"),
        ("", "无人", "", "", "", "", "", "", ""),
    ]
    assert counts(take(desk, tmp_path, *rows)) == (3, 2, 0, 1)
    before = entries(desk)
    assert counts(take(desk, tmp_path, *rows)) == (0, 0, 5, 1)
    assert entries(desk) == before


def test_an_empty_cell_never_erases(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, ("C0001", "", "女", "", "", "", "", "", "-"), header=HEADER)
    assert client(desk, "C0001", "name, sex, born_on, phone") == ("张三丰", "female", "1980-01-02", "13800138000")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_english_headers_and_every_encoding_are_understood(desk: Desk, tmp_path: Path, encoding: str) -> None:
    header = ("Client No", " Full Name ", "GENDER", "Date of Birth", "Mobile", "ID Number", "Mystery", "")
    path = write_csv(
        tmp_path / "a.csv", [header, ("B1", "赵子龙", "F", "1985-03-04", "13811112222", "", "x", "")], encoding=encoding
    )
    result = Imports(desk.office).run(path)
    assert (result.kind, result.created, result.unknown) == ("clients", 1, ("Mystery",))
    assert client(desk, "B1", "name, sex") == ("赵子龙", "female")


def test_a_workbook_with_dates_and_numbers_as_cells_is_taken(desk: Desk, tmp_path: Path) -> None:
    rows = [HEADER, ("B1", "赵子龙", "男", date(1985, 3, 4), 13811112222, None, float(int(QIAN[:17])) * 10),
            ("B2", "钱多多", None, 33000, "13811113333", None, QIAN)]  # fmt: skip
    result = Imports(desk.office).run(write_xlsx(tmp_path / "a.xlsx", rows))
    assert counts(result) == (0, 0, 0, 2)
    assert [(line, column) for line, column, _ in why(result)] == [(2, "证件号码"), (3, "出生日期")]
    assert "15 digits" in why(result)[0][2]
    fixed = [HEADER, ("B1", "赵子龙", "男", date(1985, 3, 4), 13811112222, None, ZHAO),
             ("B2", "钱多多", None, date(1990, 5, 6), 13811113333, None, QIAN)]  # fmt: skip
    assert counts(Imports(desk.office).run(write_xlsx(tmp_path / "a.xlsx", fixed))) == (2, 0, 0, 0)
    assert client(desk, "B1", "born_on, phone") == ("1985-03-04", "13811112222")


REJECTED = [
    (("B1", "赵", "", "", "", "", ZHAO[:17] + ("1" if ZHAO[17] != "1" else "2"), "", ""), "证件号码", "check digit"),
    (("B1", "赵", "", "", "", "", ZHAO[:15], "", ""), "证件号码", "18 digits"),
    (("B1", "赵", "", "", "", "", identity("20270101", 1), "", ""), "证件号码", "future"),
    (("B1", "赵", "", "", "", "", identity("19850230", 1), "", ""), "证件号码", "does not exist"),
    (("B1", "赵", "", "", "", "", identity("19850304", 0)[:15] + "000", "", ""), "证件号码", "15 digits"),
    (("B1", "赵", "", "", "", "", "4.40524E+17", "", ""), "证件号码", "15 digits"),
    (("B1", "赵", "", "1985-03-05", "", "", ZHAO, "", ""), "出生日期", "not that of the ID"),
    (("B1", "赵", "女", "", "", "", ZHAO, "", ""), "性别", "not that of the ID"),
    (("B1", "赵", "?", "", "", "", "", "", ""), "性别", "not known"),
    (("B1", "赵", "", "2026-11-25", "", "", "", "", ""), "出生日期", "still to come"),
    (("B1", "赵", "", "1.2.85", "", "", "", "", ""), "出生日期", "not a date"),
    (("B1", "赵", "", "", "12345", "", "", "", ""), "手机号码", "not a telephone number"),
    (("B1", "赵", "", "", "10012345678", "", "", "", ""), "手机号码", "not a telephone number"),
    (("B1", "赵", "", "", "", "护照", "?", "", ""), "证件号码", "not the number of a document"),
    (("B1", "赵", "", "", "", "月票", "E12345678", "", ""), "证件类型", "not known"),
    (("B1", "", "", "", "", "", "", "", ""), "姓名", "needs a name"),
    (("", "赵", "", "", "", "", "", "", ""), "姓名", "needs a client number"),
    (("", "", "", "", "", "", "", "", "x"), "姓名", "needs a client number"),
    (("B1", "赵" * 61, "", "", "", "", "", "", ""), "姓名", "At most 60"),
    (("B1", "赵", "", "", "", "", "", "", "", "slipped"), "", "more cells"),
    (("C0002", "", "", "", "", "", "11010519491231002X", "", ""), "证件号码", "belongs to client C0001"),
    (("B9", "赵", "", "", "", "", "11010519491231002X", "", ""), "证件号码", "belongs to client C0001"),
    (("C0001", "", "", "", "", "", ZHAO, "", ""), "证件号码", "another ID number"),
]


def test_rows_that_cannot_be_right_are_rejected_with_line_column_and_reason(desk: Desk, tmp_path: Path) -> None:
    before = entries(desk)
    result = take(desk, tmp_path, *(row for row, _, _ in REJECTED))
    assert counts(result) == (0, 0, 0, len(REJECTED))
    for place, ((line, found, reason), (_, column, words)) in enumerate(zip(why(result), REJECTED, strict=True)):
        assert (line, found) == (place + 2, column)
        assert words in reason
    assert entries(desk) == before


def test_rows_are_matched_by_number_else_id_number_else_name_and_phone(desk: Desk, tmp_path: Path) -> None:
    result = take(
        desk, tmp_path,
        ("C0001", "改名", "", "", "13900139001", "", "", "", "by number"),
        ("", "", "", "", "", "", "440524188001010014", "", "by ID number"),
        ("", "李慧敏", "", "", "137 0013 7002", "", "", "", "by name and phone"),
    )  # fmt: skip
    assert counts(result) == (0, 3, 0, 0)
    for number, remark in (("C0001", "by number"), ("C0002", "by ID number"), ("C0003", "by name and phone")):
        assert client(desk, number, "remark") == (remark,)


def test_an_ambiguous_name_and_phone_is_rejected(desk: Desk, tmp_path: Path) -> None:
    twins = [("B1", "周杰", "", "", "13811112222", "", "", "", ""), ("B2", "周杰", "", "", "13811112222", *[""] * 4)]
    assert counts(take(desk, tmp_path, *twins)) == (2, 0, 0, 0)
    result = take(desk, tmp_path, ("", "周杰", "", "", "13811112222", "", "", "", "who?"))
    assert counts(result) == (0, 0, 0, 1)
    assert "B1, B2" in why(result)[0][2]


def test_the_bank_s_number_takes_the_place_of_the_desk_s_own(desk: Desk, tmp_path: Path) -> None:
    rows = [("", "钱多多", "", "", "", "", QIAN, "", ""), ("", "孙小美", "", "", "13811113333", "", "", "", "")]
    assert counts(take(desk, tmp_path, *rows)) == (2, 0, 0, 0)
    assert client(desk, "L000001", "name") == ("钱多多",)
    numbered = [("B7", *rows[0][1:]), ("B8", *rows[1][1:])]
    for expected in ((0, 2, 0, 0), (0, 0, 2, 0)):
        assert counts(take(desk, tmp_path, *numbered)) == expected
    assert client(desk, "B7", "name") == ("钱多多",)
    assert client(desk, "B8", "name") == ("孙小美",)
    assert counts(take(desk, tmp_path, *rows)) == (0, 0, 2, 0)


def test_a_second_paper_is_kept_beside_the_main_one(desk: Desk, tmp_path: Path) -> None:
    row = ("C0001", "", "", "", "", "护照", "E12345678", "2030-01-01", "")
    assert counts(take(desk, tmp_path, row)) == (0, 1, 0, 0)
    assert counts(take(desk, tmp_path, row)) == (0, 0, 1, 0)
    sql = "SELECT kind, main FROM identity_document WHERE number = ?"
    assert one(desk, sql, "E12345678") == ("passport", 0)
    assert one(desk, sql, "11010519491231002X") == ("resident_id", 1)


def test_a_family_s_register_finds_nobody(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ("B1", "赵父", "", "", "", "户口簿", "110-2233", "", ""),
        ("B2", "赵母", "", "", "", "户口簿", "110-2233", "", ""),
    ]
    assert counts(take(desk, tmp_path, *rows)) == (2, 0, 0, 0)
    assert counts(take(desk, tmp_path, *rows)) == (0, 0, 2, 0)
    assert one(desk, "SELECT count(*), sum(main) FROM identity_document WHERE number = '1102233'") == (2, 2)


def test_a_client_number_in_full_width_is_the_same(desk: Desk, tmp_path: Path) -> None:
    assert counts(take(desk, tmp_path, ("Ｃ０００１", "张三丰", *[""] * 7))) == (0, 0, 1, 0)


def test_rows_of_one_file_may_add_to_each_other_but_not_contradict(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ("B1", "赵子龙", "", "", "13811112222", "", "", "", ""),
        ("B1", "赵子龙", "", "", "", "", ZHAO, "", ""),
        ("B1", "赵子龙", "", "", "13811119999", "", "", "", ""),
        ("B1", "赵子龙", "", "", "13811112222", "", ZHAO, "", ""),
        ("", "", "", "", "", "", ZHAO, "2030-01-01", ""),
        ("", "", "", "", "", "", ZHAO, "2031-01-01", ""),
    ]
    first = take(desk, tmp_path, *rows)
    assert counts(first) == (1, 2, 1, 2)
    assert why(first) == [
        (4, "手机号码", "Line 2 says something else about the same"),
        (7, "证件有效期", "Line 2 says something else about the same"),
    ]
    before = entries(desk)
    assert counts(take(desk, tmp_path, *rows)) == (0, 0, 4, 2)
    assert entries(desk) == before


def test_more_rows_than_a_batch_are_matched_across_batches(desk: Desk, tmp_path: Path) -> None:
    people = [(f"B{n}", f"客户{n}", "", "", "", "", "", "", "") for n in range(2_500)]
    again = [(f"B{n}", "", "", "", "", "", "", "", "again") for n in range(0, 2_500, 50)]
    done: list[tuple[int, int]] = []
    result = run(desk, tmp_path, [HEADER, *people, *again], progress=lambda *at: done.append(at))
    assert counts(result) == (2_500, 50, 0, 0)
    assert [at for at, _ in done] == [1_000, 2_000, 2_550]
    assert all(at <= total for at, total in done)
    assert one(desk, "SELECT count(*) FROM client WHERE remark = 'again'") == (50,)


def test_hostile_text_is_stored_harmless_and_written_harmless(desk: Desk, tmp_path: Path) -> None:
    name, remark = "[/]\x1b]52;c;eA==\x07王\u202e\0", "=HYPERLINK(1)"
    take(desk, tmp_path, ("B1", name, "", "", "", "", "", "", remark))
    assert client(desk, "B1", "name, remark") == ("[/]�]52;c;eA==�王��", remark)
    result = take(desk, tmp_path, ("B2", name, "", "", "@SUM(1)", "", "", "", remark))
    assert result.reject_file is not None
    assert read_csv(result.reject_file)[1][3:] == [
        "B2", "[/]�]52;c;eA==�王��", "", "", "'@SUM(1)", "", "", "", "'=HYPERLINK(1)",
    ]  # fmt: skip


def test_rejected_rows_stand_beside_the_input_with_line_column_and_reason(desk: Desk, tmp_path: Path) -> None:
    use_language("zh")
    result = take(desk, tmp_path, ("B1", "好", *[""] * 7), ("B2", "坏", "", "", "12", *[""] * 4))
    assert result.reject_file == tmp_path / "book.rejected.csv"
    assert result.reject_file.stat().st_mode & 0o777 == 0o600
    assert result.reject_file.read_bytes().startswith(b"\xef\xbb\xbf")
    header, row = read_csv(result.reject_file)
    assert header == ["行号", "栏目", "原因", *HEADER]
    assert row == ["3", "手机号码", "12 不是有效的电话号码", "B2", "坏", "", "", "12", "", "", "", ""]


def test_the_corrected_file_of_rejects_can_be_imported_itself(desk: Desk, tmp_path: Path) -> None:
    result = take(desk, tmp_path, ("B2", "=王", "", "", "12", "", "", "", "+1"))
    assert result.reject_file is not None
    header, row = read_csv(result.reject_file)
    row[header.index("手机号码")] = "13811112222"
    fixed = Imports(desk.office).run(write_csv(tmp_path / "fixed.csv", [header, row]))
    assert counts(fixed) == (1, 0, 0, 0)
    assert client(desk, "B2", "name, remark") == ("=王", "+1")


def test_rejects_that_leave_in_clear_are_journalled_once_and_overwrite_nothing(desk: Desk, tmp_path: Path) -> None:
    bad = ("B2", "坏", "", "", "12", *[""] * 4)
    first = take(desk, tmp_path, bad).reject_file
    assert take(desk, tmp_path, bad).reject_file == first
    assert one(desk, "SELECT kind, what FROM access_log") == ("export", "import.rejected.csv 1")
    assert one(desk, "SELECT count(*) FROM access_log") == (1,)
    assert first is not None
    first.write_text("corrected by hand", encoding="utf-8")
    other = take(desk, tmp_path, bad).reject_file
    assert other == first.with_name("book.rejected-2.csv")
    assert first.read_text(encoding="utf-8") == "corrected by hand"


def test_rejects_in_the_print_folder_outlive_the_desk(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "book.rejected.csv").mkdir()
    file = take(desk, tmp_path, ("B2", "坏", "", "", "12", *[""] * 4)).reject_file
    desk.close()
    assert file is not None
    assert file.parent == desk.office.home.print
    assert file.exists()


def test_rejects_go_to_the_print_folder_where_the_input_s_folder_takes_none(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "book.rejected.csv").mkdir()
    result = take(desk, tmp_path, ("B2", "坏", "", "", "12", *[""] * 4))
    assert result.reject_file == desk.office.home.print / "saved-book.rejected.csv"
    (desk.office.home.print / "saved-book.rejected.csv").unlink()
    (desk.office.home.print / "saved-book.rejected.csv").mkdir()
    with pytest.raises(DeskError) as caught:
        take(desk, tmp_path, ("B3", "好", *[""] * 7), ("B2", "坏", "", "", "12", *[""] * 4))
    assert caught.value.code == "read_only"
    assert one(desk, "SELECT count(*) FROM client WHERE number = 'B3'") == (0,)


def test_a_dry_run_tells_everything_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = entries(desk)
    rows = [HEADER, ("B1", "赵", *[""] * 7), ("C0001", "新", *[""] * 7), ("B2", "坏", "", "", "12", *[""] * 4)]
    result = run(desk, tmp_path, rows, dry_run=True)
    assert (counts(result), result.reject_file) == ((1, 1, 0, 1), None)
    assert entries(desk) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.csv", "home"]


def test_what_progress_raises_stops_the_import_and_nothing_was_changed(desk: Desk, tmp_path: Path) -> None:
    before = entries(desk)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(desk, tmp_path, [HEADER, ("B1", "赵", *[""] * 7), ("B2", "坏", "", "", "12", *[""] * 4)], progress=stop)
    assert entries(desk) == before
    assert not (tmp_path / "book.rejected.csv").exists()
    assert counts(take(desk, tmp_path, ("B1", "赵", *[""] * 7))) == (1, 0, 0, 0)


def test_a_header_alone_is_a_table_of_no_rows(desk: Desk, tmp_path: Path) -> None:
    result = take(desk, tmp_path)
    assert (result.read, counts(result), result.reject_file) == (0, (0, 0, 0, 0), None)


def test_one_column_is_enough_to_ask_who_is_known(desk: Desk, tmp_path: Path) -> None:
    result = run(desk, tmp_path, [("客户号",), ("C0001",), ("C9999",)])
    assert counts(result) == (0, 0, 1, 1)


def test_an_unknown_kind_is_wrong_usage(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        run(desk, tmp_path, [HEADER], kind="people")
    assert caught.value.code == "usage"


CELL = st.text(st.characters(codec="utf-8"), max_size=12)


@examples(25, one_fixture=True)
@given(st.lists(st.tuples(st.sampled_from(["", "B1", "B2", "C0001"]), CELL, CELL, CELL, CELL), max_size=8))
def test_whatever_a_file_holds_each_row_is_counted_once_and_a_second_run_changes_nothing(
    desk: Desk, tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    table = [("客户号", "姓名", "手机号码", "证件号码", "备注"), *((n, a, "", "", d) for n, a, _, _, d in rows)]
    first = run(desk, tmp_path, table)
    assert first.read == sum(counts(first))
    before = entries(desk)
    second = run(desk, tmp_path, table)
    assert (second.created, second.updated, second.read) == (0, 0, first.read)
    assert len(second.rejects) == len(first.rejects)
    assert entries(desk) == before
    with desk.office.rows() as connection:
        for name, remark in connection.exec_driver_sql("SELECT name, remark FROM client"):
            assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e]", name + remark)
