"""The client's facts that questions may feed, and reading them out of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from advisor_tui.rules.facts import Capacity, ClientFacts
from advisor_tui.rules.interview import effective_answers
from advisor_tui.rules.questionnaire import Answers, Question, Questionnaire, Value
from advisor_tui.rules.said import Figures, Relatives

FactKind = Literal["money", "number", "word", "words", "date", "text", "members"]

GOAL_KINDS = ("retirement", "education", "house", "wedding", "parents", "emergency", "free")
"""What money is put aside for; `free` is what the client names otherwise."""
SUM_GOALS = ("education", "house", "wedding", "parents", "free")
"""Goals that are one sum at one time; retirement is an income, the emergency fund a number of months."""

FACTS: Mapping[str, FactKind] = {
    "age": "number",
    "capacity": "word",
    "consent": "word",
    "occupation": "word",
    "marital": "word",
    "children": "number",
    "dependants": "number",
    "family_annual_income": "money",
    "annual_income_3y": "money",
    "income_source": "word",
    "monthly_expense": "money",
    "monthly_debt_payment": "money",
    "financial_assets": "money",
    "cash_assets": "money",
    "largest_holding": "money",
    "property_assets": "money",
    "total_debts": "money",
    "life_cover": "money",
    "health_cover": "word",
    "premium_budget": "money",
    "annual_premium": "money",
    "experience_years": "number",
    "liquidity_need": "money",
    "goals": "words",
    "goal_savings": "money",
    "retirement_age": "number",
    "retirement_spend": "money",
    "retirement_income": "money",
    **{f"{kind}_amount": "money" for kind in SUM_GOALS},
    **{f"{kind}_years": "number" for kind in SUM_GOALS},
    "child_years": "number",
    "child_cost": "money",
    "dependant_years": "number",
    "dependant_cost": "money",
    "partner_years": "number",
    "partner_cost": "money",
    "accident_cover": "word",
    "pension_cover": "word",
    "liquidity_on": "date",
    "loan_kind": "word",
    "loan_amount": "money",
    "loan_term_months": "number",
    "loan_rate": "number",
    "loan_income": "money",
    "property_fee": "money",
    "job_months": "number",
    "overdue_run": "number",
    "overdue_times": "number",
    "credit_queries": "number",
    "card_use": "number",
    "confirmed_needs": "word",
    "members": "members",
    "full_name": "text",
    "id_kind": "word",
    "id_number": "text",
    "id_long_term": "word",
    "id_expires": "date",
    "phone": "text",
    "address": "text",
    "nationality": "word",
    "tax_residence": "word",
    "relation_purpose": "word",
    "guardian_name": "text",
    "guardian_id": "text",
    "guardian_relation": "word",
    "consent_form": "text",
    "marketing": "word",
    "marketing_form": "text",
    "remark": "text",
}
"""Every fact by name and kind. Money is 分, of the household but for `annual_income_3y` (the client's own, average of
three years); `retirement_spend` and `retirement_income` are by month and in today's money; `property_assets` is what
homes and other property are worth, beside the financial assets; `liquidity_need` is what is surely needed within a
year, `liquidity_on` the day on which it is due.

`child_years`, `dependant_years` and `partner_years` are years of support still to come of each of them (0: the partner
does not depend on the income), `…_cost` what such a year takes of one person; `accident_cover` and `pension_cover` are
`yes` or `no`.

`members` are the others of the household; from them follow `children` and `dependants`, those who live on the client's
income. `id_…` tell of the identity paper (`id_long_term` is `yes` where it has no last day), `guardian_…` of the legal
representative, `consent_form` and `marketing_form` name the signed forms, `marketing` is `yes` or `no`.

Of a loan that is asked for: `loan_kind` (`mortgage`, `consumer`, `business`), `loan_rate` a year in 10⁻⁴ percent,
`loan_income` the borrowers' verified net income a month, `property_fee` a month, `job_months` in the present job,
`overdue_run` months overdue in a row, `overdue_times` and `credit_queries` in the months that the rules look at,
`card_use` of the card limits in percent."""


@dataclass(frozen=True)
class Fact:
    """One fact of the client, and the question whose answer it is."""

    name: str
    value: Value
    question: str


Facts = Mapping[str, Fact]


def facts_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, Fact]:
    """The facts in the answers that count.

    An option of a numeric fact gives the number that it stands for; what an option implies holds unless a question
    of its own says otherwise.
    """
    counted = effective_answers(questionnaire, answers)
    implied: dict[str, Fact] = {}
    found: dict[str, Fact] = {}
    for question in questionnaire.questions:
        answer = counted.get(question.id)
        if answer is None or answer.value is None:
            continue
        chosen = question.option(answer.value) if isinstance(answer.value, str) else None
        if isinstance(answer.value, Figures):
            found |= _parts(question, answer.value)
        if isinstance(answer.value, Relatives):
            implied |= {name: Fact(name, count, question.id) for name, count in _counted(answer.value).items()}
        if chosen is not None:
            implied |= {name: Fact(name, value, question.id) for name, value in chosen.implies.items()}
        value = _value(question, answer.value) if question.fact else None
        if value is not None:
            found[question.fact] = Fact(question.fact, value, question.id)
    return implied | found


def _parts(question: Question, value: Figures) -> dict[str, Fact]:
    said = {item.fact: row.fen for item in question.items if item.fact and (row := value.of(item.id)) is not None}
    return {name: Fact(name, fen, question.id) for name, fen in said.items()}


def _counted(value: Relatives) -> dict[str, int]:
    return {"children": value.children, "dependants": value.dependants}


def _value(question: Question, value: Value) -> Value | None:
    if isinstance(value, Figures):
        return value.total_fen
    if FACTS[question.fact] not in ("money", "number") or not isinstance(value, str):
        return value
    option = question.option(value)
    return None if option is None else option.fact


def number(facts: Facts, name: str) -> int | None:
    """A fact that is a number or money (分), or None where it is not known."""
    fact = facts.get(name)
    return fact.value if fact is not None and isinstance(fact.value, int) else None


def words(facts: Facts, name: str) -> tuple[str, ...]:
    """The words of a fact, none where it is not known."""
    fact = facts.get(name)
    if fact is None:
        return ()
    return fact.value if isinstance(fact.value, tuple) else (str(fact.value),)


def evidence(facts: Facts, *names: str) -> tuple[str, ...]:
    """The questions behind the facts of these names that are known, each once."""
    return tuple(dict.fromkeys(facts[name].question for name in names if name in facts))


def client_facts(facts: Facts) -> ClientFacts:
    """What the rules of suitability can use of an interview; what it did not tell stays unknown."""
    capacity = words(facts, "capacity")
    years = number(facts, "experience_years")
    assets, debts = number(facts, "financial_assets"), number(facts, "total_debts")
    return ClientFacts(
        age=number(facts, "age"),
        capacity=Capacity(capacity[0]) if capacity and capacity[0] in set(Capacity) else None,
        financial_assets_fen=assets,
        net_financial_assets_fen=None if assets is None or debts is None else assets - debts,
        annual_income_fen=number(facts, "annual_income_3y"),
        experience_years=None if years is None else Fraction(years),
        family_annual_income_fen=number(facts, "family_annual_income"),
        premium_budget_fen=number(facts, "premium_budget"),
    )
