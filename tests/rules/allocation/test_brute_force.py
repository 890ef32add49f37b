"""The automatic proposal beside all that could be bought: needs first, then the money, then the mix."""

from hypothesis import HealthCheck, example, given, settings

from advisor_tui.rules.allocation.answer import Conflict, Solution
from advisor_tui.rules.allocation.frame import frame_of
from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share, Want
from advisor_tui.rules.allocation.solve import solve
from tests.rules.allocation.builders import best_by_force, candidate, off_target, problem, sums_up
from tests.rules.allocation.strategies import small_problems
from tests.rules.portfolio.builders import WAN

TWINS = problem(
    12,
    candidate("p0", step=3 * WAN),
    candidate("p1", "equity", 5 * WAN),
    candidate("p2", "equity", 2 * WAN),
    candidate("p3", "equity", 2 * WAN),
    wants=(Want("w0", 5 * WAN, {"cash": WHOLE}),),
    mix=(Share("cash", 0, 3000, 5000), Share("fixed", 0, 5000, 5000), Share("equity", 1000, 2000, 5000)),
    of={"financial_assets_fen": 1000 * WAN, "ready_fen": 0},
)
"""Of which the solver told ten times ten thousand placed, where the columns that it gave back had nine."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems())
@example(of=TWINS)
def test_brute_force_finds_nothing_better(of: Problem) -> None:
    best, answer = best_by_force(of), solve(of, seconds=20)
    if best is None:
        assert isinstance(answer, Conflict)
        return
    assert isinstance(answer, Solution)
    sums_up(of, answer)
    wanted, placed, off = best
    assert tuple(item.covered_fen for item in answer.covered) == tuple(
        min(fen, item.size_fen) for fen, item in zip(wanted, of.wants, strict=True)
    )
    assert sum(line.bought_fen for line in answer.lines) == placed
    chosen = {line.product: line.bought_fen for line in answer.lines}
    assert off_target(of, chosen) - off <= 2 * frame_of(of).grain_fen
    assert answer.gap_step == ""
