"""When money in a place is free, what is ready, and what the client has in all (the bank's own terms)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from advisor_tui.rules.needs.books import FINANCIAL_KINDS
from advisor_tui.rules.portfolio.facts import TREASURY, HeldPlace, Place, PlannedLine, Situation

_FINANCIAL = (*FINANCIAL_KINDS, TREASURY)


@dataclass(frozen=True, slots=True)
class PortfolioTerms:
    """What the bank calls ready money, and which kinds have to be spread (bank policy).

    Attributes:
        ready_days: Days, included, within which ready money comes back without loss.
        ready_level: The highest risk level of ready money, included.
        ready_kinds: Kinds that can be ready money.
        opens_days: Days until the money of what opens every now and then is free.
        spread_kinds: Kinds that concentration looks at; deposits and what the state owes are left out.
    """

    ready_days: int
    ready_level: int
    ready_kinds: tuple[str, ...]
    opens_days: int
    spread_kinds: tuple[str, ...]

    def free_in(self, place: Place) -> int | None:
        """Calendar days until money put there today is free without loss; None where nobody can say."""
        return self.opens_days if place.opens else place.free_in_days

    def is_ready(self, place: Place) -> bool:
        """Whether money put there is ready for an emergency: soon free, and of low risk."""
        return self.ready_in(place, self.free_in(place))

    def ready_in(self, place: Place, days: int | None) -> bool:
        """Whether money there is ready that is free in so many days."""
        safe = place.level is None or place.level <= self.ready_level
        return place.kind in self.ready_kinds and safe and days is not None and days <= self.ready_days


def held_free_in(held: HeldPlace, situation: Situation, terms: PortfolioTerms) -> int | None:
    """Calendar days until what is held is free; its own day outranks what its place says."""
    if held.free_on is None:
        return terms.free_in(held.place)
    return max(0, (held.free_on - situation.on).days)


def held_ready(held: HeldPlace, situation: Situation, terms: PortfolioTerms) -> bool:
    """Whether what is held is ready money."""
    return terms.ready_in(held.place, held_free_in(held, situation, terms))


def ready_before(situation: Situation, lines: Iterable[PlannedLine], terms: PortfolioTerms) -> int:
    """What is ready before the proposal, in 分: never less than the new money that the proposal shares out.

    The same money may be in what the client tells, on file, and in what is to be invested: the largest counts.
    """
    on_file = sum(held.value_fen for held in situation.holdings if held_ready(held, situation, terms))
    planned = tuple(lines)
    shared = fresh_fen(situation, planned) + sum(line.held_fen for line in planned if terms.is_ready(line.place))
    return max(situation.ready_fen or 0, on_file, shared)


def fresh_fen(situation: Situation, lines: Iterable[PlannedLine]) -> int:
    """The new money that the lines share out, in 分: without what is held of their products already."""
    return max(0, situation.investable_fen - sum(line.held_fen for line in lines))


def whole_fen(situation: Situation) -> int:
    """All financial assets, in 分; without the client's own word at least so much."""
    on_file = sum(held.value_fen for held in situation.holdings if held.place.kind in _FINANCIAL)
    return max(situation.financial_assets_fen or 0, on_file, situation.investable_fen)


def outside(situation: Situation, lines: Iterable[PlannedLine]) -> tuple[HeldPlace, ...]:
    """What is on file and not in the lines: of a product that a line is about, what goes beyond the line's position."""
    held: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        held[line.place.product] += line.held_fen
    found = []
    for item in situation.holdings:
        counted = min(held[item.place.product], item.value_fen)
        held[item.place.product] -= counted
        if item.value_fen > counted:
            found.append(HeldPlace(item.place, item.value_fen - counted, item.free_on))
    return tuple(found)
