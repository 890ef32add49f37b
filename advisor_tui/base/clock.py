"""Instants and business dates from an injected clock."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "UTC+8")
"""Business dates are dates in this zone; China has kept it without daylight saving since 1991."""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class Clock(Protocol):
    """Where "now" comes from."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present business date, in UTC+8."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present business date, in UTC+8."""
        return business_date(self.now())


class FixedClock:
    """A clock that stands still until it is moved; for the demo and the tests."""

    def __init__(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was set to, in UTC."""
        return self._instant

    def today(self) -> date:
        """The business date of that instant."""
        return business_date(self._instant)

    def move(self, by: timedelta) -> None:
        """Move the clock by a span, backwards if negative."""
        self._instant += by


class OffsetClock:
    """A running clock that started at a given instant: the demo's `--date`."""

    def __init__(self, start: datetime) -> None:
        self._offset = start.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        """The machine's instant, shifted, in UTC."""
        return datetime.now(UTC) + self._offset

    def today(self) -> date:
        """The business date of that instant."""
        return business_date(self.now())


def business_date(instant: datetime) -> date:
    """The date in UTC+8 of an aware instant."""
    return instant.astimezone(CHINA).date()


def instant_text(instant: datetime) -> str:
    """An instant as the store and the journal write it: UTC, microseconds, Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_instant(text: str) -> datetime:
    """Read what `instant_text` wrote; ValueError for anything else."""
    # `fromisoformat` reads other forms too, but ten times faster than `strptime`, which every row would pay for.
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"not an instant: {text!r}")
    return datetime.fromisoformat(text)


def midday(day: date) -> datetime:
    """Noon of a business date, as a UTC instant."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=CHINA).astimezone(UTC)
