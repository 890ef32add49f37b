"""What each flag of a first look says: a warning beyond its figure, and the figures of its sentence."""

from dataclasses import replace
from typing import Any

import pytest

from advisor_tui.rules.credit_flags import CREDIT_RULES, CreditEnquiry, PrimeRate
from advisor_tui.rules.findings import Finding, Param, Verdict
from advisor_tui.rules.rule import judge
from tests.rules.builders import rules

WARN, ALLOWED = Verdict.WARN, Verdict.ALLOWED
NOBODY = CreditEnquiry()


def flag(rule: str, verdict: Verdict, **params: Param) -> Finding:
    return Finding(rule, verdict, params=params)


def overdue(verdict: Verdict, run: Param, times: Param) -> Finding:
    return flag("credit_overdue", verdict, run=run, times=times, most_run=3, most_times=6, months=24)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"overdue_run": 2, "overdue_times": 5}, [overdue(ALLOWED, 2, 5)]),
        ({"overdue_run": 3, "overdue_times": 0}, [overdue(WARN, 3, 0)]),
        ({"overdue_run": 3}, [overdue(WARN, 3, "—")]),
        ({"overdue_times": 6}, [overdue(WARN, "—", 6)]),
        ({"overdue_times": 5}, []),
        ({"queries": 6}, [flag("credit_queries", ALLOWED, queries=6, most=6, months=6)]),
        ({"queries": 7}, [flag("credit_queries", WARN, queries=7, most=6, months=6)]),
        ({"card_percent": 80}, [flag("credit_card_use", ALLOWED, used=80, percent=80)]),
        ({"card_percent": 81}, [flag("credit_card_use", WARN, used=81, percent=80)]),
        ({"job_months": 6}, [flag("credit_job", ALLOWED, held=6, months=6)]),
        ({"job_months": 5}, [flag("credit_job", WARN, held=5, months=6)]),
        ({"age": 40}, []),
        ({"term_months": 12}, []),
        ({"age": 40, "term_months": 360}, [flag("credit_age_term", ALLOWED, together=70, years=70)]),
        ({"age": 40, "term_months": 361}, [flag("credit_age_term", WARN, together=71, years=70)]),
    ],
)
def test_a_flag_tells_its_figures(changes: dict[str, Any], expected: list[Finding]) -> None:
    found = judge(CREDIT_RULES, replace(NOBODY, **changes), rules()).findings
    label = Finding("credit_preliminary", WARN)
    assert label in found
    assert [one for one in found if one != label] == expected


@pytest.mark.parametrize(("months", "rate"), [(1, 30), (59, 30), (60, 35), (61, 35)])
def test_the_longer_prime_rate_begins_at_five_years(months: int, rate: int) -> None:
    assert PrimeRate(30, 35).for_term(months) == rate
