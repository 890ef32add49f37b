"""One figure of a limit moves the checker and the solver together: what one proposes the other lets through."""

from dataclasses import replace

import pytest

from advisor_tui.rules.allocation.answer import Solution
from advisor_tui.rules.allocation.problem import Problem
from advisor_tui.rules.allocation.solve import solve
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.portfolio.facts import PlannedLine
from advisor_tui.rules.portfolio.limits import judge_portfolio
from advisor_tui.rules.rule import RuleValues
from tests.rules.allocation.builders import candidate, problem, want
from tests.rules.builders import rules
from tests.rules.portfolio.builders import WAN

MONEY = 400
"""In 万: what is shared out of 1,000 万 of financial assets."""


def proposed(values: RuleValues) -> tuple[Problem, dict[str, int]]:
    """What the solver buys of two products of one issuer under these figures, in 分."""
    of = problem(
        MONEY,
        candidate("a", "fixed", issuer="x", cost=1, free_in_days=0),
        candidate("b", "fixed", issuer="y", cost=50, free_in_days=0),
        wants=(want("free", MONEY),),
    )
    of = replace(of, values=values)
    found = solve(of)
    assert isinstance(found, Solution)
    return of, {line.product: line.amount_fen for line in found.lines}


def verdicts(of: Problem, amounts: dict[str, int], values: RuleValues, rule: str) -> set[Verdict]:
    """What the checker says of these amounts."""
    lines = [PlannedLine(one.product, one.place, amounts.get(one.product, 0)) for one in of.candidates]
    return {finding.verdict for finding in judge_portfolio(of.situation, lines, values) if finding.rule == rule}


@pytest.mark.parametrize("rule", ["portfolio_product", "portfolio_issuer"])
def test_a_lower_share_changes_what_is_proposed_and_what_is_said(rule: str) -> None:
    shipped = rules()
    tight = {**shipped, rule: replace(shipped[rule], percent=25)}
    of, before = proposed(shipped)
    assert before == {"a": MONEY * WAN}
    assert verdicts(of, before, shipped, rule) == {Verdict.ALLOWED}
    assert verdicts(of, before, tight, rule) == {Verdict.WARN}
    _, after = proposed(tight)
    assert after["a"] <= 250 * WAN
    assert sum(after.values()) == MONEY * WAN
    assert verdicts(of, after, tight, rule) == {Verdict.ALLOWED}
