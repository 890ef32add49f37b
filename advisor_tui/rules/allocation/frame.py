"""A problem with its lots, its rows and what may serve what; conditions of it can be left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from advisor_tui.rules.allocation.answer import Reason
from advisor_tui.rules.allocation.bounds import MONEY, Bound, bounds_of, serving
from advisor_tui.rules.allocation.lots import Lots, grain, lots_of
from advisor_tui.rules.allocation.problem import Candidate, Pin, Problem

BOUND, PIN, BARRED = "bound", "pin", "barred"
"""The kinds of conditions: a row, a pinned line, a rule (or an unknown fact) that bars products."""
NOTHING: frozenset[Reason] = frozenset()


@dataclass(frozen=True)
class Frame:
    """What the searches, the reading of their answer and the reasons have in common.

    Attributes:
        sizes: By need, its size in whole lots of the finest that may serve it, grains at the most, rounded up: a lot is
            not cut for the last yuan of a need.
        serving: By need, the products that may serve it.
    """

    problem: Problem
    grain_fen: int
    lots: Mapping[str, Lots]
    bounds: tuple[Bound, ...]
    sizes: Mapping[str, int]
    serving: Mapping[str, tuple[Candidate, ...]]


def frame_of(problem: Problem, dropped: frozenset[Reason] = NOTHING) -> Frame:
    """The frame of a problem, without some of its conditions.

    A pin that is left out leaves its position as it is. Without the row of the money there is twice as much of it,
    while the target mix and the limits stay those of the money there is.
    """
    relaxed = in_order(_relaxed(problem, dropped))
    out = {(reason.rule, reason.subject) for reason in dropped if reason.kind == BOUND}
    bounds = tuple(bound for bound in bounds_of(relaxed) if (bound.rule, bound.subject) not in out)
    money = max(0, relaxed.free_fen)
    if (MONEY, "") in out:
        money += relaxed.situation.investable_fen
    size = grain(max(0, problem.free_fen))
    lots: dict[str, Lots] = {}
    for one in relaxed.candidates:
        found = None if one.barred else lots_of(one, money, size)
        if found is not None:
            lots[one.product] = found
    fitting = serving(relaxed)
    sizes: dict[str, int] = {}
    for want in relaxed.wants:
        finest = min((lots[one.product].lot_fen for one in fitting[want.id] if one.product in lots), default=size)
        sizes[want.id] = _rounded_up(want.size_fen, min(size, finest))
    return Frame(relaxed, size, lots, bounds, sizes, fitting)


def _rounded_up(amount: int, unit: int) -> int:
    return -(-amount // unit) * unit


def in_order(problem: Problem) -> Problem:
    """By product, so that the answer does not hang on the order in which the catalogue was read."""
    candidates = tuple(sorted(problem.candidates, key=lambda one: one.product))
    return replace(problem, candidates=candidates, pins=tuple(sorted(problem.pins, key=lambda pin: pin.product)))


def _relaxed(problem: Problem, dropped: frozenset[Reason]) -> Problem:
    if not dropped:
        return problem
    rules = {reason.rule for reason in dropped if reason.kind == BARRED}
    loose = {reason.subject for reason in dropped if reason.kind == PIN}
    candidates = [
        replace(one, barred=tuple(rule for rule in one.barred if rule not in rules)) for one in problem.candidates
    ]
    candidates += [_unpinned(pin) for pin in problem.pins if pin.product in loose]
    pins = tuple(pin for pin in problem.pins if pin.product not in loose)
    return replace(problem, candidates=tuple(candidates), pins=pins)


def _unpinned(pin: Pin) -> Candidate:
    """What a pin leaves behind: the position, to which nothing is added."""
    return Candidate(pin.place, pin.sort, 1, 1, 0, held_fen=pin.held_fen, pay=pin.pay)
