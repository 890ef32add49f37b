from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.workdays import library_year
from advisor_tui.rules.workdays import (
    WorkCalendar,
    add_workdays,
    next_workday,
    previous_workday,
    workdays_between,
)

CALENDAR = load_reference(data_root()).work_calendar
DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 1))
SMALL = WorkCalendar(
    {date(2026, 10, 1): {"zh": "国庆节", "en": "National Day"}}, frozenset({date(2026, 10, 10)}), date(2026, 12, 31)
)


def test_every_day_from_2018_to_2026_agrees_with_an_independent_calendar() -> None:
    day, wrong = date(2018, 1, 1), []
    while day <= date(2026, 12, 31):
        if CALENDAR.is_workday(day) is not chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_the_year_without_a_notice_holds_what_the_law_alone_fixes_and_stays_provisional() -> None:
    # Once the notice for 2027 has replaced the reckoned days, the independent calendar above takes this year over.
    reckoned = library_year(2027)
    day = date(2027, 1, 1)
    while day <= date(2027, 12, 31):
        assert CALENDAR.is_workday(day) is (day.weekday() < 5 and day not in reckoned.off), day
        assert CALENDAR.is_provisional(day)
        day += timedelta(days=1)


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_the_weekend_days_of_the_2026_notice_are_worked(day: str) -> None:
    made_up = date.fromisoformat(day)
    assert made_up.weekday() >= 5
    assert CALENDAR.is_makeup(made_up)
    assert CALENDAR.is_workday(made_up)
    assert CALENDAR.holiday(made_up) is None


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        ("2026-01-01", "2026-01-03", "元旦", "New Year's Day"),
        ("2026-02-15", "2026-02-23", "春节", "Spring Festival"),
        ("2026-04-04", "2026-04-06", "清明节", "Tomb-Sweeping Day"),
        ("2026-05-01", "2026-05-05", "劳动节", "Labour Day"),
        ("2026-06-19", "2026-06-21", "端午节", "Dragon Boat Festival"),
        ("2026-09-25", "2026-09-27", "中秋节", "Mid-Autumn Festival"),
        ("2026-10-01", "2026-10-07", "国庆节", "National Day"),
    ],
)
def test_the_holidays_of_the_2026_notice_have_names_in_both_languages(first: str, last: str, zh: str, en: str) -> None:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        assert CALENDAR.holiday(day) == {"zh": zh, "en": en}
        assert not CALENDAR.is_workday(day)
        day += timedelta(days=1)
    assert CALENDAR.holiday(day) is None


@pytest.mark.parametrize(
    ("day", "zh"), [("2027-01-01", "元旦"), ("2027-02-06", "春节"), ("2027-06-09", "端午节"), ("2027-10-02", "国庆节")]
)
def test_a_year_without_a_notice_keeps_the_days_fixed_by_law_and_is_provisional(day: str, zh: str) -> None:
    off = date.fromisoformat(day)
    name = CALENDAR.holiday(off)
    assert name is not None
    assert name["zh"].startswith(zh)
    assert CALENDAR.is_provisional(off)
    assert not CALENDAR.is_provisional(date(2026, 12, 31))


def test_a_day_exchanged_in_an_older_year_bears_the_name_of_its_holiday() -> None:
    assert CALENDAR.holiday(date(2024, 2, 16)) == CALENDAR.holiday(date(2024, 2, 10))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-09-30", 1, "2026-10-02"),
        ("2026-10-01", 1, "2026-10-02"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-10-10", 1, "2026-10-12"),
        ("2026-10-12", -1, "2026-10-10"),
        ("2026-10-02", -1, "2026-09-30"),
        ("2026-10-03", 0, "2026-10-03"),
        ("2026-10-05", 5, "2026-10-10"),
    ],
)
def test_workdays_are_counted_from_the_day_after(start: str, count: int, expected: str) -> None:
    assert add_workdays(SMALL, date.fromisoformat(start), count) == date.fromisoformat(expected)


@given(DAYS)
def test_the_nearest_workdays_enclose_a_day(day: date) -> None:
    before, after = previous_workday(CALENDAR, day), next_workday(CALENDAR, day)
    assert before <= day <= after
    assert CALENDAR.is_workday(before)
    assert CALENDAR.is_workday(after)
    assert (before == after) is CALENDAR.is_workday(day)
    assert (after - before).days <= 12


@given(DAYS, st.integers(1, 30))
def test_adding_workdays_and_counting_them_are_inverse(day: date, count: int) -> None:
    later = add_workdays(CALENDAR, day, count)
    assert CALENDAR.is_workday(later)
    assert workdays_between(CALENDAR, day, later) == count
    assert workdays_between(CALENDAR, later, day) == -count


def test_a_day_of_a_holiday_that_is_worked_bears_no_name() -> None:
    day = date(2026, 10, 10)
    assert WorkCalendar({day: {"zh": "国庆节", "en": "National Day"}}, frozenset({day}), day).holiday(day) is None
