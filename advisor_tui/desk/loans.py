"""Loan support: cases, their papers, the risk department's decision, a preliminary look at affordability."""

import json
from typing import Any

from sqlalchemy import Select, and_, bindparam, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.loans import OPEN_STATUSES, CreditView, LoanPaper, LoanRow, LoanView, NewLoan
from advisor_tui.desk.views.tasks import Undone
from advisor_tui.desk.work.loan_affordability import LOAN_TYPES, affordability
from advisor_tui.desk.work.numbering import next_number
from advisor_tui.desk.work.undo import UndoLog
from advisor_tui.reference.checklists import Checklist
from advisor_tui.rules.practice import LoanPapers
from advisor_tui.rules.workdays import add_workdays
from advisor_tui.store.tables import Client, LoanCase, LoanDocument, Task, metadata

PAPERS_TASK = "loan_papers"
"""The kind of task, and the practice, of collecting the papers of a case."""
_case = metadata.tables["loan_case"]
_paper = metadata.tables["loan_document"]
_decision = metadata.tables["credit_decision"]
_client = metadata.tables["client"]
_papers_of: Any = rows_of(func.count()).where(_paper.c.loan_case_id == _case.c.id).scalar_subquery()
_missing_of: Any = (
    rows_of(func.count())
    .where(_paper.c.loan_case_id == _case.c.id, and_(_paper.c.required.is_(True), _paper.c.received_on.is_(None)))
    .scalar_subquery()
)
_decision_of: Any = (
    rows_of(_decision.c.decision)
    .where(_decision.c.loan_case_id == _case.c.id)
    .order_by(_decision.c.decided_on.desc(), _decision.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LINES: Select[Any] = rows_of(
    _case,
    _client.c.name.label("client_name"),
    _client.c.number.label("client_number"),
    _papers_of.label("papers"),
    _missing_of.label("missing"),
    _decision_of.label("decision"),
).join(_client, _client.c.id == _case.c.client_id)
_LIST = _LINES.order_by(_case.c.applied_on.desc(), _case.c.number.desc())
_OF_CLIENT = _LIST.where(_case.c.client_id == bindparam("client"))
_ONE = _LINES.where(_case.c.id == bindparam("id"))
_PAPERS = rows_of(_paper).where(_paper.c.loan_case_id == bindparam("id")).order_by(_paper.c.id)
_DECISIONS = (
    rows_of(_decision)
    .where(_decision.c.loan_case_id == bindparam("id"))
    .order_by(_decision.c.decided_on.desc(), _decision.c.id.desc())
)
_NEXT = {"enquiry": "collecting", "collecting": "submitted", "approved": "signed", "signed": "paid_out"}
"""What the advisor may do next; submitting waits for the risk department's decision, which head office sends."""


class Loans:
    """The loan cases of this desk."""

    def __init__(self, office: Office, undo: UndoLog | None = None) -> None:
        self._office = office
        self._undo = undo or UndoLog(office)

    def list(self, *, closed: bool = False, client_id: str = "") -> tuple[LoanRow, ...]:
        """Cases that are under way, or all with the closed ones, the newest first; of one client if asked."""
        statement, params = (_OF_CLIENT, {"client": client_id}) if client_id else (_LIST, {})
        with self._office.rows() as connection:
            rows = [_row(row) for row in connection.execute(statement, params)]
        return tuple(row for row in rows if closed or row.status in OPEN_STATUSES)

    def get(self, loan_id: str) -> LoanView:
        """One case.

        Raises:
            DeskError: `unknown_loan`.
        """
        with self._office.rows() as connection:
            row = connection.execute(_ONE, {"id": loan_id}).first()
            if row is None:
                raise DeskError("unknown_loan", mark("This loan case is gone."), where=loan_id)
            checklist = self._checklist(row.kind)
            papers = tuple(_paper_view(paper, checklist) for paper in connection.execute(_PAPERS, {"id": loan_id}))
            decisions = tuple(_credit_view(made) for made in connection.execute(_DECISIONS, {"id": loan_id}))
            carried = affordability(
                self._office, connection, row.client_id, row.kind, row.amount, row.term_months, row.rate
            )
        source = checklist.source if checklist else ""
        return LoanView(_row(row), row.purpose, row.term_months, row.rate, papers, decisions, carried, source)

    def add(self, new: NewLoan) -> str:
        """Open a case with the papers that its kind needs, and a task to collect them; its id.

        Raises:
            DeskError: `unknown_client`; `amount_missing`.
        """
        if new.amount_fen <= 0:
            raise DeskError("amount_missing", mark("A loan needs an amount."), where="amount")
        checklist = self._checklist(new.kind)
        with self._undo.write("loan.add") as session:
            if session.get(Client, new.client_id) is None:
                raise DeskError("unknown_client", mark("This client is gone."), where=new.client_id)
            row = LoanCase(
                id=self._office.ids.new(),
                client_id=new.client_id,
                advisor_id=self._office.me.id,
                number=next_number(session.connection(), _case.c.number),
                kind=new.kind,
                amount=new.amount_fen,
                term_months=new.term_months,
                rate=new.rate,
                purpose=one_line(new.purpose),
                status="collecting" if checklist else "enquiry",
                applied_on=self._office.today,
            )
            session.add(row)
            session.flush()
            for paper in checklist.papers if checklist else ():
                session.add(
                    LoanDocument(
                        id=self._office.ids.new(),
                        loan_case_id=row.id,
                        client_id=new.client_id,
                        kind=paper.id,
                        required=paper.required,
                    )
                )
            if checklist:
                self._collect(session, row, sum(paper.required for paper in checklist.papers))
            session.commit()
            return row.id

    def _collect(self, session: Session, case: LoanCase, papers: int) -> None:
        """Open the task to collect the papers, where it is the bank's practice."""
        practice: LoanPapers | None = self._office.rules.get(PAPERS_TASK)
        if practice is None:
            return
        session.add(
            Task(
                id=self._office.ids.new(),
                client_id=case.client_id,
                advisor_id=self._office.me.id,
                kind=PAPERS_TASK,
                params=json.dumps({"number": case.number, "count": papers}),
                due_on=add_workdays(self._office.reference.work_calendar, self._office.today, practice.workdays),
                loan_case_id=case.id,
                created_at=self._office.clock.now(),
            )
        )

    def _settle(self, session: Session, loan_id: str, status: str) -> None:
        """Nothing is left to collect: close the task that asks for it."""
        asked = select(Task).where(Task.loan_case_id == loan_id, Task.kind == PAPERS_TASK, Task.status == "open")
        for task in session.exec(asked).all():
            task.status, task.done_at = status, self._office.clock.now()
            session.add(task)

    def receive(self, paper_id: str, *, received: bool) -> None:
        """Tick a paper off as received today, or take the tick back.

        Raises:
            DeskError: `unknown_paper`.
        """
        with self._undo.write("loan.paper") as session:
            paper = session.get(LoanDocument, paper_id)
            if paper is None:
                raise DeskError("unknown_paper", mark("This paper is gone."), where=paper_id)
            paper.received_on = self._office.today if received else None
            session.add(paper)
            session.commit()

    def advance(self, loan_id: str) -> str:
        """Take the case's next step; the new status.

        Raises:
            DeskError: `papers_missing` before submitting; `no_next_step`.
        """
        with self._undo.write("loan.advance") as session:
            row = _get(session, loan_id)
            following = _NEXT.get(row.status)
            if following is None:
                raise DeskError("no_next_step", mark("The next step is not the advisor's."), where=row.status)
            if following == "submitted":
                missing = session.connection().execute(_ONE, {"id": loan_id}).one().missing
                if missing:
                    raise DeskError("papers_missing", mark("{count} required papers are missing."), count=missing)
                self._settle(session, loan_id, "done")
            row.status = following
            session.add(row)
            session.commit()
            return following

    def withdraw(self, loan_id: str, reason: str) -> None:
        """The client does not want the loan any more.

        Raises:
            DeskError: `closed_already`; `reason_missing`.
        """
        words = one_line(reason)
        if not words:
            raise DeskError("reason_missing", mark("This needs a reason."), where="reason")
        with self._undo.write("loan.withdraw") as session:
            row = _get(session, loan_id)
            if row.status not in OPEN_STATUSES:
                raise DeskError("closed_already", mark("This loan case is closed already."), where=loan_id)
            row.status = "withdrawn"
            row.purpose = f"{row.purpose} / {self._office.today} {words}".removeprefix(" / ")
            session.add(row)
            self._settle(session, loan_id, "cancelled")
            session.commit()

    def undo(self) -> Undone | None:
        """Take back the last of these actions; None when there is none.

        Raises:
            DeskError: `changed_since`.
        """
        return self._undo.undo()

    def _checklist(self, kind: str) -> Checklist | None:
        loan = LOAN_TYPES.get(kind)
        return None if loan is None else self._office.reference.checklists.get(loan)


def _row(row: Any) -> LoanRow:
    return LoanRow(
        row.id,
        row.number,
        ClientRef(row.client_id, row.client_name, row.client_number),
        row.kind,
        row.amount,
        row.status,
        row.applied_on,
        row.missing,
        row.papers,
        row.decision or "",
    )


def _paper_view(row: Any, checklist: Checklist | None) -> LoanPaper:
    known = next((paper for paper in checklist.papers if paper.id == row.kind), None) if checklist else None
    name = known.name if known else {"zh": row.kind, "en": row.kind}
    holder, note = (known.holder, known.note) if known else ("borrower", None)
    return LoanPaper(row.id, name, holder, note, row.required, row.received_on, row.remark)


def _credit_view(row: Any) -> CreditView:
    return CreditView(
        row.decision, row.amount, row.term_months, row.rate, row.conditions, row.decided_by, row.decided_on
    )


def _get(session: Session, loan_id: str) -> LoanCase:
    row = session.get(LoanCase, loan_id)
    if row is None:
        raise DeskError("unknown_loan", mark("This loan case is gone."), where=loan_id)
    return row
