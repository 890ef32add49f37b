"""Reading the solver's columns back into whole lots, and which rows let nothing more through."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from advisor_tui.rules.allocation.answer import Bought, Covered, Solution, Tight
from advisor_tui.rules.allocation.bounds import MONEY, fixed_amounts
from advisor_tui.rules.allocation.frame import Frame
from advisor_tui.rules.allocation.problem import WHOLE, Candidate, Problem, Want

if TYPE_CHECKING:
    from advisor_tui.rules.allocation.program import Program

OWN_LIMIT, NEED_MET, NEED_MIX = "own_limit", "need_met", "need_mix"
"""What binds beside the rows: the largest amount of the product itself, a need that takes no more, the shares by class
of what serves a need."""
_FEW = 20
"""分 that rounding may move from one need to another."""


def read_solution(
    frame: Frame, program: "Program", values: Sequence[float], gap_fen: int = 0, gap_step: str = ""
) -> Solution:
    """The answer in whole lots, every row checked exactly.

    Raises:
        ArithmeticError: What the solver answered does not keep a row: its tolerance was wider than the smallest lot.
    """
    problem = frame.problem
    bought: dict[str, int] = {}
    for product, one in frame.lots.items():
        if round(values[program.chosen[product]]):
            bought[product] = one.first_fen + one.lot_fen * round(values[program.count[product]])
    amounts = fixed_amounts(problem)
    for product, fen in bought.items():
        amounts[product] += fen
    broken = [bound for bound in frame.bounds if not bound.holds(amounts)]
    if broken:
        raise ArithmeticError(f"{broken[0].rule} {broken[0].subject}")
    given = _given(frame, program, values, bought)
    got = {want.id: sum(by_need.get(want.id, 0) for by_need in given.values()) for want in problem.wants}
    covered = {want.id: min(got[want.id], want.size_fen) for want in problem.wants}
    open_wants = {want.id for want in problem.wants if covered[want.id] < want.size_fen}
    lines = tuple(
        Bought(
            one.product,
            amounts[one.product],
            bought[one.product],
            tuple((want.id, given[one.product][want.id]) for want in problem.wants if given[one.product].get(want.id)),
            tuple(_blocking(frame, one, bought, amounts)) or _met(given[one.product], open_wants),
        )
        for one in problem.candidates
        if one.product in bought
    )
    return Solution(
        lines,
        tuple(_covered(frame, want, covered[want.id], bought, amounts) for want in problem.wants),
        problem.situation.investable_fen - sum(amounts.values()),
        _off_target(problem, amounts),
        gap_fen,
        gap_step,
    )


def _given(
    frame: Frame, program: "Program", values: Sequence[float], bought: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """What each product gives each need in whole 分, never more than was bought or than the need takes."""
    given: dict[str, dict[str, int]] = {product: {} for product in bought}
    spare = dict(bought)
    for want in frame.problem.wants:
        lacking = frame.sizes[want.id]
        columns = [(product, column) for (product, to), column in program.flow.items() if to == want.id]
        for product, column in columns:
            fen = min(program.fen(values[column]), spare.get(product, 0), lacking)
            if fen > 0:
                given[product][want.id] = fen
                spare[product] -= fen
                lacking -= fen
        if 0 < lacking <= _FEW:
            _round_up(given, spare, want.id, lacking)
    return given


def _round_up(given: dict[str, dict[str, int]], spare: dict[str, int], want: str, lacking: int) -> None:
    for product, by_need in given.items():
        if want in by_need and spare[product] >= lacking:
            by_need[want] += lacking
            spare[product] -= lacking
            return


def _blocking(frame: Frame, one: Candidate, bought: Mapping[str, int], amounts: Mapping[str, int]) -> list[Tight]:
    """The rows that leave no room for the next lot of a product, the tightest first, the money last."""
    lots = frame.lots[one.product]
    had = bought.get(one.product, 0)
    wanted = lots.lot_fen if had else lots.first_fen
    found = []
    if one.most_fen is not None and one.most_fen - had < wanted:
        found.append(Tight(one.most_rule or OWN_LIMIT, one.product, one.most_fen - had))
    for bound in frame.bounds:
        slack = bound.slack_fen(amounts) if one.product in bound.products else None
        if slack is not None and slack < wanted:
            found.append(Tight(bound.rule, bound.subject, slack))
    return sorted(found, key=lambda tight: (tight.rule == MONEY, tight.slack_fen, tight.rule, tight.subject))


def _met(by_need: Mapping[str, int], open_wants: Iterable[str]) -> tuple[Tight, ...]:
    return tuple(Tight(NEED_MET, want, 0) for want in by_need if want not in open_wants)


def _covered(
    frame: Frame, want: Want, covered_fen: int, bought: Mapping[str, int], amounts: Mapping[str, int]
) -> Covered:
    if covered_fen >= want.size_fen:
        return Covered(want.id, want.size_fen, covered_fen)
    fitting = frame.serving[want.id]
    usable = [one for one in fitting if one.product in frame.lots]
    if not usable:
        barred = dict.fromkeys(rule for one in fitting for rule in one.barred)
        return Covered(want.id, want.size_fen, covered_fen, barred=tuple(sorted(barred)))
    stops: dict[tuple[str, str], Tight] = {}
    for one in usable:
        blocking = _blocking(frame, one, bought, amounts)
        first = blocking[0] if blocking else Tight(NEED_MIX, want.id, 0)
        stops.setdefault((first.rule, first.subject), first)
    return Covered(want.id, want.size_fen, covered_fen, tuple(stops.values()))


def _off_target(problem: Problem, amounts: Mapping[str, int]) -> int:
    sorts = problem.sorts
    whole = problem.situation.investable_fen
    off = 0
    for share in problem.mix:
        has = sum(fen for product, fen in amounts.items() if sorts[product] == share.sort)
        off += abs(has - share.target * whole // WHOLE)
    return off // 2
