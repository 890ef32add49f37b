"""Why nothing fits: an irreducible set of conditions, found by leaving out one after the other (deletion filter)."""

from collections.abc import Callable, Iterable
from itertools import groupby

from advisor_tui.rules.allocation.answer import Conflict, Reason, StoppedError
from advisor_tui.rules.allocation.bounds import MIX_HIGH, MIX_LOW, MONEY, fixed_amounts
from advisor_tui.rules.allocation.frame import BARRED, BOUND, PIN, frame_of, in_order
from advisor_tui.rules.allocation.problem import Problem
from advisor_tui.rules.allocation.program import Program

_SECONDS = 1.0
"""For one question whether something fits; each takes a few thousandths of a second."""
_LAST = (MIX_HIGH, MIX_LOW, MONEY)


def fits(problem: Problem, dropped: Iterable[Reason] = ()) -> bool:
    """Whether anything fits, some conditions left out; what could not be decided in time counts as fitting."""
    return _decide(problem, dropped) is not False


def _decide(problem: Problem, dropped: Iterable[Reason]) -> bool | None:
    """Whether anything fits; None where time ran out over it."""
    frame = frame_of(problem, frozenset(dropped))
    fixed = fixed_amounts(frame.problem)
    if all(bound.holds(fixed) for bound in frame.bounds):
        return True
    if not frame.lots:
        return False
    outcome = Program(frame, needs=False).load().best({}, _SECONDS)
    return True if outcome.feasible else False if outcome.proven else None


def conditions(problem: Problem) -> list[Reason]:
    """Every condition that can be left out, in the order in which that is tried: what the advisor can change last."""
    frame = frame_of(problem)
    found = [Reason(BARRED, rule, "") for rule in sorted({rule for one in problem.candidates for rule in one.barred})]
    rows = [
        Reason(BOUND, bound.rule, bound.subject, (bound.most_fen if bound.least_fen is None else bound.least_fen) or 0)
        for bound in frame.bounds
    ]
    found += sorted(rows, key=lambda row: (_LAST.index(row.rule) + 1 if row.rule in _LAST else 0, row.rule))
    return found + [Reason(PIN, "", pin.product, pin.amount_fen) for pin in problem.pins]


def conflict_of(problem: Problem, stop: Callable[[], bool] = lambda: False) -> Conflict:
    """The reasons why nothing fits, of a problem of which that is proven: with any one less something does.

    First all conditions of one rule are left out together: most have nothing to do with it.

    Raises:
        StoppedError: `stop` said so.
    """
    problem = in_order(problem)  # of several irreducible sets the same one, however the lines stand
    kept = conditions(problem)
    dropped: set[Reason] = set()
    undecided: set[Reason] = set()

    def needless(reasons: list[Reason]) -> bool:
        if stop():
            raise StoppedError
        fit = _decide(problem, dropped | set(reasons))
        if fit is None and len(reasons) == 1:
            undecided.update(reasons)
        return fit is False

    blocks = [list(block) for _, block in groupby(kept, key=lambda reason: (reason.kind, reason.rule))]
    for block in blocks:
        if needless(block):
            dropped |= set(block)
        elif len(block) > 1:
            for reason in block:
                if needless([reason]):
                    dropped.add(reason)
    reasons = tuple(reason for reason in kept if reason not in dropped)
    return Conflict(reasons, not fits(problem, reasons), not undecided)
