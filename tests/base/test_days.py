"""Days and hours as they are typed: one table for every form, question and import."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.days import parse_day, parse_hour, read_day, read_month

TODAY = date(2026, 11, 24)
"""A Tuesday."""
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026.12.1", date(2026, 12, 1)),
        ("２０２６年１２月１日", date(2026, 12, 1)),
        ("2026年12月1号", date(2026, 12, 1)),
        ("20261201", date(2026, 12, 1)),
        ("12-1", date(2026, 12, 1)),
        ("１２－１", date(2026, 12, 1)),
        ("1201", date(2026, 12, 1)),
        ("11-24", TODAY),
        ("11-23", date(2027, 11, 23)),
        ("12月1日", date(2026, 12, 1)),
        ("2-29", date(2028, 2, 29)),
        ("5号", date(2026, 12, 5)),
        ("24日", TODAY),
        ("31号", date(2026, 12, 31)),
        ("下月5日", date(2026, 12, 5)),
        ("下个月5号", date(2026, 12, 5)),
        ("月底", date(2026, 11, 30)),
        ("下月底", date(2026, 12, 31)),
        ("下个月底", date(2026, 12, 31)),
        ("上月底", date(2026, 10, 31)),
        ("本月底", date(2026, 11, 30)),
        ("这个月底", date(2026, 11, 30)),
        ("+3", date(2026, 11, 27)),
        ("＋３", date(2026, 11, 27)),
        ("-3", date(2026, 11, 21)),
        ("+2w", date(2026, 12, 8)),
        ("+2周", date(2026, 12, 8)),
        ("+3m", date(2027, 2, 24)),
        ("三天后", date(2026, 11, 27)),
        ("两周后", date(2026, 12, 8)),
        ("3个月后", date(2027, 2, 24)),
        ("半年后", date(2027, 5, 24)),
        ("半个月后", date(2026, 12, 9)),
        ("一年前", date(2025, 11, 24)),
        ("前天", date(2026, 11, 22)),
        ("昨天", date(2026, 11, 23)),
        ("今天", TODAY),
        ("明天", date(2026, 11, 25)),
        ("后天", date(2026, 11, 26)),
        ("大后天", date(2026, 11, 27)),
        ("Tomorrow", date(2026, 11, 25)),
        ("周二", TODAY),
        ("周五", date(2026, 11, 27)),
        ("周一", date(2026, 11, 30)),
        ("本周一", date(2026, 11, 23)),
        ("上周五", date(2026, 11, 20)),
        ("下周一", date(2026, 11, 30)),
        ("下周五", date(2026, 12, 4)),
        ("下 周五", date(2026, 12, 4)),
        ("下个周五", date(2026, 12, 4)),
        ("下下周五", date(2026, 12, 11)),
        ("下星期日", date(2026, 12, 6)),
        ("下周天", date(2026, 12, 6)),
        ("fri", date(2026, 11, 27)),
        ("next Friday", date(2026, 12, 4)),
        ("last fri", date(2026, 11, 20)),
    ],
)
def test_a_day_is_understood_as_people_type_it(typed: str, expected: date) -> None:
    assert parse_day(typed, TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("11-20", date(2026, 11, 20)),
        ("12-1", date(2025, 12, 1)),
        ("2-29", date(2024, 2, 29)),
        ("5号", date(2026, 11, 5)),
        ("31日", date(2026, 10, 31)),
        ("周二", TODAY),
        ("周五", date(2026, 11, 20)),
    ],
)
def test_of_what_has_been_the_last_such_day_is_meant(typed: str, expected: date) -> None:
    assert parse_day(typed, TODAY, past=True) == expected


@pytest.mark.parametrize("weekday", range(7))
def test_an_english_weekday_is_its_whole_name_or_three_letters(weekday: int) -> None:
    name = calendar.day_name[weekday]
    expected = date(2026, 11, 30) + timedelta(days=weekday)
    assert parse_day(f"next {name}", TODAY) == parse_day(f"next {name[:3]}", TODAY) == expected
    with pytest.raises(ValueError):
        parse_day(f"{name}s", TODAY)


@pytest.mark.parametrize("typed", ["friend", "money", "satellite", "sunny", "next month", "this month", "wedding"])
def test_a_word_that_begins_like_a_weekday_is_none(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["个月底", "个周五", "下下月底"])
def test_a_measure_word_belongs_to_the_month_or_week_it_counts(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_day(typed, TODAY)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "2026-02-29", "2026-13-01", "13-1", "2026-12", "20261301", "+", "周八", "下月32日", "+999y天", "0号"],
)
def test_what_is_not_a_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_day(typed, TODAY)


def test_no_span_leads_out_of_the_calendar() -> None:
    with pytest.raises(ValueError):
        parse_day("+9d", date(9999, 12, 30))
    with pytest.raises(ValueError):
        parse_day("-999y", date(900, 1, 1))


@pytest.mark.parametrize(
    "typed",
    ["2030年6月", "２０３０年６月", "2030-06", "2030/6"],
)
def test_where_a_month_is_enough_it_is_its_first_day(typed: str) -> None:
    assert read_month(typed) == date(2030, 6, 1)
    assert parse_day(typed, TODAY, month=True) == date(2030, 6, 1)
    with pytest.raises(ValueError):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["2030年13月", "2030", "6月", "2030-06-01"])
def test_what_is_not_a_month_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        read_month(typed)


@given(DAYS, DAYS)
def test_a_written_day_reads_back_from_any_day(day: date, today: date) -> None:
    for written in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat().translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
    ):
        assert read_day(written) == day
        assert parse_day(written, today) == day
        assert parse_day(written, today, past=True) == day


@given(DAYS, DAYS, st.booleans())
def test_month_and_day_mean_the_nearest_such_day(today: date, named: date, past: bool) -> None:
    found = parse_day(f"{named.month}月{named.day}日", today, past=past)
    assert (found.month, found.day) == (named.month, named.day)
    assert (found <= today) if past else (found >= today)
    step = timedelta(days=-1 if past else 1)
    between = today
    while between != found:
        assert (between.month, between.day) != (named.month, named.day), "one nearer was passed over"
        between += step


@given(DAYS, st.integers(0, 6), st.booleans())
def test_a_weekday_is_less_than_a_week_away(today: date, weekday: int, past: bool) -> None:
    found = parse_day(f"周{'一二三四五六日'[weekday]}", today, past=past)
    away = (today - found if past else found - today).days
    assert found.weekday() == weekday
    assert 0 <= away < 7


@given(DAYS, st.integers(0, 6))
def test_next_weeks_day_lies_in_the_calendar_week_after(today: date, weekday: int) -> None:
    found = parse_day(f"下周{'一二三四五六日'[weekday]}", today)
    assert found.isocalendar()[:2] == (today + timedelta(weeks=1)).isocalendar()[:2]
    assert found.weekday() == weekday


@given(DAYS)
def test_the_end_of_the_month_is_its_last_day(today: date) -> None:
    assert parse_day("月底", today).day == calendar.monthrange(today.year, today.month)[1]


@given(st.text(st.sampled_from("0123456789-/.年月日号下周上天个后前+一二mdw "), max_size=12), DAYS, st.booleans())
def test_whatever_is_typed_is_a_day_or_refused(typed: str, today: date, past: bool) -> None:
    try:
        found = parse_day(typed, today, past=past, month=True)
    except ValueError:
        return
    assert isinstance(found, date)


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
        ("9点半", "09:30"),
        ("上午9点", "09:00"),
        ("下午3点", "15:00"),
        ("下午3点半", "15:30"),
        ("下午12点", "12:00"),
        ("晚上5点", "17:00"),
        ("晚上8:15", "20:15"),
        ("晚上11点半", "23:30"),
        ("晚上20点", "20:00"),
    ],
)
def test_an_hour_is_understood_as_people_type_it(typed: str, expected: str) -> None:
    assert parse_hour(typed) == expected


@given(st.times())
def test_a_written_hour_reads_back(hour: object) -> None:
    assert parse_hour(f"{hour:%H:%M}") == f"{hour:%H:%M}"


@pytest.mark.parametrize("typed", ["25:00", "9:60", "noon", "9", "下午25点"])
def test_what_is_not_an_hour_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_hour(typed)


@pytest.mark.parametrize("typed", ["晚上12点", "晚上12点半", "晚上12:00", "晚上0点", "晚上1点", "晚上24点", "晚上13点"])
def test_a_night_hour_past_midnight_is_refused_and_never_an_hour_of_the_day(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_hour(typed)
