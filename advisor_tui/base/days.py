"""Days, months and hours as people type them: one reading for every form, question and import."""

import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

from advisor_tui.base.text import half_width
from advisor_tui.rules.dates import add_months

_WHOLE = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
    re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})[日号]?"),
)
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月?)")
_SHORT = re.compile(r"(\d{1,2})(?:[-/.](\d{1,2})|月(\d{1,2})[日号]?)|(\d\d)(\d\d)")
_DAY_ONLY = re.compile(r"(本月|这个月|下月|下个月|上月|上个月)?(\d{1,2})[日号]")
_MONTH_END = re.compile(r"(?:([本这下上])个?)?月底")
_AHEAD = re.compile(r"([+-])(\d{1,3})([dwmy天日周月年]?)")
_LATER = re.compile(r"(\d{1,3}|[一二两三四五六七八九十半])(?:个)?(天|日|周|星期|月|年)(后|之后|以后|前|之前|以前)")
_WEEKDAY = re.compile(r"(?:(下下|下|上|本|这)个?)?(?:周|星期|礼拜)([一二三四五六日天])")
_ENGLISH_WEEKDAY = re.compile(
    r"(next|last|this)?((?:mon|fri|sun)(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|sat(?:urday)?)"
)
_HOUR = re.compile(r"(\d{1,2})[:点时](\d{2})?分?|(\d{1,2})(\d{2})")

_NAMES = {
    "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_NUMBERS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_MONTHS_AWAY = {"": 0, "本": 0, "这": 0, "下": 1, "上": -1}
_WEEKS_AWAY = {"上": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "last": -1, "this": 0, "next": 1}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EVENING = 17
"""No hour before five in the afternoon is 晚上."""
_YEARS = 9
"""Within so many years 29 February comes again, whatever the century."""


def read_day(text: str) -> date:
    """A whole date as people and spreadsheets write it: 2026-01-02, 2026/1/2, 2026.1.2, 20260102, 2026年1月2日.

    Raises:
        ValueError: It is written in another form, or is not in the calendar.
    """
    typed = half_width(text)
    for shape in _WHOLE:
        match = shape.fullmatch(typed)
        if match:
            return date(int(match[1]), int(match[3]), int(match[4]))
    raise ValueError(text)


def read_month(text: str) -> date:
    """The first day of a month: 2030-06, 2030/6, 2030年6月.

    Raises:
        ValueError: It is written in another form, or is not in the calendar.
    """
    match = _MONTH.fullmatch(half_width(text).replace(" ", ""))
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2] or match[3]), 1)


def is_month(text: str) -> bool:
    """Whether it names a month without a day, as `read_month` reads it."""
    return _MONTH.fullmatch(half_width(text).replace(" ", "")) is not None


def parse_day(typed: str, today: date, *, past: bool = False, month: bool = False) -> date:
    """A day as an advisor types it, also with an input method switched on.

    `2026-12-01`, `20261201`, `12-1`, `1201`, `12月1日`, `5号`, `下月5日`, `月底`, `+3`, `+2w`, `3个月后`, `明天`,
    `周五`, `下周五`, `fri`, `next fri`; a week begins on Monday.

    Args:
        typed: What was typed.
        today: The business date that all this counts from.
        past: What leaves the year, the month or the week open means the last such day, not the next one.
        month: Where a month is enough, `2030年6月` is its first day.

    Raises:
        ValueError: It is none of these, or not in the calendar.
    """
    text = half_width(typed).lower().replace(" ", "")
    if text in _NAMES:
        return today + timedelta(days=_NAMES[text])
    for shape in _WHOLE:
        if shape.fullmatch(text):
            return read_day(text)
    if month and _MONTH.fullmatch(text):
        return read_month(text)
    try:
        return _near(text, today, past)
    except OverflowError as error:
        raise ValueError(typed) from error


