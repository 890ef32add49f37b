"""Market and life events that bear on a question of an interview: which ones, beside which facts, how far ahead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from advisor_tui.rules.dates import add_months
from advisor_tui.rules.questionnaire import Question
from advisor_tui.rules.rule import NoThresholds

_MONTHS = 12
Topic = Literal["money", "products", "ages", "debts"]
"""What a question is about, as far as events bear on it; life events go by their kind."""

TOPICS: Mapping[Topic, frozenset[str]] = {
    "money": frozenset({"cash_assets", "financial_assets", "liquidity_need", "liquidity_on", "goal_savings"}),
    "products": frozenset({"financial_assets", "largest_holding"}),
    "ages": frozenset({
        "age", "members", "children", "child_years", "child_cost", "pension_cover",
        "retirement_age", "retirement_spend", "retirement_income", "education_amount", "education_years",
    }),
    "debts": frozenset({
        "total_debts", "monthly_debt_payment", "house_amount", "house_years",
        "loan_kind", "loan_amount", "loan_term_months", "loan_rate",
    }),
}  # fmt: skip
"""The facts beside whose questions an event of each topic stands."""

_FAMILY = frozenset({"members", "children", "dependants"})
_SCHOOL = frozenset({"education_amount", "education_years", "child_years", "child_cost"})
_COVER = frozenset({"life_cover", "health_cover", "accident_cover"})
_HOME = frozenset({"house_amount", "house_years", "total_debts", "loan_kind"})
_WORK = frozenset({"occupation", "income_source", "family_annual_income", "annual_income_3y", "job_months"})
_PENSION = frozenset({"retirement_age", "retirement_spend", "retirement_income", "pension_cover"})
LIFE: Mapping[str, frozenset[str]] = {
    "birthday": frozenset({"age"}) | _PENSION,
    "marriage": frozenset({"marital", "wedding_amount", "wedding_years"}) | _FAMILY,
    "child": _FAMILY | _SCHOOL | _COVER,
    "school": _FAMILY | _SCHOOL,
    "house": _HOME,
    "job": _WORK,
    "retirement": frozenset({"age"}) | _PENSION,
    "illness": _COVER,
    "death": _FAMILY | _COVER,
    "move": frozenset({"address"}) | _HOME,
    "other": frozenset({"goals", "remark"}),
}
"""The facts beside whose questions an event of the client's life stands, by kind."""


@dataclass(frozen=True, slots=True)
class MaturingBeside:
    """Days within which a deposit or product that matures is named beside a question of money."""

    days: int


@dataclass(frozen=True, slots=True)
class MilestoneBirthdays:
    """Birthdays that matter, of the client or the spouse and of a child, within so many months."""

    months: int
    adult: tuple[int, ...]
    child: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BulletinsBeside:
    """Days for which a bulletin is news, and the kinds that are about rates and stand beside debts."""

    days: int
    rates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LifeBeside:
    """Days after and before its day in which an event of the client's life is named."""

    after: int
    before: int


EVENTS: dict[str, type] = {
    "event_maturing": MaturingBeside,
    "event_birthday": MilestoneBirthdays,
    "event_bulletin": BulletinsBeside,
    "event_life": LifeBeside,
    "event_prime_rate": NoThresholds,
}
"""The type of the figures, by the id under which the sentence stands."""


def facts_asked(question: Question) -> frozenset[str]:
    """The facts that a question asks for, also line by line."""
    return frozenset({question.fact, *(item.fact for item in question.items)}) - {""}


def about(question: Question, topic: Topic) -> bool:
    """Whether a question is about a topic."""
    return bool(facts_asked(question) & TOPICS[topic])


def maturing(matures_on: date | None, today: date, values: MaturingBeside) -> bool:
    """Whether money comes free within the days, today and the last day included."""
    return matures_on is not None and today <= matures_on <= today + timedelta(days=values.days)


def milestones(born_on: date | None, ages: Iterable[int], today: date, months: int) -> tuple[tuple[date, int], ...]:
    """The birthdays at these ages from today on within so many months, last day included, with the age."""
    if born_on is None:
        return ()
    last = add_months(today, months)
    days = ((add_months(born_on, age * _MONTHS), age) for age in ages)
    return tuple((day, age) for day, age in days if today <= day <= last)


def life_day(happens_on: date, yearly: bool, today: date, values: LifeBeside) -> date | None:
    """The day of an event of life that is near enough to be named, both ends included; of a yearly one the nearest."""
    first, last = today - timedelta(days=values.after), today + timedelta(days=values.before)
    days = [happens_on]
    if yearly:
        turns = range(max(0, first.year - happens_on.year), max(0, last.year - happens_on.year) + 1)
        days = [add_months(happens_on, turn * _MONTHS) for turn in turns]
    near = [day for day in days if first <= day <= last]
    return min(near, key=lambda day: abs(day - today), default=None)
