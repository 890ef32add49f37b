from datetime import date

import pytest

from advisor_tui.rules.assessment import evaluate_assessment
from advisor_tui.rules.facts import AssessmentFacts
from advisor_tui.rules.findings import Verdict
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
