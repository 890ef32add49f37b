"""The automatic proposal: one objective after the other, so that no need takes from one that comes before it.

    1. every need in its order: as much of it as can be covered
    2. as little money as possible left over
    3. as near to the target mix as possible
    4. the lowest fees, with few lines, among the products that were looked at
    5. what that left over, into the same lines

What an objective reached is a row of the searches that follow. One whose best is plain (a need that is covered whole,
money that is placed to the last lot) is not searched for.
"""

import time
from collections.abc import Callable, Mapping
from math import floor

from advisor_tui.rules.allocation.answer import Conflict, Solution, StoppedError, Undecided
from advisor_tui.rules.allocation.frame import Frame, frame_of
from advisor_tui.rules.allocation.problem import WHOLE, Problem
from advisor_tui.rules.allocation.program import GAP, KEPT, Outcome, Program, Solver, value_of
from advisor_tui.rules.allocation.reading import read_solution
from advisor_tui.rules.allocation.reasons import conflict_of, fits

SECONDS = 0.8
"""Time for all searches together; nodes run out first unless the machine is slow."""
MONEY_STEP, MIX_STEP = "money", "mix"
_MIX_GAP = 2.0
"""Grains off the target mix that count as the same: one lot in one class instead of another."""
_NOISE = 0.1
"""Gaps by which the solver's tolerances may make a whole one look unfinished."""
_NEAR = 3
"""Products of each class, for each need, that are looked at first, the cheapest ones."""
_FEES_BESIDE = 0.1
"""What a year's fee of a yuan weighs beside a yuan that is placed, where the last of the money is."""
_COST_GAP = 0.05
"""Grains of yearly fees that are not worth a longer search."""


def solve(
    problem: Problem, *, seconds: float = SECONDS, stop: Callable[[], bool] = lambda: False
) -> Solution | Conflict | Undecided:
    """Propose: the same answer for the same problem, whatever the order of its candidates.

    Args:
        problem: What is to be shared out, among what, by which rules.
        seconds: Time for the searches; where it runs out the remaining gap is told, and `Undecided` where it ran out
            before anything was found that fits.
        stop: Asked between searches whether to give up.

    Raises:
        StoppedError: `stop` said so.
    """
    frame = frame_of(problem)
    if not frame.lots:
        return read_solution(frame, Program(frame), ()) if fits(problem) else conflict_of(problem, stop)
    search = _Search(frame, seconds, stop)
    search.begin()
    if not search.now.feasible:
        return conflict_of(problem, stop) if search.now.proven else Undecided()
    for want in frame.problem.wants:
        search.improve(want.id, search.program.flows_to(want.id), search.program.units(frame.sizes[want.id]))
    placed = dict.fromkeys(search.program.amount.values(), 1.0)
    # A grain more or less left over is the same: it is not worth a second policy for the same need.
    search.improve(
        MONEY_STEP, placed, search.program.units(problem.free_fen), loose=search.program.units(frame.grain_fen)
    )
    search.improve(
        MIX_STEP,
        {column: -1.0 for pair in search.program.off.values() for column in pair},
        0.0,
        gap=_MIX_GAP,
        loose=_MIX_GAP,
    )
    costs = _costs(frame, search.program)
    search.lower(costs)
    search.fill({column: weight + _FEES_BESIDE * costs[column] for column, weight in placed.items()})
    return read_solution(frame, search.program, search.now.values, search.gap_fen, search.gap_step)


def _costs(frame: Frame, program: Program) -> dict[int, float]:
    """Fees of a year and what every line is weighed with."""
    problem = frame.problem
    line = problem.line_cost * program.units(max(0, problem.free_fen)) / WHOLE
    costs = {program.chosen[product]: -line for product in frame.lots}
    rate = {one.product: one.cost for one in problem.candidates}
    return costs | {program.amount[product]: -rate[product] / WHOLE for product in frame.lots}


