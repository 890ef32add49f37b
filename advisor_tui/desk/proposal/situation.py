"""What is on file and was told of a client's money, for the rules of the whole portfolio; and the advisor's papers."""

import json
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from advisor_tui.desk.client.facts import interview_facts
from advisor_tui.desk.interview.records import Shelf
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposal.debts import debts_of
from advisor_tui.desk.proposal.whole import Whole, place_of
from advisor_tui.reference.products import Product
from advisor_tui.reference.toml import Both
from advisor_tui.rules.needs.maturity import outlays_of
from advisor_tui.rules.portfolio.facts import HeldPlace, Place, PlannedOutlay, Situation
from advisor_tui.rules.profile import number
from advisor_tui.rules.suitability import staff
from advisor_tui.store.tables import Client, Goal, Holding, Need, StaffQualification, Training

_NEEDED_NOW = ("emergency_fund", "liquidity")
"""Needs that ask for money at once."""
_OPEN_KINDS = ("current", "fund", "wmp", "bullion", "stock")
"""Kinds that can be sold on any day where a holding names no last day and the catalogue does not know it."""


def whole_of(session: Session, office: Office, shelf: Shelf, client: Client, products: Mapping[str, Product]) -> Whole:
    """What the rules of the whole portfolio know of a client today."""
    today, needs = office.today, office.reference.needs
    facts = interview_facts(session, shelf, client)
    kinds = needs.words["holding_kind"]
    outlays = (PlannedOutlay(outlay.amount_fen, outlay.due_on) for outlay in outlays_of(facts, needs.limits, today))
    debts = debts_of(session, client.id, facts)
    return Whole(
        Situation(
            on=today,
            holdings=_holdings(session, client, products, kinds),
            financial_assets_fen=number(facts, "financial_assets"),
            ready_fen=number(facts, "cash_assets"),
            monthly_spending_fen=number(facts, "monthly_expense"),
            monthly_debts_fen=debts.instalments_fen,
            yearly_income_fen=number(facts, "family_annual_income"),
            yearly_premium_fen=number(facts, "annual_premium"),
            debts_fen=debts.owed_fen,
            outlays=tuple(outlays),
        ),
        kinds,
        _due(session, client, today),
        debts.instalments_on_file_fen,
    )


def _holdings(
    session: Session, client: Client, products: Mapping[str, Product], kinds: Mapping[str, Both]
) -> tuple[HeldPlace, ...]:
    rows = session.exec(select(Holding).where(Holding.client_id == client.id).order_by(col(Holding.id)))
    found = []
    for row in rows:
        product = products.get(row.product_code)
        if product is not None and row.kind != "insurance":
            place = place_of(product, kinds)
        else:
            free = 0 if row.kind in _OPEN_KINDS and row.matures_on is None else None
            name = {"zh": row.name, "en": row.name}
            place = Place(
                row.product_code or row.name, row.kind, "", row.currency, row.risk_level, free,
                name=name, kind_name=kinds.get(row.kind, {}),
            )  # fmt: skip
        found.append(HeldPlace(place, row.value, row.matures_on))
    return tuple(found)


def _due(session: Session, client: Client, today: date) -> dict[str, date]:
    """The day of every goal and need that has one; needs of money at once have today."""
    goals = session.exec(select(Goal).where(Goal.client_id == client.id))
    needs = session.exec(select(Need).where(Need.client_id == client.id))
    days = {goal.id: goal.due_on for goal in goals}
    days |= {need.id: today if need.kind in _NEEDED_NOW else _told(need) for need in needs}
    return {purpose: day for purpose, day in days.items() if day is not None}


def _told(need: Need) -> date | None:
    """The day that a need for money tells itself."""
    told = json.loads(need.params).get("on")
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None


def staff_of(session: Session, advisor_id: str) -> staff.StaffFacts | None:
    """An advisor's qualifications and required trainings; None while head office has sent no qualification at all."""
    qualifications = session.exec(select(StaffQualification)).all()
    if not qualifications:
        return None
    trainings = session.exec(select(Training).where(Training.advisor_id == advisor_id, Training.required))
    return staff.StaffFacts(
        tuple(
            staff.StaffQualification(row.kind, row.valid_from, row.valid_until)
            for row in qualifications
            if row.advisor_id == advisor_id
        ),
        tuple(staff.StaffTraining(row.topic, row.completed_on, row.valid_until) for row in trainings),
    )
