"""What is due, read from the tables by date: each statement searches an index and never walks a client-sized table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from json import dumps
from typing import Any

from sqlalchemy import Connection, Date, TextualSelect, text

from advisor_tui.rules.ranking import ANCHORS, Kind

SLACK_DAYS = 14
"""More than a contact may move so that it falls on a working day."""
# As text, since today's lines stand before the tables are imported.
_CLIENT = "client.id, client.name, client.number"
_MINE = "client.status IN ('active', 'prospect') AND (:everyone OR client.advisor_id = :me)"
TASKS = text(
    "SELECT task.id, task.kind, task.title, task.params, task.due_on, task.due_time, task.priority, "
    f"task.snoozed_until, task.note, task.proposal_id, task.loan_case_id, task.subject, {_CLIENT} "
    "FROM task LEFT JOIN client ON client.id = task.client_id "
    "WHERE task.status = 'open' AND task.due_on <= :until AND task.advisor_id = :me"
).columns(due_on=Date, snoozed_until=Date)
FOLLOW_UPS = text(
    "SELECT follow_up.id, follow_up.planned_on, follow_up.planned_time, follow_up.channel, follow_up.purpose, "
    f"follow_up.title, follow_up.minutes, follow_up.outcome, {_CLIENT} "
    "FROM follow_up JOIN client ON client.id = follow_up.client_id "
    "WHERE follow_up.status = 'planned' AND follow_up.planned_on <= :until AND follow_up.advisor_id = :me"
).columns(planned_on=Date)
COMPLAINTS = text(
    "SELECT complaint.id, complaint.number, complaint.subject, complaint.received_on, complaint.due_on, "
    f"complaint.extended_until, complaint.grade, {_CLIENT} "
    "FROM complaint LEFT JOIN client ON client.id = complaint.client_id "
    "WHERE complaint.status = 'open' "
    "AND (:everyone OR complaint.handler_id IS NULL OR complaint.handler_id = :me)"
).columns(received_on=Date, due_on=Date, extended_until=Date)
MATURITIES = text(
    f"SELECT holding.id, holding.name, holding.kind, holding.value, holding.matures_on, {_CLIENT} "
    "FROM holding JOIN client ON client.id = holding.client_id "
    f"WHERE holding.matures_on BETWEEN :first AND :last AND {_MINE}"
).columns(matures_on=Date)
ASSESSMENTS = text(
    f"SELECT card.risk_level, card.assessed_until, card.assets, {_CLIENT} "
    "FROM client_card AS card JOIN client ON client.id = card.client_id "
    f"WHERE card.assessed_until BETWEEN :first AND :last AND {_MINE}"
).columns(assessed_until=Date)
ID_DOCUMENTS = text(
    f"SELECT card.id_expires_on, card.assets, {_CLIENT} "
    "FROM client_card AS card JOIN client ON client.id = card.client_id "
    f"WHERE card.id_expires_on BETWEEN :first AND :last AND {_MINE}"
).columns(id_expires_on=Date)
BIRTHDAYS = text(
    f"SELECT client.born_on, {_CLIENT} FROM client "
    f"WHERE substr(client.born_on, 6) IN (SELECT value FROM json_each(:days)) AND {_MINE}"
).columns(born_on=Date)
HANDLED = text(
    "SELECT task.subject, task.status FROM task "
    "WHERE task.status IN ('open', 'done', 'cancelled') AND task.due_on >= :first AND task.subject <> ''"
).columns()
STATEMENTS: Mapping[str, TextualSelect] = {
    "tasks": TASKS,
    "follow_ups": FOLLOW_UPS,
    "complaints": COMPLAINTS,
    "maturities": MATURITIES,
    "assessments": ASSESSMENTS,
    "id_documents": ID_DOCUMENTS,
    "birthdays": BIRTHDAYS,
    "handled": HANDLED,
}


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose work is read: one advisor's, or everyone's clients for the branch lead."""

    me: str
    everyone: bool

    def params(self, **days: date) -> dict[str, object]:
        """The parameters of a statement, its days as they are stored."""
        return {"me": self.me, "everyone": self.everyone, **{name: day.isoformat() for name, day in days.items()}}


