"""What an interview writes to the household: members told are added or brought up to date, none is taken away."""

from sqlmodel import Session, col, select

from advisor_tui.desk.interview.books import COUPLE
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.rules.profile import Facts
from advisor_tui.rules.said import Relative, Relatives
from advisor_tui.store.tables import Household, HouseholdMember


def write_household(session: Session, office: Office, held: Held, facts: Facts) -> None:
    """The members told, in the household in which the client is one of the couple; one is made where there is none.

    A member on file is recognised by role and name, or by the name on file under which the person stands by the
    answer: that name is then corrected, unless the member is a client, whose own record holds it. Written twice,
    nothing changes the second time.
    """
    fact = facts.get("members")
    if fact is None or not isinstance(fact.value, Relatives) or not fact.value.rows:
        return
    own = _own_place(session, held) or _new_household(session, office, held)
    members = list(session.exec(select(HouseholdMember).where(HouseholdMember.household_id == own.household_id)))
    for told in fact.value.rows:
        role = _role(own, told)
        name = told.name.strip()
        if not name:
            continue
        named = told.on_file_as.strip() or name
        member = next((row for row in members if (row.name, row.role) == (named, role)), None)
        # Once the name on file is corrected, the same answer finds it under that one.
        member = member or next((row for row in members if (row.name, row.role) == (name, role)), None)
        if member is None:
            member = HouseholdMember(id=office.ids.new(), household_id=own.household_id, name=name, role=role)
            members.append(member)
        elif member.client_id is None:
            member.name = name
        member.born_on = told.born_on or member.born_on
        member.dependent = told.dependent
        session.add(member)


def _own_place(session: Session, held: Held) -> HouseholdMember | None:
    return session.exec(
        select(HouseholdMember)
        .where(HouseholdMember.client_id == held.client.id, col(HouseholdMember.role).in_(COUPLE))
        .order_by(col(HouseholdMember.id))
    ).first()


def _new_household(session: Session, office: Office, held: Held) -> HouseholdMember:
    client = held.client
    household = Household(id=office.ids.new(), name=client.name)
    session.add(household)
    session.flush()
    own = HouseholdMember(
        id=office.ids.new(), household_id=household.id, client_id=client.id, name=client.name, role="self"
    )
    session.add(own)
    return own


def _role(own: HouseholdMember, told: Relative) -> str:
    """The role in the household's record, which may have been made from the other one's side."""
    if told.role != "spouse":
        return told.role
    return next(role for role in COUPLE if role != own.role)
