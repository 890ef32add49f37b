"""Answers that do not fit what is known: pointed out, never refused (令2025年第7号 art. 25: know the client)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from advisor_tui.rules.profile import FACTS
from advisor_tui.rules.questionnaire import Question, Value, figure_of, size_of
from advisor_tui.rules.said import Relatives

Told = Mapping[str, int]
"""Facts that are numbers or money (分), by name, as the answers tell them."""
_MONTHS = 12


@dataclass(frozen=True)
class OnFile:
    """What the bank's own books say of a client; None where they say nothing.

    Attributes:
        name, born_on, sex: The name, the birth date and the sex on the client's record.
        told_name: The name as it was told in the talk.
        told_marital, told_spouse: The marital status as told, and whether a spouse stands among the members told.
        paper_born_on, paper_sex: The same as the number of the identity paper says them that was told in the talk.
        mortgage_fen, debts_fen: What is owed on mortgages, and on all loans, in 分.
        instalment_fen: What is paid on the loans in a month, in 分.
        assets_fen: Financial assets held here, in 分; ready_fen what lies on accounts of them.
        debts_as_of, assets_as_of, ready_as_of: The newest day of the books on them, None where they bear none.
    """

    born_on: date | None = None
    mortgage_fen: int | None = None
    debts_fen: int | None = None
    instalment_fen: int | None = None
    assets_fen: int | None = None
    debts_as_of: date | None = None
    assets_as_of: date | None = None
    ready_fen: int | None = None
    ready_as_of: date | None = None
    sex: str | None = None
    paper_born_on: date | None = None
    paper_sex: str | None = None
    name: str | None = None
    told_name: str | None = None
    told_marital: str | None = None
    told_spouse: bool | None = None


@dataclass(frozen=True)
class Doubt:
    """An answer that does not fit.

    Attributes:
        rule: What does not fit, a word.
        facts: The facts of the interview that it is about.
        params: What is known, by name; a key in `_fen` is an amount in 分.
    """

    rule: str
    facts: tuple[str, ...]
    params: Mapping[str, int | str] = field(default_factory=dict, hash=False)


def doubts(told: Told, on_file: OnFile, today: date) -> tuple[Doubt, ...]:
    """Every answer that does not fit the books or another answer."""
    found = (check(told, on_file, today) for check in _CHECKS)
    return tuple(doubt for doubt in found if doubt is not None)


def told_by(question: Question, value: Value | None) -> dict[str, int]:
    """The numeric facts that one answer tells, also by what its option stands for or implies."""
    size = size_of(value)
    if size is not None:
        parts = {item.fact: row.fen for item in question.items if item.fact and (row := figure_of(value, item.id))}
        whole = question.fact and FACTS[question.fact] in ("money", "number")
        return {**parts, question.fact: size} if whole else parts
    option = question.option(value) if isinstance(value, str) else None
    if option is None:
        return {}
    stands_for = {question.fact: option.fact} if question.fact and option.fact is not None else {}
    return {**option.implies, **stands_for}


def names_spouse(value: Value) -> bool:
    """Whether a spouse is among the members told."""
    return isinstance(value, Relatives) and any(row.role == "spouse" for row in value.rows)


def concerns(doubt: Doubt, question: Question, value: Value | None) -> bool:
    """Whether a doubt is about this answer to this question."""
    return bool({question.fact, *told_by(question, value)} & set(doubt.facts))


def age_on(born_on: date, today: date) -> int:
    """Whole years of age; someone born on 29 February is a year older on 1 March of a common year."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _age(told: Told, on_file: OnFile, today: date) -> Doubt | None:
    """The paper that lies on the table comes before the record."""
    age, born_on = told.get("age"), on_file.paper_born_on or on_file.born_on
    if age is None or born_on is None or age == age_on(born_on, today):
        return None
    rule = "age_differs" if on_file.paper_born_on is None else "age_differs_from_paper"
    return Doubt(rule, ("age",), {"born_on": str(born_on), "age": age_on(born_on, today)})


