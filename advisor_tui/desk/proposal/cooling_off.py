"""The time in which the client may step back from a line: started, its end known, settled, or used.

Of a private product it is the hours that the contract grants, from the signature; the money goes when they are over and
the call-back confirmed it. Of insurance it is whole days from the receipt of the policy, to the end of the last one in
UTC+8: while no receipt is recorded it runs on, and nobody is refused.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from advisor_tui.base.clock import business_date
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import safe_text
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.forms import clean_number, require_unused
from advisor_tui.desk.proposal.line_tasks import line_task, open_tasks
from advisor_tui.desk.proposal.records import StoredLine
from advisor_tui.desk.views.cooling_off import CoolingOffRow
from advisor_tui.rules.deadlines import CoolingOffDays, cooling_off_days, cooling_off_ends, withdrawal_ends
from advisor_tui.rules.workflow import plan_around_end, plan_withdrawal
from advisor_tui.store.tables import Confirmation, CoolingOff, Proposal, ProposalLine, Task
from advisor_tui.store.tables import Product as ProductRow

INSURANCE = "insurance"
PRIORITY = 2


def start_cooling_offs(session: Session, office: Office, confirmation: Confirmation, lines: list[StoredLine]) -> None:
    """Start the clock of every line by which something with a cooling-off is bought, in the caller's transaction."""
    signed = confirmation.confirmed_at
    for line in lines:
        hours = granted_hours(office, line.product)
        if hours and line.row.amount > line.row.held:
            session.add(
                CoolingOff(
                    id=office.ids.new(),
                    line_id=line.row.id,
                    confirmation_id=confirmation.id,
                    client_id=confirmation.client_id,
                    starts_at=signed,
                    ends_at=None if line.product.kind == INSURANCE else cooling_off_ends(signed, hours),
                )
            )


def _days(office: Office, content: Mapping[str, Any]) -> CoolingOffDays:
    """The days of an insurance, by its contract and by the rule of today."""
    terms: CoolingOffDays | None = office.rules.get("insurance_cooling_off")
    return cooling_off_days(content["cooling_off_hours"], terms)


def granted_hours(office: Office, product: ProductRow) -> int | None:
    """The hours of cooling-off that a product grants, of insurance at least the days of the rule; None for none."""
    content = json.loads(product.text)
    hours: int | None = content["cooling_off_hours"]
    return _days(office, content).days * 24 if hours and product.kind == INSURANCE else hours


_ROWS = (
    select(CoolingOff, ProposalLine, ProductRow, Proposal)
    .join(ProposalLine, col(ProposalLine.id) == col(CoolingOff.line_id))
    .join(ProductRow, col(ProductRow.id) == col(ProposalLine.product_id))
    .join(Proposal, col(Proposal.id) == col(ProposalLine.proposal_id))
    .order_by(col(CoolingOff.ends_at).is_(None), col(CoolingOff.ends_at), col(CoolingOff.id))
)


def cooling_offs_of(session: Session, office: Office, proposal: Proposal) -> tuple[CoolingOffRow, ...]:
    """Those of a proposal, the one that ends first on top."""
    return tuple(_row(found, office) for found in session.exec(_ROWS.where(ProposalLine.proposal_id == proposal.id)))


def _row(found: tuple[CoolingOff, ProposalLine, ProductRow, Proposal], office: Office) -> CoolingOffRow:
    row, line, product, proposal = found
    content = json.loads(product.text)
    state = "ended" if row.status == "running" and _is_over(row, office.clock.now()) else row.status
    days = _days(office, content).days if product.kind == INSURANCE else None
    return CoolingOffRow(
        row.id, proposal.id, proposal.number, content["name"], product.kind, line.amount - line.held,
        row.starts_at, row.ends_at, state, row.ended_at, row.form_number, days, row.received_on,
    )  # fmt: skip


def _is_over(row: CoolingOff, now: datetime) -> bool:
    return row.ends_at is not None and row.ends_at <= now


