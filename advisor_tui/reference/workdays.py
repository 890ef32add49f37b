"""The calendar of working days: the State Council's notices in data/workdays/, the `holidays` library for the rest.

The library takes longer to import than all of data/ to read, so it comes in only when a year is asked for that no
notice in data/ covers. For years whose notice it does not know either, it tells what the law alone fixes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.workdays import WorkCalendar

_DAY = timedelta(days=1)
_SUBSTITUTED = "休息日"


@dataclass(frozen=True)
class Year:
    """What is off and what is worked in exchange in one year."""

    off: Mapping[date, Both]
    makeup: frozenset[date]


@dataclass(frozen=True)
class Notice:
    """One year's notice as a file of data/workdays/ holds it."""

    year: int
    published_through: date
    source: str
    confirmed: bool
    days: Year


def read_notice(document: Document) -> Notice:
    """Read and check one year's notice."""
    root = document.root
    root.only("year", "published_through", "source", "url", "confirmed", "work", "off")
    year = root.integer("year", low=2000, high=2100)
    off: dict[date, Both] = {}
    for table in root.tables("off", least=1):
        _read_off(table, year, off)
    makeup = root.values.get("work", [])
    if not isinstance(makeup, list) or not all(type(day) is date for day in makeup):
        root.wrong("work", mark("Expected a list of dates"))
        makeup = []
    for place, day in enumerate(makeup):
        if day.weekday() < 5 or day in off or day.year != year:
            document.add(
                ("work", place), mark("{day} is not a weekend day of {year} that could be worked"), day=day, year=year
            )
    return Notice(
        year,
        root.day("published_through"),
        root.text("source"),
        root.flag("confirmed"),
        Year(off, frozenset(makeup)),
    )


def _read_off(table: Table, year: int, off: dict[date, Both]) -> None:
    table.only("name", "from", "to")
    name, day, last = table.both("name"), table.day("from"), table.day("to")
    if not (day.year == last.year == year and day <= last and (last - day).days <= 30):
        table.wrong("to", mark("This holiday does not lie within {year}"), year=year)
        return
    while day <= last:
        if day in off:
            table.wrong("from", mark("{day} is off twice"), day=day)
        off[day] = name
        day += _DAY


class _Years:
    """Years as they are asked for: from a notice, else from the library."""

    def __init__(self, notices: Mapping[int, Year], library: Callable[[int], Year]) -> None:
        self._years = dict(notices)
        self._library = library

    def __getitem__(self, year: int) -> Year:
        if year not in self._years:
            self._years[year] = self._library(year)
        return self._years[year]

    @property
    def known(self) -> list[int]:
        return sorted(self._years)


class _Holidays(Mapping[date, Both]):
    def __init__(self, years: _Years) -> None:
        self._years = years

    def __getitem__(self, day: date) -> Both:
        return self._years[day.year].off[day]

    def __iter__(self) -> Iterator[date]:
        for year in self._years.known:
            yield from self._years[year].off

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Makeup:
    def __init__(self, years: _Years) -> None:
        self._years = years

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in self._years[day.year].makeup


def work_calendar(notices: list[Notice]) -> WorkCalendar:
    """The calendar over all notices; days after the newest one's end are provisional."""
    years = _Years({notice.year: notice.days for notice in notices}, library_year)
    last = max((notice.published_through for notice in notices), default=date.min)
    return WorkCalendar(_Holidays(years), _Makeup(years), last)


def library_year(year: int) -> Year:
    """A year as the `holidays` library knows it; for a year without a known notice, the days fixed by law."""
    import holidays

    zh = holidays.country_holidays("CN", years=year, language="zh_CN")
    en = holidays.country_holidays("CN", years=year, language="en_US")
    own = {day: _plain(zh[day], en[day]) for day in sorted(zh) if day.year == year}
    named = {day: name for day, name in own.items() if not name["zh"].startswith(_SUBSTITUTED)}
    off = {day: name if day in named else _nearest(day, named, name) for day, name in own.items()}
    return Year(off, frozenset(day for day in zh.weekend_workdays if day.year == year))


def _plain(zh: str, en: str) -> Both:
    """Without the remark that a day off was moved from a weekend."""
    return {"zh": zh.split("（补假）")[0], "en": en.split(" (observed)")[0]}


def _nearest(day: date, named: Mapping[date, Both], own: Both) -> Both:
    """A day that was exchanged for a weekend bears the name of the holiday that it prolongs."""
    close = [other for other in named if abs((other - day).days) <= 7]
    return named[min(close, key=lambda other: abs((other - day).days))] if close else own
