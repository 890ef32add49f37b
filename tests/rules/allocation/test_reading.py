"""Reading the solver's columns back: whole lots, who gives what to which need, and which rows are tight, by hand."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from advisor_tui.rules.allocation.answer import Bought, Covered, Solution, Tight
from advisor_tui.rules.allocation.bounds import MIX_HIGH, MONEY, Bound
from advisor_tui.rules.allocation.frame import Frame, frame_of
from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share
from advisor_tui.rules.allocation.program import Program
from advisor_tui.rules.allocation.reading import NEED_MET, NEED_MIX, OWN_LIMIT, read_solution
from tests.rules.allocation.builders import candidate, pin, problem, want
from tests.rules.portfolio.builders import WAN


def read(
    of: Problem | Frame, bought: Mapping[str, int], given: Mapping[tuple[str, str], int] | None = None, off: float = 0.0
) -> Solution:
    """What is read where the solver buys and gives so much, in 分, and misses every whole figure by `off`."""
    frame = of if isinstance(of, Frame) else frame_of(of)
    program = Program(frame)
    every = [*program.chosen.values(), *program.count.values(), *program.flow.values()]
    values = [0.0] * (1 + max(every))
    for product, lots in frame.lots.items():
        fen = bought.get(product, 0)
        values[program.chosen[product]] = off + (1.0 if fen else 0.0)
        values[program.count[product]] = off + (fen - lots.first_fen if fen else 0) / lots.lot_fen
    for flow, fen in (given or {}).items():
        values[program.flow[flow]] = program.units(fen)
    return read_solution(frame, program, values, 7, "w")


@pytest.mark.parametrize("off", [-1e-6, 0.0, 1e-6])
def test_lots_are_whole_and_what_is_held_and_pinned_counts(off: float) -> None:
    wants = (want("v", 1), want("w", 9))
    of = problem(
        20, candidate("b", first=2 * WAN, held_fen=3 * WAN), candidate("a"), pins=(pin("p", 4),), wants=wants, free=True
    )
    answer = read(of, {"b": 5 * WAN}, {("b", "w"): 2 * WAN, ("b", "v"): WAN}, off)
    line = Bought("b", 8 * WAN, 5 * WAN, (("v", WAN), ("w", 2 * WAN)), (Tight(NEED_MET, "v", 0),))
    assert answer == Solution(
        (line,),
        (Covered("v", WAN, WAN), Covered("w", 9 * WAN, 2 * WAN, (Tight(NEED_MIX, "w", 0),))),
        20 * WAN - 8 * WAN - 4 * WAN,
        0,
        7,
        "w",
    )


def test_an_answer_that_breaks_a_row_is_none() -> None:
    frame = frame_of(problem(10, candidate("a"), free=True))
    broken = replace(frame, bounds=(*frame.bounds, Bound("rule", "a", frozenset("a"), most_fen=2 * WAN)))
    assert read(broken, {"a": 2 * WAN}).lines
    with pytest.raises(ArithmeticError, match=r"^rule a$"):
        read(broken, {"a": 3 * WAN})


def test_a_need_takes_no_more_than_its_size_and_a_product_gives_no_more_than_is_bought() -> None:
    of = problem(10, candidate("a"), candidate("b"), wants=(want("v", 2), want("w", 5)), free=True)
    flows = {("a", "v"): 4 * WAN, ("b", "v"): WAN, ("a", "w"): 3 * WAN, ("b", "w"): 9 * WAN}
    answer = read(of, {"a": 3 * WAN, "b": WAN}, flows)
    assert {line.product: line.serves for line in answer.lines} == {
        "a": (("v", 2 * WAN), ("w", WAN)),
        "b": (("w", WAN),),
    }
    assert [(item.want, item.covered_fen) for item in answer.covered] == [("v", 2 * WAN), ("w", 2 * WAN)]


def test_a_single_fen_is_given_and_nothing_of_what_is_not_bought() -> None:
    of = problem(10, candidate("a"), candidate("b"), wants=(want("w", 5),), free=True)
    answer = read(of, {"a": WAN}, {("a", "w"): 1, ("b", "w"): 9})
    assert [(line.product, line.serves) for line in answer.lines] == [("a", (("w", 1),))]


def test_what_needs_no_search_has_no_gap() -> None:
    frame = frame_of(problem(1, candidate("a", first=2 * WAN), wants=(want("w", 1),), free=True))
    assert read_solution(frame, Program(frame), ()) == Solution((), (Covered("w", WAN, 0),), WAN, 0, 0, "")


def test_what_is_bought_for_a_need_beyond_its_size_covers_only_that() -> None:
    of = problem(10, candidate("a"), wants=(want("w", 1),), free=True)
    of = replace(of, wants=(replace(of.wants[0], size_fen=WAN - 1),))
    answer = read(of, {"a": WAN}, {("a", "w"): WAN})
    assert (answer.lines[0].serves, answer.covered[0].covered_fen) == ((("w", WAN),), WAN - 1)


@pytest.mark.parametrize(("lacking", "moved"), [(1, 1), (19, 19), (20, 20), (21, 0)])
def test_a_few_fen_that_rounding_took_come_from_the_first_that_serves_the_need_and_has_them(
    lacking: int, moved: int
) -> None:
    of = problem(10, *(candidate(name) for name in "abcd"), wants=(want("w", 4), want("x", 1)), free=True)
    flows = {("b", "w"): WAN, ("c", "w"): 2 * WAN, ("d", "w"): WAN - lacking, ("c", "x"): WAN}
    answer = read(of, {"a": WAN, "b": WAN, "c": 3 * WAN, "d": WAN}, flows)
    assert {line.product: dict(line.serves) for line in answer.lines} == {
        "a": {},
        "b": {"w": WAN},
        "c": {"w": 2 * WAN + moved, "x": WAN - moved},
        "d": {"w": WAN - lacking},
    }


def test_fen_that_were_just_left_over_are_enough() -> None:
    of = problem(10, candidate("a"), wants=(want("w", 3),), free=True)
    assert read(of, {"a": 3 * WAN}, {("a", "w"): 3 * WAN - 20}).lines[0].serves == (("w", 3 * WAN),)


# What is tight


@pytest.mark.parametrize(
    ("most", "rule", "tight"),
    [
        (3 * WAN, "", ()),
        (3 * WAN - 1, "", (Tight(OWN_LIMIT, "a", WAN - 1),)),
        (2 * WAN, "cap", (Tight("cap", "a", 0),)),
        (None, "cap", ()),
    ],
)
def test_the_products_own_limit_is_tight_below_one_more_lot(
    most: int | None, rule: str, tight: tuple[Tight, ...]
) -> None:
    of = problem(100, candidate("a", first=2 * WAN, most_fen=most, most_rule=rule), free=True)
    assert read(of, {"a": 2 * WAN}).lines[0].tight == tight


@pytest.mark.parametrize(("pinned", "tight"), [(0, ()), (1, (Tight(MONEY, "", WAN - 1),))])
def test_the_money_is_tight_below_one_more_lot_of_what_is_bought(pinned: int, tight: tuple[Tight, ...]) -> None:
    fixed = replace(pin("p", 0), amount_fen=pinned)
    of = problem(100, candidate("a", first=5 * WAN), pins=(fixed,), free=True)
    assert read(of, {"a": 99 * WAN}).lines[0].tight == tight


@pytest.mark.parametrize(
    ("pinned", "tight"), [(95 * WAN, Tight(NEED_MIX, "w", 0)), (95 * WAN + 1, Tight(MONEY, "", 5 * WAN - 1))]
)
def test_the_money_is_tight_below_the_least_amount_of_what_is_not_bought(pinned: int, tight: Tight) -> None:
    fixed = replace(pin("p", 0), amount_fen=pinned)
    frame = frame_of(problem(100, candidate("a", first=5 * WAN), wants=(want("w", 9),), free=True))
    frame = replace(frame, problem=replace(frame.problem, pins=(fixed,)))
    (bound,) = frame.bounds
    answer = read(replace(frame, bounds=(replace(bound, products=frozenset({"a", "p"})),)), {})
    assert answer.covered == (Covered("w", 9 * WAN, 0, (tight,)),)


def test_the_tightest_row_comes_first_then_by_name_and_the_money_last() -> None:
    frame = frame_of(problem(10, candidate("a", most_fen=2 * WAN + 3), free=True))
    mine, other = frozenset("a"), frozenset("z")
    (money,) = frame.bounds
    rows = (
        replace(money, most_fen=2 * WAN + 1),
        Bound("wide", "", mine, most_fen=3 * WAN),
        Bound("least", "", mine, least_fen=1),
        Bound("other", "", other, most_fen=0),
        Bound("z", "", mine, most_fen=2 * WAN + 3),
        Bound("m", "y", mine, most_fen=2 * WAN + 3),
        Bound("m", "x", mine, most_fen=2 * WAN + 3),
        Bound("zz", "", mine, most_fen=2 * WAN + 2),
    )
    (line,) = read(replace(frame, bounds=rows), {"a": 2 * WAN}).lines
    assert line.tight == (
        Tight("zz", "", 2),
        Tight("m", "x", 3),
        Tight("m", "y", 3),
        Tight(OWN_LIMIT, "a", 3),
        Tight("z", "", 3),
        Tight(MONEY, "", 1),
    )


# What needs say


def test_a_need_that_is_not_met_names_each_row_once_and_rules_that_bar_only_where_nothing_is_left() -> None:
    wants = (want("open", 9, {"cash": WHOLE, "equity": WHOLE}), want("none", 3, {"fixed": WHOLE}), want("empty", 2, {}))
    of = problem(
        20,
        *(candidate(name, most_fen=2 * WAN) for name in "ab"),
        candidate("e", "equity"), candidate("f", "equity"), candidate("g", "cash", barred=("age",)),
        candidate("h", "fixed", barred=("level", "age")), candidate("i", "fixed", barred=("level", "buyer")),
        wants=wants, mix=(Share("equity", 0, 0, 1000),), free=True,
    )  # fmt: skip
    answer = read(of, {"a": 2 * WAN, "e": 2 * WAN}, {("a", "open"): 2 * WAN, ("e", "open"): 2 * WAN})
    stops = (Tight(OWN_LIMIT, "a", 0), Tight(NEED_MIX, "open", 0), Tight(MIX_HIGH, "equity", 0))
    assert answer.covered == (
        Covered("open", 9 * WAN, 4 * WAN, stops),
        Covered("none", 3 * WAN, 0, barred=("age", "buyer", "level")),
        Covered("empty", 2 * WAN, 0),
    )


@pytest.mark.parametrize(("cash", "fixed", "off"), [(3, 7, 0), (5, 2, 35), (1, 7, 10), (0, 0, 50)])
def test_half_of_all_distances_from_the_target_mix_is_off_it(cash: int, fixed: int, off: int) -> None:
    mix = (Share("cash", 0, 3000, WHOLE), Share("fixed", 0, 7000, WHOLE))
    of = problem(10, candidate("a"), candidate("b", "fixed"), mix=mix, free=True)
    bought = {name: wan * WAN for name, wan in (("a", cash), ("b", fixed)) if wan}
    assert read(of, bought).off_target_fen == off * WAN // 10


def test_what_is_fixed_is_in_the_mix_too() -> None:
    mix = (Share("cash", 0, 3000, WHOLE), Share("fixed", 0, 7000, WHOLE))
    of = problem(10, candidate("a", held_fen=WAN), candidate("b", "fixed"), pins=(pin("p", 2),), mix=mix, free=True)
    assert read(of, {"b": 6 * WAN}).off_target_fen == WAN // 2


def test_targets_and_their_half_are_rounded_down_to_the_fen() -> None:
    mix = (Share("cash", 0, 5000, WHOLE), Share("fixed", 0, 5000, WHOLE))
    of = problem(10, candidate("a", held_fen=1), candidate("b", "fixed"), mix=mix, free=True)
    of = replace(of, situation=replace(of.situation, investable_fen=10 * WAN + 3))
    assert read(of, {}).off_target_fen == 5 * WAN
