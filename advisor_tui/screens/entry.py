"""Days, hours and amounts in forms: what is wrong with them, what was understood, how they may be written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor_tui.base.days import parse_day, parse_hour, read_day
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.money import parse_amount, yuan
from advisor_tui.widgets.form import FieldSpec

WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
COMING = mark("12-1, 明天, 下周五")
PAST = mark("11-20, 昨天, 周五")
WRITTEN = mark("2030-06-01, 2030年6月1日")
HOUR = mark("9:30, 1430, 下午3点")
AMOUNT = mark("500000, 500k, 1.2m")


def day_text(day: date) -> str:
    """A day with its weekday, in the language in use: `2026-12-04 周五`."""
    return f"{day.isoformat()} {translate(WEEKDAYS[day.weekday()])}"


@dataclass(frozen=True)
class DayEntry:
    """A day to type in.

    Attributes:
        today: The business date that `12-1` and `周五` count from.
        least, most: Its bounds, included. Where nothing after today will do, `12-1` is the last one.
    """

    today: date
    least: date | None = None
    most: date | None = None

    @property
    def past(self) -> bool:
        """Whether it is a day that has been."""
        return self.most is not None and self.most <= self.today

    def read(self, typed: str) -> date:
        """The day that was typed.

        Raises:
            ValueError: It cannot be read; its bounds are for `complaint`.
        """
        return parse_day(typed, self.today, past=self.past)

    def understood(self, typed: str) -> str:
        """The day with its weekday, or "" while it cannot be read."""
        try:
            return day_text(self.read(typed))
        except ValueError:
            return ""

    def complaint(self, typed: str) -> str | None:
        """What is wrong with it, in the language in use, or None."""
        try:
            day = self.read(typed)
        except ValueError:
            return translate(mark("A day such as 2026-12-01, 12-1, +3 or 明天"))
        if self.least is not None and day < self.least:
            return translate(mark("Not before {day}")).format(day=self.least)
        if self.most is not None and day > self.most:
            return translate(mark("Not after {day}")).format(day=self.most)
        return None

    def field(self, name: str, label: str, value: str = "", **more: Any) -> FieldSpec:
        """A field of a form for it; `more` is what `FieldSpec` takes besides."""
        return FieldSpec(
            name,
            label,
            value,
            kind="date",
            check=self.complaint,
            read=self.understood,
            form=PAST if self.past else COMING,
            **more,
        )


def written_day(typed: str) -> str:
    """A whole date with its weekday, or "" while it is none."""
    try:
        return day_text(read_day(typed))
    except ValueError:
        return ""


def hour_complaint(typed: str) -> str | None:
    """What is wrong with a typed hour, in the language in use, or None."""
    try:
        parse_hour(typed)
    except ValueError:
        return translate(mark("An hour such as 9:30 or 1430"))
    return None


def hour_understood(typed: str) -> str:
    """The hour, or "" while it cannot be read."""
    try:
        return parse_hour(typed)
    except ValueError:
        return ""


def hour_field(name: str, label: str) -> FieldSpec:
    """A field for an hour."""
    return FieldSpec(name, label, kind="date", check=hour_complaint, read=hour_understood, form=HOUR)


def amount_understood(typed: str) -> str:
    """The amount in yuan, or "" while it cannot be read."""
    try:
        return translate(mark("{amount} yuan")).format(amount=yuan(parse_amount(typed)))
    except ValueError:
        return ""
