from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.facts import Capacity, ClientFacts
from advisor_tui.rules.goals import goals_of, monthly_surplus
from advisor_tui.rules.needs import NEED_KINDS, Need, needs_of
from advisor_tui.rules.profile import FACTS, Fact, Facts, client_facts, facts_of
from advisor_tui.rules.questionnaire import DECLINED, Value, answered
from tests.rules.questionnaires import shipped

TABLE = load_reference(data_root()).needs
LIMITS = TABLE.limits
WAN = 1_000_000
"""分 in 万元."""


def known(**values: Value) -> Facts:
    return {name: Fact(name, value, f"q_{name}") for name, value in values.items()}


def find(facts: Facts, kind: str) -> list[Need]:
    return [need for need in needs_of(facts, LIMITS) if need.kind == kind]


def sizes(facts: Facts, kind: str) -> list[int]:
    return [need.size_fen for need in find(facts, kind)]


@pytest.mark.parametrize(
    ("kind", "facts", "size"),
    [
        ("emergency_fund", known(cash_assets=5 * WAN, monthly_expense=1 * WAN), 1 * WAN),
        ("emergency_fund", known(cash_assets=6 * WAN, monthly_expense=1 * WAN), None),
        ("emergency_fund", known(cash_assets=6 * WAN, monthly_expense=1 * WAN, monthly_debt_payment=WAN), 6 * WAN),
        ("idle_cash", known(cash_assets=12 * WAN, monthly_expense=1 * WAN), None),
        ("idle_cash", known(cash_assets=20 * WAN, monthly_expense=1 * WAN), 8 * WAN),
        ("idle_cash", known(cash_assets=20 * WAN, monthly_expense=1 * WAN, liquidity_need=3 * WAN), 5 * WAN),
        ("liquidity", known(cash_assets=2 * WAN, liquidity_need=3 * WAN), 1 * WAN),
        ("liquidity", known(cash_assets=3 * WAN, liquidity_need=3 * WAN), None),
        ("protection_gap", known(family_annual_income=30 * WAN, life_cover=50 * WAN, children=1), 100 * WAN),
        ("protection_gap", known(family_annual_income=30 * WAN, life_cover=0, children=0, dependants=0), None),
        ("protection_gap", known(family_annual_income=10 * WAN, life_cover=50 * WAN, children=1), None),
        ("protection_gap", known(family_annual_income=10 * WAN, life_cover=0, dependants=1, total_debts=WAN), 51 * WAN),
        ("health_cover", known(health_cover="none", premium_budget=WAN), WAN),
        ("health_cover", known(health_cover="medical"), None),
        ("debt_load", known(family_annual_income=12 * WAN, monthly_debt_payment=400_000), None),
        ("debt_load", known(family_annual_income=12 * WAN, monthly_debt_payment=400_001), 12),
        ("concentration", known(financial_assets=100 * WAN, largest_holding=50 * WAN), None),
        ("concentration", known(financial_assets=100 * WAN, largest_holding=58 * WAN), 8 * WAN),
        ("premium_load", known(family_annual_income=25 * WAN, annual_premium=5 * WAN), None),
        ("premium_load", known(family_annual_income=25 * WAN, annual_premium=6 * WAN), 1 * WAN),
    ],
)
def test_a_need_has_a_size_and_none_at_its_limit(kind: str, facts: Facts, size: int | None) -> None:
    assert sizes(facts, kind) == ([] if size is None else [size])


def test_a_need_names_the_answers_that_it_comes_from() -> None:
    (need,) = find(known(cash_assets=5 * WAN, monthly_expense=1 * WAN), "emergency_fund")
    assert need.evidence == ("q_cash_assets", "q_monthly_expense")


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
    house, education = goals_of(facts, LIMITS.retirement_years)
    assert (house.kind, house.funded_fen, house.shortfall_fen) == ("house", 78 * WAN, 22 * WAN)
    assert (education.kind, education.funded_fen, education.shortfall_fen) == ("education", 48 * WAN, 32 * WAN)
    assert sizes(facts, "goal_shortfall") == [22 * WAN, 32 * WAN]


