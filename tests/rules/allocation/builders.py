"""Small and large problems of the automatic proposal, and brute force over their lots as its oracle."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product as combinations
from random import Random
from typing import Any

from advisor_tui.rules.allocation.answer import Solution
from advisor_tui.rules.allocation.bounds import bounds_of
from advisor_tui.rules.allocation.frame import Frame, frame_of
from advisor_tui.rules.allocation.problem import WHOLE, Candidate, Pin, Problem, Share, Want
from tests.rules.builders import rules
from tests.rules.portfolio.builders import WAN, place, situation

YUAN = 100
EVERYTHING = {"cash": WHOLE, "fixed": WHOLE, "equity": WHOLE}
SORTS = ("cash", "fixed", "mixed", "equity", "alternative", "protection")
KINDS = {
    "cash": ("wmp",), "fixed": ("wmp", "fund", "deposit"), "mixed": ("fund",), "equity": ("fund",),
    "alternative": ("bullion",), "protection": ("insurance",),
}  # fmt: skip
LEVELS = {"cash": 1, "fixed": 2, "mixed": 3, "equity": 4, "alternative": 3, "protection": None}


def candidate(product: str, sort: str = "cash", first: int = WAN, step: int = WAN, **values: Any) -> Candidate:
    """A product of a class; amounts in 分."""
    own = {name: values.pop(name) for name in ("issuer", "free_in_days", "level", "kind") if name in values}
    kind = own.pop("kind", KINDS[sort][0])
    return Candidate(place(product, kind, **{"level": LEVELS[sort], **own}), sort, first, step, **values)


def want(name: str, wan: int, most: Mapping[str, int] | None = None, due_on: date | None = None) -> Want:
    """A need of so many times ten thousand yuan that everything may serve, unless said otherwise."""
    return Want(name, wan * WAN, EVERYTHING if most is None else most, due_on)


def pin(product: str, wan: int, sort: str = "cash", held: int = 0) -> Pin:
    """A pinned line of so many times ten thousand yuan."""
    return Pin(place(product, KINDS[sort][0], level=LEVELS[sort]), sort, wan * WAN, held * WAN)


def problem(wan: int, *candidates: Candidate, free: bool = False, **values: Any) -> Problem:
    """A problem with so much money, under the rules in force or, when `free`, under none."""
    of = values.pop("of", {})
    return Problem(
        candidates,
        values.pop("wants", ()),
        situation(investable_fen=wan * WAN, **of),
        {} if free else rules(),
        **values,
    )


def large(seed: int, count: int = 200, wan: int = 200) -> Problem:
    """A catalogue of so many products for a client with five needs."""
    random = Random(seed)
    candidates = []
    for place_no in range(count):
        sort = random.choice(SORTS)
        first, step = random.choice(
            [
                (YUAN, YUAN), (YUAN, 1), (10_000 * YUAN, 1_000 * YUAN), (1_000 * YUAN, 100 * YUAN),
                (300_000 * YUAN, 100_000 * YUAN), (50_000 * YUAN, 10_000 * YUAN), (500, 500),
            ]
        )  # fmt: skip
        candidates.append(
            candidate(
                f"p{place_no:03}", sort, first, step, cost=random.randrange(10, 150), kind=random.choice(KINDS[sort]),
                issuer=f"i{random.randrange(12)}", free_in_days=random.choice([0, 0, 90, 180, 365, 720]),
            )
        )  # fmt: skip
    wants = (
        Want("emergency", 180_123_45, {"cash": WHOLE}),
        Want("protection", 25_000_00, {"protection": WHOLE}),
        want("education", 60, {"cash": WHOLE, "fixed": 8000, "mixed": 4000, "equity": 3000}, date(2029, 9, 1)),
        want("house", 80, {"cash": WHOLE, "fixed": WHOLE, "mixed": 2000}, date(2028, 3, 1)),
        want("retirement", 300, {**dict.fromkeys(SORTS, 6000), "alternative": 1000}, date(2045, 1, 1)),
    )
    mix = (
        Share("cash", 500, 1000, 4000), Share("fixed", 2000, 4500, 8000), Share("mixed", 0, 2000, 4000),
        Share("equity", 0, 2000, 3500), Share("alternative", 0, 500, 1000), Share("protection", 0, 0, 1500),
    )  # fmt: skip
    return replace(problem(wan, *candidates, wants=wants, mix=mix), line_cost=3)


def standing(of: Problem) -> dict[str, int]:
    """What every line has before anything is bought, in 分: counted here once more, so that it is an oracle."""
    return {one.product: one.held_fen for one in of.candidates} | {one.product: one.amount_fen for one in of.pins}


def choices(frame: Frame) -> Iterator[dict[str, int]]:
    """Everything that may be bought, 分 by product, that keeps every row."""
    names = list(frame.lots)
    fixed = standing(frame.problem)
    for amounts in combinations(*((0, *frame.lots[name].amounts()) for name in names)):
        bought = dict(zip(names, amounts, strict=True))
        whole = {product: fen + bought.get(product, 0) for product, fen in fixed.items()}
        if all(bound.holds(whole) for bound in frame.bounds):
            yield bought


def covered_by(frame: Frame, bought: Mapping[str, int]) -> tuple[int, ...]:
    """The most that a choice covers of each need in its order (分), where any share of a class may serve a need.

    One need after the other gives a lower bound only; so this looks for the lexicographic best by Hall's condition:
    what needs can have together is what the products of all subsets of them have.
    """
    wants = frame.problem.wants
    fitting = {item.id: {one.product for one in frame.serving[item.id]} for item in wants}
    got: list[int] = []
    for place_no, item in enumerate(wants):
        best = frame.sizes[item.id]
        before = wants[:place_no]
        for mask in range(1 << place_no):
            group = [other for bit, other in enumerate(before) if mask >> bit & 1]
            products = set().union(fitting[item.id], *(fitting[other.id] for other in group))
            taken = sum(got[bit] for bit in range(place_no) if mask >> bit & 1)
            best = min(best, sum(bought.get(product, 0) for product in products) - taken)
        got.append(max(0, best))
    return tuple(got)


def off_target(of: Problem, bought: Mapping[str, int]) -> Fraction:
    """How far a choice is from the target mix, both ways counted, in 分."""
    sorts = {one.product: one.sort for one in of.candidates} | {one.product: one.sort for one in of.pins}
    fixed = standing(of)
    off = Fraction(0)
    for share in of.mix:
        has = sum(fen + bought.get(product, 0) for product, fen in fixed.items() if sorts[product] == share.sort)
        off += abs(has - share.target * of.situation.investable_fen // WHOLE)
    return off


def best_by_force(of: Problem) -> tuple[tuple[int, ...], int, Fraction] | None:
    """What the best choice gives the needs, places, and is off the target mix; None where nothing fits."""
    frame = frame_of(of)
    ranked = [(covered_by(frame, bought), sum(bought.values()), -off_target(of, bought)) for bought in choices(frame)]
    if not ranked:
        return None
    covered, placed, off = max(ranked)
    return covered, placed, -off


def sums_up(of: Problem, answer: Solution) -> None:
    """To the 分: lines, positions, pins and what is left are the money; every row and lot is kept."""
    amounts = standing(of)
    lots = frame_of(of).lots
    for line in answer.lines:
        assert line.bought_fen in lots[line.product].amounts()
        assert line.amount_fen == amounts[line.product] + line.bought_fen
        assert sum(fen for _, fen in line.serves) <= line.bought_fen
        amounts[line.product] = line.amount_fen
    assert sum(amounts.values()) + answer.left_fen == of.situation.investable_fen
    assert all(bound.holds(amounts) for bound in bounds_of(of))
    for item in answer.covered:
        given_fen = sum(fen for line in answer.lines for name, fen in line.serves if name == item.want)
        assert item.covered_fen == min(given_fen, item.size_fen)
