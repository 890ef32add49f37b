"""What is due, read from the tables by date: each statement searches an index and never walks a client-sized table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Select, String, bindparam, literal_column, or_, select

from advisor_tui.rules.ranking import HORIZON_DAYS, LAPSE_DAYS, Kind
from advisor_tui.store.tables import metadata

SLACK_DAYS = 14
"""More than a contact may move so that it falls on a working day."""
_task = metadata.tables["task"]
_follow_up = metadata.tables["follow_up"]
_complaint = metadata.tables["complaint"]
_holding = metadata.tables["holding"]
_card = metadata.tables["client_card"]
_client = metadata.tables["client"]
_BIRTHDAY: ColumnElement[str] = literal_column("substr(client.born_on, 6)")
_EVERYONE = bindparam("everyone", type_=Boolean)
_MINE = or_(_EVERYONE, _client.c.advisor_id == bindparam("me"))
_LIVING = _client.c.status.in_(("active", "prospect"))
_CLIENT = (_client.c.id, _client.c.name, _client.c.number)

TASKS: Select[Any] = (
    select(
        _task.c.id,
        _task.c.kind,
        _task.c.title,
        _task.c.params,
        _task.c.due_on,
        _task.c.due_time,
        _task.c.priority,
        _task.c.snoozed_until,
        _task.c.note,
        _task.c.proposal_id,
        _task.c.loan_case_id,
        _task.c.subject,
        *_CLIENT,
    )
    .outerjoin(_client, _client.c.id == _task.c.client_id)
    .where(_task.c.status == "open", _task.c.due_on <= bindparam("until"), _task.c.advisor_id == bindparam("me"))
)
FOLLOW_UPS: Select[Any] = (
    select(
        _follow_up.c.id,
        _follow_up.c.planned_on,
        _follow_up.c.planned_time,
        _follow_up.c.channel,
        _follow_up.c.purpose,
        _follow_up.c.title,
        _follow_up.c.minutes,
        _follow_up.c.outcome,
        *_CLIENT,
    )
    .join(_client, _client.c.id == _follow_up.c.client_id)
    .where(
        _follow_up.c.status == "planned",
        _follow_up.c.planned_on <= bindparam("until"),
        _follow_up.c.advisor_id == bindparam("me"),
    )
)
COMPLAINTS: Select[Any] = (
    select(
        _complaint.c.id,
        _complaint.c.number,
        _complaint.c.subject,
        _complaint.c.received_on,
        _complaint.c.due_on,
        _complaint.c.extended_until,
        _complaint.c.grade,
        *_CLIENT,
    )
    .outerjoin(_client, _client.c.id == _complaint.c.client_id)
    .where(
        _complaint.c.status == "open",
        or_(
            _EVERYONE,
            _complaint.c.handler_id.is_(None),
            _complaint.c.handler_id == bindparam("me"),
        ),
    )
)
MATURITIES: Select[Any] = (
    select(_holding.c.id, _holding.c.name, _holding.c.kind, _holding.c.value, _holding.c.matures_on, *_CLIENT)
    .join(_client, _client.c.id == _holding.c.client_id)
    .where(_holding.c.matures_on.between(bindparam("first"), bindparam("last")), _LIVING, _MINE)
)
ASSESSMENTS: Select[Any] = (
    select(_card.c.risk_level, _card.c.assessed_until, _card.c.assets, *_CLIENT)
    .join(_client, _client.c.id == _card.c.client_id)
    .where(_card.c.assessed_until.between(bindparam("first"), bindparam("last")), _LIVING, _MINE)
)
ID_DOCUMENTS: Select[Any] = (
    select(_card.c.id_expires_on, _card.c.assets, *_CLIENT)
    .join(_client, _client.c.id == _card.c.client_id)
    .where(_card.c.id_expires_on.between(bindparam("first"), bindparam("last")), _LIVING, _MINE)
)
BIRTHDAYS: Select[Any] = select(_client.c.born_on, *_CLIENT).where(
    _BIRTHDAY.in_(bindparam("days", expanding=True, type_=String)), _LIVING, _MINE
)
HANDLED: Select[Any] = select(_task.c.subject, _task.c.status).where(
    _task.c.status.in_(("open", "done", "cancelled")), _task.c.due_on >= bindparam("first"), _task.c.subject != ""
)
STATEMENTS: Mapping[str, Select[Any]] = {
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

    def params(self, **more: object) -> dict[str, object]:
        """The parameters of a statement."""
        return {"me": self.me, "everyone": self.everyone, **more}


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
    def around(cls, kind: Kind, today: date, offsets: Iterable[int]) -> "Window":
        """From what has just lapsed to what the earliest contact before an event reaches."""
        warning = max([0, *(-offset for offset in offsets)])
        ahead = warning + HORIZON_DAYS + SLACK_DAYS
        return cls(today, today - timedelta(days=LAPSE_DAYS[kind] + SLACK_DAYS), today + timedelta(days=ahead))


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
    for born_on, *client in connection.execute(BIRTHDAYS, whose.params(days=list(by_text))):
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
    for subject, status in connection.execute(HANDLED, {"first": first}):
        event, _, offset = subject.rpartition(":")
        if event.partition(":")[0] in LAPSE_DAYS:
            known = found.setdefault(event, Handled())
            known.offsets.add(int(offset))
            known.open |= status == "open"
    return found


def _whom(values: list[Any]) -> tuple[str, str, str]:
    client_id, name, number = values
    return client_id, name, number
