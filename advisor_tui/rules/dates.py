"""Counting in months."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The corresponding day months later; where the month has none, its last day (民法典 art. 202).

    A day that the calendar cannot hold is its last one, 9999-12-31.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
