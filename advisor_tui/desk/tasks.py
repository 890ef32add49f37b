"""The task queue: what is due and why, and what an advisor does about it."""

import json
from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import Anchor, Page
from advisor_tui.desk.views.tasks import Colleague, DueCounts, Filter, NewTask, SnoozeDays, Undone, WorkItem
from advisor_tui.desk.work.queue import WorkQueue
from advisor_tui.desk.work.queue_entries import Entry, Queue
from advisor_tui.desk.work.undo import UndoLog
from advisor_tui.rules.workdays import add_workdays

if TYPE_CHECKING:
    from sqlmodel import Session

    from advisor_tui.store.tables import FollowUp, Task

# The tables are imported where something is written: their import takes longer than reading the queue.
_COLLEAGUES = text(
    "SELECT id, name, staff_no FROM advisor WHERE branch_id = :branch AND active AND id <> :me ORDER BY staff_no"
)
NOTE_LENGTH = 2_000
"""Code points of a note at most."""


class Tasks:
    """The queue of the advisor whose desk this is; the branch lead sees the clients of the whole branch."""

    def __init__(self, office: Office, undo: UndoLog | None = None) -> None:
        self._office = office
        self._queue = WorkQueue(office)
        self._undo = undo or UndoLog(office)

    # Reading

    def counts(self) -> DueCounts:
        """How much is for today and how much is overdue."""
        return self._queue.read().counts

    def page(self, which: Filter, anchor: Anchor, count: int) -> Page[WorkItem]:
        """A page of the ranked queue."""
        queue = self._queue.read()
        entries = queue.filtered(which)
        place = _place(entries, queue, anchor.key) if anchor.key else 0
        start = {
            "start": 0,
            "end": len(entries) - count,
            "after": place + 1,
            "before": place - count,
            "around": min(place - count // 2, len(entries) - count),
        }[anchor.kind]
        end = place if anchor.kind == "before" else max(0, start) + count
        start = max(0, start)
        return Page(tuple(entry.build() for entry in entries[start:end]), start, len(entries))

    def item(self, key: str) -> WorkItem:
        """One item.

        Raises:
            DeskError: `not_due` when it is no longer in the queue.
        """
        queue = self._queue.read()
        if key not in queue.places:
            raise DeskError("not_due", mark("This is no longer in the queue."), where=key)
        return queue.entries[queue.places[key]].build()

    def snooze_days(self) -> SnoozeDays:
        """The days that snoozing offers."""
        today = self._office.today
        return SnoozeDays(
            today + timedelta(days=1),
            today + timedelta(days=3),
            add_workdays(self._office.reference.work_calendar, today, 1),
        )

    def colleagues(self) -> tuple[Colleague, ...]:
        """The other active advisors of the branch."""
        me = self._office.me
        with self._office.rows() as connection:
            rows = connection.execute(_COLLEAGUES, {"branch": me.branch_id, "me": me.id})
            return tuple(Colleague(*row) for row in rows)

    # Doing

    def add(self, new: NewTask) -> str:
        """Write a task down; its id.

        Raises:
            DeskError: `title_missing`.
        """
        from advisor_tui.store.tables import Task

        title = one_line(new.title)
        if not title:
            raise DeskError("title_missing", mark("A task needs a title."), where="title")
        with self._undo.write("task.add") as session:
            task = Task(
                id=self._office.ids.new(),
                client_id=new.client_id,
                advisor_id=self._office.me.id,
                kind="own",
                title=title,
                due_on=new.due_on,
                due_time=new.time,
                priority=new.priority,
                note=_note(new.note),
                created_at=self._office.clock.now(),
            )
            session.add(task)
            session.commit()
            return task.id

    def done(self, key: str, note: str = "") -> None:
        """Mark an item as done, with what came of it.

        Raises:
            DeskError: `not_due`; `decide_complaint` for a complaint, which is done by deciding it.
        """
        item = self._not_a_complaint(key, mark("A complaint is done by deciding it: press Enter."))
        with self._undo.write("task.done") as session:
            if item.is_follow_up:
                follow_up = _follow_up(session, item)
                follow_up.status, follow_up.done_at = "done", self._office.clock.now()
                follow_up.outcome = _joined(follow_up.outcome, note)
                session.add(follow_up)
            else:
                task = self._task(session, item)
                task.status, task.done_at = "done", self._office.clock.now()
                task.note = _joined(task.note, note)
                session.add(task)
            session.commit()

    def snooze(self, key: str, until: date) -> None:
        """Put an item off to a later day; a follow-up is planned for that day.

        Raises:
            DeskError: `not_due`; `legal_deadline` for a complaint; `not_later` for a day that is not in the future.
        """
        item = self._not_a_complaint(key, mark("A legal deadline cannot be put off."), code="legal_deadline")
        if until <= self._office.today:
            raise DeskError("not_later", mark("Choose a day after today."), where="until")
        with self._undo.write("task.snooze") as session:
            if item.is_follow_up:
                follow_up = _follow_up(session, item)
                follow_up.planned_on = until
                session.add(follow_up)
            else:
                task = self._task(session, item)
                task.snoozed_until = until
                session.add(task)
            session.commit()

    def hand_over(self, key: str, advisor_id: str, note: str = "") -> None:
        """Hand an item over to another advisor of the branch.

        Raises:
            DeskError: `not_due`; `unknown_advisor`.
        """
        from advisor_tui.store.tables import Complaint

        item = self.item(key)
        if advisor_id not in {colleague.id for colleague in self.colleagues()}:
            raise DeskError("unknown_advisor", mark("This is not an active advisor of the branch."), where=advisor_id)
        with self._undo.write("task.hand_over") as session:
            row: Complaint | FollowUp | Task
            if item.is_complaint:
                row = session.get_one(Complaint, item.place.ref)
                row.handler_id, row.text = advisor_id, self._signed(row.text, note)
            elif item.is_follow_up:
                row = _follow_up(session, item)
                row.advisor_id, row.outcome = advisor_id, _joined(row.outcome, note)
            else:
                row = self._task(session, item)
                row.advisor_id, row.note = advisor_id, _joined(row.note, note)
            session.add(row)
            session.commit()

    def note(self, key: str, note: str) -> None:
        """Add a note to an item.

        Raises:
            DeskError: `not_due`; `note_missing`.
        """
        from advisor_tui.store.tables import Complaint

        item = self.item(key)
        if not _note(note):
            raise DeskError("note_missing", mark("A note needs words."), where="note")
        with self._undo.write("task.note") as session:
            row: Complaint | FollowUp | Task
            if item.is_complaint:
                row = session.get_one(Complaint, item.place.ref)
                row.text = self._signed(row.text, note)
            elif item.is_follow_up:
                row = _follow_up(session, item)
                row.outcome = _joined(row.outcome, note)
            else:
                row = self._task(session, item)
                row.note = _joined(row.note, note)
            session.add(row)
            session.commit()

    def undo(self) -> Undone | None:
        """Take back the last of these actions; None when there is none.

        Raises:
            DeskError: `changed_since`.
        """
        return self._undo.undo()

    # Helpers

    def _not_a_complaint(self, key: str, message: str, code: str = "decide_complaint") -> WorkItem:
        item = self.item(key)
        if item.is_complaint:
            raise DeskError(code, message, where=key)
        return item

    def _task(self, session: "Session", item: WorkItem) -> "Task":
        """The item's task; what is no row yet becomes one, known by its subject so that it is not shown twice."""
        from advisor_tui.store.tables import Task

        if item.key.startswith("task:"):
            task = session.get_one(Task, item.key.removeprefix("task:"))
            if task.status != "open":
                raise DeskError("not_due", mark("This is no longer in the queue."), where=item.key)
            return task
        task = Task(
            id=self._office.ids.new(),
            client_id=item.client.id if item.client else None,
            advisor_id=self._office.me.id,
            kind=item.kind,
            params=json.dumps({**item.facts, "until": item.due_on.isoformat()}, ensure_ascii=False),
            due_on=item.from_on,
            priority=4,
            subject=item.key,
            created_at=self._office.clock.now(),
        )
        session.add(task)
        session.flush()
        return task

    def _signed(self, before: str, note: str) -> str:
        """A complaint's text with a dated and signed line added."""
        words = _note(note)
        return _joined(before, f"{self._office.today} {self._office.me.name}: {words}") if words else before


def _note(note: str) -> str:
    return safe_text(note, lines=True).strip()[:NOTE_LENGTH]


def _joined(before: str, note: str) -> str:
    """The earlier words with the new ones under them."""
    return "\n".join(words for words in (before, _note(note)) if words)


def _follow_up(session: "Session", item: WorkItem) -> "FollowUp":
    from advisor_tui.store.tables import FollowUp

    follow_up = session.get_one(FollowUp, item.place.ref)
    if follow_up.status != "planned":
        raise DeskError("not_due", mark("This is no longer in the queue."), where=item.key)
    return follow_up


def _place(entries: list[Entry], queue: Queue, key: str) -> int:
    """Where a key is in the filtered list; where it stood, or the start, when it is gone."""
    if key not in queue.places:
        return 0
    rank = queue.entries[queue.places[key]].rank
    return min(bisect_left(entries, rank, key=lambda entry: entry.rank), max(0, len(entries) - 1))
