"""The money of a projection: what the client has, and what it becomes by a proposal, to the 分 the same sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from advisor_tui.desk.proposal.draft import Draft, DraftLine
from advisor_tui.desk.views.proposals import Position
from advisor_tui.reference.products import Product
from advisor_tui.reference.projection import ProjectionTable
from advisor_tui.rules.facts import Pay
from advisor_tui.rules.projection.assumptions import ASSET_CLASSES, UNIT
from advisor_tui.rules.projection.plan import Part, Policy

CASH = Part("cash", "deposit", 0)
_TYPES = {
    "current": "deposit",
    "structured": "structured_deposit",
    "wmp": "wmp_public",
    "fund": "fund_public",
}
"""The type of product that a kind of holding is counted as where the catalogue does not know it."""
_INSURANCE = "insurance"
_DAYS, _MONTHS = 365, 12


@dataclass(frozen=True)
class Money:
    """The parts and policies of one plan."""

    parts: tuple[Part, ...]
    policies: tuple[Policy, ...] = ()


@dataclass
class _Pile:
    """What is in one part, and whether a line of the proposal already says how much it is to be."""

    part: Part
    settled: bool = field(default=False)


def held_and_proposed(
    draft: Draft, positions: Sequence[Position], products: Mapping[str, Product], table: ProjectionTable
) -> tuple[Money, Money]:
    """What the client has, and what the proposal makes of it.

    What is bought is paid from what is given back, then from the positions that the proposal does not name, the most
    liquid class first; what is then still missing comes from elsewhere, and counts as cash in what is held, so that
    both begin with the same money. What is given back and not used becomes cash.
    """
    piles = {place.key: _Pile(part) for place in positions if (part := _of_position(place, products, table))}
    policies = tuple(
        Policy(0, 0, place.value, _expected(table, "insurance_savings"))
        for place in positions
        if place.kind == _INSURANCE and not place.product
    )
    held = [pile.part for pile in piles.values()]
    bought, proposed, premiums = 0, [], []
    for line in draft.lines:
        product = products.get(line.product)
        if product is not None and product.type == _INSURANCE:
            premiums.append(_policy(line, product, table))
            continue
        place = next((place for place in positions if place.product and place.product == line.product), None)
        before = piles.get(place.key) if place is not None else None
        if before is not None:
            before.settled = True
        bought += line.amount - (before.part.amount_fen if before is not None else 0)
        proposed.append(_of_line(line, product, before.part if before is not None else None, table))
    free = [pile.part for pile in piles.values() if not pile.settled]
    paid, outside = _pay(free, max(0, bought))
    cash = replace(CASH, amount_fen=max(0, -bought))
    return (
        Money(_whole([*held, replace(CASH, amount_fen=outside)]), policies),
        Money(_whole([*proposed, *paid, cash]), (*policies, *premiums)),
    )


def left_out(place: Position, table: ProjectionTable) -> bool:
    """Whether a position has no class of assets; property, which stands beside the money, is not meant."""
    beside = place.product or place.kind in (_INSURANCE, "property")
    return not beside and table.class_of(place.kind, place.level) is None


def _pay(free: Sequence[Part], needed: int) -> tuple[list[Part], int]:
    """What is left of the parts after so much (分) was taken from them, and what they could not pay."""
    left = []
    for part in sorted(free, key=lambda part: ASSET_CLASSES.index(part.asset_class)):
        taken = min(part.amount_fen, needed)
        needed -= taken
        left.append(replace(part, amount_fen=part.amount_fen - taken))
    return left, needed


def _whole(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.amount_fen)


def _of_position(place: Position, products: Mapping[str, Product], table: ProjectionTable) -> Part | None:
    """A position as a part; None where it takes no part: insurance stands beside, property is no investment."""
    product = products.get(place.product)
    if product is not None:
        return _of_product(product, place.value, table)
    found = None if place.kind == _INSURANCE else table.class_of(place.kind, place.level)
    return None if found is None else Part(found, _TYPES.get(place.kind, place.kind), place.value)


def _of_line(line: DraftLine, product: Product | None, before: Part | None, table: ProjectionTable) -> Part:
    """What a line says is to be had; of a product that left the catalogue it stays what it was, or is cash."""
    if product is None:
        return replace(before or CASH, amount_fen=line.amount)
    part = _of_product(product, line.amount, table)
    return replace(part, entry_fen=line.bought * product.fee("entry") // UNIT)


def _of_product(product: Product, amount: int, table: ProjectionTable) -> Part:
    """Money in a product; how long its contract rate holds is rounded to months, and at least one."""
    months = 0 if product.term_days is None else max(1, product.term_days * _MONTHS // _DAYS)
    return Part(
        product.assumption or table.class_of(product.type, product.level) or CASH.asset_class,
        product.type,
        amount,
        fee=product.fee("yearly"),
        gain_fee=product.fee("gain"),
        tax=product.tax_rate,
        rate=product.rate,
        rate_months=months,
    )


def _policy(line: DraftLine, product: Product, table: ProjectionTable) -> Policy:
    """An insurance that is proposed: its premiums, and what they grow by; protection has no value to grow."""
    payments = 1 if line.pay in ("", Pay.SINGLE) else line.pay_years or 1
    ends = 0 if product.term_days is None else max(1, product.term_days * _MONTHS // _DAYS)
    grows = None
    if product.assumption:
        grows = (product.rate or _expected(table, product.assumption)) - product.fee("yearly")
    return Policy(line.amount, payments, 0, grows, ends)


def _expected(table: ProjectionTable, asset_class: str) -> int:
    return next(found.yearly_return for found in table.assumptions.classes if found.id == asset_class)
