"""When to speak to a client again: the tier's rhythm, and the days around an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from advisor_tui.rules.dates import add_months
from advisor_tui.rules.workdays import WorkCalendar, next_workday, previous_workday

Both = Mapping[str, str]
Anchor = Literal["relation_start", "proposal", "balance_move", "maturity", "assessment_expiry", "id_expiry", "birthday"]
ANCHORS: tuple[Anchor, ...] = (
    "relation_start", "proposal", "balance_move", "maturity", "assessment_expiry", "id_expiry", "birthday",
)  # fmt: skip
RHYTHM = "rhythm"
"""The event of a contact that is due by the tier's rhythm alone."""


@dataclass(frozen=True)
class Event:
    """Contacts around a day in the client's life.

    Attributes:
        anchor: What day it is about.
        title: What the contact is for.
        offsets: Days before (negative) and after that day on which a contact is due.
        lapse_days: Days after the last contact's day at which one that nobody wrote down leaves the task queue.
        confirmed: Whether the bank has confirmed the figures.
        least_fen: Of `balance_move` the amount in 分 from which on money that moves is large; 0 elsewhere.
    """

    anchor: Anchor
    title: Both
    offsets: tuple[int, ...]
    lapse_days: int
    confirmed: bool
    least_fen: int = 0


@dataclass(frozen=True)
class Cadence:
    """The bank's rhythm of contacts.

    Attributes:
        months: Months between two contacts, by tier id.
        events: By anchor.
        urgent_days: How near a legal deadline is when it stands above everything else in the task queue.
        horizon_days: What begins within this many days stands in the queue as coming.
    """

    months: Mapping[str, int]
    events: Mapping[Anchor, Event]
    urgent_days: int
    horizon_days: int

    def lapse_days(self, anchor: Anchor) -> int:
        """The days after which a contact of this event lapses; 0 where the bank plans none."""
        event = self.events.get(anchor)
        return 0 if event is None else event.lapse_days

    def is_large(self, moved_fen: int) -> bool:
        """Whether so much money (分) that moves calls for a contact; never where the bank plans none for it."""
        event = self.events.get("balance_move")
        return event is not None and moved_fen >= event.least_fen


@dataclass(frozen=True, order=True)
class Due:
    """A contact that is due.

    Attributes:
        on: The working day.
        event: An anchor, or `rhythm`.
        anchor: The day that it is about (the last contact, for the rhythm).
        offset: Days from the anchor as the table asks for them; None for the rhythm.
        provisional: The working days of that date are not published yet.
    """

    on: date
    event: str
    anchor: date
    offset: int | None
    provisional: bool


def next_contact(cadence: Cadence, workdays: WorkCalendar, tier: str, last: date, today: date) -> Due:
    """The next contact by the tier's rhythm, never before today and on a working day.

    It is moved back to the working day before, so that the interval is kept, unless that day is past. A tier that
    the table does not name has the longest interval in it.
    """
    months = cadence.months.get(tier, max(cadence.months.values()))
    wanted = add_months(last, months)
    return _due(workdays, wanted, today, RHYTHM, last, None)


def event_contacts(cadence: Cadence, workdays: WorkCalendar, anchor: Anchor, day: date, today: date) -> tuple[Due, ...]:
    """The contacts around an event that are due today or later, the earliest first, each day once.

    Contacts before the event move to the working day before (a warning must not come late), those on or after it
    to the working day after. A birthday is the next one; 29 February is kept on 28 February in other years.
    """
    event = cadence.events.get(anchor)
    if event is None:
        return ()
    if anchor == "birthday":
        day = next_birthday(day, today)
    found: dict[date, Due] = {}
    for offset in sorted(event.offsets):
        wanted = day + timedelta(days=offset)
        if wanted >= today:
            due = _due(workdays, wanted, today, anchor, day, offset)
            found.setdefault(due.on, due)
    return tuple(sorted(found.values()))


def next_follow_up(
    cadence: Cadence, workdays: WorkCalendar, tier: str, last: date, today: date, events: Mapping[Anchor, date]
) -> Due:
    """The earliest of the tier's rhythm and of every event's contacts after today; what to propose next."""
    tomorrow = today + timedelta(days=1)
    candidates = [next_contact(cadence, workdays, tier, last, tomorrow)]
    for anchor, day in events.items():
        candidates.extend(event_contacts(cadence, workdays, anchor, day, tomorrow))
    return min(candidates, key=lambda due: (due.on, due.event == RHYTHM, due.event))


def next_birthday(born: date, today: date) -> date:
    """The next birthday, today included; 29 February counts as 28 February in other years."""
    months = (today.year - born.year) * 12
    this_year = add_months(born, months)
    return this_year if this_year >= today else add_months(born, months + 12)


def _due(workdays: WorkCalendar, wanted: date, today: date, event: str, anchor: date, offset: int | None) -> Due:
    before = offset is None or offset < 0
    on = previous_workday(workdays, wanted) if before else next_workday(workdays, wanted)
    if on < today:
        on = next_workday(workdays, today)
    return Due(on, event, anchor, offset, workdays.is_provisional(on))
