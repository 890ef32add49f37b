"""What the client puts money aside for, and how far it goes without any return assumed."""

from dataclasses import dataclass

from advisor_tui.rules.profile import SUM_GOALS, Facts, evidence, number, words

_MONTHS = 12


@dataclass(frozen=True)
class Goal:
    """One goal.

    Attributes:
        kind: `education`, `house`, … or `retirement`.
        amount_fen: What it costs in all, in today's money; None where the client has not said.
        years: Years until it is needed; None where the client has not said.
        funded_fen: What savings and the monthly surplus cover of it by then.
        evidence: The questions that it comes from.
    """

    kind: str
    amount_fen: int | None
    years: int | None
    funded_fen: int
    evidence: tuple[str, ...]

    @property
    def shortfall_fen(self) -> int:
        """What is missing by then; 0 where the amount is not known."""
        return max(0, (self.amount_fen or 0) - self.funded_fen)


def goals_of(facts: Facts, retirement_years: int, goal_years: int) -> tuple[Goal, ...]:
    """The goals that the client named, the nearest first, funded one after the other.

    Savings already set aside go to the nearest goal first; then every month's surplus (a twelfth of the family's
    income less expense and debt payments) is saved from today on and spent on the goals as they come. No return and
    no inflation: that is for the projection, this is for seeing a gap at once.

    Args:
        facts: The client's facts.
        retirement_years: How many years of retirement are to be paid for (the bank's assumption).
        goal_years: Years until a goal whose time the client has not said (the bank's assumption).
    """
    named = words(facts, "goals")
    wanted = [goal for kind in SUM_GOALS if kind in named and (goal := _sum_goal(facts, kind))]
    if "retirement" in named:
        wanted.append(_retirement(facts, retirement_years))
    wanted.sort(key=lambda goal: (goal.years is None, goal.years or 0))
    return _fund(wanted, number(facts, "goal_savings") or 0, max(0, monthly_surplus(facts) or 0), goal_years)


def monthly_surplus(facts: Facts) -> int | None:
    """A month's income less expense and debt payments, in 分 (rounded down); None unless all are known."""
    income, expense = number(facts, "family_annual_income"), number(facts, "monthly_expense")
    debt = number(facts, "monthly_debt_payment")
    if income is None or expense is None or debt is None:
        return None
    return income // _MONTHS - expense - debt


def _sum_goal(facts: Facts, kind: str) -> Goal:
    names = (f"{kind}_amount", f"{kind}_years")
    amount, years = (number(facts, name) for name in names)
    return Goal(kind, amount, years, 0, evidence(facts, "goals", *names))


def _retirement(facts: Facts, retirement_years: int) -> Goal:
    names = ("age", "retirement_age", "retirement_spend", "retirement_income")
    age, at, spend, income = (number(facts, name) for name in names)
    amount = None if spend is None else max(0, spend - (income or 0)) * _MONTHS * retirement_years
    years = None if age is None or at is None else max(0, at - age)
    return Goal("retirement", amount, years, 0, evidence(facts, "goals", *names))


def _fund(goals: list[Goal], savings: int, surplus: int, goal_years: int) -> tuple[Goal, ...]:
    spent = 0
    funded = []
    for goal in goals:
        years = goal_years if goal.years is None else goal.years
        available = savings + surplus * _MONTHS * years - spent
        share = min(goal.amount_fen or 0, max(0, available))
        spent += share
        funded.append(Goal(goal.kind, goal.amount_fen, goal.years, share, goal.evidence))
    return tuple(funded)
