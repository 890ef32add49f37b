"""What an accepted proposal sets going: its tasks by template, and the next follow-up by the tier's rhythm."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

from sqlmodel import Session, select

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.desk.interview.assessment import last_assessment
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.cooling_off import granted_hours
from advisor_tui.desk.proposal.line_tasks import line_task
from advisor_tui.desk.proposal.records import StoredLine
from advisor_tui.desk.views.proposals import Carried
from advisor_tui.rules.cadence import Anchor, next_follow_up
from advisor_tui.rules.workdays import add_workdays
from advisor_tui.rules.workflow import plan_tasks
from advisor_tui.store.tables import Client, ClientCard, FollowUp, Proposal, Task

REDEMPTION = "redemption"
"""The kind of the task that gives a position back, which no template is about."""
PURCHASE_PRIORITY = 4


def carry_out(
    session: Session,
    office: Office,
    proposal: Proposal,
    client: Client,
    lines: list[StoredLine],
    must_do: Mapping[str, frozenset[str]],
) -> Carried:
    """Create the tasks and the follow-up of an acceptance in the caller's transaction.

    `must_do` is what the frozen findings ask for, by line id.
    """
    count = 0
    for line in lines:
        for task in _tasks(office, proposal, line, must_do[line.row.id]):
            session.add(task)
            count += 1
    follow_up = _follow_up(session, office, proposal, client, lines)
    if follow_up is not None:
        session.add(follow_up)
    session.flush()
    return Carried(count, None if follow_up is None else follow_up.planned_on)


def _tasks(office: Office, proposal: Proposal, line: StoredLine, must_do: frozenset[str]) -> list[Task]:
    row, product = line.row, line.product
    if row.amount < row.held:
        return [_redemption(office, proposal, line, pick(json.loads(product.text)["name"]))]
    workflow = office.reference.workflows.get(product.kind)
    if row.amount == row.held or workflow is None:
        return []
    hours = granted_hours(office, product)
    planned = plan_tasks(workflow, office.reference.work_calendar, office.today, must_do, hours)
    return [line_task(office, row, product, workflow, template, PURCHASE_PRIORITY) for template in planned]


def _redemption(office: Office, proposal: Proposal, line: StoredLine, name: str) -> Task:
    given_back = line.row.held - line.row.amount
    return Task(
        id=office.ids.new(),
        client_id=proposal.client_id,
        advisor_id=office.me.id,
        kind=REDEMPTION,
        title=translate(mark("Redeem {amount} yuan of {product}")).format(amount=yuan(given_back), product=name),
        params=json.dumps({"product_code": line.product.code, "amount_fen": given_back}),
        due_on=add_workdays(office.reference.work_calendar, office.today, 1),
        priority=PURCHASE_PRIORITY,
        proposal_id=proposal.id,
        created_at=office.clock.now(),
    )


def _follow_up(
    session: Session, office: Office, proposal: Proposal, client: Client, lines: list[StoredLine]
) -> FollowUp | None:
    """The next contact; None where one is planned for that day or before it."""
    due = next_follow_up(
        office.reference.cadence,
        office.reference.work_calendar,
        _tier(session, client),
        office.today,
        office.today,
        _events(session, office, client, lines),
    )
    planned = session.exec(
        select(FollowUp).where(
            FollowUp.client_id == client.id,
            FollowUp.status == "planned",
            FollowUp.planned_on >= office.today,
            FollowUp.planned_on <= due.on,
        )
    ).first()
    if planned is not None:
        return None
    return FollowUp(
        id=office.ids.new(),
        client_id=client.id,
        advisor_id=office.me.id,
        planned_on=due.on,
        purpose=due.event,
        proposal_id=proposal.id,
    )


def _tier(session: Session, client: Client) -> str:
    found = session.exec(select(ClientCard.tier).where(ClientCard.client_id == client.id)).first()
    return found or client.tier


def _events(session: Session, office: Office, client: Client, lines: list[StoredLine]) -> dict[Anchor, date]:
    """The days that the contacts of an acceptance are about: the acceptance itself, and what is bought matures.

    Money is moved by what is given back and not placed again; what the proposal buys is no movement of its own.
    """
    today = office.today
    events: dict[Anchor, date] = {"proposal": today}
    if office.reference.cadence.is_large(sum(line.row.held - line.row.amount for line in lines)):
        events["balance_move"] = today
    assessed = last_assessment(session, client.id)
    if assessed is not None:
        events["assessment_expiry"] = assessed.valid_until
    terms = [json.loads(line.product.text)["term_days"] for line in lines if line.row.amount > line.row.held]
    days = [days for days in terms if days is not None]
    if days:
        events["maturity"] = today + timedelta(days=min(days))
    return events