class CoolingOffs:
    """What becomes of them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of_client(self, client_id: str) -> tuple[CoolingOffRow, ...]:
        """Those of a client that are not settled, the one that ends first on top."""
        with self._office.read() as session:
            found = session.exec(_ROWS.where(CoolingOff.client_id == client_id, CoolingOff.status == "running"))
            return tuple(_row(each, self._office) for each in found)

    def receive(self, cooling_off_id: str, received_on: date) -> datetime:
        """The client received the policy: its days count from then, and the task of delivering it is done.

        What is to be done around the end is due by the new end. A wrong date is corrected by another, as long as
        nothing is settled.

        Args:
            cooling_off_id: Which one.
            received_on: The day on the signed receipt.

        Returns:
            The instant at which the cooling-off is over.

        Raises:
            DeskError: `cooling_off_unknown`, `cooling_off_settled`; `no_policy` where it is no insurance;
                `receipt_before_signature`, `receipt_in_future`.
        """
        office = self._office
        with office.write("cooling_off.receive") as session:
            row = _running(session, cooling_off_id)
            line, product = _bought(session, row)
            if product.kind != INSURANCE:
                raise DeskError("no_policy", mark("This cooling-off counts from the signature: there is no policy."))
            if received_on < business_date(row.starts_at):
                raise DeskError("receipt_before_signature", mark("The policy was not received before the signature."))
            if received_on > office.today:
                raise DeskError("receipt_in_future", mark("The policy cannot have been received after today."))
            terms = _days(office, json.loads(product.text))
            ends = withdrawal_ends(received_on, terms)
            row.received_on, row.ends_at = received_on, ends
            self._reschedule(session, line, product, received_on + timedelta(days=terms.days))
            session.commit()
            return ends

    def _reschedule(self, session: Session, line: ProposalLine, product: ProductRow, last_day: date) -> None:
        office = self._office
        workflow = office.reference.workflows.get(product.kind)
        if workflow is None:
            return
        delivered = workflow.ids("delivery", "confirmation")
        planned = plan_around_end(workflow, office.reference.work_calendar, last_day, office.today)
        around = {step.template: step for step in planned}
        for task in open_tasks(session, line, product):
            if task.kind in delivered:
                _done(task, office)
            elif task.kind in around:
                step = around[task.kind]
                task.due_on, task.snoozed_until = step.due, step.not_before or task.snoozed_until

    def step_back(self, cooling_off_id: str, form_number: str, remark: str = "") -> int:
        """The client steps back in time: what would carry the purchase out falls away, what undoes it is created.

        Args:
            cooling_off_id: Which one.
            form_number: Of the client's notice.
            remark: What the client said.

        Returns:
            How many tasks were created.

        Raises:
            DeskError: `cooling_off_unknown`, `cooling_off_settled`, `cooling_off_over`, `form_number_missing`,
                `form_number_used`.
        """
        number = clean_number(form_number)
        if not number:
            raise DeskError("form_number_missing", mark("The number of the client's notice is missing."))
        with self._office.write("cooling_off.step_back") as session:
            row = _running(session, cooling_off_id)
            now = self._office.clock.now()
            if _is_over(row, now):
                raise DeskError("cooling_off_over", mark("The cooling-off is over: nobody can step back any more."))
            require_unused(session, number)
            row.status, row.ended_at, row.form_number = "revoked", now, number
            row.remark = safe_text(remark, lines=True).strip()
            created = self._undo_purchase(session, row)
            session.commit()
            return created

    def settle(self, cooling_off_id: str, remark: str = "") -> None:
        """The call-back after the end confirmed the purchase: the money may go now.

        Raises:
            DeskError: `cooling_off_unknown`, `cooling_off_settled`; `cooling_off_running` before the end.
        """
        with self._office.write("cooling_off.settle") as session:
            row = _running(session, cooling_off_id)
            now = self._office.clock.now()
            if not _is_over(row, now):
                raise DeskError(
                    "cooling_off_running",
                    mark("The cooling-off is not over yet: the call-back that confirms the purchase comes after it."),
                )
            row.status, row.ended_at = "over", now
            row.remark = safe_text(remark, lines=True).strip()
            line, product = _bought(session, row)
            workflow = self._office.reference.workflows.get(product.kind)
            confirming = workflow.ids("callback", "cooling_off_end") if workflow else frozenset()
            for task in open_tasks(session, line, product):
                if task.kind in confirming:
                    _done(task, self._office)
            session.commit()

    def _undo_purchase(self, session: Session, row: CoolingOff) -> int:
        office, now = self._office, self._office.clock.now()
        line, product = _bought(session, row)
        for task in open_tasks(session, line, product):
            task.status, task.done_at = "cancelled", now
        workflow = office.reference.workflows.get(product.kind)
        if workflow is None:
            return 0
        planned = plan_withdrawal(workflow, office.reference.work_calendar, office.today)
        for step in planned:
            session.add(line_task(office, line, product, workflow, step, PRIORITY))
        session.flush()
        return len(planned)


def _running(session: Session, cooling_off_id: str) -> CoolingOff:
    row = session.get(CoolingOff, cooling_off_id)
    if row is None:
        raise DeskError("cooling_off_unknown", mark("This cooling-off does not exist."), where=cooling_off_id)
    if row.status != "running":
        raise DeskError("cooling_off_settled", mark("This cooling-off is settled already."), where=cooling_off_id)
    return row


def _bought(session: Session, row: CoolingOff) -> tuple[ProposalLine, ProductRow]:
    line = session.get_one(ProposalLine, row.line_id)
    return line, session.get_one(ProductRow, line.product_id)


def _done(task: Task, office: Office) -> None:
    task.status, task.done_at = "done", office.clock.now()