def test_retirement_needs_what_the_pension_does_not_pay() -> None:
    facts = known(goals=("retirement",), age=50, retirement_age=60, retirement_spend=WAN, retirement_income=600_000)
    (goal,) = goals_of(facts, 20)
    assert (goal.years, goal.amount_fen) == (10, 400_000 * 12 * 20)
    assert sizes(facts, "retirement_gap") == [400_000 * 12 * 20]


def test_a_goal_without_an_amount_is_a_goal_and_no_need() -> None:
    facts = known(goals=("free",))
    (goal,) = goals_of(facts, 20)
    assert (goal.kind, goal.amount_fen, goal.shortfall_fen) == ("free", None, 0)
    assert needs_of(facts, LIMITS) == ()


def test_a_goal_that_was_taken_back_is_gone() -> None:
    assert goals_of(known(goals=("house",), education_amount=WAN, education_years=1), 20)[0].kind == "house"


MONEY_AND_NUMBERS = {name: kind for name, kind in FACTS.items() if kind in ("money", "number")}
ANY_FACTS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.integers(0, 10**13 if kind == "money" else 80) for name, kind in MONEY_AND_NUMBERS.items()},
        "goals": st.lists(st.sampled_from(("retirement", "education", "house", "free")), unique=True).map(tuple),
        "health_cover": st.sampled_from(("none", "medical", "both")),
    },
)


@given(ANY_FACTS)
def test_any_facts_give_needs_of_a_size_with_evidence_and_a_sentence(values: dict[str, Value]) -> None:
    facts = known(**values)
    found = needs_of(facts, LIMITS)
    order = [list(NEED_KINDS).index(need.kind) for need in found]
    assert order == sorted(order)
    for need in found:
        assert need.size_fen > 0 or need.kind == "health_cover"
        assert need.evidence
        assert set(need.params) == set(NEED_KINDS[need.kind])
        assert "{" not in TABLE.sentence(need, "zh") + TABLE.sentence(need, "en")


@given(ANY_FACTS, st.sampled_from(sorted(FACTS)))
def test_an_unknown_fact_adds_no_need_of_another_kind(values: dict[str, Value], gone: str) -> None:
    """What is not known may make a need larger (debts, surplus) or drop it, but invents no evidence."""
    less = known(**{name: value for name, value in values.items() if name != gone})
    assert all(f"q_{gone}" not in need.evidence for need in needs_of(less, LIMITS))


def test_facts_come_out_of_the_answers_that_count() -> None:
    full = next(of for of in shipped() if of.id == "full-2026")
    answers = {
        "consent": answered("yes"),
        "age": answered(46),
        "capacity": answered("full"),
        "debt_state": answered("some"),
        "financial_assets": answered(612 * WAN),
        "experience_years": answered("5to10"),
        "monthly_expense": DECLINED,
    }
    facts = facts_of(full, answers)
    assert facts["experience_years"] == Fact("experience_years", 5, "experience_years")
    assert "total_debts" not in facts
    assert "monthly_expense" not in facts
    expected = ClientFacts(age=46, capacity=Capacity.FULL, experience_years=Fraction(5), financial_assets_fen=612 * WAN)
    assert client_facts(facts) == expected
    facts = facts_of(full, {**answers, "total_debts": answered(180 * WAN)})
    assert client_facts(facts).net_financial_assets_fen == 432 * WAN


def test_no_debts_are_debts_of_nothing_and_an_old_figure_does_not_count() -> None:
    full = next(of for of in shipped() if of.id == "full-2026")
    facts = facts_of(
        full, {"consent": answered("yes"), "debt_state": answered("none"), "total_debts": answered(180 * WAN)}
    )
    assert facts["total_debts"] == Fact("total_debts", 0, "debt_state")
    assert facts["monthly_debt_payment"].value == 0
