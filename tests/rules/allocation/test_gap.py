"""What a search that was cut off leaves open is told as a gap, and never makes the answer worse."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from advisor_tui.rules.allocation import solve as solving
from advisor_tui.rules.allocation.answer import Solution, Undecided
from advisor_tui.rules.allocation.frame import frame_of
from advisor_tui.rules.allocation.problem import WHOLE, Candidate, Problem, Share
from advisor_tui.rules.allocation.program import GAP, Outcome, Program, Solver
from advisor_tui.rules.allocation.solve import SECONDS, solve
from tests.rules.allocation.builders import candidate, problem, want
from tests.rules.portfolio.builders import WAN

CUT = Outcome(False, proven=False)
Search = Callable[[Mapping[int, float], Sequence[float]], Outcome]
MIX_GAP, COST_GAP = 2.0, 0.05


def cut(_objective: Mapping[int, float], _start: Sequence[float]) -> Outcome:
    """A search that was cut off before it found anything."""
    return CUT


def the_same(objective: Mapping[int, float], start: Sequence[float]) -> Outcome:
    """A search that proves what it began with to be the best."""
    reached = sum(weight * start[column] for column, weight in objective.items())
    return Outcome(True, tuple(start), reached, reached)


def searching(monkeypatch: pytest.MonkeyPatch, *searches: Search) -> list[tuple[float, float]]:
    """The clock stands still, the first search buys the least there may be, then these follow, then all are cut off.

    Answers the seconds and the gap of each search.
    """
    real, told = Solver.best, list(searches)
    asked: list[tuple[float, float]] = []
    begun: list[tuple[float, ...]] = []

    def best(self: Solver, objective: Mapping[int, float], seconds: float, **given: Any) -> Outcome:
        asked.append((seconds, given["gap"]))
        if not begun:
            found = real(self, dict.fromkeys(objective, -1.0), 20, gap=given["gap"])
            begun.append(tuple(found.values))
            return found
        assert tuple(given["start"]) == begun[0]
        return (told.pop(0) if told else cut)(objective, given["start"])

    monkeypatch.setattr(Solver, "best", best)
    monkeypatch.setattr(solving, "time", SimpleNamespace(monotonic=lambda: 0.0))
    return asked


def gap(of: Problem) -> tuple[str, int]:
    answer = solve(of)
    assert isinstance(answer, Solution)
    return answer.gap_step, answer.gap_fen


LEAST = (Share("cash", 2000, 2000, WHOLE),)


@pytest.mark.parametrize(
    ("of", "step", "fen"),
    [
        (problem(10, candidate("a"), wants=(want("v", 3), want("w", 4)), free=True), "v", 3 * WAN),
        (problem(10, candidate("a"), wants=(want("w", 30),), free=True), "w", 10 * WAN),
        (problem(10, candidate("a"), free=True), "money", 10 * WAN),
        (problem(10, candidate("a", most_fen=4 * WAN), free=True), "money", 4 * WAN),
        (problem(10, candidate("a"), mix=LEAST, free=True), "money", 8 * WAN),
    ],
)
def test_the_first_step_that_is_not_proven_tells_how_far_it_may_be_from_its_best(
    monkeypatch: pytest.MonkeyPatch, of: Problem, step: str, fen: int
) -> None:
    searching(monkeypatch)
    assert gap(of) == (step, fen)


def test_a_mix_that_was_not_searched_for_is_told_by_all_that_is_off_it(monkeypatch: pytest.MonkeyPatch) -> None:
    mix = (Share("cash", 0, 3000, WHOLE), Share("fixed", 0, 7000, WHOLE))
    asked = searching(monkeypatch, the_same)
    assert gap(problem(10, candidate("a"), candidate("b", "fixed"), mix=mix, free=True)) == ("mix", 10 * WAN)
    assert [within for _, within in asked] == [2.0**-12, GAP, MIX_GAP, MIX_GAP, COST_GAP, GAP]


@pytest.mark.parametrize(
    ("of", "first"),
    [
        (problem(10, *(candidate(name, cost=9 - place) for place, name in enumerate("abcde")), free=True), "cde"),
        (problem(10, *(candidate(name, first=(9 - n) * WAN) for n, name in enumerate("abcd")), free=True), "bcd"),
        (problem(10, *(candidate(name) for name in "dbcae"), candidate("x", "equity", cost=9), free=True), "abcx"),
        (
            problem(
                10,
                *(candidate(name, cost=1, free_in_days=900) for name in "abcd"),
                *(candidate(name, cost=2) for name in "efgh"),
                wants=(want("soon", 5, due_on=date(2027, 3, 1)),),
            ),
            "abcefg",
        ),
    ],
)
def test_the_three_cheapest_of_each_class_for_each_need_are_looked_at_first(
    monkeypatch: pytest.MonkeyPatch, of: Problem, first: str
) -> None:
    left_out: list[set[int]] = []

    def without(_self: Solver, columns: Iterable[int]) -> None:
        left_out.append(set(columns))

    monkeypatch.setattr(Solver, "relaxed", lambda *_: CUT)
    monkeypatch.setattr(Solver, "best", lambda *_, **__: CUT)
    monkeypatch.setattr(Solver, "without", without)
    assert solve(of) == Undecided()
    chosen = Program(frame_of(of)).chosen
    assert left_out == [{column for product, column in chosen.items() if product not in first}, set()]


def test_with_time_there_is_no_gap() -> None:
    assert gap(problem(10, candidate("a"), wants=(want("w", 3),), mix=LEAST, free=True)) == ("", 0)


def test_what_is_proven_to_be_the_best_leaves_no_gap_though_cut_lots_would_reach_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searching(monkeypatch, the_same)
    assert gap(problem(10, candidate("a"), free=True)) == ("", 0)


def test_a_search_of_some_products_proves_nothing_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    many: list[Candidate] = [candidate(name, first=4 * WAN) for name in "abcdefgh"]
    searching(monkeypatch, the_same, cut)
    assert gap(problem(10, *many, free=True)) == ("money", 10 * WAN)


@pytest.mark.parametrize(
    ("seconds", "asked"),
    [(SECONDS, [(SECONDS, GAP), (SECONDS, GAP), (SECONDS, COST_GAP), (SECONDS, GAP)]), (0.0, [])],
)
def test_each_search_begins_with_what_is_there_and_none_without_time(
    monkeypatch: pytest.MonkeyPatch, seconds: float, asked: list[tuple[float, float]]
) -> None:
    found = searching(monkeypatch)
    assert isinstance(solve(problem(10, candidate("a"), free=True), seconds=seconds), Solution)
    assert found == [(seconds / 2, 2.0**-12), *asked]


@pytest.mark.parametrize(("line_cost", "bought"), [(10, {"a": 5, "b": 5}), (30, {"b": 10})])
def test_a_line_more_is_weighed_against_the_fees_of_a_year(line_cost: int, bought: dict[str, int]) -> None:
    """In grains of two hundred yuan: half of the money in a saves one of fees, and the line takes 0.5 or 1.5."""
    cheap, dear = candidate("a", most_fen=5 * WAN, cost=10), candidate("b", cost=50)
    answer = solve(problem(10, cheap, dear, line_cost=line_cost, free=True), seconds=20)
    assert isinstance(answer, Solution)
    assert {line.product: line.bought_fen // WAN for line in answer.lines} == bought
