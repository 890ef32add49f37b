"""From facts to needs: how large, and from which answers. Sentences and figures stand in data/needs/."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from advisor_tui.rules.goals import goals_of
from advisor_tui.rules.profile import Facts, evidence, number, words

HUNDRED = 100
MONTHS = 12


@dataclass(frozen=True)
class NeedLimits:
    """The bank's figures; none of them is law. Shares are percent, `protection_years` years of income.

    Attributes:
        emergency_months: Months of expense and debt payments that ready money should cover.
        protection_years: Life cover, in years of the family's income, where someone depends on it.
        debt_share: Debt payments as a share of income, from which (excluded) the load is a need.
        idle_months: Ready money beyond so many months of expense lies idle.
        concentration_share: One holding's share of all financial assets, from which (excluded) it is a need.
        premium_share: Premiums as a share of income, from which (excluded) they weigh heavily.
        retirement_years: Years of retirement to be paid for.
    """

    emergency_months: int
    protection_years: int
    debt_share: int
    idle_months: int
    concentration_share: int
    premium_share: int
    retirement_years: int


@dataclass(frozen=True)
class Need:
    """One need that was found.

    Attributes:
        kind: The id of its sentence in data/needs/.
        size_fen: How large it is, in 分.
        evidence: The questions that it comes from.
        params: What fills the sentence; names that end in `_fen` are amounts, `goal` is a goal's kind.
    """

    kind: str
    size_fen: int
    evidence: tuple[str, ...]
    params: Mapping[str, int | str]


NEED_KINDS: Mapping[str, tuple[str, ...]] = {
    "emergency_fund": ("months", "target", "gap_fen"),
    "liquidity": ("needed_fen", "ready_fen", "gap_fen"),
    "protection_gap": ("cover_fen", "target_fen", "gap_fen"),
    "health_cover": ("budget_fen",),
    "goal_shortfall": ("goal", "amount_fen", "years", "gap_fen"),
    "retirement_gap": ("amount_fen", "years", "gap_fen"),
    "debt_load": ("share", "limit", "excess_fen"),
    "idle_cash": ("months", "idle_fen"),
    "concentration": ("share", "limit", "excess_fen"),
    "premium_load": ("share", "limit", "excess_fen"),
}
"""Every kind of need with the places of its sentence, in the order in which they are shown."""


def needs_of(facts: Facts, limits: NeedLimits) -> tuple[Need, ...]:
    """The needs in a client's facts, what protects first; a fact that is not known leaves out what hangs on it."""
    found: list[Need] = []
    for rule in _RULES:
        found.extend(rule(facts, limits))
    order = list(NEED_KINDS)
    return tuple(sorted(found, key=lambda need: order.index(need.kind)))


def _outgoings(facts: Facts) -> int | None:
    expense = number(facts, "monthly_expense")
    return None if expense is None else expense + (number(facts, "monthly_debt_payment") or 0)


def _ready_money(facts: Facts, limits: NeedLimits) -> list[Need]:
    ready, month = number(facts, "cash_assets"), _outgoings(facts)
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
    seen = tuple(dict.fromkeys((*seen, *evidence(facts, "liquidity_need"))))
    return [Need("idle_cash", idle, seen, {"months": months, "idle_fen": idle})]


def _liquidity(facts: Facts, limits: NeedLimits) -> list[Need]:
    needed, ready = number(facts, "liquidity_need"), number(facts, "cash_assets")
    if needed is None or ready is None or needed <= ready:
        return []
    params = {"needed_fen": needed, "ready_fen": ready, "gap_fen": needed - ready}
    return [Need("liquidity", needed - ready, evidence(facts, "liquidity_need", "cash_assets"), params)]


def _protection(facts: Facts, limits: NeedLimits) -> list[Need]:
    """Years of income plus the debts, less the cover there is; only where someone depends on that income."""
    income, cover = number(facts, "family_annual_income"), number(facts, "life_cover")
    dependants = (number(facts, "dependants") or 0) + (number(facts, "children") or 0)
    if income is None or cover is None or not dependants:
        return []
    target = limits.protection_years * income + (number(facts, "total_debts") or 0)
    if cover >= target:
        return []
    seen = evidence(facts, "family_annual_income", "life_cover", "children", "dependants", "total_debts")
    params = {"cover_fen": cover, "target_fen": target, "gap_fen": target - cover}
    return [Need("protection_gap", target - cover, seen, params)]


def _health(facts: Facts, limits: NeedLimits) -> list[Need]:
    """No health cover beside the statutory one; its size is the budget that the client named."""
    cover = words(facts, "health_cover")
    if not cover or cover[0] in ("medical", "critical", "both"):
        return []
    budget = number(facts, "premium_budget") or 0
    return [Need("health_cover", budget, evidence(facts, "health_cover", "premium_budget"), {"budget_fen": budget})]


def _goals(facts: Facts, limits: NeedLimits) -> list[Need]:
    found = []
    for goal in goals_of(facts, limits.retirement_years):
        gap = goal.shortfall_fen
        if not gap or goal.amount_fen is None or goal.years is None:
            continue
        seen = evidence(facts, "goal_savings", "family_annual_income", "monthly_expense", "monthly_debt_payment")
        seen = tuple(dict.fromkeys((*goal.evidence, *seen)))
        params: dict[str, int | str] = {"amount_fen": goal.amount_fen, "years": goal.years, "gap_fen": gap}
        if goal.kind == "retirement":
            found.append(Need("retirement_gap", gap, seen, params))
        else:
            found.append(Need("goal_shortfall", gap, seen, {"goal": goal.kind, **params}))
    return found


def _debt(facts: Facts, limits: NeedLimits) -> list[Need]:
    income, payment = number(facts, "family_annual_income"), number(facts, "monthly_debt_payment")
    if not income or payment is None:
        return []
    seen = evidence(facts, "monthly_debt_payment", "family_annual_income")
    return _above("debt_load", payment * MONTHS, income, limits.debt_share, seen)


def _concentration(facts: Facts, limits: NeedLimits) -> list[Need]:
    largest, assets = number(facts, "largest_holding"), number(facts, "financial_assets")
    if not assets or largest is None:
        return []
    seen = evidence(facts, "largest_holding", "financial_assets")
    return _above("concentration", largest, assets, limits.concentration_share, seen)


def _premiums(facts: Facts, limits: NeedLimits) -> list[Need]:
    income, premium = number(facts, "family_annual_income"), number(facts, "annual_premium")
    if not income or premium is None:
        return []
    seen = evidence(facts, "annual_premium", "family_annual_income")
    return _above("premium_load", premium, income, limits.premium_share, seen)


def _above(kind: str, part: int, whole: int, limit: int, seen: tuple[str, ...]) -> list[Need]:
    """What lies above a share (which itself is still within); the share is shown rounded up, never at the limit."""
    if part * HUNDRED <= whole * limit:
        return []
    excess = part - whole * limit // HUNDRED
    return [Need(kind, excess, seen, {"share": -(-part * HUNDRED // whole), "limit": limit, "excess_fen": excess})]


_RULES: tuple[Callable[[Facts, NeedLimits], list[Need]], ...] = (
    _ready_money,
    _liquidity,
    _protection,
    _health,
    _goals,
    _debt,
    _concentration,
    _premiums,
)
