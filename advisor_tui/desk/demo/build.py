"""Building the demo: a home, its branch and its people, the same for the same seed and date."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from advisor_tui.base.ids import IdSource
from advisor_tui.desk.demo.branch import add_branch
from advisor_tui.desk.demo.interviews import add_assessment, hold_interviews
from advisor_tui.desk.demo.past import Told, add_complaint, add_past
from advisor_tui.desk.demo.people import Person, make_people
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.demo.settled import settle
from advisor_tui.desk.demo.wealth import add_wealth
from advisor_tui.desk.office import Office
from advisor_tui.store.tables import Client, Household, HouseholdMember, IdentityDocument

CLIENTS = 200
COMPLAINT_EVERY = 60
_STEP = 2_000
_MOST_INTERVIEWED = 1_000
"""Among so many clients interviews are held one by one; a larger book is made in bulk."""


def fill_demo(
    office: Office, ids: IdSource, count: int, seed: int, progress: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Fill an empty home with so many synthetic clients and their past.

    Args:
        office: Of the new home; its clock must stand still, so that the same seed and date make the same rows.
        ids: A seeded source.
        count: How many clients.
        seed: Of the random numbers.
        progress: Called with how many clients are done, and how many there will be.
    """
    random = Random(seed)  # noqa: S311  (synthetic people, repeatable on purpose)
    branch, today = office.reference.demo, office.today
    products = [product for product in office.reference.products.on(today) if product.currency == "CNY"]
    people: list[Told] = []
    with office.write("demo.fill", bulk=True) as session:
        rows = Rows(ids)
        add_branch(rows, office, today)
        complaints = 0
        for place, person in enumerate(make_people(branch, random, count, today)):
            told = Told(person, _client(rows, random, office, person, today), office.me.id)
            people.append(told)
            level = add_assessment(rows, random, told, today)
            add_wealth(rows, random, person, told.client_id, products, today, level)
            add_past(rows, random, told, branch, office.reference, today)
            if place % COMPLAINT_EVERY == COMPLAINT_EVERY // 3:
                complaints += 1
                add_complaint(rows, random, told, branch, office.reference, complaints, today)
            if (place + 1) % _STEP == 0:
                rows.write(session)
                rows = Rows(ids)
                progress(place + 1, count)
        rows.write(session)
        session.commit()
    hold_interviews(office, random, people[:_MOST_INTERVIEWED])
    if count <= _MOST_INTERVIEWED:
        with office.write("demo.fill", bulk=True) as session:
            rows = Rows(ids)
            settle(rows, random, office)
            rows.write(session)
            session.commit()
    progress(count, count)


def _client(rows: Rows, random: Random, office: Office, person: Person, today: date) -> str:
    client_id = rows.add(
        Client, number=person.number, name=person.name, sex=person.sex, born_on=person.born_on, phone=person.phone,
        occupation=person.occupation, employer=person.employer, address=person.address, advisor_id=office.me.id,
        branch_id=office.me.branch_id, opened_on=person.opened_on,
    )  # fmt: skip
    expires_on = person.id_expires_on
    rows.add(
        IdentityDocument, client_id=client_id, number=person.identity, expires_on=expires_on,
        long_term=expires_on is None, seen_on=person.opened_on,
    )  # fmt: skip
    if person.age(today) >= 28 and random.random() < 0.3:
        household = rows.add(Household, name=person.name)
        rows.add(HouseholdMember, household_id=household, client_id=client_id, name=person.name, role="self")
        child_born = today - timedelta(days=random.randrange(2, 22) * 365)
        rows.add(
            HouseholdMember, household_id=household, name=person.name[0] + "小宝", role="child", born_on=child_born,
            dependent=True,
        )  # fmt: skip
    return client_id