@dataclass(frozen=True, slots=True)
class Event:
    """A day in a client's life around which contacts are due.

    Attributes:
        subject: What it is known by, without the contact's offset.
        day: The day itself.
        client: Id, name and number.
    """

    kind: Kind
    subject: str
    day: date
    client: tuple[str, str, str]
    facts: Mapping[str, int | str]
    amount_fen: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The days of events that can matter on a business date."""

    today: date
    first: date
    last: date

    @classmethod
    def around(cls, today: date, offsets: Iterable[int], lapse_days: int, horizon_days: int) -> "Window":
        """From what has just lapsed to what the earliest contact before an event reaches."""
        warning = max([0, *(-offset for offset in offsets)])
        ahead = warning + horizon_days + SLACK_DAYS
        return cls(today, today - timedelta(days=lapse_days + SLACK_DAYS), today + timedelta(days=ahead))


def maturities(connection: Connection, whose: Whose, window: Window) -> Iterator[Event]:
    """Holdings that mature."""
    for row in connection.execute(MATURITIES, whose.params(first=window.first, last=window.last)):
        holding, name, kind, value, day, *client = row
        facts = {"name": name, "holding": kind, "amount_fen": value}
        yield Event(Kind.MATURITY, f"maturity:{holding}:{day}", day, _whom(client), facts, value)


def assessments(connection: Connection, whose: Whose, window: Window) -> Iterator[Event]:
    """Risk assessments that expire; their last day is included."""
    for row in connection.execute(ASSESSMENTS, whose.params(first=window.first, last=window.last)):
        level, day, assets, *client = row
        yield Event(
            Kind.ASSESSMENT, f"assessment:{client[0]}:{day}", day, _whom(client), {"level": f"C{level}"}, assets
        )


def id_documents(connection: Connection, whose: Whose, window: Window) -> Iterator[Event]:
    """Main identity papers that expire."""
    for row in connection.execute(ID_DOCUMENTS, whose.params(first=window.first, last=window.last)):
        day, assets, *client = row
        yield Event(Kind.ID_DOCUMENT, f"id_document:{client[0]}:{day}", day, _whom(client), {}, assets)


def birthdays(connection: Connection, whose: Whose, window: Window) -> Iterator[Event]:
    """Birthdays by the solar calendar; 29 February is kept on 28 February in other years."""
    around = [window.first + timedelta(days=ahead) for ahead in range((window.last - window.first).days + 1)]
    by_text = {f"{day:%m-%d}": day for day in around}
    if "02-28" in by_text and "02-29" not in by_text:
        by_text["02-29"] = by_text["02-28"]
    for born_on, *client in connection.execute(BIRTHDAYS, {**whose.params(), "days": dumps(list(by_text))}):
        day = by_text[f"{born_on:%m-%d}"]
        age = day.year - born_on.year
        yield Event(Kind.BIRTHDAY, f"birthday:{client[0]}:{day.year}", day, _whom(client), {"age": age})


@dataclass(slots=True)
class Handled:
    """What tasks stand for of one event: the contacts by offset, and whether one of them is still open."""

    offsets: set[int] = field(default_factory=set)
    open: bool = False


def handled(connection: Connection, first: date) -> dict[str, Handled]:
    """The events that a task stands for already, by subject; of tasks that were due on the first day or later."""
    found: dict[str, Handled] = {}
    for subject, status in connection.execute(HANDLED, {"first": first.isoformat()}):
        event, _, offset = subject.rpartition(":")
        if event.partition(":")[0] in ANCHORS:
            known = found.setdefault(event, Handled())
            known.offsets.add(int(offset))
            known.open |= status == "open"
    return found


def _whom(values: list[Any]) -> tuple[str, str, str]:
    client_id, name, number = values
    return client_id, name, number
