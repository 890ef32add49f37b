"""The integer program in the solver: columns, rows, and solving it for one objective after the other.

One unit of a column is a grain, so that figures stay near 1; what comes out is turned into whole lots again at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from advisor_tui.rules.allocation.bounds import Bound, fixed_amounts
from advisor_tui.rules.allocation.frame import Frame
from advisor_tui.rules.allocation.lots import Lots, quantum
from advisor_tui.rules.allocation.problem import WHOLE, Candidate, Problem, Want

TOLERANCE = 1e-6
"""Grains by which a row may be missed in the solver; whole lots are checked against the exact rows afterwards."""
GAP = 1e-4
"""Grains that count as the same: some 分."""
KEPT = 1e-6
"""Grains by which a later objective may fall short of an earlier one."""
NODES = 2_000
"""Nodes that one search looks at: a limit that is the same on every machine, unlike time."""
_SEED = 20_260_201
_INFEASIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
"""What says that nothing fits: no objective can grow without end, for there is so much money only."""


@dataclass(frozen=True)
class Outcome:
    """How one objective ended.

    Attributes:
        feasible: Whether anything was found that fits.
        values: What every column has.
        objective: What was reached.
        bound: The best value that there may still be.
        proven: That it is the best; where nothing was found, that nothing fits.
    """

    feasible: bool
    values: Sequence[float] = ()
    objective: float = 0.0
    bound: float = 0.0
    proven: bool = True


def value_of(objective: Mapping[int, float], values: Sequence[float]) -> float:
    """What these columns come to in an objective."""
    return sum(weight * values[column] for column, weight in objective.items())


class Program:
    """Columns for every product (bought at all, lots, amount) and for what each gives to each need."""

    def __init__(self, frame: Frame, *, needs: bool = True) -> None:
        """Without `needs` only what has to fit, not what it is for."""
        problem, lots = frame.problem, frame.lots
        self._grain = frame.grain_fen
        self._quantum = quantum(list(lots.values()))
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[tuple[float, float, list[tuple[int, float]]]] = []
        self.chosen: dict[str, int] = {}
        self.count: dict[str, int] = {}
        self.amount: dict[str, int] = {}
        self.flow: dict[tuple[str, str], int] = {}
        self.off: dict[str, tuple[int, int]] = {}
        self._fixed = fixed_amounts(problem)
        for product, one in lots.items():
            self._product(product, one)
        for bound in frame.bounds:
            self._bound(bound)
        if needs:
            for want in problem.wants:
                self._want(want, frame.sizes[want.id], [one for one in frame.serving[want.id] if one.product in lots])
            self._shared()
            self._targets(problem)

    def _column(self, upper: float = highspy.kHighsInf, *, whole: bool = False) -> int:
        self._lower.append(0.0)
        self._upper.append(upper)
        self._whole.append(whole)
        return len(self._upper) - 1

    def _row(
        self, terms: list[tuple[int, float]], lower: float = -highspy.kHighsInf, upper: float = highspy.kHighsInf
    ) -> None:
        self._rows.append((lower, upper, terms))

    def units(self, fen: int) -> float:
        """分 as the solver counts."""
        return fen / self._grain

    def fen(self, units: float) -> int:
        """What the solver counts in 分, to the nearest."""
        return round(units * self._grain)

    def _product(self, product: str, one: Lots) -> None:
        chosen, count = self._column(1.0, whole=True), self._column(float(one.count), whole=True)
        amount = self._column()
        self.chosen[product], self.count[product], self.amount[product] = chosen, count, amount
        self._row(
            [(chosen, self.units(one.first_fen)), (count, self.units(one.lot_fen)), (amount, -1.0)],
            lower=0.0,
            upper=0.0,
        )
        self._row([(count, 1.0), (chosen, -float(one.count))], upper=0.0)

    def _want(self, want: Want, size_fen: int, fitting: Iterable[Candidate]) -> None:
        by_sort: dict[str, list[int]] = {}
        for one in fitting:
            column = self._column(self.units(size_fen))
            self.flow[one.product, want.id] = column
            by_sort.setdefault(one.sort, []).append(column)
        every = [column for columns in by_sort.values() for column in columns]
        if every:
            self._row([(column, 1.0) for column in every], upper=self.units(size_fen))
        for sort, columns in by_sort.items():
            share = want.most[sort] / WHOLE
            if share < 1.0:
                self._row([(column, (1.0 if column in columns else 0.0) - share) for column in every], upper=0.0)

    def _bound(self, bound: Bound) -> None:
        """Add a row over what is bought: what is fixed already counts on the other side.

        Sums of lots are whole multiples of one amount, so the bounds are too: what the solver's tolerance lets through
        is then within the exact row.
        """
        fixed, part = bound.used_fen(self._fixed), self._quantum
        margin = 2 * TOLERANCE if self.units(part) < 10 * TOLERANCE else 0.0
        terms = [(self.amount[product], 1.0) for product in sorted(bound.products) if product in self.amount]
        lower, upper = -highspy.kHighsInf, highspy.kHighsInf
        if bound.least_fen is not None:
            lower = self.units(-(-(bound.least_fen - fixed) // part) * part) + margin
        if bound.most_fen is not None:
            upper = self.units((bound.most_fen - fixed) // part * part) - (margin if terms else 0.0)
        self._row(terms, lower, upper)

    def _shared(self) -> None:
        """What a product gives to needs is no more than what is bought of it."""
        for product, amount in self.amount.items():
            given = [(column, 1.0) for (giver, _), column in self.flow.items() if giver == product]
            if given:
                self._row([*given, (amount, -1.0)], upper=0.0)

    def _targets(self, problem: Problem) -> None:
        sorts = problem.sorts
        for share in problem.mix:
            below, above = self._column(), self._column()
            self.off[share.sort] = (below, above)
            inside = [product for product, sort in sorts.items() if sort == share.sort]
            wanted = share.target * problem.situation.investable_fen // WHOLE
            missing = wanted - sum(self._fixed[product] for product in inside)
            terms = [(self.amount[product], 1.0) for product in inside if product in self.amount]
            self._row([*terms, (below, 1.0), (above, -1.0)], self.units(missing), self.units(missing))

    def flows_to(self, want: str) -> dict[int, float]:
        """The objective that covers a need."""
        return {column: 1.0 for (_, to), column in self.flow.items() if to == want}

    def load(self) -> "Solver":
        """The program in the solver."""
        return Solver(self._lower, self._upper, self._whole, self._rows)


class Solver:
    """A loaded program, solved for one objective after the other; one thread and one seed, so that answers repeat."""

    def __init__(
        self, lower: Sequence[float], upper: Sequence[float], whole: Sequence[bool],
        rows: Sequence[tuple[float, float, list[tuple[int, float]]]],
    ) -> None:  # fmt: skip
        self._count = len(upper)
        self._upper = np.array(upper)
        self._highs = highs = highspy._core._Highs()
        options: dict[str, Any] = {
            "output_flag": False, "threads": 1, "random_seed": _SEED, "mip_rel_gap": 0.0, "mip_max_nodes": NODES,
            "mip_feasibility_tolerance": TOLERANCE, "primal_feasibility_tolerance": TOLERANCE / 10,
        }  # fmt: skip
        for name, value in options.items():
            highs.setOptionValue(name, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._count, len(rows)
        lp.col_cost_ = np.zeros(self._count)
        lp.col_lower_, lp.col_upper_ = np.array(lower), np.array(upper)
        lp.row_lower_ = np.array([row[0] for row in rows])
        lp.row_upper_ = np.array([row[1] for row in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in rows)])
        lp.a_matrix_.index_ = np.array([column for row in rows for column, _ in row[2]], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([value for row in rows for _, value in row[2]])
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[one] for one in whole]
        highs.passModel(lp)

    def relaxed(self, objective: Mapping[int, float]) -> Outcome:
        """The largest value of an objective if lots could be cut: quickly told, and often reached with whole ones."""
        highs = self._highs
        self._load(objective)
        highs.setOptionValue("time_limit", highspy.kHighsInf)
        highs.setOptionValue("solve_relaxation", True)
        highs.run()
        highs.setOptionValue("solve_relaxation", False)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Outcome(False, bound=highspy.kHighsInf, proven=highs.getModelStatus() in _INFEASIBLE)
        reached = highs.getInfo().objective_function_value
        return Outcome(True, tuple(highs.getSolution().col_value), reached, reached)

    def without(self, columns: Iterable[int]) -> None:
        """Until the next call these columns stay at nothing."""
        upper = self._upper.copy()
        upper[list(columns)] = 0.0
        every = np.arange(self._count, dtype=np.int32)
        self._highs.changeColsBounds(self._count, every, np.zeros(self._count), upper)

    def best(
        self, objective: Mapping[int, float], seconds: float, *, gap: float = GAP, start: Sequence[float] = ()
    ) -> Outcome:
        """The largest value of an objective.

        Args:
            objective: Weights by column.
            seconds: Time that it may take, as a last resort; an answer that was cut off by it may not repeat.
            gap: How far from the best counts as the best.
            start: Columns that fit already.
        """
        highs = self._highs
        self._load(objective)
        highs.setOptionValue("time_limit", float(highs.getRunTime()) + max(0.01, seconds))
        highs.setOptionValue("mip_abs_gap", gap)
        if start:
            solution = highspy.HighsSolution()
            solution.col_value = list(start)
            highs.setSolution(solution)
        found = self._run(objective)
        if start and found.feasible and highs.getInfo().objective_function_value - found.objective > GAP:
            # A start that presolve turned into a better one counts as found, but only the start itself is given back.
            highs.clearSolver()
            found = self._run(objective)
        return found

    def _run(self, objective: Mapping[int, float]) -> Outcome:
        """Solve what is loaded; what was reached is counted from the columns, for the solver may tell more."""
        highs = self._highs
        highs.run()
        status, info = highs.getModelStatus(), highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Outcome(False, proven=status in _INFEASIBLE)
        values = tuple(highs.getSolution().col_value)
        reached = value_of(objective, values)
        told = info.objective_function_value
        proven = status == highspy.HighsModelStatus.kOptimal and told - reached <= GAP
        return Outcome(True, values, reached, reached if proven else max(told, info.mip_dual_bound), proven)

    def keep(self, objective: Mapping[int, float], least: float) -> None:
        """From now on an objective has at least this value."""
        columns = np.array(list(objective), dtype=np.int32)
        weights = np.array(list(objective.values()))
        self._highs.addRow(least, highspy.kHighsInf, len(columns), columns, weights)

    def _load(self, objective: Mapping[int, float]) -> None:
        costs = np.zeros(self._count)
        for column, weight in objective.items():
            costs[column] = weight
        self._highs.changeColsCost(self._count, np.arange(self._count, dtype=np.int32), costs)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
