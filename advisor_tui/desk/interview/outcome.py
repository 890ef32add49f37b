"""What completing an interview writes besides the risk level: goals, needs, figures and facts of the client."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from advisor_tui.desk.interview.books import books_of, evidence_text
from advisor_tui.desk.interview.household_writing import write_household
from advisor_tui.desk.interview.record_writing import write_client, write_consents, write_paper
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.rules import goals as goal_rules
from advisor_tui.rules.dates import add_months
from advisor_tui.rules.needs.find import needs_of
from advisor_tui.rules.needs.need import NeedLimits
from advisor_tui.rules.profile import Fact, Facts, evidence, facts_of, number, words
from advisor_tui.rules.said import Figures, Source
from advisor_tui.store.tables import CashFlowItem, Goal, Need

_SAID_BY: Mapping[Source, str] = {"client": "interview", "document": "document", "head_office": "head_office"}
"""Whose word a cash-flow item of an interview is: the client's, a paper's, the bank's books'."""
FAMILY_INCOME = "family_income"
"""The kind of cash flow that holds what the whole family earns, the client's own income among it."""
VERIFIED_INCOME = "verified_income"
"""The borrowers' verified net income of a month, which a loan is held against before anything else."""
PROPERTY_FEE = "property_fee"
DEBT = "debt"
_MONTHS = 12


@dataclass(frozen=True)
class Flow:
    """How a fact is kept as a cash-flow item."""

    direction: str
    kind: str
    period: str


CASH_FLOW: Mapping[str, Flow] = {
    "family_annual_income": Flow("in", FAMILY_INCOME, "year"),
    "annual_income_3y": Flow("in", "own_income", "year"),
    "monthly_expense": Flow("out", "living", "month"),
    "monthly_debt_payment": Flow("out", DEBT, "month"),
    "annual_premium": Flow("out", "premium", "year"),
    "loan_income": Flow("in", VERIFIED_INCOME, "month"),
    "property_fee": Flow("out", PROPERTY_FEE, "month"),
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
    for goal in goal_rules.goals_of(facts, limits.retirement_years, limits.goal_years):
        saved = min(left, goal.amount_fen or 0)
        left -= saved
        found.append(FoundGoal(goal.kind, goal.amount_fen, goal.years, saved, goal.evidence))
    return tuple(found)


def write_outcome(session: Session, office: Office, held: Held) -> None:
    """Write what follows from the answers besides the assessment; without consent only that it was refused."""
    facts = facts_of(held.questionnaire, held.answers)
    write_consents(session, office, held, facts)
    if not consented(facts):
        return
    write_client(session, office, held, facts)
    write_paper(session, office, held, facts)
    write_household(session, office, held, facts)
    session.flush()  # the needs look at the household as it is told now
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
    books = books_of(session, held.client, office.today)
    for priority, need in enumerate(needs_of(facts, limits, books), start=1):
        session.add(
            Need(
                id=office.ids.new(),
                client_id=held.client.id,
                interview_id=held.interview.id,
                kind=need.kind,
                size=need.size_fen,
                params=json.dumps(dict(need.params), ensure_ascii=False, sort_keys=True),
                evidence=evidence_text(need),
                priority=priority,
            )
        )
    _write_cash_flow(session, office, held, facts)


def _write_cash_flow(session: Session, office: Office, held: Held, facts: Facts) -> None:
    """One item a fact, with who says it and of which day: the newest interview replaces what an earlier one said."""
    for name, flow in CASH_FLOW.items():
        amount = number(facts, name)
        if amount is None or amount < 0:
            continue
        item = session.exec(
            select(CashFlowItem)
            .where(
                CashFlowItem.client_id == held.client.id,
                CashFlowItem.direction == flow.direction,
                CashFlowItem.kind == flow.kind,
                col(CashFlowItem.source).in_(_SAID_BY.values()),
            )
            .order_by(col(CashFlowItem.id))
        ).first()
        if item is None:
            item = CashFlowItem(
                id=office.ids.new(),
                client_id=held.client.id,
                direction=flow.direction,
                kind=flow.kind,
                amount=amount,
            )
            session.add(item)
        source, as_of = _said(office, held, facts[name])
        item.amount, item.period, item.source, item.as_of = amount, flow.period, _SAID_BY[source], as_of


def _said(office: Office, held: Held, fact: Fact) -> tuple[Source, date]:
    """Who says a fact and of which day; several figures are the client's word unless one other source says them all.

    They are as old as the oldest of them.
    """
    question, answer = held.questionnaire.by_id[fact.question], held.answers[fact.question]
    if not isinstance(answer.value, Figures):
        return answer.source, answer.as_of or office.today
    whole = question.fact == fact.name
    items = {item.id for item in question.items if whole or item.fact == fact.name}
    rows = [row for row in answer.value.rows if row.item in items]
    sources = {row.source for row in rows}
    oldest = min(row.as_of or office.today for row in rows)
    return (sources.pop() if len(sources) == 1 else "client"), oldest
