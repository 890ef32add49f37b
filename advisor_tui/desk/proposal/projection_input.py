"""What goes into a projection, gathered: lines, holdings, goals, and the household's figures of the interviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from advisor_tui.desk.client.facts import age_on, interview_facts
from advisor_tui.desk.interview.records import Shelf
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.check import ASKABLE, Basis
from advisor_tui.desk.proposal.debts import debts_of
from advisor_tui.desk.proposal.draft import Draft, with_held
from advisor_tui.desk.proposal.projection_parts import held_and_proposed, left_out
from advisor_tui.desk.proposal.purposes import counting_goals
from advisor_tui.desk.proposal.records import (
    draft_of,
    held_today,
    newest_interview,
    positions,
    stored_lines,
    values,
)
from advisor_tui.desk.views.projection import ProjectedGoal
from advisor_tui.reference.projection import ProjectionTable
from advisor_tui.rules.profile import Fact, Facts, number
from advisor_tui.rules.projection.plan import Household, Plan, Want
from advisor_tui.store.tables import Client, Holding, Proposal

GAPS = ("cash_flow", "own_income", "age", "debts", "debt_sum", "goal_open", "goal_late", "emergency", "unlisted")
"""What may be missing: income and spending, the client's own income, the age, the instalments or the sum of debts, the
amount or the time of a goal; and what is left out: goals later than the projection looks, the emergency fund, which is
no goal that is paid for, and holdings without a class."""
_MONTHS = 12


@dataclass(frozen=True)
class Gathered:
    """Two plans over the same household and goals, and what is to be said of them."""

    current: Plan
    proposed: Plan
    goals: tuple[ProjectedGoal, ...]
    gaps: tuple[str, ...]


def gather(session: Session, office: Office, shelf: Shelf, proposal: Proposal, basis: Basis) -> Gathered:
    """Everything that a projection of a proposal needs, as of today."""
    client = session.get_one(Client, proposal.client_id)
    table = office.reference.projection
    draft = _draft(session, proposal, basis)
    facts = _newer(interview_facts(session, shelf, client), draft)
    places = positions(session, client.id, basis.products)
    held, proposed = held_and_proposed(draft, places, basis.products, table)
    goals, open_goals = _goals(session, office, proposal, draft)
    working, aged = _working_months(client, facts, goals, office.today, table)
    household, gaps = _household(session, client, facts, working, table)
    most = _MONTHS * table.assumptions.most_years
    wanted = [(goal, Want(goal.id, month, goal.amount_fen, goal.months)) for goal, month in goals]
    near = [(goal, want) for goal, want in wanted if want.last <= most]
    wants = tuple(want for _, want in near)
    gaps |= open_goals | ({"age"} if not aged else set()) | ({"goal_late"} if len(near) < len(wanted) else set())
    if any(place.value and left_out(place, table) for place in places):
        gaps.add("unlisted")
    last = max((want.last for want in wants), default=0)
    months = _MONTHS * max(table.assumptions.years, -(-last // _MONTHS))
    return Gathered(
        Plan(held.parts, household, wants, months, held.policies),
        Plan(proposed.parts, household, wants, months, proposed.policies),
        tuple(goal for goal, _ in near),
        tuple(gap for gap in GAPS if gap in gaps),
    )


def _draft(session: Session, proposal: Proposal, basis: Basis) -> Draft:
    """The lines: of a draft with what is held today, of what was shown as it was shown."""
    lines = stored_lines(session, proposal.id)
    draft = draft_of(proposal, lines)
    if proposal.status != "draft":
        return draft
    return with_held(draft, values(held_today(session, proposal.client_id, lines)), basis.drift)


def _newer(facts: Facts, draft: Draft) -> Facts:
    """The facts with the figures that the client was asked for in the builder, which are newer."""
    asked = {name: Fact(name, value, "") for name, value in draft.asked if ASKABLE.get(name) in ("money", "number")}
    return {**facts, **asked}


def _goals(
    session: Session, office: Office, proposal: Proposal, draft: Draft
) -> tuple[list[tuple[ProjectedGoal, int]], set[str]]:
    """The goals with the month in which each is due, the nearest first, and why others are left out.

    They are those that a line may serve; see `purposes.counting_goals`. A retirement is its years of equal months.
    """
    newest = newest_interview(session, proposal.client_id)
    found, left_out = [], set()
    years = office.reference.needs.limits.retirement_years
    for row in counting_goals(session, proposal.client_id, newest, draft.served):
        if row.kind == "emergency":
            left_out.add("emergency")
        elif row.amount is None or row.due_on is None:
            left_out.add("goal_open")
        elif row.amount:
            month = max(1, _months_between(office.today, row.due_on))
            months = _MONTHS * years if row.kind == "retirement" else 1
            goal = ProjectedGoal(row.id, row.kind, row.name, row.due_on.year, months, row.amount // months)
            found.append((goal, month + (months > 1)))
    return sorted(found, key=lambda pair: pair[1]), left_out


def _months_between(first: date, last: date) -> int:
    """Whole months from one day to another, rounded down."""
    return (last.year - first.year) * _MONTHS + last.month - first.month - (last.day < first.day)


def _working_months(
    client: Client,
    facts: Facts,
    goals: Sequence[tuple[ProjectedGoal, int]],
    today: date,
    table: ProjectionTable,
) -> tuple[int, bool]:
    """For how many months income is earned, and whether that is known.

    Till the retirement that is planned, else till the age that the client named or the bank assumes.
    """
    retirement = next((month - 1 for goal, month in goals if goal.kind == "retirement"), None)
    if retirement is not None:
        return retirement, True
    until = number(facts, "retirement_age") or table.assumptions.working_age
    age = number(facts, "age") if client.born_on is None else age_on(client.born_on, today)
    if age is None:
        return _MONTHS * table.assumptions.most_years, False
    return max(0, until - age) * _MONTHS, True


def _household(
    session: Session, client: Client, facts: Facts, working: int, table: ProjectionTable
) -> tuple[Household, set[str]]:
    """The household's figures; what is not known is nothing, and that is said."""
    gaps = set()
    income, spending = number(facts, "family_annual_income"), number(facts, "monthly_expense")
    own = number(facts, "annual_income_3y")
    if income is None or spending is None:
        gaps.add("cash_flow")
        income = spending = 0
    elif own is None:
        gaps.add("own_income")
    owed = debts_of(session, client.id, facts)
    debts, known = owed.projected(table.assumptions.loan_rate)
    if not known:
        gaps.add("debts")
    loose = owed.instalments_fen or 0 if owed.owed_fen is None else 0
    if loose:
        gaps.add("debt_sum")
    worth = number(facts, "property_assets")
    return (
        Household(
            income // _MONTHS,
            min(income, income if own is None else own) // _MONTHS,
            spending,
            working,
            debts,
            _property_on_file(session, client.id) if worth is None else worth,
            number(facts, "life_cover") or 0,
            loose,
        ),
        gaps,
    )


def _property_on_file(session: Session, client_id: str) -> int:
    owned = select(Holding.value).where(Holding.client_id == client_id, Holding.kind == "property")
    return sum(session.exec(owned))
