"""Money at hand: too little for an emergency, not enough for the year, or more than daily life can use."""

from advisor_tui.rules.needs.books import Books
from advisor_tui.rules.needs.need import Need, NeedLimits, once
from advisor_tui.rules.profile import Facts, evidence, number


def monthly_outgoings(facts: Facts) -> int | None:
    """A month's expense and debt payments in 分; None while the expense is not known."""
    expense = number(facts, "monthly_expense")
    return None if expense is None else expense + (number(facts, "monthly_debt_payment") or 0)


def ready_money(facts: Facts, limits: NeedLimits, _books: Books) -> list[Need]:
    """The emergency fund in months of outgoings, or what lies idle beyond reserve and planned use."""
    ready, month = number(facts, "cash_assets"), monthly_outgoings(facts)
    if ready is None or not month:
        return []
    seen = evidence(facts, "cash_assets", "monthly_expense", "monthly_debt_payment")
    months, target = ready // month, limits.emergency_months * month
    if ready < target:
        params = {"months": months, "target": limits.emergency_months, "gap_fen": target - ready}
        return [Need("emergency_fund", target - ready, seen, params)]
    idle = ready - limits.idle_months * month - (number(facts, "liquidity_need") or 0)
    if idle <= 0:
        return []
    seen = once(seen, evidence(facts, "liquidity_need"))
    return [Need("idle_cash", idle, seen, {"months": months, "idle_fen": idle})]


def liquidity(facts: Facts, _limits: NeedLimits, _books: Books) -> list[Need]:
    """More is surely needed within a year than is at hand."""
    needed, ready = number(facts, "liquidity_need"), number(facts, "cash_assets")
    if needed is None or ready is None or needed <= ready:
        return []
    params = {"needed_fen": needed, "ready_fen": ready, "gap_fen": needed - ready}
    return [Need("liquidity", needed - ready, evidence(facts, "liquidity_need", "cash_assets"), params)]
