"""Days and hours as they are typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import use_language
from advisor_tui.screens.loan.words import parse_rate, rate_text
from advisor_tui.screens.more.facts import fact_lines, folded
from advisor_tui.screens.work.day_entry import day_complaint, hour_complaint, parse_day, parse_hour
from advisor_tui.widgets.plain import width

TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026.12.1", date(2026, 12, 1)),
        ("２０２６年１２月１日", date(2026, 12, 1)),
        ("20261201", date(2026, 12, 1)),
        ("12-1", date(2026, 12, 1)),
        ("11-24", TODAY),
        ("11-23", date(2027, 11, 23)),
        ("12月1日", date(2026, 12, 1)),
        ("+3", date(2026, 11, 27)),
        ("＋３", date(2026, 11, 27)),
        ("+2w", date(2026, 12, 8)),
        ("+2周", date(2026, 12, 8)),
        ("今天", TODAY),
        ("明天", date(2026, 11, 25)),
        ("后天", date(2026, 11, 26)),
        ("Tomorrow", date(2026, 11, 25)),
        ("周五", date(2026, 11, 27)),
        ("周一", date(2026, 11, 30)),
        ("下周五", date(2026, 12, 4)),
        ("下星期日", date(2026, 12, 6)),
        ("下周天", date(2026, 12, 6)),
    ],
)
def test_a_day_is_understood_as_people_type_it(typed: str, expected: date) -> None:
    assert parse_day(typed, TODAY) == expected


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-29", "13-1", "2026-12", "+", "周八"])
def test_what_is_not_a_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_day(typed, TODAY)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_written_day_reads_back(day: date) -> None:
    assert parse_day(day.isoformat(), TODAY) == day


@given(st.integers(0, 364))
def test_month_and_day_mean_the_next_such_day(ahead: int) -> None:
    day = TODAY + timedelta(days=ahead)
    assert parse_day(f"{day.month}-{day.day}", TODAY) == day


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("9:30", "09:30"),
        ("9：30", "09:30"),
        ("0930", "09:30"),
        ("930", "09:30"),
        ("14点", "14:00"),
        ("14点05分", "14:05"),
    ],
)
def test_an_hour_is_understood_as_people_type_it(typed: str, expected: str) -> None:
    assert parse_hour(typed) == expected


@pytest.mark.parametrize("typed", ["25:00", "9:60", "noon", "9"])
def test_what_is_not_an_hour_is_refused(typed: str) -> None:
    use_language("en")
    assert hour_complaint(typed) == "An hour such as 9:30 or 1430"


def test_a_day_outside_its_bounds_is_named() -> None:
    use_language("en")
    assert day_complaint("2026-11-23", TODAY, least=TODAY) == "Not before 2026-11-24"
    assert day_complaint("+1", TODAY, most=TODAY) == "Not after 2026-11-24"
    assert day_complaint("soon", TODAY) is not None
    assert day_complaint("+1", TODAY, least=TODAY) is None


@given(st.integers(0, 360_000))
def test_a_rate_reads_back(rate: int) -> None:
    assert parse_rate(rate_text(rate)) == rate


@pytest.mark.parametrize("typed", ["", "-1", "3.55555", "40", "3,5", "abc"])
def test_what_is_not_a_rate_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_rate(typed)


@given(st.text(st.sampled_from("ab 中文"), max_size=60), st.integers(4, 20))
def test_folded_lines_fit_and_lose_nothing_but_spaces(text: str, cells: int) -> None:
    lines = folded(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_facts_stand_under_each_other_and_unknown_ones_are_left_out() -> None:
    assert fact_lines([("Law", "甲乙丙丁戊己庚辛"), ("Grade", ""), ("Days", "15")], 26) == (
        "Law           甲乙丙丁戊己\n              庚辛\nDays          15"
    )
