"""Whole interviews of the demo: four people at four ages of life, with goals that have a sum and a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from advisor_tui.base.money import WAN, YUAN
from advisor_tui.desk.demo.past import Told
from advisor_tui.desk.demo.people import Person
from advisor_tui.rules.questionnaire import Value
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives

QUESTIONNAIRE = "full-2026"
_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Life:
    """An age of life, whom it fits, and what they say.

    Attributes:
        ages: The youngest and the oldest whom it fits, in years.
        assets: The least and the most that they hold, in 分.
        answers: By question; what the person's own figures give is left out.
        child_age: Of a child who lives on the family's income, or None.
        partner: Whether there is one.
        mortgage: The share of the income that its instalments take, in percent, and how many of them are left.
    """

    ages: tuple[int, int]
    assets: tuple[int, int]
    answers: Mapping[str, Value]
    child_age: int | None = None
    partner: bool = True
    mortgage: tuple[int, int] | None = None

    def fits(self, person: Person, today: date) -> bool:
        """Whether somebody is at this age and has so much."""
        youngest, oldest = self.ages
        least, most = self.assets
        return youngest <= person.age(today) <= oldest and least <= person.assets <= most


_EVERYBODY: Mapping[str, Value] = MappingProxyType({
    "consent": "yes", "consent_form": "S-2026-0117", "marketing": "no", "id_kind": "resident_id", "capacity": "full",
    "nationality": "CN", "tax_residence": "china", "relation_purpose": "wealth", "unwilling_to_lose": "no",
    "loan_kind": "none", "confirmed_needs": "yes", "accident_cover": "no", "liquidity_need": 0,
})  # fmt: skip
LIVES = (
    Life(
        (28, 40), (20 * WAN, 500 * WAN), child_age=3, mortgage=(25, 252),
        answers={
            "occupation": "company", "income_source": "salary", "debt_state": "mortgage", "investable_share": "25to50",
            "life_cover": 20 * WAN, "health_cover": "medical", "pension_cover": "no", "annual_premium": 3_000 * YUAN,
            "premium_budget": 12_000 * YUAN, "goals": ("education", "house", "emergency"),
            "education_amount": 50 * WAN, "education_years": 15, "house_amount": 80 * WAN, "house_years": 6,
            "knowledge": "fair", "experience_kinds": ("wmp", "fund"), "experience_years": "2to5", "purpose": "growth",
            "horizon": "5to8", "liquidity": "some", "expected_return": "middle", "preference": "balanced",
            "max_loss": "10", "reaction": "wait",
        },
    ),
    Life(
        (41, 52), (50 * WAN, 2_000 * WAN), child_age=14, mortgage=(15, 132),
        answers={
            "occupation": "company", "income_source": "salary", "debt_state": "mortgage", "investable_share": "25to50",
            "life_cover": 50 * WAN, "health_cover": "both", "pension_cover": "no", "annual_premium": 12_000 * YUAN,
            "premium_budget": 30_000 * YUAN, "goals": ("education", "retirement"), "retirement_age": 60,
            "retirement_spend": 12_000 * YUAN, "retirement_income": 5_500 * YUAN, "education_amount": 60 * WAN,
            "education_years": 4, "knowledge": "good", "experience_kinds": ("wmp", "fund", "shares"),
            "experience_years": "5to10", "purpose": "growth", "horizon": "5to8", "liquidity": "unlikely",
            "expected_return": "middle", "preference": "balanced", "max_loss": "10", "reaction": "hold",
        },
    ),
    Life(
        (53, 62), (30 * WAN, 2_000 * WAN),
        answers={
            "occupation": "public", "income_source": "salary", "debt_state": "none", "investable_share": "50to80",
            "life_cover": 10 * WAN, "health_cover": "medical", "pension_cover": "yes", "annual_premium": 8_000 * YUAN,
            "premium_budget": 10_000 * YUAN, "goals": ("retirement", "wedding"), "retirement_age": 65,
            "retirement_spend": 9_000 * YUAN, "retirement_income": 6_000 * YUAN, "wedding_amount": 40 * WAN,
            "wedding_years": 2, "knowledge": "basic", "experience_kinds": ("low", "wmp"), "experience_years": "5to10",
            "purpose": "income", "horizon": "3to5", "liquidity": "some", "expected_return": "low",
            "preference": "careful", "max_loss": "5", "reaction": "wait",
        },
    ),
    Life(
        (66, 78), (30 * WAN, 2_000 * WAN),
        answers={
            "occupation": "retired", "income_source": "pension", "debt_state": "none", "investable_share": "50to80",
            "life_cover": 0, "health_cover": "medical", "pension_cover": "yes", "annual_premium": 0,
            "premium_budget": 0, "goals": ("parents", "free"), "parents_amount": 20 * WAN, "parents_years": 3,
            "free_amount": 15 * WAN, "free_years": 2, "knowledge": "basic", "experience_kinds": ("low", "wmp"),
            "experience_years": "over10", "purpose": "inflation", "horizon": "1to3", "liquidity": "some",
            "expected_return": "low", "preference": "careful", "max_loss": "5", "reaction": "wait",
        },
    ),
)  # fmt: skip


def lived(people: Iterable[Told], today: date) -> Iterator[tuple[Told, Life]]:
    """The first in the book whom each life fits; a small book has fewer of them."""
    left = list(people)
    for life in LIVES:
        told = next((each for each in left if life.fits(each.person, today)), None)
        if told is not None:
            left.remove(told)
            yield told, life


def answers_of(life: Life, person: Person, today: date) -> Mapping[str, Value]:
    """What the person says, by question: the life's answers, and those that follow from the person's own figures.

    Args:
        life: Which life.
        person: Whose name, papers, income and assets are told.
        today: The business date.
    """
    income, assets, spending = person.income, person.assets, person.income * 50 // 1200
    partner = income * 4 // 10 if life.partner else 0
    found: dict[str, Value] = {
        "full_name": person.name,
        "id_number": person.identity,
        "id_long_term": "yes" if person.id_expires_on is None else "no",
        "age": person.age(today),
        "phone": person.phone,
        "address": person.address,
        "marital": "married" if life.partner else "single",
        "members": _members(life, person, today),
        "family_income": _figures(own_pay=income - partner, partner_pay=partner),
        "own_income": income - partner,
        "monthly_expense": _figures(living=spending * 6 // 10, parents=spending // 10, other=spending * 3 // 10),
        "financial_assets": _figures(cash=assets // 4, deposit=assets * 2 // 4, wmp=assets // 4),
        "property_value": 260 * WAN,
        "largest_holding": assets // 4,
        "goal_savings": assets // 10,
        "contact_time": today + timedelta(days=30),
    }
    if person.id_expires_on is not None:
        found["id_expires"] = person.id_expires_on
    if life.partner:
        found |= {"partner_years": 10, "partner_cost": 20_000 * YUAN}
    if life.child_age is not None:
        found |= {"child_years": max(1, 22 - life.child_age), "child_cost": 25_000 * YUAN}
    if life.mortgage is not None:
        percent, left = life.mortgage
        instalment = income * percent // 1200 // YUAN * YUAN
        found |= {"total_debts": _figures(mortgage=instalment * left * 7 // 10), "debt_payment": instalment}
    return {**_EVERYBODY, **found, **life.answers}


def _figures(**amounts: int) -> Figures:
    return Figures(tuple(Figure(item, amount // YUAN * YUAN) for item, amount in amounts.items() if amount))


def _members(life: Life, person: Person, today: date) -> Relatives:
    rows: list[Relative] = []
    if life.partner:
        given = "文华" if person.sex == "female" else "秀兰"
        rows.append(Relative("李" + given, "spouse", dependent=False))
    if life.child_age is not None:
        born_on = today - life.child_age * _YEAR
        rows.append(Relative(person.name[0] + "小宝", "child", born_on, dependent=True))
    return Relatives(tuple(rows))
