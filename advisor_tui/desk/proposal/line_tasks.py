"""The tasks of one line of a proposal: made by a template, and found again."""

import json

from sqlmodel import Session, select

from advisor_tui.desk.office import Office
from advisor_tui.rules.workflow import PlannedTask, Workflow
from advisor_tui.store.tables import Product, ProposalLine, Task


def line_task(
    office: Office, line: ProposalLine, product: Product, workflow: Workflow, planned: PlannedTask, priority: int
) -> Task:
    """A task about what a line buys, not yet in the session."""
    name = json.loads(product.text)["name"]
    params = {
        "product_zh": name["zh"],
        "product_en": name["en"],
        "product_code": product.code,
        "product_type": product.kind,
        "workflow": workflow.id,
        "amount_fen": line.amount - line.held,
        "because": ",".join(planned.because),
    }
    return Task(
        id=office.ids.new(),
        client_id=line.client_id,
        advisor_id=office.me.id,
        kind=planned.template,
        params=json.dumps(params, ensure_ascii=False),
        due_on=planned.due,
        snoozed_until=planned.not_before,
        priority=priority,
        proposal_id=line.proposal_id,
        created_at=office.clock.now(),
    )


def open_tasks(session: Session, line: ProposalLine, product: Product) -> list[Task]:
    """The open tasks about a line."""
    of_proposal = session.exec(select(Task).where(Task.proposal_id == line.proposal_id, Task.status == "open"))
    return [task for task in of_proposal if json.loads(task.params).get("product_code") == product.code]
