from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.assessment import AssessmentsCounted, counts_known, evaluate_assessment, identity_expired
from advisor_tui.rules.dates import add_months
from advisor_tui.rules.facts import AssessmentFacts
from advisor_tui.rules.findings import Finding, Verdict, missing
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


def test_a_finding_of_an_assessment_tells_the_counts_and_levels_that_decide() -> None:
    found = {one.rule: one for one in evaluate_assessment(AssessmentFacts(2, 7, 4, 3), rules()).findings}
    assert found == {
        "assessments_per_day": Finding("assessments_per_day", FORBIDDEN, params={"done": 2, "most": 2}),
        "assessments_per_year": Finding("assessments_per_year", ALLOWED, params={"done": 7, "most": 8}),
        "level_change": Finding(
            "level_change", WARN, ("confirm_level_change",), params={"new_level": 4, "last_level": 3}
        ),
    }
    unknown = {one.rule: one for one in evaluate_assessment(AssessmentFacts(new_level=4), rules()).findings}
    assert unknown == {
        "assessments_per_day": missing("assessments_per_day", "context.done_today"),
        "assessments_per_year": missing("assessments_per_year", "context.done_12m"),
        "level_change": missing("level_change", "context.last_level"),
    }


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        ({"consent": False}, Finding("consent", FORBIDDEN)),
        ({"consent": True}, None),
        ({"consent": None}, None),
        (
            {"answered_by": "advisor"},
            Finding("own_answers", FORBIDDEN, ("reassess",), params={"answered_by": "advisor"}),
        ),
        ({"answered_by": "client"}, None),
        (
            {"channel": "third_party_platform"},
            Finding("third_party_channel", FORBIDDEN, params={"channel": "third_party_platform"}),
        ),
        ({"channel": "branch"}, None),
    ],
)
def test_nothing_is_assessed_without_consent_through_a_third_party_or_with_another_s_answers(
    facts: dict[str, Any], finding: Finding | None
) -> None:
    decision = evaluate_assessment(AssessmentFacts(0, 0, **facts), rules())
    assert [one for one in decision.findings if one.verdict is not ALLOWED] == ([] if finding is None else [finding])


def test_an_expired_identity_paper_stops_the_service_and_counts_say_up_to_when_they_are_known() -> None:
    assert identity_expired() == Finding("identity_expired", FORBIDDEN)
    assert counts_known(None) == Finding("assessments_counted", WARN)
    known = Finding("assessments_counted", ALLOWED, params={"as_of": "2026-11-24"})
    assert counts_known(date(2026, 11, 24)) == known
