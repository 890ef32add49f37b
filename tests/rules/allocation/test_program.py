"""The program in the solver: what one objective comes to, what is proven of it, and what later ones may not undo."""

from dataclasses import replace

import pytest

from advisor_tui.rules.allocation import program as programs
from advisor_tui.rules.allocation.bounds import Bound
from advisor_tui.rules.allocation.frame import frame_of
from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share
from advisor_tui.rules.allocation.program import GAP, TOLERANCE, Outcome, Program, Solver
from tests.rules.allocation.builders import candidate, large, pin, problem, want
from tests.rules.allocation.test_undecided import LOTS_DO_NOT_FIT, UNFITTING
from tests.rules.portfolio.builders import WAN

INFINITE = float("inf")
SIXES = problem(10, candidate("a", first=6 * WAN, step=6 * WAN), candidate("b", first=7 * WAN, step=7 * WAN), free=True)
"""Cut lots place ten, whole ones seven."""


def loaded(of: Problem) -> tuple[Program, Solver, dict[int, float]]:
    """The program, the solver, and the objective of placing as much as there is."""
    program = Program(frame_of(of))
    return program, program.load(), dict.fromkeys(program.amount.values(), 1.0)


def test_whole_lots_reach_less_than_cut_ones_and_both_are_told_exactly() -> None:
    program, solver, placed = loaded(SIXES)
    cut = solver.relaxed(placed)
    assert (cut.feasible, cut.proven, program.fen(cut.objective), cut.bound) == (True, True, 10 * WAN, cut.objective)
    whole = solver.best(placed, 5)
    assert whole.feasible is True
    assert whole.proven is True
    assert program.fen(whole.objective) == program.fen(whole.values[program.amount["b"]]) == 7 * WAN
    assert whole.bound == whole.objective


def test_where_nothing_fits_that_is_proven_whether_lots_may_be_cut_or_not() -> None:
    _, solver, placed = loaded(UNFITTING)
    assert solver.relaxed(placed) == Outcome(False, bound=float("inf"), proven=True)
    _, solver, placed = loaded(LOTS_DO_NOT_FIT)
    assert solver.relaxed(placed).feasible
    found = solver.best(placed, 5)
    assert found.feasible is False
    assert found.proven is True


def test_a_search_without_nodes_proves_nothing_and_keeps_what_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "NODES", 0)
    _, solver, placed = loaded(replace(large(0, count=25), mix=()))
    found = solver.best(placed, 5)
    assert (found.feasible, found.proven) == (False, False)
    nothing = [0.0] * len(solver.relaxed(placed).values)
    found = solver.best(placed, 5, start=nothing)
    assert (found.feasible, found.objective, found.proven) == (True, 0.0, False)
    assert found.bound > 0


def test_an_objective_that_is_kept_holds_for_the_next_and_columns_left_out_stay_at_nothing() -> None:
    program, solver, placed = loaded(SIXES)
    less = dict.fromkeys(placed, -1.0)
    assert program.fen(solver.best(less, 5).objective) == 0
    solver.keep(placed, program.units(4 * WAN))
    assert program.fen(solver.best(less, 5).objective) == -6 * WAN
    solver.without(program.chosen.values())
    assert not solver.best(placed, 5).feasible
    solver.without(())
    assert program.fen(solver.best(placed, 5).objective) == 7 * WAN


@pytest.mark.parametrize(("seconds", "given"), [(5.0, 5.0), (0.0, 0.01), (-3.0, 0.01)])
def test_a_search_has_its_seconds_from_now_on_and_a_moment_at_least(seconds: float, given: float) -> None:
    _, solver, placed = loaded(SIXES)
    solver.best(placed, 5)
    before = solver._highs.getRunTime()
    solver.best(placed, seconds, gap=0.5)
    assert solver._highs.getOptionValue("time_limit")[1] == pytest.approx(before + given, abs=1e-6)
    assert solver._highs.getOptionValue("mip_abs_gap")[1] == 0.5
    solver.best(placed, seconds)
    assert solver._highs.getOptionValue("mip_abs_gap")[1] == GAP


def test_a_need_is_covered_by_what_is_given_to_it_fen_by_fen() -> None:
    of = problem(10, candidate("a"), candidate("b"), pins=(pin("p", 1),), wants=(want("v", 1), want("w", 5)), free=True)
    program = Program(frame_of(of))
    assert program.flows_to("w") == {program.flow["a", "w"]: 1.0, program.flow["b", "w"]: 1.0}
    assert (program.units(200_00), program.units(0)) == (200_00 / frame_of(of).grain_fen, 0.0)


@pytest.mark.parametrize(("step", "margin"), [(3 * WAN, 0.0), (WAN + 2, 0.0), (WAN + 1, 2 * TOLERANCE)])
def test_a_row_is_over_what_is_bought_in_whole_lots_and_within_the_tolerance_where_these_are_tiny(
    step: int, margin: float
) -> None:
    """The lots have three times ten thousand yuan, two fen or one fen in common; a grain is two thousand yuan."""
    of = problem(101, candidate("a", first=3 * WAN if step == 3 * WAN else WAN, step=step, held_fen=WAN), free=True)
    mine = frozenset("a")
    bounds = (
        Bound("least", "", mine, least_fen=6 * WAN + 1),
        Bound("most", "", mine, most_fen=9 * WAN + 1),
        Bound("none", "", frozenset(), most_fen=6 * WAN),
        Bound("both", "", mine, 4 * WAN, 4 * WAN),
    )
    program = Program(replace(frame_of(of), bounds=bounds), needs=False)
    part = {3 * WAN: 3 * WAN, WAN + 2: 2, WAN + 1: 1}[step]
    amount = [(program.amount["a"], 1.0)]
    least, most = -(-(5 * WAN + 1) // part) * part, (8 * WAN + 1) // part * part
    assert program._rows[-4:] == [
        (program.units(least) + margin, INFINITE, amount),
        (-INFINITE, program.units(most) - margin, amount),
        (-INFINITE, program.units(6 * WAN), []),
        (program.units(3 * WAN) + margin, program.units(3 * WAN) - margin, amount),
    ]


def test_the_target_of_a_class_is_what_is_missing_beside_what_is_fixed() -> None:
    mix = (Share("cash", 0, 5000, WHOLE), Share("fixed", 0, 0, WHOLE))
    of = problem(10, candidate("a", held_fen=1), candidate("b", "fixed"), pins=(pin("p", 2),), mix=mix, free=True)
    program = Program(frame_of(replace(of, situation=replace(of.situation, investable_fen=10 * WAN + 3))))
    (below, above), missing = program.off["cash"], program.units(3 * WAN)
    row = [(program.amount["a"], 1.0), (below, 1.0), (above, -1.0)]
    assert program._rows[-2] == (missing, missing, row)
    assert program._rows[-1][:2] == (0.0, 0.0)


def test_searches_repeat_one_thread_one_seed_a_limit_of_nodes_and_tolerances_of_their_own() -> None:
    _, solver, _ = loaded(SIXES)
    given = {
        "output_flag": False, "threads": 1, "random_seed": 20_260_201, "mip_rel_gap": 0.0, "mip_max_nodes": 2_000,
        "mip_feasibility_tolerance": 1e-6, "primal_feasibility_tolerance": 1e-7,
    }  # fmt: skip
    assert {name: solver._highs.getOptionValue(name)[1] for name in given} == given
