"""Time that runs out is no proof that nothing fits: neither an answer, nor a reason, is made up from it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from advisor_tui.rules.allocation import solve as solving
from advisor_tui.rules.allocation.answer import Conflict, Solution, Undecided
from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share
from advisor_tui.rules.allocation.program import Outcome, Solver
from advisor_tui.rules.allocation.reasons import conditions, conflict_of
from advisor_tui.rules.allocation.solve import solve
from tests.rules.allocation.builders import candidate, pin, problem, want
from tests.rules.portfolio.builders import WAN

HALVES = (Share("fixed", 5000, 5000, WHOLE), Share("cash", 0, 5000, WHOLE))
FITTING = problem(10, candidate("f", "fixed"), candidate("c"), mix=HALVES, wants=(want("w", 3),), free=True)
UNFITTING = problem(10, candidate("f", "fixed"), mix=HALVES, pins=(pin("p", 7),), free=True)
LOTS_DO_NOT_FIT = problem(
    10,
    candidate("f", "fixed", 3 * WAN, 3 * WAN),
    candidate("g", "fixed", 7 * WAN, 7 * WAN),
    mix=(Share("fixed", 4000, 5000, 5000),),
    free=True,
)
"""Four or five of ten, in lots of three and seven: cut lots would fit."""


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver whose every search is cut off before it found anything."""

    def cut_off(_self: Solver, _objective: Mapping[int, float], _seconds: float, **_: Any) -> Outcome:
        return Outcome(False, proven=False)

    monkeypatch.setattr(Solver, "best", cut_off)


@pytest.mark.usefixtures("no_time")
@pytest.mark.parametrize("of", [FITTING, LOTS_DO_NOT_FIT])
def test_a_search_that_was_cut_off_says_neither_that_it_fits_nor_why_not(of: Problem) -> None:
    assert solve(of) == Undecided()


@pytest.mark.usefixtures("no_time")
def test_what_does_not_fit_in_any_lots_needs_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Problem] = []
    conflict = Conflict(())

    def reasons_of(of: Problem, _stop: object) -> Conflict:
        asked.append(of)
        return conflict

    monkeypatch.setattr(solving, "conflict_of", reasons_of)
    assert solve(UNFITTING) is conflict
    assert asked == [UNFITTING]


def test_with_time_each_is_decided() -> None:
    assert isinstance(solve(FITTING, seconds=20), Solution)
    for of in (UNFITTING, LOTS_DO_NOT_FIT):
        answer = solve(of, seconds=20)
        assert isinstance(answer, Conflict)
        assert answer.reasons


def test_products_that_were_set_aside_can_still_be_what_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Solver.best
    cut: list[bool] = []

    def first_one_fails(
        self: Solver, objective: Mapping[int, float], seconds: float, *, gap: float, start: Sequence[float] = ()
    ) -> Outcome:
        if not cut:
            cut.append(True)
            return Outcome(False, proven=False)
        return real(self, objective, seconds, gap=gap, start=start)

    monkeypatch.setattr(Solver, "best", first_one_fails)
    assert isinstance(solve(FITTING, seconds=20), Solution)


@pytest.mark.usefixtures("no_time")
def test_reasons_that_nobody_had_time_to_try_are_not_called_needed() -> None:
    answer = conflict_of(UNFITTING)
    assert not answer.irreducible
    assert set(answer.reasons) == set(conditions(UNFITTING))


def test_reasons_that_were_tried_are() -> None:
    assert conflict_of(UNFITTING).irreducible
