"""What weighs on the family's income: debt payments and premiums."""

from advisor_tui.rules.needs.books import Books
from advisor_tui.rules.needs.need import Need, NeedLimits, above
from advisor_tui.rules.profile import Facts, evidence, number

_MONTHS = 12


def debt_load(facts: Facts, limits: NeedLimits, _books: Books) -> list[Need]:
    """A year's debt payments above their share of the family's income."""
    income, payment = number(facts, "family_annual_income"), number(facts, "monthly_debt_payment")
    if not income or payment is None:
        return []
    seen = evidence(facts, "monthly_debt_payment", "family_annual_income")
    return above("debt_load", payment * _MONTHS, income, limits.debt_share, seen)


def premium_load(facts: Facts, limits: NeedLimits, _books: Books) -> list[Need]:
    """A year's premiums above their share of the family's income."""
    income, premium = number(facts, "family_annual_income"), number(facts, "annual_premium")
    if not income or premium is None:
        return []
    seen = evidence(facts, "annual_premium", "family_annual_income")
    return above("premium_load", premium, income, limits.premium_share, seen)
