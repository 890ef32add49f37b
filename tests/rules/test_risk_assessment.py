from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.assessment import AssessmentsCounted, evaluate_assessment
from advisor_tui.rules.dates import add_months
from advisor_tui.rules.facts import AssessmentFacts, Capacity, ClientFacts
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.suitability.age import CapacityLimits, judge_stated_capacity
from tests.rules.builders import of, rules

FORBIDDEN, WARN, ALLOWED, MISSING = Verdict.FORBIDDEN, Verdict.WARN, Verdict.ALLOWED, Verdict.MISSING


@pytest.mark.parametrize(
    ("done_today", "done_12m", "verdict"),
    [
        (0, 0, ALLOWED),
        (1, 7, ALLOWED),
        (2, 3, FORBIDDEN),
        (0, 8, FORBIDDEN),
        (3, 9, FORBIDDEN),
        (None, None, ALLOWED),
    ],
)
def test_two_assessments_a_day_and_eight_in_twelve_months(
    done_today: int | None, done_12m: int | None, verdict: Verdict
) -> None:
    facts = AssessmentFacts(done_today=done_today, done_12m=done_12m)
    assert evaluate_assessment(facts, rules()).verdict is verdict


def test_unknown_counts_are_asked_for() -> None:
    decision = evaluate_assessment(AssessmentFacts(), rules())
    assert decision.unknown_facts == ("context.done_today", "context.done_12m")


@pytest.mark.parametrize(
    ("new", "last", "verdict"),
    [(4, 3, WARN), (2, 3, WARN), (3, 3, None), (3, None, MISSING), (None, 3, None)],
)
def test_a_changed_level_is_confirmed_by_the_client(new: int | None, last: int | None, verdict: Verdict | None) -> None:
    decision = evaluate_assessment(AssessmentFacts(0, 0, new, last), rules())
    assert of(decision, "level_change") is verdict
    assert (decision.must_do == ("confirm_level_change",)) is (verdict is WARN)


def test_staff_may_not_answer() -> None:
    facts = AssessmentFacts(0, 0, answered_by="staff")
    assert evaluate_assessment(facts, rules()).verdict is FORBIDDEN


def test_the_counts_hold_from_february_2026() -> None:
    facts = AssessmentFacts(done_today=5, done_12m=20)
    assert evaluate_assessment(facts, rules(date(2026, 1, 31))).verdict is ALLOWED
    assert evaluate_assessment(facts, rules(date(2026, 2, 1))).verdict is FORBIDDEN


@given(today=st.dates(date(2001, 1, 1), date(2100, 1, 1)), months=st.integers(1, 24))
def test_an_assessment_counts_until_the_day_on_which_it_would_end(today: date, months: int) -> None:
    """The same twelve months as its validity: what was assessed on the first day that counts is still valid today."""
    first = AssessmentsCounted(months).first_day(today)
    assert first <= today
    assert add_months(first, months) >= today
    assert add_months(first - timedelta(days=1), months) <= today


@pytest.mark.parametrize(
    ("age", "stated", "rule"),
    [
        (7, Capacity.NONE, None),
        (7, Capacity.LIMITED, "capacity_child"),
        (8, Capacity.LIMITED, None),
        (8, Capacity.FULL, "capacity_minor"),
        (15, Capacity.FULL, "capacity_minor"),
        (16, Capacity.FULL, "capacity_own_income"),
        (17, Capacity.LIMITED, None),
        (18, Capacity.FULL, None),
        (None, Capacity.FULL, None),
        (10, None, None),
    ],
)
def test_a_capacity_that_does_not_go_with_the_age_is_found(
    age: int | None, stated: Capacity | None, rule: str | None
) -> None:
    limits = rules().terms("capacity", CapacityLimits)
    found = judge_stated_capacity(ClientFacts(age=age, capacity=stated), limits)
    assert (None if found is None else found.rule) == rule
    assert found is None or (found.verdict is FORBIDDEN) is (rule == "capacity_child")
