"""What is known of a client before a question is put: from earlier interviews, then from the record."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from advisor_tui.base.clock import business_date
from advisor_tui.base.errors import DeskError
from advisor_tui.desk.interview.records import Held, Shelf, plain
from advisor_tui.desk.views.interviews import Known
from advisor_tui.rules.interview import fits
from advisor_tui.rules.questionnaire import Question, Value
from advisor_tui.store.tables import Answer, Client, Holding, Interview, Liability

_FINANCIAL = (
    "current", "deposit", "structured", "wmp", "fund", "trust", "bond", "bullion", "stock",
)  # fmt: skip
"""Kinds of holdings that are financial assets which can be sold or called; 分 in `Holding.value`."""
_READY = ("current",)


def known_for(session: Session, shelf: Shelf, held: Held, question: Question, today: date) -> Known | None:
    """The newest earlier answer to this question, or to one that feeds the same fact, else what the record says."""
    earlier = _earlier(session, shelf, held, question)
    if earlier is not None:
        return earlier
    if question.kind not in ("number", "amount") or not question.fact:
        return None
    value = _recorded(session, held.client, question.fact, today)
    if value is None or fits(question, value):
        return None
    return Known(value, "record", today)


def _earlier(session: Session, shelf: Shelf, held: Held, question: Question) -> Known | None:
    rows = session.exec(
        select(Answer, Interview.questionnaire_id)
        .join(Interview)
        .where(
            Answer.client_id == held.client.id,
            Answer.interview_id != held.interview.id,
            Answer.state == "answered",
        )
        .order_by(col(Answer.answered_at).desc())
    )
    for record, questionnaire_id in rows:
        before = shelf.stored(session, questionnaire_id).by_id.get(record.question)
        if before is None or before.kind != question.kind:
            continue
        if before.id != question.id and (not question.fact or before.fact != question.fact):
            continue
        try:
            value = plain(question, record).value
        except DeskError:  # an option that this version no longer has
            continue
        if value is not None:
            return Known(value, "interview", business_date(record.answered_at))
    return None


def _recorded(session: Session, client: Client, fact: str, today: date) -> Value | None:
    if fact == "age":
        return None if client.born_on is None else age_on(client.born_on, today)
    sums: Mapping[str, object] = {
        "financial_assets": _held(client, _FINANCIAL),
        "cash_assets": _held(client, _READY),
        "total_debts": select(func.sum(Liability.balance)).where(Liability.client_id == client.id),
        "monthly_debt_payment": select(func.sum(Liability.instalment)).where(Liability.client_id == client.id),
    }
    statement = sums.get(fact)
    if statement is None:
        return None
    total = session.scalar(statement)  # type: ignore[call-overload]  # the four selects differ only in their table
    return None if total is None else int(total)


def _held(client: Client, kinds: tuple[str, ...]) -> object:
    return select(func.sum(Holding.value)).where(Holding.client_id == client.id, col(Holding.kind).in_(kinds))


def age_on(born_on: date, today: date) -> int:
    """Whole years of age; someone born on 29 February is a year older on 1 March of a common year."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
