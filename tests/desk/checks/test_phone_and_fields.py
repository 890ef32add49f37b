"""Telephone numbers, dates and texts as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.checks.fields import check_choice, check_date, check_text
from advisor_tui.desk.checks.phone import check_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086 138 0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("(0571) 8888-6666", "057188886666"),
        ("010-88886666", "01088886666"),
        ("+852 9123 4567", "+85291234567"),
        ("0085291234567", "+85291234567"),
    ],
)
def test_a_phone_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert check_phone(typed) == stored
    assert check_phone(stored) == stored


@pytest.mark.parametrize("typed", ["", "12345", "12000000000", "138001380001", "+", "+86 12", "abc", "1380013800x"])
def test_what_is_no_phone_is_refused(typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        check_phone(typed)
    assert refused.value.code == "phone_invalid"


def test_the_demos_phones_are_for_the_demo() -> None:
    assert check_phone("10012345678", demo=True) == "10012345678"
    with pytest.raises(DeskError):
        check_phone("10012345678")


@given(st.dates(date(1000, 1, 1)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for typed in (f"{day:%Y-%m-%d}", f"{day.year:04}/{day.month}/{day.day}", f"{day.year:04}{day:%m%d}",
                  f"{day.year:04}年{day.month}月{day.day}日", f"{day.year:04}.{day.month}.{day.day}"):  # fmt: skip
        assert check_date(typed) == day


@pytest.mark.parametrize("typed", ["", "2026-02-30", "2026-1/2", "26-01-02", "02/01/2026", "20261301", "soon"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        check_date(typed, where="born_on")
    assert (refused.value.code, refused.value.where) == ("date_invalid", "born_on")


def test_text_is_made_safe_and_measured() -> None:
    assert check_text(" 张\x1b[31m三 ", where="name") == "张\ufffd[31m三"
    assert check_text("a\r\nb", where="note", lines=True) == "a\nb"
    for text, required in (("   ", True), ("x" * 201, False)):
        with pytest.raises(DeskError):
            check_text(text, where="name", required=required)


def test_a_choice_is_one_of_its_words() -> None:
    assert check_choice("male", ("male", "female"), where="sex") == "male"
    with pytest.raises(DeskError):
        check_choice("robot", ("male", "female"), where="sex")
