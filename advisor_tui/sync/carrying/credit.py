"""A credit decision arrives: it is kept, and the case moves on where the state machine lets it."""

from sqlalchemy import text

from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.rules.credit_decisions import next_status
from advisor_tui.sync.carrying.ground import Carried, Ground, refused
from advisor_tui.sync.differences import Change
from advisor_tui.sync.orders.contents import CreditDecision
from advisor_tui.sync.orders.order import Order

_CASE = text("SELECT id, client_id, number, status, amount FROM loan_case WHERE id = :id")
_DECIDE = text(
    "INSERT INTO credit_decision (id, loan_case_id, client_id, decision, amount, term_months, rate, conditions, "
    "decided_by, decided_on) VALUES (:id, :case, :client, :decision, :amount, :term_months, :rate, :conditions, "
    ":decided_by, :decided_on)"
)
_MOVE = text("UPDATE loan_case SET status = :status WHERE id = :id AND status IS NOT :status")
NO_CASE = mark("This desk has no such loan case")
ILLEGAL = mark("The loan case cannot take this decision in its present state")


def carry_credit(ground: Ground, order: Order, content: CreditDecision) -> Carried:
    """Keep the decision (head office's own record) and move the case (this terminal's)."""
    case = ground.connection.execute(_CASE, {"id": order.about}).first()
    if case is None:
        return refused(NO_CASE)
    status = next_status(case.status, content.decision)
    if status is None:
        return refused(ILLEGAL, case.id)
    values = {
        **content.__dict__, "conditions": safe_text(content.conditions, lines=True),
        "decided_by": one_line(content.decided_by),
    }  # fmt: skip
    ground.connection.execute(_DECIDE, {**values, "id": order.id, "case": case.id, "client": case.client_id})
    with ground.own():
        ground.connection.execute(_MOVE, {"id": case.id, "status": status})
    amount = content.amount if content.amount is not None else case.amount
    change = Change(f"credit_{content.decision}", str(case.number), new=f"{amount / 100:,.2f}")
    return Carried(about=case.id, changes=(change,))