def _near(text: str, today: date, past: bool) -> date:
    """A day named from today."""
    if match := _SHORT.fullmatch(text):
        named_month, named_day = int(match[1] or match[4]), int(match[2] or match[3] or match[5])
        return _nearest(_in_years(today, named_month, named_day), today, past)
    if match := _DAY_ONLY.fullmatch(text):
        if match[1]:
            base = add_months(today.replace(day=1), _MONTHS_AWAY[match[1][0]])
            return base.replace(day=int(match[2]))
        return _nearest(_in_months(today, int(match[2])), today, past)
    if match := _MONTH_END.fullmatch(text):
        return add_months(today.replace(day=1), _MONTHS_AWAY[match[1] or ""] + 1) - timedelta(days=1)
    if match := _AHEAD.fullmatch(text):
        return _away(today, int(match[2]) * (-1 if match[1] == "-" else 1), match[3] or "d")
    if match := _LATER.fullmatch(text):
        sign = -1 if match[3].endswith("前") else 1
        if match[1] == "半":
            return _half(today, match[2], sign, text)
        return _away(today, (_NUMBERS.get(match[1]) or int(match[1])) * sign, match[2])
    if match := _WEEKDAY.fullmatch(text):
        return _of_week(today, match[1], "一二三四五六日".index(match[2].replace("天", "日")), past)
    if match := _ENGLISH_WEEKDAY.fullmatch(text):
        return _of_week(today, match[1], _WEEKDAYS.index(match[2][:3]), past)
    raise ValueError(text)


def _nearest(days: Iterator[date], today: date, past: bool) -> date:
    """The next of some days from today on, or the last one up to today."""
    found = [day for day in days if (day <= today if past else day >= today)]
    if not found:
        raise ValueError
    return max(found) if past else min(found)


def _exist(parts: Iterator[tuple[int, int, int]]) -> Iterator[date]:
    for part in parts:
        try:
            yield date(*part)
        except ValueError:
            continue


def _in_years(today: date, month: int, day: int) -> Iterator[date]:
    """A day of a month in the years around: 29 February is not in every one."""
    return _exist((today.year + by, month, day) for by in range(-_YEARS, _YEARS))


def _in_months(today: date, day: int) -> Iterator[date]:
    """A day of the months around: the 31st is not in every one."""
    first = today.replace(day=1)
    months = (add_months(first, by) for by in range(-2, 3))
    return _exist((month.year, month.month, day) for month in months)


def _away(today: date, count: int, unit: str) -> date:
    if unit in ("y", "年"):
        return add_months(today, count * 12)
    if unit in ("m", "月"):
        return add_months(today, count)
    return today + timedelta(days=count * (7 if unit in ("w", "周", "星期") else 1))


def _half(today: date, unit: str, sign: int, text: str) -> date:
    """半年后 is six months, 半月后 fifteen days."""
    if unit == "年":
        return add_months(today, 6 * sign)
    if unit == "月":
        return today + timedelta(days=15 * sign)
    raise ValueError(text)


def _of_week(today: date, which: str | None, weekday: int, past: bool) -> date:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=weekday)
    if which:
        return day + timedelta(weeks=_WEEKS_AWAY[which])
    if past:
        return day if day <= today else day - timedelta(weeks=1)
    return day if day >= today else day + timedelta(weeks=1)


def parse_hour(typed: str) -> str:
    """An hour as `HH:MM`: `9:30`, `0930`, `9点`, `14点30`, `下午3点半`; "" stays "".

    Raises:
        ValueError: It is not an hour.
    """
    text = half_width(typed).replace(" ", "")
    if not text:
        return ""
    half_day, text = _half_day(text)
    match = _HOUR.fullmatch(text.replace("半", "30") if text.endswith(("点半", "时半")) else text)
    if match is None:
        raise ValueError(typed)
    hour = int(match[1] or match[3])
    return f"{time(half_day(hour), int(match[2] or match[4] or 0)):%H:%M}"


def _half_day(text: str) -> tuple[Callable[[int], int], str]:
    """What 上午, 下午 and 晚上 do to the hour, and the rest of the text."""
    if text.startswith("下午"):
        return _after_noon, text[len("下午") :]
    if text.startswith("晚上"):
        return _evening, text[len("晚上") :]
    for word in ("上午", "早上"):
        if text.startswith(word):
            return (lambda hour: hour), text[len(word) :]
    return (lambda hour: hour), text


def _after_noon(hour: int) -> int:
    return hour + 12 if hour < 12 else hour


def _evening(hour: int) -> int:
    """晚上12点 and the hours after it lie in the next day: which day was meant is not to be guessed."""
    if _after_noon(hour) < _EVENING:
        raise ValueError(hour)
    return _after_noon(hour)
