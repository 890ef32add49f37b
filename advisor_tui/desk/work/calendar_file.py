"""Follow-ups as an iCalendar file (RFC 5545) that other programs read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from advisor_tui.base.clock import CHINA


@dataclass(frozen=True)
class Appointment:
    """One entry; without a time it lasts the whole day.

    Attributes:
        id: Stays the same when the appointment moves, so that an import replaces it.
        time: `HH:MM` or "".
        summary: What the entry reads, already masked.
    """

    id: str
    on: date
    time: str
    minutes: int
    summary: str


def calendar_bytes(appointments: Iterable[Appointment], made_at: datetime, name: str) -> bytes:
    """The file's content.

    Args:
        appointments: In the order in which they stand in the file.
        made_at: The instant that the entries carry as their stamp.
        name: The calendar's name.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//advisor-tui//follow-ups//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for appointment in appointments:
        event = Event()
        event.add("uid", f"{appointment.id}@advisor-tui")
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("summary", appointment.summary)
        if appointment.time:
            start = datetime.combine(appointment.on, time.fromisoformat(appointment.time), CHINA).astimezone(UTC)
            event.add("dtstart", start)
            event.add("dtend", start + timedelta(minutes=appointment.minutes))
        else:
            event.add("dtstart", appointment.on)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
