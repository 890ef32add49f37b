"""Every order as a person looks for it: about whom in numbers and not ids, and what became of it where, and why."""

from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from advisor_tui.headoffice.order_book import order_of
from advisor_tui.headoffice.tables import COPIES, HeadOrder, OrderFor
from advisor_tui.sync.orders.contents import (
    CreditDecision,
    Erasure,
    Incentive,
    Reassignment,
    TargetGoal,
    TrainingRequirement,
)
from advisor_tui.sync.orders.order import to_row

_RECEIPT = COPIES["order_receipt"]
_NUMBERED = {CreditDecision.KIND: COPIES["loan_case"], Erasure.KIND: COPIES["client"],
             Reassignment.KIND: COPIES["client"]}  # fmt: skip
"""The tables whose rows have a number that people say, by the kind of order that is about such a row."""
_STAFF = (TargetGoal.KIND, Incentive.KIND, TrainingRequirement.KIND)


def all_orders(session: Session) -> list[dict[str, object]]:
    """Every order with the terminals that it is for, and what became of it there, the newest first.

    Returns:
        The columns of orders.jsonl, and `source`; `subject`: the number of the client, of the loan case, or of the
        staff, "" where the row is not there any more or nobody in particular is meant; `terminals`: waits, sent, or
        the receipt's status, by terminal; `reasons`: why, in words that can be translated, where one refused.
    """
    query = core_select(_RECEIPT.c.terminal, _RECEIPT.c.id, _RECEIPT.c.status, _RECEIPT.c.reason)
    receipts = {(terminal, order): (str(status), str(reason or ""))
                for terminal, order, status, reason in session.connection().execute(query)}  # fmt: skip
    found = []
    for row in session.exec(select(HeadOrder).order_by(col(HeadOrder.issued_at).desc(), col(HeadOrder.id).desc())):
        states, reasons = {}, {}
        for one in session.exec(select(OrderFor).where(OrderFor.order_id == row.id).order_by(OrderFor.terminal)):
            state, reason = receipts.get((one.terminal, row.id), ("sent" if one.epoch else "waits", ""))
            states[one.terminal] = state
            if reason:
                reasons[one.terminal] = reason
        subject = _subject(session, row, list(states))
        more = {"source": row.source, "subject": subject, "terminals": states, "reasons": reasons}
        found.append({**to_row(order_of(row)), **more})
    return found


def _subject(session: Session, order: HeadOrder, terminals: list[str]) -> str:
    if order.kind in _STAFF:
        return order.about
    table = _NUMBERED.get(order.kind)
    if table is None:
        return ""
    query = core_select(table.c.number).where(table.c.id == order.about, table.c.terminal.in_(terminals))
    number = session.connection().execute(query.limit(1)).scalar()
    if number is None and table is COPIES["client"] and len(order.about) < _UUID:
        return order.about
    return "" if number is None else str(number)


_UUID = 36
"""Characters of an id; a client's number is shorter."""
