"""The demo's clients: each with a whole past, or in a large book with what a list shows."""

from datetime import date, timedelta
from random import Random

from advisor_tui.base.languages import Lang
from advisor_tui.desk.demo.interviews import add_assessment
from advisor_tui.desk.demo.past import Told, add_complaint, add_last_contact, add_past
from advisor_tui.desk.demo.people import SHOWN, Person
from advisor_tui.desk.demo.rows import Rows
from advisor_tui.desk.demo.wealth import add_holdings, add_income, offers_of
from advisor_tui.desk.office import Office
from advisor_tui.store.tables import Client, Household, HouseholdMember, IdentityDocument

COMPLAINT_EVERY = 60
ESTABLISHED_DAYS = 60
"""What came into the catalogue later than so many days ago is held by none of the demo's people yet."""


class ClientMaker:
    """Makes the rows of one client after the other."""

    def __init__(self, rows: Rows, random: Random, office: Office, lang: Lang) -> None:
        self._rows = rows
        self._random = random
        self._me = office.me
        self._today = office.today
        self._reference = office.reference
        self._words = office.reference.demo.words(lang)
        self._offers = offers_of(office.reference.products.on(office.today - timedelta(days=ESTABLISHED_DAYS)))
        self._made = self._complaints = 0

    def whole(self, person: Person) -> Told:
        """A client with everything that an advisor's book holds, some in a household, some with a complaint."""
        rows, random, reference, today = self._rows, self._random, self._reference, self._today
        told = self._client(person)
        if person.age(today) >= 28 and random.random() < 0.3:
            child_born = today - timedelta(days=random.randrange(2, 22) * 365)
            if self._made != SHOWN:  # hers is a larger one
                self._household(told, child_born)
        level = add_assessment(rows, random, told, today)
        add_holdings(rows, random, person, told.client_id, self._words, self._offers, today, level)
        add_income(rows, random, person, told.client_id, self._words, today)
        add_past(rows, random, told, self._words, reference, today)
        if self._made % COMPLAINT_EVERY == COMPLAINT_EVERY // 3:
            self._complaints += 1
            add_complaint(rows, random, told, self._words, reference, self._complaints, today)
        self._made += 1
        return told

    def thin(self, person: Person) -> Told:
        """A client with papers, risk level, holdings and a last contact."""
        told = self._client(person)
        level = add_assessment(self._rows, self._random, told, self._today)
        add_holdings(self._rows, self._random, person, told.client_id, self._words, self._offers, self._today, level)
        add_last_contact(self._rows, self._random, told, self._words, self._today)
        return told

    def _client(self, person: Person) -> Told:
        client_id = self._rows.add(
            Client, number=person.number, name=person.name, sex=person.sex, born_on=person.born_on, phone=person.phone,
            occupation=person.occupation, employer=person.employer, address=person.address, advisor_id=self._me.id,
            branch_id=self._me.branch_id, opened_on=person.opened_on,
        )  # fmt: skip
        self._rows.add(
            IdentityDocument, client_id=client_id, number=person.identity, expires_on=person.id_expires_on,
            long_term=person.id_expires_on is None, seen_on=person.opened_on,
        )  # fmt: skip
        return Told(person, client_id, self._me.id)

    def _household(self, told: Told, child_born: date) -> None:
        name = told.person.name
        compound = self._reference.demo.compound_surnames
        surname = next((each for each in compound if name.startswith(each)), name[0])
        household = self._rows.add(Household, name=name)
        self._rows.add(HouseholdMember, household_id=household, client_id=told.client_id, name=name, role="self")
        self._rows.add(
            HouseholdMember, household_id=household, name=surname + "小宝", role="child", born_on=child_born,
            dependent=True,
        )  # fmt: skip
