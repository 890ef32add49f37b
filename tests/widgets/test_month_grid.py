"""The grid of days: how the cursor moves, and what a day says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import use_language
from advisor_tui.desk.views.followups import DayCell
from advisor_tui.widgets.month_grid import day_word, dots, month_range, moved, week_range

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("step", "by", "expected"),
    [
        ("day", 1, date(2026, 2, 1)),
        ("day", -1, date(2026, 1, 30)),
        ("week", 1, date(2026, 2, 7)),
        ("month", 1, date(2026, 2, 28)),
        ("month", -1, date(2025, 12, 31)),
        ("month", 13, date(2027, 2, 28)),
    ],
)
def test_the_cursor_moves_by_day_week_and_month(step: str, by: int, expected: date) -> None:
    assert moved(date(2026, 1, 31), step, by) == expected  # type: ignore[arg-type]  # parametrised literals


@given(days, st.integers(-400, 400))
def test_days_and_weeks_are_undone_by_the_way_back(day: date, by: int) -> None:
    assert moved(moved(day, "day", by), "day", -by) == day
    assert moved(moved(day, "week", by), "week", -by) == day


@given(days, st.integers(-24, 24))
def test_a_month_keeps_the_day_or_its_last_one(day: date, by: int) -> None:
    there = moved(day, "month", by)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == by
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


@given(days)
def test_a_month_is_shown_in_whole_weeks_that_hold_all_its_days(day: date) -> None:
    first, last = month_range(day)
    assert (first.weekday(), last.weekday()) == (0, 6)
    assert 4 * 7 <= (last - first).days + 1 <= 6 * 7
    assert first <= day.replace(day=1)
    assert first > day.replace(day=1) - timedelta(days=7)
    assert moved(day.replace(day=1), "month", 1) - timedelta(days=1) <= last


@given(days)
def test_a_week_runs_from_monday_to_sunday_around_the_day(day: date) -> None:
    first, last = week_range(day)
    assert first <= day <= last
    assert (first.weekday(), (last - first).days) == (0, 6)


def cell(workday: bool = True, **values: object) -> DayCell:
    known: dict[str, object] = {"makeup": False, "holiday": None, "provisional": False, **values}
    return DayCell(date(2026, 1, 1), workday, **known)  # type: ignore[arg-type]  # keywords of the dataclass


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (cell(), "", ""),
        (cell(False), "休", "off"),
        (cell(makeup=True), "班 调休", "make-up work"),
        (cell(False, holiday={"zh": "元旦", "en": "New Year"}), "元旦", "New Year"),
        (cell(provisional=True), "?", "?"),
        (cell(False, provisional=True), "休?", "off?"),
    ],
)
def test_a_day_says_why_it_is_off_and_whether_that_is_provisional(day: DayCell, zh: str, en: str) -> None:
    use_language("zh")
    assert day_word(day) == zh
    use_language("en")
    assert day_word(day) == en


@pytest.mark.parametrize(
    ("planned", "done", "expected"),
    [(0, 0, ""), (2, 0, "●●"), (1, 2, "●○○"), (5, 0, "●5"), (0, 6, "○6")],
)
def test_dots_tell_planned_from_done(planned: int, done: int, expected: str) -> None:
    assert dots(cell(planned=planned, done=done)) == expected
