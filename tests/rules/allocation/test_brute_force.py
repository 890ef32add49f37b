"""The automatic proposal beside all that could be bought: needs first, then the money, then the mix."""

from hypothesis import example, given

from advisor_tui.rules.allocation.answer import Conflict, Solution
from advisor_tui.rules.allocation.frame import frame_of
from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share
from advisor_tui.rules.allocation.solve import solve
from tests.rules.allocation.builders import best_by_force, candidate, off_target, problem, sums_up, want
from tests.rules.allocation.strategies import small_problems
from tests.rules.portfolio.builders import WAN
from tests.searching import examples

CASH = {"cash": WHOLE}
TWINS = problem(
    12,
    candidate("p0", step=3 * WAN),
    candidate("p1", "equity", 5 * WAN),
    candidate("p2", "equity", 2 * WAN),
    candidate("p3", "equity", 2 * WAN),
    wants=(want("w0", 5, CASH),),
    mix=(Share("cash", 0, 3000, 5000), Share("fixed", 0, 5000, 5000), Share("equity", 1000, 2000, 5000)),
    of={"financial_assets_fen": 1000 * WAN, "ready_fen": 0},
)
"""Of which the solver told ten times ten thousand placed, where the columns that it gave back had nine."""


def scraps(step: int) -> Problem:
    """Of which the third need got five millionths of a grain from tolerances, and only one product can give those."""
    return problem(
        12,
        candidate("p0", first=2 * WAN, step=3 * WAN),
        candidate("p1", first=5 * WAN, step=2 * WAN),
        candidate("p2", "fixed", 3 * WAN, step),
        wants=(want("w0", 2, CASH), want("w1", 3, CASH | {"fixed": WHOLE}), want("w2", 1, CASH)),
        mix=(Share("cash", 0, 3000, 5000), Share("fixed", 0, 5000, 5000), Share("equity", 0, 2000, 5000)),
        of={"financial_assets_fen": 12 * WAN, "ready_fen": 0},
    )


@examples(60)
@given(small_problems())
@example(of=TWINS)
@example(of=scraps(3 * WAN))
@example(of=scraps(WAN))
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
