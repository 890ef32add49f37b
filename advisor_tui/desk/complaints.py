"""Complaints and their legal deadlines (令2020年第3号): received, extended, decided, told."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.complaints import ComplaintRow, ComplaintView, Deadline, NewComplaint
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.desk.work.numbering import next_number
from advisor_tui.desk.work.undo import UndoLog
from advisor_tui.rules.deadlines import ComplaintTerms, Complexity, complaint_due, review_request_due
from advisor_tui.store.tables import Complaint, metadata

_complaint = metadata.tables["complaint"]
_client = metadata.tables["client"]
_advisor = metadata.tables["advisor"]
_LINES: Select[Any] = (
    select(
        _complaint,
        _client.c.name.label("client_name"),
        _client.c.number.label("client_number"),
        _advisor.c.name.label("handler_name"),
    )
    .outerjoin(_client, _client.c.id == _complaint.c.client_id)
    .outerjoin(_advisor, _advisor.c.id == _complaint.c.handler_id)
)
_LIST = _LINES.where(_complaint.c.status.in_(bindparam("statuses", expanding=True)))
_ONE = _LINES.where(_complaint.c.id == bindparam("id"))
_RULE = "complaint_terms"


class Complaints:
    """The complaints that this desk knows of."""

    def __init__(self, office: Office, undo: UndoLog | None = None) -> None:
        self._office = office
        self._undo = undo or UndoLog(office)

    def list(self, *, closed: bool = False) -> tuple[ComplaintRow, ...]:
        """Open complaints, the nearest deadline first; or the decided and withdrawn ones, the newest first."""
        statuses = ["decided", "withdrawn", "closed"] if closed else ["open"]
        with self._office.rows() as connection:
            rows = [self._row(row) for row in connection.execute(_LIST, {"statuses": statuses})]
        if closed:
            return tuple(sorted(rows, key=lambda row: (row.received_on, row.number), reverse=True))
        return tuple(sorted(rows, key=lambda row: (row.due_on, row.number)))

    def get(self, complaint_id: str) -> ComplaintView:
        """One complaint.

        Raises:
            DeskError: `unknown_complaint`.
        """
        with self._office.rows() as connection:
            row = connection.execute(_ONE, {"id": complaint_id}).first()
        if row is None:
            raise DeskError("unknown_complaint", mark("This complaint is gone."), where=complaint_id)
        terms, law = self._terms(row.received_on)
        extended = row.received_on + timedelta(days=terms.complex_days + terms.extension_days)
        can_extend = row.status == "open" and row.grade == "complex" and not row.extended
        decided = review_request_due(row.decided_on, terms) if row.status == "decided" and row.decided_on else None
        due = row.extended_until or row.due_on
        return ComplaintView(
            self._row(row),
            row.text,
            row.channel,
            law,
            (due - row.received_on).days,
            can_extend,
            extended,
            row.decided_on,
            row.decision,
            row.told_on,
            decided,
        )

    def deadline(self, received_on: date, grade: str) -> Deadline:
        """The last day to decide and tell the complainant, with its law."""
        terms, law = self._terms(received_on)
        due = complaint_due(received_on, Complexity(grade), terms)
        return Deadline(due, (due - received_on).days, law)

    def add(self, new: NewComplaint) -> str:
        """Register a complaint; its id. The one who registers it handles it.

        Raises:
            DeskError: `subject_missing`; `in_the_future` for a day after today.
        """
        subject = one_line(new.subject)
        if not subject:
            raise DeskError("subject_missing", mark("Say in a few words what the complaint is about."), where="subject")
        if new.received_on > self._office.today:
            raise DeskError("in_the_future", mark("This day is still to come."), where="received_on")
        with self._undo.write("complaint.add") as session:
            row = Complaint(
                id=self._office.ids.new(),
                client_id=new.client_id,
                number=next_number(session.connection(), _complaint.c.number),
                received_on=new.received_on,
                channel=new.channel,
                subject=subject,
                text=safe_text(new.text, lines=True).strip(),
                grade=new.grade,
                handler_id=self._office.me.id,
                due_on=self.deadline(new.received_on, new.grade).due_on,
            )
            session.add(row)
            session.commit()
            return row.id

    def make_complex(self, complaint_id: str, reason: str) -> None:
        """Treat a simple complaint as a complex one, whose term is longer (art. 18).

        Raises:
            DeskError: `not_open`; `reason_missing`; `already_complex`.
        """
        words = self._reason(reason)
        with self._undo.write("complaint.grade") as session:
            row = _open(session, complaint_id)
            if row.grade == "complex":
                raise DeskError("already_complex", mark("This complaint is a complex one already."))
            row.grade = "complex"
            row.due_on = self.deadline(row.received_on, "complex").due_on
            row.text = self._signed(row.text, words)
            session.add(row)
            session.commit()

    def extend(self, complaint_id: str, reason: str) -> date:
        """Extend a complex complaint once, with the approval that the reason names (art. 18); the new last day.

        Raises:
            DeskError: `not_open`; `reason_missing`; `not_complex`; `extended_already`; `too_late`.
        """
        words = self._reason(reason)
        with self._undo.write("complaint.extend") as session:
            row = _open(session, complaint_id)
            terms, _ = self._terms(row.received_on)
            if row.grade != "complex":
                raise DeskError("not_complex", mark("Only a complex complaint can be extended."))
            if row.extended:
                raise DeskError("extended_already", mark("This complaint was extended already."))
            if self._office.today > row.due_on:
                raise DeskError("too_late", mark("The term has passed: it cannot be extended any more."))
            row.extended, row.extended_until = True, complaint_due(row.received_on, Complexity.EXTENDED, terms)
            row.text = self._signed(row.text, words)
            session.add(row)
            session.commit()
            return row.extended_until

    def decide(self, complaint_id: str, decision: str, *, told_on: date | None = None) -> None:
        """Decide a complaint and write down when the complainant was told (arts. 19, 21).

        Raises:
            DeskError: `not_open`; `decision_missing`; `told_in_future`.
        """
        words = safe_text(decision, lines=True).strip()
        if not words:
            raise DeskError(
                "decision_missing", mark("A decision states facts, grounds and what is done."), where="decision"
            )
        if told_on is not None and told_on > self._office.today:
            raise DeskError("told_in_future", mark("This day is still to come."), where="told_on")
        with self._undo.write("complaint.decide") as session:
            row = _open(session, complaint_id)
            row.status, row.decision = "decided", words
            row.decided_on, row.told_on = self._office.today, told_on
            session.add(row)
            session.commit()

    def withdraw(self, complaint_id: str, reason: str) -> None:
        """The complainant withdraws: the case ends that day (art. 15).

        Raises:
            DeskError: `not_open`; `reason_missing`.
        """
        words = self._reason(reason)
        with self._undo.write("complaint.withdraw") as session:
            row = _open(session, complaint_id)
            row.status, row.decided_on = "withdrawn", self._office.today
            row.text = self._signed(row.text, words)
            session.add(row)
            session.commit()

    def undo(self) -> Undone | None:
        """Take back the last of these actions; None when there is none.

        Raises:
            DeskError: `changed_since`.
        """
        return self._undo.undo()

    def _terms(self, day: date) -> tuple[ComplaintTerms, str]:
        rules = self._office.reference.rulebook.as_of(day)
        return rules.terms(_RULE, ComplaintTerms), rules.law(_RULE)

    def _row(self, row: Any) -> ComplaintRow:
        due = row.extended_until or row.due_on
        client = ClientRef(row.client_id, row.client_name, row.client_number) if row.client_id else None
        return ComplaintRow(
            row.id,
            row.number,
            client,
            row.subject,
            row.received_on,
            due,
            (due - self._office.today).days,
            row.grade,
            row.status,
            row.extended,
            row.handler_name or "",
        )

    def _reason(self, reason: str) -> str:
        words = one_line(reason)
        if not words:
            raise DeskError("reason_missing", mark("This needs a reason, and who approved it."), where="reason")
        return words

    def _signed(self, before: str, words: str) -> str:
        line = f"{self._office.today} {self._office.me.name}: {words}"
        return f"{before}\n{line}" if before else line


def _open(session: Session, complaint_id: str) -> Complaint:
    row = session.get(Complaint, complaint_id)
    if row is None or row.status != "open":
        raise DeskError("not_open", mark("This complaint is not open any more."), where=complaint_id)
    return row
