"""The ranked queue, assembled from all sources and kept until one of their tables changes."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.base.text import safe_text
from advisor_tui.desk import task_sources
from advisor_tui.desk.office import Office
from advisor_tui.desk.task_sources import Event, Handled, Whose
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.tasks import DueCounts, Place, State, WorkItem
from advisor_tui.rules.cadence import Anchor, event_contacts
from advisor_tui.rules.ranking import LAPSE_DAYS, PRIORITY, Due, Kind, current_stage, rank_key, reasons, stages

AHEAD_DAYS = 400
"""How far ahead tasks and follow-ups are listed."""
_STATES = text(
    "SELECT table_name, digest FROM table_state WHERE table_name IN "
    "('client', 'complaint', 'follow_up', 'holding', 'identity_document', 'risk_assessment', 'task')"
)
_ANCHORS: Mapping[Kind, Anchor] = {
    Kind.MATURITY: "maturity",
    Kind.ASSESSMENT: "assessment_expiry",
    Kind.ID_DOCUMENT: "id_expiry",
    Kind.BIRTHDAY: "birthday",
}
_EVENTS: Mapping[Kind, tuple[Callable[[Connection, Whose, date], Iterator[Event]], tuple[str, ...]]] = {
    Kind.MATURITY: (task_sources.maturities, ("client", "holding", "task")),
    Kind.ASSESSMENT: (task_sources.assessments, ("client", "risk_assessment", "holding", "task")),
    Kind.ID_DOCUMENT: (task_sources.id_documents, ("client", "identity_document", "holding", "task")),
    Kind.BIRTHDAY: (task_sources.birthdays, ("client", "task")),
}
"""How the events of a kind are read, and the tables whose change makes them stale."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with what it is ranked by."""

    due: Due
    item: WorkItem


@dataclass(frozen=True, slots=True)
class Queue:
    """All entries in the queue's order, as of a business date."""

    today: date
    entries: tuple[Entry, ...]
    places: Mapping[str, int]

    @property
    def counts(self) -> DueCounts:
        """Items for today, and items whose last day has passed."""
        states = [entry.item.state for entry in self.entries]
        return DueCounts(states.count("today"), states.count("overdue"))


