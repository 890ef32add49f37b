"""What completing an interview writes besides the risk level: goals, needs, figures and facts of the client."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.rules import goals as goal_rules
from advisor_tui.rules.dates import add_months
from advisor_tui.rules.needs import NeedLimits, needs_of
from advisor_tui.rules.profile import Fact, Facts, evidence, facts_of, number, words
from advisor_tui.store.tables import CashFlowItem, Consent, Goal, Need

SOURCE = "interview"
_MONTHS = 12


@dataclass(frozen=True)
class Flow:
    """How a fact is kept as a cash-flow item."""

    direction: str
    kind: str
    period: str


CASH_FLOW: Mapping[str, Flow] = {
    "family_annual_income": Flow("in", "family_income", "year"),
    "annual_income_3y": Flow("in", "own_income", "year"),
    "monthly_expense": Flow("out", "living", "month"),
    "monthly_debt_payment": Flow("out", "debt", "month"),
    "annual_premium": Flow("out", "premium", "year"),
}
"""Facts that are regular income or spending, in 分 a period."""


@dataclass(frozen=True)
class FoundGoal:
    """A goal with what is set aside for it now (分) and the questions that it comes from."""

    kind: str
    amount_fen: int | None
    years: int | None
    saved_fen: int
    evidence: tuple[str, ...]


def consented(facts: Facts) -> bool:
    """Whether the client let the bank use what was said (个人信息保护法 arts. 13, 29); silence is no refusal here."""
    return "no" not in words(facts, "consent")


def find_goals(facts: Facts, limits: NeedLimits) -> tuple[FoundGoal, ...]:
    """The goals named, the nearest first; what is set aside goes to the nearest first."""
    left = number(facts, "goal_savings") or 0
    found = []
    if "emergency" in words(facts, "goals"):
        month = number(facts, "monthly_expense")
        amount = (
            None if month is None else limits.emergency_months * (month + (number(facts, "monthly_debt_payment") or 0))
        )
        seen = evidence(facts, "goals", "monthly_expense", "monthly_debt_payment", "cash_assets")
        saved = min(amount or 0, number(facts, "cash_assets") or 0)
        found.append(FoundGoal("emergency", amount, None, saved, seen))
    for goal in goal_rules.goals_of(facts, limits.retirement_years):
        saved = min(left, goal.amount_fen or 0)
        left -= saved
        found.append(FoundGoal(goal.kind, goal.amount_fen, goal.years, saved, goal.evidence))
    return tuple(found)


def write_outcome(session: Session, office: Office, held: Held) -> None:
    """Write what follows from the answers besides the assessment; without consent only that it was refused."""
    facts = facts_of(held.questionnaire, held.answers)
    _write_consent(session, office, held, facts)
    if not consented(facts):
        return
    limits = office.reference.needs.limits
    for priority, goal in enumerate(find_goals(facts, limits), start=1):
        due = None if goal.years is None else add_months(office.today, goal.years * _MONTHS)
        session.add(
            Goal(
                id=office.ids.new(),
                client_id=held.client.id,
                interview_id=held.interview.id,
                kind=goal.kind,
                amount=goal.amount_fen,
                due_on=due,
                priority=priority,
                saved=goal.saved_fen,
            )
        )
    for priority, need in enumerate(needs_of(facts, limits), start=1):
        session.add(
            Need(
                id=office.ids.new(),
                client_id=held.client.id,
                interview_id=held.interview.id,
                kind=need.kind,
                size=need.size_fen,
                params=json.dumps(dict(need.params), ensure_ascii=False, sort_keys=True),
                evidence=json.dumps(list(need.evidence), ensure_ascii=False),
                priority=priority,
            )
        )
    _write_cash_flow(session, office, held, facts)
    _write_client(session, held, facts)


def _write_consent(session: Session, office: Office, held: Held, facts: Facts) -> None:
    said = words(facts, "consent")
    if not said or said[0] not in ("yes", "no"):
        return
    given = said[0] == "yes"
    last = session.exec(
        select(Consent)
        .where(Consent.client_id == held.client.id, Consent.kind == "sensitive_data")
        .order_by(col(Consent.decided_on).desc(), col(Consent.id).desc())
    ).first()
    if last is not None and last.given == given and last.withdrawn_on is None:
        return
    session.add(
        Consent(
            id=office.ids.new(),
            client_id=held.client.id,
            kind="sensitive_data",
            given=given,
            decided_on=office.today,
        )
    )


def _write_cash_flow(session: Session, office: Office, held: Held, facts: Facts) -> None:
    """One item a fact: the newest interview replaces what an earlier one said."""
    for name, flow in CASH_FLOW.items():
        amount = number(facts, name)
        if amount is None or amount < 0:
            continue
        item = session.exec(
            select(CashFlowItem).where(
                CashFlowItem.client_id == held.client.id,
                CashFlowItem.direction == flow.direction,
                CashFlowItem.kind == flow.kind,
                CashFlowItem.source == SOURCE,
            )
        ).first()
        if item is None:
            item = CashFlowItem(
                id=office.ids.new(),
                client_id=held.client.id,
                direction=flow.direction,
                kind=flow.kind,
                amount=amount,
                source=SOURCE,
            )
            session.add(item)
        item.amount, item.period, item.as_of = amount, flow.period, office.today


def _write_client(session: Session, held: Held, facts: Facts) -> None:
    """Capacity as the advisor checked it; an occupation only where none is on file: the record is finer."""
    capacity = words(facts, "capacity")
    if capacity and capacity[0] in ("full", "limited", "none"):
        held.client.capacity = capacity[0]
    occupation = facts.get("occupation")
    if occupation is not None and not held.client.occupation:
        held.client.occupation = _option_text(held, occupation)
    session.add(held.client)


def _option_text(held: Held, fact: Fact) -> str:
    option = held.questionnaire.by_id[fact.question].option(str(fact.value))
    return "" if option is None else option.text["zh"]
