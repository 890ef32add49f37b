"""What a cell's text means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.importing.cells import Cells
from advisor_tui.desk.importing.columns import HeaderMap, find_columns
from advisor_tui.desk.importing.workbook import INEXACT
from advisor_tui.reference.imports import ImportField, ImportTable

FIELDS = ("number", "text", "day", "amount", "rate", "units", "level", "kind")
TABLE = ImportTable(
    "holdings",
    tuple(
        ImportField(name, (name,), {"基金": "fund", "c1": "1"} if name in ("kind", "level") else {}) for name in FIELDS
    ),
)


def cell(text: str, field: str, unit: str = "") -> Cells:
    cells = Cells(find_columns(["number", field + unit], TABLE, HeaderMap(), ""), TABLE)
    cells.take(["C1", text])
    return cells


def code_of(error: pytest.ExceptionInfo[DeskError], field: str) -> str:
    assert error.value.where == field
    return error.value.code


@pytest.mark.parametrize("text", ["", " ", "\u3000", "-", "--", "—", "/", "N/A", "#N/A", "NULL"])
def test_an_empty_cell_is_nothing(text: str) -> None:
    assert cell(text, "text").text("text") is None
    assert cell(text, "day").day("day") is None
    assert cell(text, "amount").amount("amount") is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王 敏", "王 敏"),
        ("一\r\n二\t三", "一 二 三"),
        ("a\x1b]52;c;eA==\x07b", "a�]52;c;eA==�b"),
        ("\u202etxt\0", "�txt�"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("'=1+1", "=1+1"),
        ("'tis", "'tis"),
    ],
)
def test_text_is_one_safe_line(text: str, shown: str) -> None:
    assert cell(text, "text").text("text") == shown


@pytest.mark.parametrize("text", ["#REF!", "#DIV/0!", "#VALUE!"])
def test_a_failed_formula_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as error:
        cell(text, "text").text("text")
    assert code_of(error, "text") == "cell_error"


def test_a_code_is_half_width() -> None:
    assert cell("Ａ－００１", "text").code("text", 40) == "A-001"


def test_a_text_that_is_too_long_is_refused() -> None:
    assert cell("长" * 200, "text").text("text") == "长" * 200
    with pytest.raises(DeskError) as error:
        cell("长" * 201, "text").text("text")
    assert code_of(error, "text") == "field_too_long"


@pytest.mark.parametrize("text", [INEXACT, "4.40524E+17", "1e+20"])
def test_a_number_that_a_spreadsheet_cut_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as error:
        cell(text, "text").text("text")
    assert code_of(error, "text") == "number_cut"


@pytest.mark.parametrize(
    "text",
    ["2026-01-02", "2026/1/2", "2026.01.02", "20260102", "2026年1月2日", "２０２６－０１－０２", "2026-01-02 15:30:59",
     "2026-01-02T00:00", "2026/1/2 0:00", "46024"],
)  # fmt: skip
def test_a_day_is_read_in_each_way_it_is_written(text: str) -> None:
    assert cell(text, "day").day("day") == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [("2026-02-30", "date_invalid"), ("02/01/2026", "date_invalid"), ("1026-01-01", "date_too_early"),
     ("2026-11-25", "date_ahead"), ("soon", "date_invalid"), ("2026-01-02 noon", "date_invalid")],
)  # fmt: skip
def test_a_day_that_cannot_be_is_refused(text: str, code: str) -> None:
    with pytest.raises(DeskError) as error:
        cell(text, "day").day("day", latest=date(2026, 11, 24))
    assert code_of(error, "day") == code


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("1,234.56", "", 123_456),
        ("¥1234.5", "", 123_450),
        ("￥１，２３４", "(元)", 123_400),
        ("人民币100元", "", 10_000),
        ("612.4", "(万元)", 612_400_000),
        ("12.345678", "（万元）", 12_345_678),
        ("3万", "(万元)", 3_000_000),
        ("1.2", "(亿元)", 12_000_000_000),
        ("5", "(千元)", 500_000),
        ("0", "", 0),
    ],
)
def test_an_amount_is_in_fen_whatever_its_unit(text: str, unit: str, fen: int) -> None:
    assert cell(text, "amount", unit).amount("amount") == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [("-5", "amount_negative"), ("1.234", "amount_invalid"), ("$5", "amount_invalid"), ("(5)", "amount_invalid"),
     ("9" * 20, "amount_invalid"), ("many", "amount_invalid")],
)  # fmt: skip
def test_an_amount_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(DeskError) as error:
        cell(text, "amount").amount("amount")
    assert code_of(error, "amount") == code


@given(st.integers(0, 10**15))
def test_an_amount_survives_being_written_with_separators(fen: int) -> None:
    assert cell(f"{fen // 100:,}.{fen % 100:02d}", "amount").amount("amount") == fen


@pytest.mark.parametrize(
    ("text", "unit", "rate"),
    [("3.1", "", 31_000), ("3.1%", "", 31_000), ("0.35%", "", 3_500), ("0.35", "(%)", 3_500), ("0", "", 0)],
)
def test_a_rate_is_in_ten_thousandths_of_a_percent(text: str, unit: str, rate: int) -> None:
    assert cell(text, "rate", unit).rate("rate") == rate


@pytest.mark.parametrize(
    ("text", "code"), [("0.031", "rate_unclear"), ("-1%", "number_invalid"), ("3.12345", "number_invalid"),
                       ("nan", "number_invalid"), ("1e30", "number_invalid")],
)  # fmt: skip
def test_a_rate_is_never_guessed(text: str, code: str) -> None:
    with pytest.raises(DeskError) as error:
        cell(text, "rate").rate("rate")
    assert code_of(error, "rate") == code


def test_units_have_four_decimals() -> None:
    assert cell("1,000.1234份", "units").scaled("units") == 10_001_234


@pytest.mark.parametrize("text", ["3", "R3", "pr3", "Ｃ３", "C3-平衡型", "C3（平衡型）", "3级"])
def test_a_level_is_read_in_each_way_it_is_written(text: str) -> None:
    assert cell(text, "level").integer("level", 1, 5) == 3


@pytest.mark.parametrize("text", ["0", "6", "R", "3.5", "三", "X3", "9" * 5000])
def test_a_level_outside_the_scale_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as error:
        cell(text[:200], "level").integer("level", 1, 5)
    assert code_of(error, "level") == "number_invalid"


def test_words_are_known_or_refused_and_stay_with_their_field() -> None:
    cells = cell("基金", "kind")
    assert cells.word("kind", ("fund",)) == "fund"
    assert cells.word("kind", ("fund",)) == "fund"
    cells.take(["C1", "股权"])
    for _ in range(2):
        with pytest.raises(DeskError) as error:
            cells.word("kind", ("fund",))
        assert code_of(error, "kind") == "word_unknown"


def test_a_row_longer_than_the_header_has_slipped_and_a_shorter_one_is_empty_at_its_end() -> None:
    cells = cell("x", "text")
    cells.take(["C1", "x", "", ""])
    cells.take(["C1"])
    assert cells.text("text") is None
    with pytest.raises(DeskError) as error:
        cells.take(["C1", "x", "", "y"])
    assert error.value.code == "row_too_long"
