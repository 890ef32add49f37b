"""The day that head office has vouched for: what a wrong clock of this terminal must not bring about waits for it."""

from datetime import date

from sqlalchemy import Connection

from advisor_tui.base.clock import business_date, parse_instant
from advisor_tui.store.notes import read_note, write_note

_NEWEST = "head_office_instant"


def note_instant(connection: Connection, created: str) -> None:
    """Keep the newest instant (UTC) at which head office sealed a bundle that was taken in here."""
    if created > (read_note(connection, _NEWEST) or ""):
        write_note(connection, _NEWEST, created)


def proven_day(connection: Connection, today: date) -> date | None:
    """The business date that has come for certain, by both clocks; None before the first bundle of head office."""
    newest = read_note(connection, _NEWEST)
    return None if newest is None else min(today, business_date(parse_instant(newest)))
