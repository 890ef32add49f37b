"""What is on file of a client's money and household, as the rules of needs take it, and how their evidence is kept."""

import json
from datetime import date

from sqlmodel import Session, col, select

from advisor_tui.rules.needs.books import Books, HeldMoney, Member
from advisor_tui.rules.needs.need import Need as FoundNeed
from advisor_tui.store.tables import Client, Holding, HouseholdMember, Need

COUPLE = ("self", "spouse")
"""Roles of those whose income carries the household: the other one is the partner, children and parents are theirs."""


def books_of(session: Session, client: Client, today: date) -> Books:
    """The client's holdings and the members of the client's household, by name."""
    holdings = session.exec(
        select(Holding).where(Holding.client_id == client.id).order_by(col(Holding.matures_on), col(Holding.id))
    )
    return Books(
        today,
        tuple(HeldMoney(row.name, row.value, row.matures_on, row.kind) for row in holdings if row.value > 0),
        household_of(session, client),
    )


def household_of(session: Session, client: Client) -> tuple[Member, ...]:
    """The others of the household in which the client is one of the couple; none where the client is someone else."""
    own = session.exec(
        select(HouseholdMember).where(HouseholdMember.client_id == client.id, col(HouseholdMember.role).in_(COUPLE))
    ).first()
    if own is None:
        return ()
    rows = session.exec(
        select(HouseholdMember, Client)
        .join(Client, col(HouseholdMember.client_id) == col(Client.id), isouter=True)
        .where(HouseholdMember.household_id == own.household_id, HouseholdMember.id != own.id)
        .order_by(col(HouseholdMember.id))
    )
    found = []
    for member, person in rows:
        born_on = member.born_on or (None if person is None else person.born_on)
        role = "spouse" if member.role in COUPLE else member.role
        found.append(Member(member.name, role, born_on, member.dependent))
    return tuple(found)


def evidence_text(need: FoundNeed) -> str:
    """The evidence of a need as JSON: questions as texts, holdings and members as objects with their name."""
    entries = [
        *need.evidence,
        *({"holding": name} for name in need.holdings),
        *({"member": name} for name in need.members),
    ]
    return json.dumps(entries, ensure_ascii=False)


def stored_need(row: Need) -> FoundNeed:
    """A stored need as the rules found it."""
    entries = json.loads(row.evidence)
    named = [entry for entry in entries if isinstance(entry, dict)]
    return FoundNeed(
        row.kind,
        row.size or 0,
        tuple(entry for entry in entries if isinstance(entry, str)),
        json.loads(row.params),
        tuple(entry["holding"] for entry in named if "holding" in entry),
        tuple(entry["member"] for entry in named if "member" in entry),
    )
