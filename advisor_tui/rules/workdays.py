"""Chinese working days over a calendar that says until when it is known."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Both = Mapping[str, str]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked.

    Attributes:
        holidays: Days off by public holiday, with the holiday's name in both languages.
        makeup: Saturdays and Sundays that are worked in exchange (调休).
        published_through: The last day that the State Council's notice covers; later days are provisional: what
            the law alone tells, without bridging days and make-up work.
    """

    holidays: Mapping[date, Both]
    makeup: Container[date]
    published_through: date

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked."""
        if day in self.makeup:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def is_makeup(self, day: date) -> bool:
        """Whether a day of the weekend is worked in exchange for a holiday."""
        return day in self.makeup

    def is_provisional(self, day: date) -> bool:
        """Whether the year's notice was not known when the calendar was made."""
        return day > self.published_through

    def holiday(self, day: date) -> Both | None:
        """The name of the public holiday that a day is off for, or None; a plain weekend has none."""
        return None if day in self.makeup else self.holidays.get(day)


def next_workday(calendar: WorkCalendar, day: date) -> date:
    """The day itself if it is worked, else the first worked day after it."""
    while not calendar.is_workday(day):
        day += _DAY
    return day


def previous_workday(calendar: WorkCalendar, day: date) -> date:
    """The day itself if it is worked, else the last worked day before it."""
    while not calendar.is_workday(day):
        day -= _DAY
    return day


def add_workdays(calendar: WorkCalendar, day: date, count: int) -> date:
    """The day that lies so many working days after (before, if negative) a day; 0 gives the day itself.

    The day itself does not count, as terms in working days are reckoned (民法典 art. 201: the day on which a term
    begins is not counted).
    """
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not calendar.is_workday(day):
            day += step
    return day


def workdays_between(calendar: WorkCalendar, start: date, end: date) -> int:
    """How many working days lie after the start and up to the end, both ways; negative when the end is earlier."""
    if end < start:
        return -workdays_between(calendar, end, start)
    return sum(calendar.is_workday(start + _DAY * ahead) for ahead in range(1, (end - start).days + 1))