class WorkQueue:
    """Reads the queue; what did not change since the last reading is not read again."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = threading.Lock()
        self._stamps: dict[str, object] = {}
        self._parts: dict[str, list[Entry]] = {}
        self._queue: Queue | None = None

    def read(self) -> Queue:
        """The queue as of today."""
        today = self._office.today
        with self._lock, self._office.rows() as connection:
            digests = {row[0]: row[1] for row in connection.execute(_STATES)}
            stamp = (today, tuple(sorted(digests.items())))
            if self._queue is None or self._stamps.get("queue") != stamp:
                self._queue = self._assemble(connection, today, digests)
                self._stamps["queue"] = stamp
            return self._queue

    def _assemble(self, connection: Connection, today: date, digests: Mapping[str, str]) -> Queue:
        me = self._office.me
        whose = Whose(me.id, me.role == "lead")
        handled: dict[str, Handled] | None = None
        self._parts["tasks"] = list(self._tasks(connection, whose, today))
        self._parts["follow_ups"] = list(self._follow_ups(connection, whose, today))
        self._parts["complaints"] = list(self._complaints(connection, whose, today))
        for kind, (read, tables) in _EVENTS.items():
            stamp = (today, tuple(digests.get(table) for table in tables))
            if self._stamps.get(kind) == stamp:
                continue
            handled = task_sources.handled(connection, today) if handled is None else handled
            events = read(connection, whose, today)
            self._parts[kind] = [entry for event in events if (entry := self._event(event, handled, today))]
            self._stamps[kind] = stamp
        entries = [entry for part in self._parts.values() for entry in part]
        entries.sort(key=lambda entry: rank_key(entry.due, today))
        return Queue(today, tuple(entries), {entry.due.key: place for place, entry in enumerate(entries)})

    def _event(self, event: Event, handled: Mapping[str, Handled], today: date) -> Entry | None:
        known = handled.get(event.subject)
        if known is not None and known.open:
            return None
        offsets = known.offsets if known is not None else ()
        reference = self._office.reference
        contacts = event_contacts(
            reference.cadence,
            reference.work_calendar,
            _ANCHORS[event.kind],
            event.day,
            event.day - timedelta(days=360),
        )
        stage = current_stage(stages(contacts, event.day), today, offsets, LAPSE_DAYS[event.kind])
        if stage is None:
            return None
        due = Due(
            f"{event.subject}:{stage.offset}",
            event.kind,
            stage.from_on,
            stage.due_on,
            priority=PRIORITY[event.kind],
            amount_fen=event.amount_fen,
        )
        facts = {**event.facts, "day": event.day.isoformat(), "offset": stage.offset}
        place = "interview" if event.kind is Kind.ASSESSMENT else "client"
        return _entry(due, today, ClientRef(*event.client), facts=facts, place=Place(place, event.client[0]))

    def _tasks(self, connection: Connection, whose: Whose, today: date) -> Iterator[Entry]:
        until = today + timedelta(days=AHEAD_DAYS)
        for row in connection.execute(task_sources.TASKS, whose.params(until=until)):
            task, kind, title, params, due_on, time, priority, snoozed, note, proposal, loan, subject, *client = row
            day = max(due_on, snoozed or due_on)
            facts = read_params(params)
            due = Due(
                f"task:{task}",
                Kind.TASK,
                day,
                max(day, date.fromisoformat(str(facts["until"]))) if "until" in facts else day,
                time=time,
                priority=priority,
                amount_fen=int(facts.get("amount_fen", 0)),
            )
            yield _entry(
                due,
                today,
                _client(client),
                kind=kind,
                title=self._title(kind, title, facts),
                facts=facts | ({"subject": subject} if subject else {}),
                place=_task_place(task, kind, proposal, loan, client[0]),
                note=note,
            )

    def _title(self, kind: str, title: str, facts: Mapping[str, int | str]) -> Mapping[str, str] | None:
        """What a person wrote, else the template's title in both languages, else None for the screen to say."""
        if title:
            return {"zh": safe_text(title), "en": safe_text(title)}
        for workflow in self._office.reference.workflows.values():
            if facts.get("workflow", workflow.id) != workflow.id:
                continue  # templates of other types of products may have the same id
            for template in workflow.tasks:
                if template.id == kind:
                    return {
                        lang: words.replace("{product}", safe_text(str(_product(facts, lang))))
                        for lang, words in template.title.items()
                    }
        return None

    def _follow_ups(self, connection: Connection, whose: Whose, today: date) -> Iterator[Entry]:
        until = today + timedelta(days=AHEAD_DAYS)
        for row in connection.execute(task_sources.FOLLOW_UPS, whose.params(until=until)):
            follow_up, day, time, channel, purpose, title, minutes, outcome, *client = row
            key = f"follow_up:{follow_up}"
            due = Due(key, Kind.FOLLOW_UP, day, day, time=time, priority=PRIORITY[Kind.FOLLOW_UP])
            yield _entry(
                due,
                today,
                _client(client),
                title={"zh": safe_text(title), "en": safe_text(title)} if title else None,
                facts={"purpose": purpose, "channel": channel, "minutes": minutes},
                place=Place("follow_up", follow_up),
                note=outcome,
            )

    def _complaints(self, connection: Connection, whose: Whose, today: date) -> Iterator[Entry]:
        rows = connection.execute(task_sources.COMPLAINTS, whose.params()).all()
        if not rows:
            return
        edition = self._office.reference.rulebook.texts["complaint_terms"].editions[-1]
        for complaint, number, subject, received_on, due_on, extended_until, grade, *client in rows:
            due = Due(
                f"complaint:{complaint}",
                Kind.COMPLAINT,
                received_on,
                extended_until or due_on,
                priority=PRIORITY[Kind.COMPLAINT],
                statutory=True,
            )
            yield _entry(
                due,
                today,
                _client(client),
                title={"zh": safe_text(subject), "en": safe_text(subject)},
                facts={"number": number, "grade": grade},
                place=Place("complaint", complaint),
                law=f"{edition.law}{edition.article}",
            )


def _product(facts: Mapping[str, int | str], lang: str) -> int | str:
    """A product's name in a language, as far as the task knows it."""
    return facts.get(f"product_{lang}", facts.get("product", ""))


def read_params(params: str) -> dict[str, int | str]:
    """The flat JSON object of a task's parameters."""
    found = json.loads(params)
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, int | str)}


def _client(values: list[Any]) -> ClientRef | None:
    return ClientRef(*values) if values[0] else None


def _task_place(task: str, kind: str, proposal: str | None, loan: str | None, client: str | None) -> Place:
    if kind == Kind.ASSESSMENT and client:
        return Place("interview", client)
    if proposal:
        return Place("proposal", proposal)
    if loan:
        return Place("loan", loan)
    return Place("client", client) if client else Place("task", task)


def _entry(
    due: Due,
    today: date,
    client: ClientRef | None,
    *,
    facts: Mapping[str, int | str],
    place: Place,
    kind: str = "",
    title: Mapping[str, str] | None = None,
    note: str = "",
    law: str = "",
) -> Entry:
    state: State = "overdue" if due.due_on < today else "later" if due.from_on > today else "today"
    item = WorkItem(
        due.key,
        kind or due.kind.value,
        state,
        due.from_on,
        due.due_on,
        due.time,
        client,
        title,
        facts,
        reasons(due, today),
        place,
        note,
        law,
    )
    return Entry(due, item)
