"""The follow-up calendar: plan, move, log what came of it, and what the cadence proposes next."""

from datetime import date, timedelta

from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.followups import (
    DayCell,
    DayNote,
    Exported,
    FollowUpRow,
    Logged,
    NewFollowUp,
    NextContact,
    Outcome,
    Span,
)
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.desk.work import followup_rows
from advisor_tui.desk.work.undo import UndoLog
from advisor_tui.rules.cadence import next_follow_up
from advisor_tui.rules.practice import LowSatisfaction
from advisor_tui.rules.tiers import Tier
from advisor_tui.rules.workdays import add_workdays, next_workday
from advisor_tui.store.tables import Client, Feedback, FollowUp, Task


class FollowUps:
    """The advisor's own follow-ups."""

    def __init__(self, office: Office, undo: UndoLog | None = None) -> None:
        self._office = office
        self._undo = undo or UndoLog(office)

    # Reading

    def span(self, first: date, last: date) -> Span:
        """The days from the first to the last with their follow-ups."""
        calendar = self._office.reference.work_calendar
        with self._office.rows() as connection:
            rows = followup_rows.between(connection, self._office.me.id, first, last)
            late = followup_rows.late(connection, self._office.me.id, self._office.today)
        days = []
        for ahead in range((last - first).days + 1):
            day = first + timedelta(days=ahead)
            mine = [row for row in rows if row.on == day]
            days.append(
                DayCell(
                    day,
                    calendar.is_workday(day),
                    calendar.is_makeup(day),
                    calendar.holiday(day),
                    calendar.is_provisional(day),
                    planned=sum(row.status == "planned" for row in mine),
                    done=sum(row.status == "done" for row in mine),
                )
            )
        return Span(tuple(days), tuple(rows), sum(day.workday for day in days), late)

    def get(self, follow_up_id: str) -> FollowUpRow:
        """One follow-up.

        Raises:
            DeskError: `unknown_follow_up`.
        """
        with self._office.rows() as connection:
            row = followup_rows.one(connection, follow_up_id)
        if row is None:
            raise DeskError("unknown_follow_up", mark("This follow-up is gone."), where=follow_up_id)
        return row

    def day_note(self, day: date) -> DayNote:
        """What a day is, for someone who chooses it."""
        calendar = self._office.reference.work_calendar
        return DayNote(
            day,
            calendar.is_workday(day),
            calendar.holiday(day),
            calendar.is_provisional(day),
            next_workday(calendar, day),
        )

    def propose(self, client_id: str, *, after_id: str | None = None) -> NextContact:
        """The next contact by the tier's rhythm and the events in the client's life.

        Raises:
            DeskError: `unknown_client`.
        """
        today, reference = self._office.today, self._office.reference
        with self._office.rows() as connection:
            facts = followup_rows.contact_facts(connection, client_id, today)
        if facts is None:
            raise DeskError("unknown_client", mark("This client is gone."), where=client_id)
        tier = _tier(reference.tiers, facts.tier)
        due = next_follow_up(
            reference.cadence, reference.work_calendar, tier.id, facts.last or today, today, facts.events
        )
        return NextContact(facts.client, due.on, due.event, due.anchor, tier.name, due.provisional, after_id)

    # Doing

    def plan(self, new: NewFollowUp) -> str:
        """Plan a follow-up; its id.

        Raises:
            DeskError: `unknown_client`; `in_the_past` for a day before today.
        """
        if new.on < self._office.today:
            raise DeskError("in_the_past", mark("This day is past."), where="on")
        with self._undo.write("follow_up.plan") as session:
            if session.get(Client, new.client_id) is None:
                raise DeskError("unknown_client", mark("This client is gone."), where=new.client_id)
            row = FollowUp(
                id=self._office.ids.new(),
                client_id=new.client_id,
                advisor_id=self._office.me.id,
                planned_on=new.on,
                planned_time=new.time,
                minutes=new.minutes,
                channel=new.channel,
                purpose=new.purpose,
                title=one_line(new.title),
                after_id=new.after_id,
            )
            session.add(row)
            session.commit()
            return row.id

    def move(self, follow_up_id: str, day: date) -> None:
        """Move a planned follow-up to another day.

        Raises:
            DeskError: `in_the_past`; `not_planned`.
        """
        if day < self._office.today:
            raise DeskError("in_the_past", mark("This day is past."), where="on")
        with self._undo.write("follow_up.move") as session:
            row = _planned(session, follow_up_id)
            row.planned_on = day
            session.add(row)
            session.commit()

    def cancel(self, follow_up_id: str, reason: str = "") -> None:
        """Strike a planned follow-up out.

        Raises:
            DeskError: `not_planned`.
        """
        with self._undo.write("follow_up.cancel") as session:
            row = _planned(session, follow_up_id)
            row.status = "cancelled"
            row.outcome = safe_text(reason, lines=True).strip() or row.outcome
            session.add(row)
            session.commit()

    def log(self, follow_up_id: str, outcome: Outcome) -> Logged:
        """Write down what came of a follow-up, and answer what the cadence proposes next.

        Raises:
            DeskError: `not_planned`; `outcome_missing` when nothing is said.
        """
        words = safe_text(outcome.text, lines=True).strip()
        if not words:
            raise DeskError("outcome_missing", mark("Say in a few words what came of it."), where="text")
        with self._undo.write("follow_up.log") as session:
            row = _planned(session, follow_up_id)
            row.status = "done" if outcome.reached else "missed"
            row.channel, row.outcome = outcome.channel, words
            row.done_at = self._office.clock.now()
            row.satisfaction = outcome.satisfaction if outcome.reached else None
            session.add(row)
            opened = row.satisfaction is not None and self._feedback(session, row, outcome.comment)
            session.commit()
            client_id = row.client_id
        return Logged(self.propose(client_id, after_id=follow_up_id), opened)

    def _feedback(self, session: Session, row: FollowUp, comment: str) -> bool:
        """Keep the score; a low one opens a task. Whether it did."""
        score, today = row.satisfaction or 0, self._office.today
        session.add(
            Feedback(
                id=self._office.ids.new(),
                client_id=row.client_id,
                follow_up_id=row.id,
                score=score,
                comment=safe_text(comment, lines=True).strip(),
                given_on=today,
            )
        )
        practice: LowSatisfaction | None = self._office.rules.get("low_satisfaction")
        if practice is None or score > practice.score:
            return False
        session.add(
            Task(
                id=self._office.ids.new(),
                client_id=row.client_id,
                advisor_id=self._office.me.id,
                kind="low_satisfaction",
                params=f'{{"score": {score}}}',
                due_on=add_workdays(self._office.reference.work_calendar, today, practice.workdays),
                priority=2,
                note=row.outcome,
                created_at=self._office.clock.now(),
            )
        )
        return True

    def undo(self) -> Undone | None:
        """Take back the last of these actions; None when there is none.

        Raises:
            DeskError: `changed_since`.
        """
        return self._undo.undo()

    def export(self, first: date, last: date, *, masked: bool = True) -> Exported:
        """Write the planned follow-ups of a range as an .ics file into the home's print folder.

        Raises:
            DeskError: `nothing_to_export`.
        """
        from advisor_tui.desk.work.calendar_export import export

        return export(self._office, first, last, masked=masked)


def _tier(tiers: tuple[Tier, ...], tier_id: str) -> Tier:
    return next((tier for tier in tiers if tier.id == tier_id), tiers[0])


def _planned(session: Session, follow_up_id: str) -> FollowUp:
    row = session.get(FollowUp, follow_up_id)
    if row is None or row.status != "planned":
        raise DeskError("not_planned", mark("This follow-up is not planned any more."), where=follow_up_id)
    return row