def _name(_told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    told, record = on_file.told_name, on_file.name
    return Doubt("name_differs", ("full_name",), {"name": record}) if told and record and told != record else None


def _born(_told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    paper, record = on_file.paper_born_on, on_file.born_on
    if paper is None or record is None or paper == record:
        return None
    return Doubt("born_differs", ("id_number",), {"paper_on": str(paper), "born_on": str(record)})


def _sex(_told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    paper, record = on_file.paper_sex, on_file.sex
    if not paper or not record or paper == record:
        return None
    return Doubt(f"paper_says_{paper}", ("id_number",))


def _retirement(told: Told, _on_file: OnFile, _today: date) -> Doubt | None:
    age, retiring = told.get("age"), told.get("retirement_age")
    if age is None or retiring is None or retiring >= age:
        return None
    return Doubt("retired_before", ("retirement_age",), {"age": age})


def _no_debts(told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    owed = on_file.mortgage_fen or on_file.debts_fen
    if told.get("total_debts") != 0 or not owed:
        return None
    rule = "mortgage_on_file" if on_file.mortgage_fen else "debts_on_file"
    return Doubt(rule, ("total_debts",), {"owed_fen": owed, **_dated(on_file.debts_as_of)})


def _fewer_debts(told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    said = told.get("total_debts")
    if not said or on_file.debts_fen is None or said >= on_file.debts_fen:
        return None  # that nothing at all is owed is another matter
    return Doubt("more_debts_on_file", ("total_debts",), {"owed_fen": on_file.debts_fen, **_dated(on_file.debts_as_of)})


def _fewer_payments(told: Told, on_file: OnFile, today: date) -> Doubt | None:
    said, paid = told.get("monthly_debt_payment"), on_file.instalment_fen
    if said is None or paid is None or said >= paid or _no_debts(told, on_file, today) is not None:
        return None
    return Doubt("more_payments_on_file", ("monthly_debt_payment",), {"owed_fen": paid, **_dated(on_file.debts_as_of)})


def _fewer_assets(told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    assets = told.get("financial_assets")
    if assets is None or on_file.assets_fen is None or assets >= on_file.assets_fen:
        return None
    return Doubt(
        "more_assets_on_file", ("financial_assets",), {"held_fen": on_file.assets_fen, **_dated(on_file.assets_as_of)}
    )


def _less_ready(told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    said, held = told.get("cash_assets"), on_file.ready_fen
    if said is None or held is None or said >= held:
        return None
    return Doubt("more_ready_on_file", ("cash_assets",), {"held_fen": held, **_dated(on_file.ready_as_of)})


def _schooling(told: Told, _on_file: OnFile, _today: date) -> Doubt | None:
    """All schooling to come for less than one child takes in one year: the goal may have been said of a year."""
    year, goal = told.get("child_cost"), told.get("education_amount")
    if year is None or goal is None or goal >= year:
        return None
    return Doubt("education_below_a_year", ("child_cost", "education_amount"), {"year_fen": year, "goal_fen": goal})


def _spending(told: Told, _on_file: OnFile, _today: date) -> Doubt | None:
    income, month = told.get("family_annual_income"), told.get("monthly_expense")
    if income is None or month is None:
        return None
    spent = _MONTHS * (month + told.get("monthly_debt_payment", 0))
    if spent <= income:
        return None
    facts = ("family_annual_income", "monthly_expense", "monthly_debt_payment")
    return Doubt("spends_more", facts, {"spent_fen": spent, "income_fen": income})


def _own_income(told: Told, _on_file: OnFile, _today: date) -> Doubt | None:
    return _part(told, "annual_income_3y", "family_annual_income", "own_above_family")


def _loan_income(told: Told, _on_file: OnFile, _today: date) -> Doubt | None:
    """A month's income for the loan against the family's of a year: the one may have been said of the other's time."""
    month, family = told.get("loan_income"), told.get("family_annual_income")
    if month is None or family is None or _MONTHS * month <= family:
        return None
    params = {"month_fen": month, "year_fen": _MONTHS * month, "family_fen": family}
    return Doubt("loan_income_above_family", ("loan_income", "family_annual_income"), params)


def _spouse(_told: Told, on_file: OnFile, _today: date) -> Doubt | None:
    if on_file.told_marital != "married" or on_file.told_spouse is not False:
        return None
    return Doubt("spouse_missing", ("members", "marital"))


def _ready_money(told: Told, _on_file: OnFile, _today: date) -> Doubt | None:
    return _part(told, "cash_assets", "financial_assets", "part_above_assets")


def _largest(told: Told, _on_file: OnFile, _today: date) -> Doubt | None:
    return _part(told, "largest_holding", "financial_assets", "part_above_assets")


def _part(told: Told, part: str, whole: str, rule: str) -> Doubt | None:
    if part not in told or whole not in told or told[part] <= told[whole]:
        return None
    return Doubt(rule, (part, whole), {"whole_fen": told[whole], "part_fen": told[part]})


def _dated(as_of: date | None) -> dict[str, int | str]:
    return {"as_of": "" if as_of is None else str(as_of)}


_CHECKS: tuple[Callable[[Told, OnFile, date], Doubt | None], ...] = (
    _name,
    _age,
    _born,
    _sex,
    _retirement,
    _no_debts,
    _fewer_debts,
    _fewer_payments,
    _fewer_assets,
    _less_ready,
    _spending,
    _own_income,
    _loan_income,
    _schooling,
    _spouse,
    _ready_money,
    _largest,
)
