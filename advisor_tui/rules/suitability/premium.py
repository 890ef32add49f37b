"""The four cases in which a signed statement precedes uncertain-benefit cover (令2025年第7号 art. 39)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor_tui.rules.facts import Pay, ProductType, Sale
from advisor_tui.rules.findings import Finding, Param, Verdict, missing
from advisor_tui.rules.rule import LOWER, Rule

_STATEMENT = ("signed_statement",)
_UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class SinglePremium:
    """More than this many times the household's yearly income."""

    times_income: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class AnnualPremium:
    """More than this many percent of the household's yearly income."""

    percent_of_income: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class PayAge:
    """Age plus years of payment, this sum included."""

    sum: int = field(metadata=LOWER)


@dataclass(frozen=True, slots=True)
class BudgetShare:
    """This many percent of the premium budget, included."""

    percent_of_budget: int = field(metadata=LOWER)


def _uncertain(sale: Sale, pay: Pay | None = None) -> bool:
    product = sale.product
    if product.type is not ProductType.INSURANCE or not product.benefit_uncertain:
        return False
    return pay is None or product.pay is pay


def _stated(rule: str, reached: bool, params: Mapping[str, Param]) -> Finding:
    """A limit that is reached asks for the signed statement; one that is not is shown with its figures."""
    if reached:
        return Finding(rule, Verdict.WARN, _STATEMENT, params)
    return Finding(rule, Verdict.ALLOWED, params=params)


def _benefit_unknown(sale: Sale) -> Finding | None:
    """What is left out while it is not known whether the benefit is uncertain."""
    if sale.product.type is ProductType.INSURANCE and sale.product.benefit_uncertain is None:
        return missing("insurance_pay_age", "product.benefit_uncertain")
    return None


def judge_single_premium(sale: Sale, values: SinglePremium) -> Finding | None:
    """A single premium of more than four times the household's yearly income (art. 39 (1))."""
    if _uncertain(sale) and sale.product.pay is None:
        return missing("insurance_single_premium", "product.pay")
    if not _uncertain(sale, Pay.SINGLE):
        return None
    income, amount = sale.client.family_annual_income_fen, sale.amount_fen
    if income is None:
        return missing("insurance_single_premium", "client.family_annual_income")
    if amount is None:
        return missing("insurance_single_premium", "amount")
    params: dict[str, Param] = {"amount_fen": amount, "income_fen": income, "times": values.times_income}
    return _stated("insurance_single_premium", amount > values.times_income * income, params)


def judge_annual_premium(sale: Sale, values: AnnualPremium) -> Finding | None:
    """A yearly premium of more than 20 % of the household's yearly income (art. 39)."""
    if not _uncertain(sale, Pay.ANNUAL):
        return None
    income, amount = sale.client.family_annual_income_fen, sale.amount_fen
    if income is None:
        return missing("insurance_annual_premium", "client.family_annual_income")
    if amount is None:
        return missing("insurance_annual_premium", "amount")
    params: dict[str, Param] = {
        "amount_fen": amount,
        "income_fen": income,
        "percent": values.percent_of_income,
    }
    return _stated("insurance_annual_premium", amount * 100 > values.percent_of_income * income, params)


def judge_pay_age(sale: Sale, values: PayAge) -> Finding | None:
    """Years of payment plus the policyholder's age reach 75 (art. 39; until 2026-01-31 it was 60)."""
    if not _uncertain(sale):
        return _benefit_unknown(sale)
    age, pay_years = sale.client.age, sale.product.pay_years
    reached = (age or 0) + (pay_years or 0) >= values.sum
    unknown = [("client.age", age), ("product.pay_years", pay_years)]
    facts = tuple(name for name, value in unknown if value is None)
    if facts and not reached:
        return missing("insurance_pay_age", *facts)
    params: dict[str, Param] = {
        "age": _UNKNOWN if age is None else age,
        "pay_years": _UNKNOWN if pay_years is None else pay_years,
        "sum": values.sum,
    }
    return _stated("insurance_pay_age", reached, params)


def judge_budget(sale: Sale, values: BudgetShare) -> Finding | None:
    """A premium of 150 % or more of what the client had planned to pay (art. 39)."""
    if not _uncertain(sale):
        return None
    budget, amount = sale.client.premium_budget_fen, sale.amount_fen
    if budget is None:
        return missing("insurance_budget", "client.premium_budget")
    if amount is None:
        return missing("insurance_budget", "amount")
    params: dict[str, Param] = {
        "amount_fen": amount,
        "budget_fen": budget,
        "percent": values.percent_of_budget,
    }
    return _stated("insurance_budget", amount * 100 >= values.percent_of_budget * budget, params)


INSURANCE_SINGLE_PREMIUM = Rule("insurance_single_premium", SinglePremium, judge_single_premium)
INSURANCE_ANNUAL_PREMIUM = Rule("insurance_annual_premium", AnnualPremium, judge_annual_premium)
INSURANCE_PAY_AGE = Rule("insurance_pay_age", PayAge, judge_pay_age)
INSURANCE_BUDGET = Rule("insurance_budget", BudgetShare, judge_budget)
