"""Days and hours as an advisor types them, also with an input method switched on."""

import re
from datetime import date, time, timedelta

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import half_width

_WHOLE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_AHEAD = re.compile(r"\+(\d{1,3})([dw天日周]?)")
_WEEKDAY = re.compile(r"(下)?(?:周|星期)([一二三四五六日天])")
_HOUR = re.compile(r"(\d{1,2})[:：点时](\d{2})?分?|(\d{1,2})(\d{2})")
_NAMES = {"今天": 0, "明天": 1, "后天": 2, "today": 0, "tomorrow": 1}


def parse_day(typed: str, today: date) -> date:
    """A day: `2026-12-01`, `12-1` (the next one), `12月1日`, `+3`, `+2w`, `明天`, `下周五`, `today`.

    Raises:
        ValueError: It is none of these, or not in the calendar.
    """
    text = half_width(typed).lower().replace(" ", "")
    if text in _NAMES:
        return today + timedelta(days=_NAMES[text])
    if match := _WHOLE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    if match := _SHORT.fullmatch(text):
        found = date(today.year, int(match[1]), int(match[2]))
        return found if found >= today else found.replace(year=today.year + 1)
    if match := _AHEAD.fullmatch(text):
        return today + timedelta(days=int(match[1]) * (7 if match[2] in ("w", "周") else 1))
    if match := _WEEKDAY.fullmatch(text):
        weekday = "一二三四五六日".index(match[2].replace("天", "日"))
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 if match[1] else 0)
        found = monday + timedelta(days=weekday)
        return found if match[1] or found >= today else found + timedelta(days=7)
    raise ValueError(typed)


def parse_hour(typed: str) -> str:
    """An hour as `HH:MM`: `9:30`, `0930`, `9点`, `14点30`; "" stays "".

    Raises:
        ValueError: It is not an hour.
    """
    text = half_width(typed).replace(" ", "")
    if not text:
        return ""
    match = _HOUR.fullmatch(text)
    if match is None:
        raise ValueError(typed)
    return f"{time(int(match[1] or match[3]), int(match[2] or match[4] or 0)):%H:%M}"


def day_complaint(typed: str, today: date, *, least: date | None = None, most: date | None = None) -> str | None:
    """What is wrong with a typed day, in the language in use, or None."""
    try:
        day = parse_day(typed, today)
    except ValueError:
        return translate(mark("A day such as 2026-12-01, 12-1, +3 or 明天"))
    if least is not None and day < least:
        return translate(mark("Not before {day}")).format(day=least)
    if most is not None and day > most:
        return translate(mark("Not after {day}")).format(day=most)
    return None


def hour_complaint(typed: str) -> str | None:
    """What is wrong with a typed hour, in the language in use, or None."""
    try:
        parse_hour(typed)
    except ValueError:
        return translate(mark("An hour such as 9:30 or 1430"))
    return None
