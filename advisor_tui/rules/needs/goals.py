"""Goals and retirement that savings and the surplus do not reach."""

from advisor_tui.rules.goals import goals_of
from advisor_tui.rules.needs.books import Books
from advisor_tui.rules.needs.need import Need, NeedLimits, once
from advisor_tui.rules.profile import Facts, evidence


def goal_gaps(facts: Facts, limits: NeedLimits, _books: Books) -> list[Need]:
    """What is missing for each goal whose amount and time are known, in today's money, no return assumed."""
    found = []
    for goal in goals_of(facts, limits.retirement_years, limits.goal_years):
        gap = goal.shortfall_fen
        if not gap or goal.amount_fen is None or goal.years is None:
            continue
        seen = evidence(facts, "goal_savings", "family_annual_income", "monthly_expense", "monthly_debt_payment")
        params: dict[str, int | str] = {"amount_fen": goal.amount_fen, "years": goal.years, "gap_fen": gap}
        if goal.kind == "retirement":
            found.append(Need("retirement_gap", gap, once(goal.evidence, seen), params))
        else:
            found.append(Need("goal_shortfall", gap, once(goal.evidence, seen), {"goal": goal.kind, **params}))
    return found
