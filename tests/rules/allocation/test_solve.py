"""The automatic proposal: needs in their order, lots that products take, and every row."""

from dataclasses import replace
from datetime import date

import pytest

from advisor_tui.rules.allocation.answer import Solution, StoppedError
from advisor_tui.rules.allocation.bounds import MIX_HIGH, MONEY
from advisor_tui.rules.allocation.problem import WHOLE, Problem, Share, Want
from advisor_tui.rules.allocation.reasons import fits
from advisor_tui.rules.allocation.solve import solve
from advisor_tui.rules.facts import Pay
from tests.rules.allocation.builders import (
    YUAN,
    candidate,
    large,
    pin,
    problem,
    sums_up,
    want,
)
from tests.rules.portfolio.builders import WAN


def solved(of: Problem) -> Solution:
    answer = solve(of, seconds=20)
    assert isinstance(answer, Solution), answer
    return answer


def bought(of: Problem) -> dict[str, int]:
    """Ten thousands by product."""
    return {line.product: line.bought_fen // WAN for line in solved(of).lines}


def covered(answer: Solution) -> dict[str, int]:
    return {item.want: item.covered_fen // WAN for item in answer.covered}


# Priority


def test_the_first_need_is_covered_whole_before_the_next_gets_anything() -> None:
    answer = solved(problem(10, candidate("a"), wants=(want("first", 7), want("second", 7)), free=True))
    assert covered(answer) == {"first": 7, "second": 3}


def test_no_size_of_a_later_need_outweighs_a_yuan_of_an_earlier_one() -> None:
    first, later = Want("first", 3 * WAN, {"fixed": WHOLE}), want("later", 1000, {"cash": WHOLE})
    answer = solved(
        problem(10, candidate("a", first=10 * WAN), candidate("b", "fixed", 3 * WAN), wants=(first, later), free=True)
    )
    assert covered(answer) == {"first": 3, "later": 0}, "though a alone would have covered ten of the later one"


def test_a_product_that_only_the_second_need_takes_is_kept_for_it() -> None:
    cash_only = Want("second", 5 * WAN, {"cash": WHOLE})
    both = problem(
        10, candidate("a", most_fen=5 * WAN), candidate("b", "fixed"), wants=(want("first", 5), cash_only), free=True
    )
    answer = solved(both)
    assert covered(answer) == {"first": 5, "second": 5}
    assert {line.product: line.serves[0][0] for line in answer.lines} == {"a": "second", "b": "first"}


def test_money_that_no_need_takes_is_placed_too() -> None:
    answer = solved(problem(10, candidate("a"), wants=(want("first", 2),), free=True))
    assert (answer.left_fen, covered(answer)) == (0, {"first": 2})


def test_money_below_the_least_amount_is_left_and_told() -> None:
    answer = solved(problem(5, candidate("a", first=6 * WAN), wants=(want("first", 2),), free=True))
    assert (answer.lines, answer.left_fen) == ((), 5 * WAN)
    assert covered(answer) == {"first": 0}


# Lots


def test_amounts_are_the_least_one_and_whole_steps() -> None:
    answer = solved(problem(100, candidate("a", first=30 * WAN, step=20 * WAN), free=True))
    assert [line.bought_fen for line in answer.lines] == [90 * WAN]
    assert answer.left_fen == 10 * WAN


def test_what_is_sold_by_the_yuan_is_bought_in_round_amounts() -> None:
    answer = solved(problem(100, candidate("a", first=YUAN, step=1), wants=(want("first", 7),), free=True))
    assert all(line.bought_fen % (1_000 * YUAN) == 0 for line in answer.lines)


def test_a_position_stays_and_is_added_to_in_whole_steps() -> None:
    held = candidate("a", first=2 * WAN, step=2 * WAN, held_fen=3 * WAN + 17)
    of = replace(problem(10, held, free=True))
    (line,) = solved(of).lines
    assert (line.amount_fen, line.bought_fen) == (9 * WAN + 17, 6 * WAN)


# Rows


def test_a_need_is_not_served_by_what_comes_back_too_late() -> None:
    soon = replace(want("soon", 5), due_on=date(2027, 3, 1))
    of = problem(10, candidate("slow", "fixed", free_in_days=365), candidate("fast", free_in_days=0), wants=(soon,))
    answer = solved(of)
    assert [line.product for line in answer.lines if line.serves] == ["fast"]


def test_shares_by_class_hold_within_what_serves_a_need() -> None:
    risky = Want("goal", 10 * WAN, {"cash": WHOLE, "equity": 3000})
    cheap = candidate("e", "equity", cost=0)
    answer = solved(problem(10, candidate("c", cost=100), cheap, wants=(risky,), free=True))
    assert {line.product: line.bought_fen for line in answer.lines if line.serves} == {"c": 7 * WAN, "e": 3 * WAN}


def test_only_what_may_serve_it_in_part_covers_a_need_in_no_part() -> None:
    risky = Want("goal", 10 * WAN, {"cash": WHOLE, "equity": 3000})
    answer = solved(problem(10, candidate("e", "equity"), wants=(risky,), free=True))
    assert answer.covered[0].covered_fen == 0
    assert [tight.rule for tight in answer.covered[0].tight] == [MONEY]


def test_the_target_mix_is_reached_as_far_as_lots_go() -> None:
    mix = (Share("cash", 0, 3000, WHOLE), Share("fixed", 0, 7000, WHOLE))
    assert bought(problem(10, candidate("a"), candidate("b", "fixed"), mix=mix, free=True)) == {"a": 3, "b": 7}


def test_the_mix_bounds_are_kept_and_named() -> None:
    mix = (Share("equity", 0, 1000, 2000), Share("cash", 1000, 4000, WHOLE))
    of = problem(
        10, candidate("a", first=9 * WAN), candidate("e", "equity"), wants=(want("w", 10),), mix=mix, free=True
    )
    answer = solved(of)
    assert {line.product: line.bought_fen // WAN for line in answer.lines} == {"a": 9, "e": 1}


def test_each_line_names_the_tightest_row() -> None:
    mix = (Share("equity", 0, 2000, 2000),)
    of = problem(10, candidate("a", cost=9), candidate("e", "equity"), wants=(want("w", 10),), mix=mix, free=True)
    answer = solved(of)
    assert {line.product: line.tight[0].rule for line in answer.lines} == {"a": MONEY, "e": MIX_HIGH}
    assert all(tight.slack_fen < WAN for line in answer.lines for tight in line.tight)


def test_a_line_that_meets_its_need_says_so() -> None:
    (line,) = solved(problem(9, candidate("a", first=2 * WAN, step=2 * WAN), wants=(want("w", 8),), free=True)).lines
    assert line.tight[0].rule == MONEY
    limited = problem(9, candidate("a", most_fen=8 * WAN, most_rule="annual_premium"), wants=(want("w", 8),), free=True)
    (line,) = solved(limited).lines
    assert [tight.rule for tight in line.tight] == ["annual_premium"]


def test_a_need_that_every_product_is_barred_from_names_the_rules() -> None:
    of = problem(9, candidate("a", barred=("level",)), candidate("b", barred=("level", "age")), wants=(want("w", 8),))
    assert solved(of).covered[0].barred == ("age", "level")
    assert solved(of).lines == ()


@pytest.mark.parametrize("verdict_of_limit", ["warn", "forbidden"])
def test_the_limits_of_the_whole_portfolio_hold_whatever_breaking_them_means(verdict_of_limit: str) -> None:
    of = problem(100, candidate("a", first=YUAN, step=YUAN), of={"financial_assets_fen": 100 * WAN, "holdings": ()})
    from advisor_tui.rules.findings import Verdict

    values = dict(of.values)
    values["portfolio_product"] = replace(values["portfolio_product"], verdict=Verdict(verdict_of_limit))
    (line,) = solved(replace(of, values=values)).lines
    assert line.bought_fen == 50 * WAN
    assert line.tight[0].rule == "portfolio_product"


# Pins, order, stopping


def test_pins_are_not_touched_and_their_money_is_not_spent_twice() -> None:
    of = problem(10, candidate("a"), pins=(pin("p", 4),), wants=(want("w", 10),), free=True)
    answer = solved(of)
    assert [(line.product, line.amount_fen) for line in answer.lines] == [("a", 6 * WAN)]
    assert answer.left_fen == 0


def test_a_pin_beyond_a_limit_that_warns_only_leaves_no_room_there() -> None:
    of = problem(100, candidate("a"), pins=(pin("p", 80),), of={"financial_assets_fen": 100 * WAN})
    assert fits(of)
    assert sum(line.bought_fen for line in solved(of).lines) == 0, "kind and issuer are full, and p warns already"


def test_the_order_of_the_candidates_changes_nothing() -> None:
    of = large(3, count=40)
    turned = replace(of, candidates=tuple(reversed(of.candidates)))
    assert set(solved(of).lines) == set(solved(turned).lines)
    assert solved(of) == solved(of)


def test_it_can_be_given_up() -> None:
    with pytest.raises(StoppedError):
        solve(large(1, count=40), stop=lambda: True)


# Whole catalogues, small needs


@pytest.mark.parametrize("seed", range(3))
def test_a_whole_catalogue_sums_up(seed: int) -> None:
    of = large(seed, count=60)
    sums_up(of, solved(of))


@pytest.mark.parametrize("cents", [33, 40, 41, 99])
def test_a_small_need_for_cover_is_met_by_one_policy_though_its_steps_are_finer_than_a_lot(cents: int) -> None:
    """In hundredths of ten thousand yuan; a lot of this money is twenty of them."""
    size = cents * WAN // 100
    covers = [
        candidate(name, "protection", first, step, most_fen=-(-size // step) * step, pay=Pay.ANNUAL)
        for name, first, step in (("p", 10 * WAN // 100, 10 * WAN // 100), ("q", 5 * WAN // 100, WAN // 100))
    ]
    cover = Want("cover", size, {"protection": WHOLE})
    money = candidate("c", "cash", YUAN, YUAN)
    answer = solved(problem(100, money, *covers, wants=(cover,), line_cost=2, free=True))
    lines = {line.product: line.bought_fen for line in answer.lines}
    assert len(lines) == 2
    assert size <= sum(lines.values()) - lines["c"] < size + 10 * WAN // 100
    assert answer.left_fen < 20 * WAN // 100
