"""Goals, funded one after the other from savings and the surplus, without any return."""

import pytest

from advisor_tui.rules.goals import goals_of, monthly_surplus
from advisor_tui.rules.needs.find import needs_of
from tests.rules.needs.support import LIMITS, WAN, known, sizes


def test_savings_and_surplus_go_to_the_nearest_goal_first() -> None:
    facts = known(
        goals=("education", "house"),
        education_amount=80 * WAN,
        education_years=4,
        house_amount=100 * WAN,
        house_years=2,
        goal_savings=30 * WAN,
        family_annual_income=36 * WAN,
        monthly_expense=1 * WAN,
        monthly_debt_payment=0,
    )
    assert monthly_surplus(facts) == 2 * WAN
    house, education = goals_of(facts, LIMITS.retirement_years, LIMITS.goal_years)
    assert (house.kind, house.funded_fen, house.shortfall_fen) == ("house", 78 * WAN, 22 * WAN)
    assert (education.kind, education.funded_fen, education.shortfall_fen) == ("education", 48 * WAN, 32 * WAN)
    assert sizes(facts, "goal_shortfall") == [22 * WAN, 32 * WAN]


def test_retirement_needs_what_the_pension_does_not_pay() -> None:
    facts = known(goals=("retirement",), age=50, retirement_age=60, retirement_spend=WAN, retirement_income=600_000)
    (goal,) = goals_of(facts, 20, 5)
    assert (goal.years, goal.amount_fen) == (10, 400_000 * 12 * 20)
    assert sizes(facts, "retirement_gap") == [400_000 * 12 * 20]


def test_a_goal_without_an_amount_is_a_goal_and_no_need() -> None:
    facts = known(goals=("free",))
    (goal,) = goals_of(facts, 20, 5)
    assert (goal.kind, goal.amount_fen, goal.shortfall_fen) == ("free", None, 0)
    assert needs_of(facts, LIMITS) == ()


@pytest.mark.parametrize(("assumed", "funded"), [(1, 12), (2, 24)])
def test_a_goal_without_a_time_is_saved_for_as_long_as_the_bank_assumes(assumed: int, funded: int) -> None:
    income = known(
        goals=("house",), house_amount=99 * WAN, family_annual_income=12 * WAN, monthly_expense=0,
        monthly_debt_payment=0,
    )  # fmt: skip
    (goal,) = goals_of(income, 20, assumed)
    assert (goal.years, goal.funded_fen) == (None, funded * WAN)


def test_three_goals_are_funded_one_after_the_other_and_those_without_a_time_last() -> None:
    facts = known(
        goals=("house", "education", "wedding"),
        house_amount=30 * WAN, education_amount=20 * WAN, education_years=1, wedding_amount=10 * WAN, wedding_years=0,
        goal_savings=15 * WAN, family_annual_income=12 * WAN, monthly_expense=0, monthly_debt_payment=0,
    )  # fmt: skip
    found = [(goal.kind, goal.years, goal.funded_fen) for goal in goals_of(facts, 20, 3)]
    assert found == [("wedding", 0, 10 * WAN), ("education", 1, 17 * WAN), ("house", None, 24 * WAN)]


def test_a_goal_names_the_questions_that_it_comes_from() -> None:
    facts = known(
        goals=("house", "retirement"), house_amount=WAN, house_years=1, age=50, retirement_age=60,
        retirement_spend=WAN, retirement_income=0,
    )  # fmt: skip
    house, retirement = goals_of(facts, 20, 5)
    assert set(house.evidence) == {"q_goals", "q_house_amount", "q_house_years"}
    assert set(retirement.evidence) == {
        "q_goals", "q_age", "q_retirement_age", "q_retirement_spend", "q_retirement_income",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("spend", "income", "amount"),
    [(100, None, 100 * 12 * 20), (100, 40, 60 * 12 * 20), (40, 40, 0), (40, 100, 0), (None, 100, None)],
)
def test_retirement_costs_what_is_spent_beyond_the_pension(
    spend: int | None, income: int | None, amount: int | None
) -> None:
    given = {"retirement_spend": spend, "retirement_income": income}
    facts = known(goals=("retirement",), **{name: value for name, value in given.items() if value is not None})
    assert goals_of(facts, 20, 5)[0].amount_fen == amount


@pytest.mark.parametrize(("age", "at", "years"), [(50, 60, 10), (60, 60, 0), (70, 60, 0)])
def test_who_is_older_than_the_retirement_age_retires_now(age: int, at: int, years: int) -> None:
    facts = known(goals=("retirement",), age=age, retirement_age=at, retirement_spend=WAN)
    assert goals_of(facts, 20, 5)[0].years == years


@pytest.mark.parametrize(
    ("income", "expense", "debt", "surplus"),
    [(120, 3, 2, 5), (125, 3, 2, 5), (12, 3, 2, -4), (None, 3, 2, None), (12, None, 2, None), (12, 3, None, None)],
)
def test_the_surplus_is_what_a_month_leaves_and_unknown_where_one_part_is(
    income: int | None, expense: int | None, debt: int | None, surplus: int | None
) -> None:
    given = {"family_annual_income": income, "monthly_expense": expense, "monthly_debt_payment": debt}
    assert monthly_surplus(known(**{name: value for name, value in given.items() if value is not None})) == surplus


def test_debts_that_eat_the_income_leave_nothing_for_goals() -> None:
    facts = known(
        goals=("house",), house_amount=WAN, house_years=9, family_annual_income=0, monthly_expense=100,
        monthly_debt_payment=100,
    )  # fmt: skip
    assert goals_of(facts, 20, 5)[0].funded_fen == 0


def test_a_goal_that_was_taken_back_is_gone() -> None:
    assert goals_of(known(goals=("house",), education_amount=WAN, education_years=1), 20, 5)[0].kind == "house"


def test_a_goal_for_which_nothing_is_left_has_nothing() -> None:
    assert goals_of(known(goals=("house", "retirement")), 20, 5)[0].funded_fen == 0
    (retirement,) = goals_of(known(goals=("retirement",)), 20, 5)
    assert (retirement.kind, retirement.amount_fen, retirement.years, retirement.funded_fen) == (
        "retirement", None, None, 0,
    )  # fmt: skip


@pytest.mark.parametrize("known_one", ["age", "retirement_age"])
def test_when_retirement_begins_is_not_known_from_one_age(known_one: str) -> None:
    facts = known(goals=("retirement",), retirement_spend=WAN, **{known_one: 60})
    assert goals_of(facts, 20, 5)[0].years is None


def test_a_goal_of_an_unknown_amount_takes_no_savings() -> None:
    house, free = goals_of(
        known(goals=("house", "free"), house_years=1, free_amount=WAN, free_years=2, goal_savings=WAN), 20, 5
    )
    assert (house.funded_fen, free.funded_fen) == (0, WAN)