class _Search:
    """One objective after the other over one loaded program."""

    def __init__(self, frame: Frame, seconds: float, stop: Callable[[], bool]) -> None:
        self._frame = frame
        self.program = Program(frame)
        self._aside: tuple[int, ...] = ()
        self._solver: Solver = self.program.load()
        self._wants = [want.id for want in frame.problem.wants]
        self._until = time.monotonic() + seconds
        self._stop = stop
        self.now = Outcome(False)
        self.gap_fen, self.gap_step = 0, ""

    @property
    def _left(self) -> float:
        if self._stop():
            raise StoppedError
        return self._until - time.monotonic()

    def begin(self) -> None:
        """Find something that fits, towards everything at once, the first needs most; `now` says whether it did.

        That nothing fits is proven only by the search of all products, or where not even cut lots do.
        """
        towards: dict[int, float] = {}
        for place, want in enumerate(self._wants):
            towards |= {column: 2.0 ** -min(place, 8) for column in self.program.flows_to(want)}
        towards |= dict.fromkeys(self.program.amount.values(), 2.0**-10)
        towards |= {column: -(2.0**-12) for pair in self.program.off.values() for column in pair}
        relaxed = self._solver.relaxed(towards)
        if not relaxed.feasible and relaxed.proven:
            self.now = relaxed
            return
        self._set_aside(relaxed)
        for aside in (self._aside, ()):
            self._solver.without(aside)
            self.now = self._solver.best(towards, self._left / 2, gap=2.0**-12)
            if self.now.feasible:
                return

    def _set_aside(self, relaxed: Outcome) -> None:
        """Products that are looked at only where the others do not reach what all of them could."""
        frame, program = self._frame, self.program
        near: set[str] = set()
        if relaxed.feasible:
            near = {product for product, column in program.amount.items() if relaxed.values[column] > KEPT}
        ranked = sorted(
            (one for one in frame.problem.candidates if one.product in frame.lots),
            key=lambda one: (one.cost, frame.lots[one.product].first_fen, one.product),
        )
        groups: dict[object, int] = {}
        for one in ranked:
            wants = (want for want, fitting in frame.serving.items() if one in fitting)
            for group in (("sort", one.sort), *(("want", one.sort, want) for want in wants)):
                groups[group] = groups.get(group, 0) + 1
                if groups[group] <= _NEAR:
                    near.add(one.product)
        self._aside = tuple(column for product, column in program.chosen.items() if product not in near)

    def improve(
        self, step: str, objective: Mapping[int, float], most: float, *, gap: float = GAP, loose: float = 0.0
    ) -> None:
        """Search for the best of one objective, and keep it from now on but for what is loose.

        Args:
            step: Its name, for the gap that is told.
            objective: Weights by column.
            most: What it can be at the utmost.
            gap: What is not worth a search.
            loose: What later objectives may take back.
        """
        if not objective:
            return
        reached = value_of(objective, self.now.values)
        if most - reached > gap:
            self._solver.without(())
            most = min(most, self._solver.relaxed(objective).bound)
        for aside in (self._aside, ()):
            left = self._left
            if most - reached <= gap or left <= 0:
                break
            self._solver.without(aside)
            found = self._solver.best(objective, left, gap=gap, start=self.now.values)
            if found.feasible and found.objective >= reached - GAP:
                self.now, reached = found, found.objective
                if not aside:
                    most = min(found.bound, most)
        if most - reached > gap and not self.gap_step:
            self.gap_fen, self.gap_step = self.program.fen(most - reached), step
        self._solver.keep(objective, min(reached, _without_noise(reached)) - loose - KEPT)

    def lower(self, costs: Mapping[int, float]) -> None:
        """Choose what costs least of what is as good: no search of all products, for the fees of a year decide last."""
        left = self._left
        if costs and left > 0:
            self._solver.without(self._aside)
            found = self._solver.best(costs, left, gap=_COST_GAP, start=self.now.values)
            if found.feasible and found.objective >= value_of(costs, self.now.values):
                self.now = found

    def fill(self, placed: Mapping[int, float]) -> None:
        """Place what an objective that came after the money took back, in the lines that there are."""
        left = self._left
        if left > 0:
            self._solver.without([column for column in self.program.chosen.values() if self.now.values[column] < KEPT])
            found = self._solver.best(placed, left, gap=GAP, start=self.now.values)
            if found.feasible and found.objective > value_of(placed, self.now.values) + GAP:
                self.now = found


def _without_noise(units: float) -> float:
    """Grains in whole gaps.

    What an objective gains from the tolerances of the rows and of the objectives before it is nothing that a choice
    can be held to: the next objective would find those choices forbidden that do without it.
    """
    return floor(units / GAP + _NOISE) * GAP
