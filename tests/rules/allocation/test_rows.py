"""The rows of a problem, what may serve a need, and what is left of both when conditions are left out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from advisor_tui.rules.allocation.answer import Reason
from advisor_tui.rules.allocation.bounds import (
    HORIZON,
    MIX_HIGH,
    MIX_LOW,
    MONEY,
    Bound,
    bounds_of,
    fixed_amounts,
    serving,
)
from advisor_tui.rules.allocation.frame import BARRED, BOUND, PIN, frame_of
from advisor_tui.rules.allocation.lots import Lots
from advisor_tui.rules.allocation.problem import Candidate, Problem, Share
from advisor_tui.rules.facts import Pay
from advisor_tui.rules.findings import Verdict
from advisor_tui.rules.portfolio.facts import PlannedLine
from tests.rules.allocation.builders import YUAN, candidate, pin, problem, want
from tests.rules.builders import rules
from tests.rules.portfolio.builders import TODAY, WAN


@pytest.mark.parametrize(
    ("least", "most", "used", "holds", "slack"),
    [
        (None, 10, 10, True, 0),
        (None, 10, 11, False, -1),
        (10, None, 10, True, None),
        (10, None, 9, False, None),
        (5, 10, 4, False, 6),
        (5, 10, 7, True, 3),
        (None, None, 7, True, None),
        (0, 0, 0, True, 0),
    ],
)
def test_a_row_holds_at_both_of_its_ends(
    least: int | None, most: int | None, used: int, holds: bool, slack: int | None
) -> None:
    bound = Bound("r", "", frozenset({"a", "b"}), least, most)
    amounts = {"a": used - 1, "b": 1, "c": 99} if used else {"c": 99}
    assert (bound.used_fen(amounts), bound.holds(amounts), bound.slack_fen(amounts)) == (used, holds, slack)


def rows(of: Problem, *names: str) -> list[Bound]:
    return [bound for bound in bounds_of(of) if bound.rule in names]


def test_the_money_comes_first_and_counts_every_line() -> None:
    of = problem(100, candidate("a"), candidate("b", held_fen=3 * WAN), pins=(pin("c", 5),), free=True)
    assert bounds_of(of) == (Bound(MONEY, "", frozenset({"a", "b", "c"}), most_fen=100 * WAN),)
    assert fixed_amounts(of) == {"a": 0, "b": 3 * WAN, "c": 5 * WAN}
    assert of.free_fen == 92 * WAN
    assert of.sorts == {"a": "cash", "b": "cash", "c": "cash"}


def test_the_mix_bounds_each_class_from_below_rounded_up_and_from_above_rounded_down() -> None:
    mix = (Share("cash", 3_333, 5_000, 6_666), Share("fixed", 0, 5_000, 10_000), Share("equity", 1, 0, 2))
    of = problem(0, candidate("a"), candidate("b", "fixed"), mix=mix, free=True)
    of = replace(of, situation=replace(of.situation, investable_fen=1_001))
    assert rows(of, MIX_LOW, MIX_HIGH) == [
        Bound(MIX_LOW, "cash", frozenset({"a"}), least_fen=334),
        Bound(MIX_HIGH, "cash", frozenset({"a"}), most_fen=667),
        Bound(MIX_LOW, "equity", frozenset(), least_fen=1),
        Bound(MIX_HIGH, "equity", frozenset(), most_fen=0),
    ]


def test_what_is_held_never_has_to_be_given_back_for_the_mix_but_a_pin_counts() -> None:
    mix = (Share("cash", 0, 0, 1_000),)
    held = problem(100, candidate("a", held_fen=30 * WAN), mix=mix, free=True)
    assert rows(held, MIX_HIGH)[0].most_fen == 30 * WAN
    pinned = problem(100, candidate("b"), pins=(pin("a", 30),), mix=mix, free=True)
    assert rows(pinned, MIX_HIGH) == [Bound(MIX_HIGH, "cash", frozenset({"a", "b"}), most_fen=10 * WAN)]


@pytest.mark.parametrize(
    ("verdict", "pinned", "most"),
    [(Verdict.WARN, 600, 600), (Verdict.WARN, 400, 500), (Verdict.FORBIDDEN, 600, 500)],
)
def test_a_pin_beyond_a_limit_that_warns_asks_that_nothing_is_added(verdict: Verdict, pinned: int, most: int) -> None:
    values = dict(rules())
    values["portfolio_product"] = replace(values["portfolio_product"], verdict=verdict)
    of = replace(problem(700, candidate("b", "fixed"), pins=(pin("a", pinned, "fixed"),)), values=values)
    (own,) = [bound for bound in rows(of, "portfolio_product") if bound.subject == "a"]
    assert own == Bound("portfolio_product", "a", frozenset({"a"}), most_fen=most * WAN)


@pytest.mark.parametrize("verdict", [Verdict.WARN, Verdict.FORBIDDEN])
def test_the_horizon_of_a_pin_is_a_row_only_where_it_forbids(verdict: Verdict) -> None:
    values = {**rules(), HORIZON: type(rules()[HORIZON])(verdict)}
    late = pin("a", 5, "fixed")
    late = replace(late, due_on=TODAY, place=replace(late.place, free_in_days=9))
    of = replace(problem(100, candidate("b"), pins=(late,)), values=values)
    assert bool(rows(of, HORIZON)) is (verdict is Verdict.FORBIDDEN)


def names(found: tuple[Candidate, ...]) -> list[str]:
    return [one.product for one in found]


def test_a_class_that_a_need_names_serves_it_if_it_is_free_again_by_its_day() -> None:
    day = TODAY + timedelta(days=100)
    wants = (want("some", 1, {"cash": 5_000, "fixed": 0}), want("soon", 1, due_on=day), want("any", 1))
    of = problem(
        100,
        candidate("a", free_in_days=100), candidate("b", "fixed", free_in_days=101), candidate("c", "protection"),
        wants=wants,
    )  # fmt: skip
    assert {need: names(found) for need, found in serving(of).items()} == {
        "some": ["a"], "soon": ["a"], "any": ["a", "b"],
    }  # fmt: skip
    for gone in (HORIZON, "portfolio_terms"):
        loose = replace(of, values={name: value for name, value in of.values.items() if name != gone})
        assert names(serving(loose)["soon"]) == ["a", "b"]


def test_the_lines_are_those_of_the_candidates_and_of_the_pins_with_their_positions() -> None:
    kept = replace(pin("b", 5, held=2), due_on=TODAY, pay=Pay.SINGLE)
    of = problem(100, candidate("a", held_fen=3, pay=Pay.ANNUAL), pins=(kept,), free=True)
    assert of.lines() == (
        PlannedLine("a", of.candidates[0].place, 0, 3, Pay.ANNUAL),
        PlannedLine("b", kept.place, 0, 2 * WAN, Pay.SINGLE, TODAY),
    )


def test_a_limit_that_warns_is_widened_by_a_pin_of_its_own_only() -> None:
    values = dict(rules())
    of = replace(problem(700, candidate("b", "fixed", held_fen=600 * WAN), pins=(pin("a", 1),)), values=values)
    (own,) = [bound for bound in rows(of, "portfolio_product") if bound.subject == "b"]
    assert own.most_fen == 600 * WAN
    less = replace(of, candidates=(replace(of.candidates[0], held_fen=0),))
    (own,) = [bound for bound in rows(less, "portfolio_product") if bound.subject == "b"]
    assert own.most_fen == 500 * WAN


def test_a_frame_has_lots_for_what_is_not_barred_and_sizes_in_lots() -> None:
    of = problem(
        100,
        candidate("b", first=YUAN, step=YUAN), candidate("a", barred=("level",)), candidate("c", first=200 * WAN),
        wants=(want("x", 1), want("none", 1, {})), free=True,
    )  # fmt: skip
    of = replace(of, wants=(replace(of.wants[0], size_fen=WAN + 1), of.wants[1]))
    frame = frame_of(of)
    assert frame.grain_fen == 2_000 * YUAN
    assert frame.lots == {"b": Lots(2_000 * YUAN, 2_000 * YUAN, 499)}
    assert names(frame.problem.candidates) == ["a", "b", "c"]
    assert frame.sizes == {"x": 12_000 * YUAN, "none": WAN}
    assert names(frame.serving["x"]) == ["a", "b", "c"]


def test_a_rule_that_is_left_out_bars_nothing() -> None:
    of = problem(100, candidate("a", barred=("level", "capacity")), candidate("b", barred=("level",)), free=True)
    assert set(frame_of(of, frozenset({Reason(BARRED, "level", "")})).lots) == {"b"}
    both = frozenset({Reason(BARRED, "level", ""), Reason(BARRED, "capacity", "")})
    assert set(frame_of(of, both).lots) == {"a", "b"}


def test_a_row_that_is_left_out_is_gone_and_without_that_of_the_money_there_is_twice_as_much() -> None:
    mix = (Share("cash", 1_000, 0, 5_000),)
    of = problem(100, candidate("a"), mix=mix, free=True)
    assert [bound.rule for bound in frame_of(of).bounds] == [MONEY, MIX_LOW, MIX_HIGH]
    left = frame_of(of, frozenset({Reason(BOUND, MIX_LOW, "cash")}))
    assert [bound.rule for bound in left.bounds] == [MONEY, MIX_HIGH]
    assert left.lots["a"].count == 99
    assert [bound.rule for bound in frame_of(of, frozenset({Reason(BOUND, MIX_LOW, "fixed")})).bounds] == [
        MONEY, MIX_LOW, MIX_HIGH,
    ]  # fmt: skip
    rich = frame_of(of, frozenset({Reason(BOUND, MONEY, "")}))
    assert [bound.rule for bound in rich.bounds] == [MIX_LOW, MIX_HIGH]
    assert rich.lots["a"].count == 199


def test_a_pin_that_is_left_out_leaves_its_position_to_which_nothing_is_added() -> None:
    loose = replace(pin("a", 5, "fixed", held=2), pay=Pay.ANNUAL)
    of = problem(100, candidate("b"), pins=(pin("c", 7), loose), free=True)
    frame = frame_of(of, frozenset({Reason(PIN, "", "a")}))
    assert [one.product for one in frame.problem.pins] == ["c"]
    (left,) = [one for one in frame.problem.candidates if one.product == "a"]
    assert left == Candidate(loose.place, "fixed", 1, 1, 0, held_fen=2 * WAN, pay=Pay.ANNUAL)
    assert set(frame.lots) == {"b"}
    assert fixed_amounts(frame.problem) == {"a": 2 * WAN, "b": 0, "c": 7 * WAN}
    assert [one.product for one in frame_of(of).problem.pins] == ["a", "c"]
    assert frame.grain_fen == frame_of(of).grain_fen


def test_without_money_there_are_no_lots_and_the_smallest_share_serves_a_need() -> None:
    of = problem(0, candidate("a", first=1, step=1), wants=(want("w", 1, {"cash": 1}),), free=True)
    frame = frame_of(of)
    assert (frame.lots, frame.grain_fen, names(frame.serving["w"])) == ({}, YUAN, ["a"])
    in_debt = frame_of(replace(of, pins=(pin("b", 5),)))
    assert (in_debt.lots, in_debt.grain_fen) == ({}, YUAN)


def test_what_is_pinned_counts_in_no_class_as_held_and_a_limit_without_a_pin_is_as_it_was() -> None:
    mix = (Share("cash", 0, 0, 0),)
    pinned = replace(problem(100, candidate("b"), pins=(pin("a", 30),), mix=mix, free=True))
    assert rows(pinned, MIX_HIGH)[0].most_fen == 0
    of = problem(700, candidate("b", "fixed", held_fen=510 * WAN), pins=(pin("c", 1, "cash"),))
    caps = {bound.subject: bound.most_fen for bound in rows(of, "portfolio_product")}
    assert caps["b"] == 510 * WAN
