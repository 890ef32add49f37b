"""What a key in the builder costs: the findings of a full draft within 30 ms, in one run against the bare rules."""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import pytest

from advisor_tui.desk.proposal.check import Basis, first_line, judge
from advisor_tui.desk.proposal.draft import Draft, add_line
from advisor_tui.desk.proposal.terms import show_finding
from tests.desk.test_proposal_check import KNOWN, MONEY, PRODUCTS, basis

pytestmark = pytest.mark.benchmark

LIMIT = 0.030
"""Seconds of CPU from a key to its findings (issue: live findings ≤ 30 ms)."""


def full_draft() -> Draft:
    draft = Draft(MONEY)
    for code in sorted(PRODUCTS):
        draft = add_line(draft, first_line(PRODUCTS[code]))
    return draft


def cost(work: Callable[[], object]) -> float:
    """The median CPU of seven runs, in seconds."""
    taken = []
    for _ in range(7):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def findings(draft: Draft, by: Basis) -> int:
    judged = judge(draft, by)
    return len([show_finding(finding, by.rules) for finding in judged.joined.findings])


def test_a_draft_of_the_whole_catalogue_has_its_findings_within_the_limit() -> None:
    draft, by = full_draft(), basis()
    assert findings(draft, by) > len(PRODUCTS)
    taken = cost(lambda: findings(draft, by))
    print(f"{len(draft.lines)} lines: {taken * 1000:.1f} ms")
    assert taken <= LIMIT


def test_the_cost_follows_the_lines() -> None:
    draft, by = full_draft(), basis(replace(KNOWN, risk_level=5))
    half = replace(draft, lines=draft.lines[::2])
    assert cost(lambda: findings(half, by)) <= cost(lambda: findings(draft, by))
