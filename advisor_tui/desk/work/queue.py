"""The ranked queue, assembled from all sources and kept until one of their tables changes."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.base.text import safe_text
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.tasks import Place
from advisor_tui.desk.work import sources as task_sources
from advisor_tui.desk.work.queue_entries import Entry, Queue, entry_of, event_entry, plain_item
from advisor_tui.desk.work.sources import Event, Handled, Whose, Window
from advisor_tui.desk.work.task_titles import read_params, task_title
from advisor_tui.rules.cadence import event_contacts
from advisor_tui.rules.ranking import (
    ANCHORS,
    PRIORITY,
    Due,
    Kind,
    Stage,
    current_stage,
    stages,
)

AHEAD_DAYS = 400
"""How far ahead tasks and follow-ups are listed."""
_STATES = text(
    "SELECT table_name, digest FROM table_state WHERE table_name IN "
    "('client', 'complaint', 'follow_up', 'holding', 'identity_document', 'risk_assessment', 'task')"
)
_EVENTS: Mapping[Kind, tuple[Callable[[Connection, Whose, Window], Iterator[Event]], tuple[str, ...]]] = {
    Kind.MATURITY: (task_sources.maturities, ("client", "holding")),
    Kind.ASSESSMENT: (task_sources.assessments, ("client", "risk_assessment", "holding")),
    Kind.ID_DOCUMENT: (task_sources.id_documents, ("client", "identity_document", "holding")),
    Kind.BIRTHDAY: (task_sources.birthdays, ("client",)),
}
"""How the events of a kind are read, and the tables whose change makes them stale."""
_UNHANDLED = Handled()


@dataclass(frozen=True, slots=True)
class _Events:
    """The events of one kind: what they were read from, and each one's entry as long as no task stands for it."""

    stamp: object
    events: Mapping[str, Event]
    entries: Mapping[str, Entry]


class WorkQueue:
    """Reads the queue; what did not change since the last reading is not read again."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = threading.Lock()
        self._stamp: object = None
        self._queue: Queue | None = None
        self._events: dict[Kind, _Events] = {}
        self._stages: dict[tuple[Kind, date], tuple[Stage, ...]] = {}

    def read(self) -> Queue:
        """The queue as of today."""
        today = self._office.today
        with self._lock, self._office.rows() as connection:
            digests = {row[0]: row[1] for row in connection.execute(_STATES)}
            stamp = (today, *sorted(digests.items()))
            if self._queue is None or self._stamp != stamp:
                self._queue = self._assemble(connection, today, digests)
                self._stamp = stamp
            return self._queue

    def _assemble(self, connection: Connection, today: date, digests: Mapping[str, str]) -> Queue:
        me = self._office.me
        whose = Whose(me.id, me.role == "lead")
        entries = [
            *self._tasks(connection, whose, today),
            *self._follow_ups(connection, whose, today),
            *self._complaints(connection, whose, today),
        ]
        windows = {kind: self._window(kind, today) for kind in _EVENTS}
        # A contact before an event is due at most as long before it as the window reaches ahead of today.
        reach = max(window.last - window.first for window in windows.values())
        handled = task_sources.handled(connection, today - reach)
        for kind, (read, tables) in _EVENTS.items():
            stamp = (today, *(digests.get(table) for table in tables))
            known = self._events.get(kind)
            if known is None or known.stamp != stamp:
                known = self._events[kind] = self._read(stamp, read(connection, whose, windows[kind]), today)
            settled = handled.keys() & known.events.keys()
            entries += [entry for subject, entry in known.entries.items() if subject not in settled]
            for subject in settled:
                entry = None if handled[subject].open else self._event(known.events[subject], handled[subject], today)
                entries += [entry] if entry else []
        return Queue(today, entries, self._office.reference.cadence.horizon_days)

    def _window(self, kind: Kind, today: date) -> Window:
        cadence, anchor = self._office.reference.cadence, ANCHORS[kind]
        event = cadence.events.get(anchor)
        offsets = event.offsets if event else ()
        return Window.around(today, offsets, cadence.lapse_days(anchor), cadence.horizon_days)

    def _read(self, stamp: object, events: Iterator[Event], today: date) -> _Events:
        by_subject = {event.subject: event for event in events}
        current: dict[tuple[Kind, date], Stage | None] = {}
        entries = {}
        for subject, event in by_subject.items():
            key = (event.kind, event.day)
            if key not in current:
                current[key] = self._current(event, _UNHANDLED, today)
            stage = current[key]
            if stage is not None:
                entries[subject] = event_entry(event, stage, today)
        return _Events(stamp, by_subject, entries)

    def _event(self, event: Event, handled: Handled, today: date) -> Entry | None:
        stage = self._current(event, handled, today)
        return None if stage is None else event_entry(event, stage, today)

    def _current(self, event: Event, handled: Handled, today: date) -> Stage | None:
        cadence = self._office.reference.cadence
        lapse = cadence.lapse_days(ANCHORS[event.kind])
        return current_stage(self._stages_of(event), today, handled.offsets, lapse, cadence.horizon_days)

    def _stages_of(self, event: Event) -> tuple[Stage, ...]:
        """The contacts around an event; those of one kind on one day are the same for all clients."""
        key = (event.kind, event.day)
        if key not in self._stages:
            reference = self._office.reference
            contacts = event_contacts(
                reference.cadence,
                reference.work_calendar,
                ANCHORS[event.kind],
                event.day,
                event.day - timedelta(days=360),
            )
            self._stages[key] = stages(contacts, event.day)
        return self._stages[key]

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
            item = partial(
                plain_item,
                client=_client(client),
                kind=kind,
                title=task_title(self._office.reference.workflows.values(), kind, title, facts),
                facts=facts | ({"subject": subject} if subject else {}),
                place=_task_place(task, kind, proposal, loan, client[0]),
                note=note,
            )
            yield entry_of(due, today, item)

    def _follow_ups(self, connection: Connection, whose: Whose, today: date) -> Iterator[Entry]:
        until = today + timedelta(days=AHEAD_DAYS)
        for row in connection.execute(task_sources.FOLLOW_UPS, whose.params(until=until)):
            follow_up, day, time, channel, purpose, title, minutes, outcome, *client = row
            key = f"follow_up:{follow_up}"
            due = Due(key, Kind.FOLLOW_UP, day, day, time=time, priority=PRIORITY[Kind.FOLLOW_UP])
            item = partial(
                plain_item,
                client=_client(client),
                title={"zh": safe_text(title), "en": safe_text(title)} if title else None,
                facts={"purpose": purpose, "channel": channel, "minutes": minutes},
                place=Place("follow_up", follow_up),
                note=outcome,
            )
            yield entry_of(due, today, item)

    def _complaints(self, connection: Connection, whose: Whose, today: date) -> Iterator[Entry]:
        for row in connection.execute(task_sources.COMPLAINTS, whose.params()):
            complaint, number, subject, received_on, due_on, extended_until, grade, *client = row
            rules = self._office.reference.rulebook.as_of(received_on)
            due = Due(
                f"complaint:{complaint}",
                Kind.COMPLAINT,
                received_on,
                extended_until or due_on,
                priority=PRIORITY[Kind.COMPLAINT],
                statutory=True,
                urgent_days=self._office.reference.cadence.urgent_days,
            )
            item = partial(
                plain_item,
                client=_client(client),
                title={"zh": safe_text(subject), "en": safe_text(subject)},
                facts={"number": number, "grade": grade},
                place=Place("complaint", complaint),
                law=rules.law("complaint_terms") if "complaint_terms" in rules else "",
            )
            yield entry_of(due, today, item)


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
