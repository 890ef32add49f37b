"""People who cannot exist: an ID region and a phone prefix that nobody has."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from stdnum.iso7064 import mod_11_2

from advisor_tui.base.languages import Lang
from advisor_tui.desk.checks.identity import DEMO_REGION
from advisor_tui.reference.demo import DemoBranch, DemoWords

PHONE_PREFIX = "100"
_WEALTH = ((55, 2_000, 60_000), (25, 60_000, 500_000), (13, 500_000, 3_000_000), (5, 3_000_000, 10_000_000))
"""Of a hundred people, so many have assets between so many and so many yuan; the rest have more."""
_RICHEST = (10_000_000, 40_000_000)
_PLACES = 8
"""Drawn from for everybody, employed or not, so that more employers in `data/` leave the other people as they are."""


SHOWN = 2
"""The place from 0 of the client whom the README names."""
_SHOWN_AGE, _SHOWN_INCOME = 44, 280_000_00


@dataclass(frozen=True)
class Person:
    """One synthetic client.

    Attributes:
        assets: What is held at the bank, in 分.
        income: Of the family in a year, in 分.
        opened_on: Since when a client.
    """

    number: str
    name: str
    sex: str
    born_on: date
    phone: str
    identity: str
    id_expires_on: date | None
    occupation: str
    employer: str
    address: str
    assets: int
    income: int
    opened_on: date

    def age(self, today: date) -> int:
        """Full years of life."""
        return today.year - self.born_on.year - ((today.month, today.day) < (self.born_on.month, self.born_on.day))


class People:
    """Makes people, numbered from 1, no two with the same identity number."""

    def __init__(self, branch: DemoBranch, random: Random, today: date, lang: Lang = "zh") -> None:
        self._branch = branch
        self._words = branch.words(lang)
        self._random = random
        self._today = today
        self._taken: set[str] = set()

    def more(self, count: int) -> list[Person]:
        """So many more."""
        return [self._next() for _ in range(count)]

    def _next(self) -> Person:
        place = len(self._taken) + 1
        person = _person(self._branch, self._words, self._random, place, self._today)
        if place - 1 == SHOWN:
            person = self._shown(person)
        order = place % 1000
        while person.identity in self._taken:
            order = (order + 2) % 1000
            person = replace(person, identity=identity_number(person.born_on, order, female=person.sex == "female"))
        self._taken.add(person.identity)
        return person

    def _shown(self, person: Person) -> Person:
        """The person in her place, with her name, age and work."""
        born_on = (self._today - timedelta(days=round((_SHOWN_AGE + 0.3) * 365.25))).replace(day=1)
        identity = identity_number(born_on, (SHOWN + 1) % 1000, female=True)
        work = self._words.work[0]
        return replace(
            person, name=self._branch.shown.name, sex="female", born_on=born_on, income=_SHOWN_INCOME,
            identity=identity, id_expires_on=date(self._today.year + 6, 5, 20), occupation=work.occupation,
            employer=work.employers[0], opened_on=self._today - timedelta(days=8 * 365),
        )  # fmt: skip


def _person(branch: DemoBranch, words: DemoWords, random: Random, place: int, today: date) -> Person:
    female = random.random() < 0.52
    born_on = today - timedelta(days=int(random.triangular(19, 86, 44) * 365.25))
    compound = random.random() < 0.01
    surname = random.choice(branch.compound_surnames) if compound else random.choice(branch.surnames)
    given = random.choice(branch.female_given if female else branch.male_given)
    retired = (today - born_on).days > 60 * 365
    income = int(random.lognormvariate(11.9, 0.6)) * 100
    expires_on = _expiry(random, born_on, today)
    occupation, employer = (words.retired, "") if retired else _work(random, words)
    return Person(
        number=f"C{place:06d}",
        name=surname + given,
        sex="female" if female else "male",
        born_on=born_on,
        phone=f"{PHONE_PREFIX}{place:08d}",
        identity=identity_number(born_on, place % 1000, female=female),
        id_expires_on=expires_on,
        occupation=occupation,
        employer=employer,
        address=f"{random.choice(branch.streets)}{random.randrange(1, 900)}号",
        assets=_assets(random),
        income=income,
        opened_on=today - timedelta(days=random.randrange(5, 15 * 365)),
    )


def _work(random: Random, words: DemoWords) -> tuple[str, str]:
    """What a person lives by, and an employer where such people work."""
    work, place = random.choice(words.work), random.randrange(_PLACES)
    return work.occupation, work.employers[place % len(work.employers)] if work.employers else ""


def identity_number(born_on: date, order: int, *, female: bool) -> str:
    """A resident identity number of the region that does not exist, with a right check digit (GB 11643-1999)."""
    serial = order - order % 2 + (0 if female else 1)
    body = f"{DEMO_REGION}{born_on:%Y%m%d}{serial:03d}"
    return body + mod_11_2.calc_check_digit(body)


def _expiry(random: Random, born_on: date, today: date) -> date | None:
    """Cards of people over 46 are long-term (居民身份证法 第五条); a few of the others expire soon or have expired."""
    if (today - born_on).days >= 46 * 365.25 and random.random() < 0.9:
        return None
    if random.random() < 0.06:
        return today + timedelta(days=random.randrange(-60, 95))
    return today + timedelta(days=random.randrange(120, 19 * 365))


def _assets(random: Random) -> int:
    draw = random.randrange(100)
    for part, low, high in _WEALTH:
        if draw < part:
            return random.randrange(low, high) // 100 * 100 * 100
        draw -= part
    return random.randrange(*_RICHEST) // 1000 * 1000 * 100
