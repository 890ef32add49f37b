"""Why nothing fits: together the reasons leave nothing, and with any one less something fits."""

from dataclasses import replace

import pytest
from hypothesis import given

from advisor_tui.rules.allocation.answer import Conflict, Reason, StoppedError
from advisor_tui.rules.allocation.bounds import MIX_HIGH, MIX_LOW, MONEY
from advisor_tui.rules.allocation.frame import BARRED, BOUND, PIN
from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share
from advisor_tui.rules.allocation.reasons import conditions, conflict_of, fits
from advisor_tui.rules.allocation.solve import solve
from tests.rules.allocation.builders import candidate, pin, problem
from tests.rules.allocation.strategies import small_problems
from tests.rules.portfolio.builders import WAN
from tests.searching import examples

HALF_FIXED = (Share("fixed", 5000, 5000, WHOLE), Share("cash", 0, 5000, WHOLE))


def reasons(of: Problem) -> set[tuple[str, str, str]]:
    answer = solve(of)
    assert isinstance(answer, Conflict)
    irreducible(of, answer.reasons)
    return {(reason.kind, reason.rule, reason.subject) for reason in answer.reasons}


def irreducible(of: Problem, found: tuple[Reason, ...]) -> None:
    """By definition: nothing fits under these alone, and something under all of them but one."""
    others = set(conditions(of)) - set(found)
    assert not fits(of, others)
    for reason in found:
        assert fits(of, others | {reason}), reason


def test_pins_that_take_what_the_mix_asks_for() -> None:
    of = problem(10, candidate("f", "fixed"), mix=HALF_FIXED, pins=(pin("p", 7),), free=True)
    assert reasons(of) == {(PIN, "", "p"), (BOUND, MIX_LOW, "fixed"), (BOUND, MONEY, "")}


def test_without_the_pin_something_fits() -> None:
    of = problem(10, candidate("f", "fixed"), mix=HALF_FIXED, pins=(pin("p", 7),), free=True)
    assert not isinstance(solve(replace(of, pins=())), Conflict)


def test_pins_that_take_more_than_there_is() -> None:
    of = problem(10, pins=(pin("p", 6), pin("q", 6)), free=True)
    assert reasons(of) == {(PIN, "", "p"), (PIN, "", "q"), (BOUND, MONEY, "")}


def test_a_rule_that_bars_the_only_product_of_a_class_that_the_mix_asks_for() -> None:
    of = problem(10, candidate("c"), candidate("f", "fixed", barred=("risk_level",)), mix=HALF_FIXED, free=True)
    assert reasons(of) == {(BARRED, "risk_level", ""), (BOUND, MIX_LOW, "fixed")}


def test_a_pin_above_the_most_of_its_class() -> None:
    mix = (Share("equity", 0, 2000, 3000),)
    of = problem(10, candidate("c"), mix=mix, pins=(pin("p", 4, "equity"), pin("q", 1)), free=True)
    assert reasons(of) == {(PIN, "", "p"), (BOUND, MIX_HIGH, "equity")}


def test_a_least_amount_that_the_money_does_not_reach() -> None:
    of = problem(10, candidate("f", "fixed", 30 * WAN), candidate("c"), mix=HALF_FIXED, free=True)
    assert reasons(of) == {(BOUND, MIX_LOW, "fixed"), (BOUND, MONEY, "")} or reasons(of) == {(BOUND, MIX_LOW, "fixed")}


def test_a_second_conflict_is_announced() -> None:
    mix = (*HALF_FIXED, Share("equity", 1000, 1000, WHOLE))
    of = problem(
        10,
        candidate("c"),
        candidate("f", "fixed", barred=("a",)),
        candidate("e", "equity", barred=("b",)),
        mix=mix,
        free=True,
    )
    answer = solve(of)
    assert isinstance(answer, Conflict)
    assert answer.further
    assert len({reason.subject for reason in answer.reasons if reason.kind == BOUND}) == 1


def test_it_can_be_given_up() -> None:
    with pytest.raises(StoppedError):
        conflict_of(problem(10, pins=(pin("p", 11),)), stop=lambda: True)


@examples(40)
@given(small_problems())
def test_the_reasons_are_irreducible(of: Problem) -> None:
    answer = solve(of, seconds=20)
    if isinstance(answer, Conflict):
        irreducible(of, answer.reasons)
        if not answer.further:
            assert fits(of, answer.reasons)
    else:
        assert fits(of)
