"""Answers, facts and levels of an interview as people read them."""

from collections.abc import Mapping
from datetime import date, datetime

from advisor_tui.base.clock import business_date
from advisor_tui.base.languages import language, mark, pick, translate
from advisor_tui.base.money import YUAN, wan, yuan
from advisor_tui.desk.views.interviews import LEVEL_NAMES, InterviewHead
from advisor_tui.rules.questionnaire import Answer, Question, Value
from advisor_tui.widgets.glyphs import signs

FACT_LABELS: Mapping[str, str] = {
    "age": mark("Age"),
    "capacity": mark("Civil capacity"),
    "consent": mark("Consent to use the data"),
    "occupation": mark("Occupation"),
    "marital": mark("Marital status"),
    "children": mark("Children under age"),
    "dependants": mark("Other dependants"),
    "family_annual_income": mark("Family income a year"),
    "annual_income_3y": mark("Own income a year"),
    "income_source": mark("Source of income"),
    "monthly_expense": mark("Spending a month"),
    "monthly_debt_payment": mark("Debt payments a month"),
    "financial_assets": mark("Financial assets"),
    "cash_assets": mark("Ready money"),
    "largest_holding": mark("Largest holding"),
    "total_debts": mark("Debts"),
    "life_cover": mark("Life cover"),
    "health_cover": mark("Health cover"),
    "premium_budget": mark("Premium budget a year"),
    "annual_premium": mark("Premiums a year"),
    "experience_years": mark("Years of experience"),
    "liquidity_need": mark("Needed within a year"),
    "goals": mark("Goals named"),
    "goal_savings": mark("Set aside for goals"),
    "retirement_age": mark("Retirement age"),
    "retirement_spend": mark("Spending a month in retirement"),
    "retirement_income": mark("Pension a month"),
    "education_amount": mark("Education: amount"),
    "education_years": mark("Education: years until then"),
    "house_amount": mark("Home: amount"),
    "house_years": mark("Home: years until then"),
    "wedding_amount": mark("Wedding: amount"),
    "wedding_years": mark("Wedding: years until then"),
    "parents_amount": mark("Parents' care: amount"),
    "parents_years": mark("Parents' care: years until then"),
    "free_amount": mark("Another wish: amount"),
    "free_years": mark("Another wish: years until then"),
    "confirmed_needs": mark("Client confirms the needs"),
    "remark": mark("Remark"),
}
"""Message ids of the facts of `rules.profile.FACTS`."""


def money(fen: int) -> str:
    """An amount with its unit."""
    return translate(mark("{amount} yuan")).format(amount=yuan(fen))


def short_money(fen: int) -> str:
    """An amount in a sum: 万元 in Chinese, whole yuan in English, where nobody counts in ten thousands."""
    return f"{wan(fen)} 万" if language() == "zh" else yuan(fen // YUAN * YUAN)


def shown_value(question: Question, value: Value) -> str:
    """A value in words: options by their text, amounts in yuan, numbers with their unit."""
    if question.kind in ("choice", "choices"):
        chosen = value if isinstance(value, tuple) else (value,)
        texts = [pick(option.text) for option in question.options if option.id in chosen]
        return translate(mark(", ")).join(texts)
    if isinstance(value, int) and question.kind == "amount":
        return money(value)
    if isinstance(value, date):
        return value.isoformat()
    unit = "" if question.unit is None else f" {pick(question.unit)}"
    return f"{value}{unit}"


def shown_answer(question: Question, answer: Answer | None) -> str:
    """What was said, also where it is no value."""
    if answer is None:
        return translate(mark("not asked yet"))
    if answer.status == "later":
        return translate(mark("asked later"))
    if answer.status == "declined" or answer.value is None:
        return translate(mark("declines to say"))
    return shown_value(question, answer.value)


def level_name(level: int) -> str:
    """A client level with its name: `C3 Balanced`."""
    return f"C{level} {translate(LEVEL_NAMES[level])}"


def title(head: InterviewHead) -> str:
    """Client and questionnaire, as every page of an interview is headed."""
    return signs(f"{head.client.name} · {pick(head.title)}")


def day(instant: datetime | None) -> str:
    """The business date of an instant, or a dash."""
    return signs("—") if instant is None else business_date(instant).isoformat()
