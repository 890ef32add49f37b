"""Assumptions and plans for the tests of the projection."""

from dataclasses import replace
from typing import Any

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.projection.assumptions import UNIT, Assumptions
from advisor_tui.rules.projection.plan import Household, Part, Plan, Want

SHIPPED = load_reference(data_root()).projection.assumptions
MILLION = 100_000_000
"""A million yuan, in 分."""


def assume(inflation: int = 0, **classes: tuple[int, int]) -> Assumptions:
    """The shipped assumptions with other returns and volatilities of some classes, and without inflation."""
    changed = tuple(
        found
        if found.id not in classes
        else replace(found, yearly_return=classes[found.id][0], volatility=classes[found.id][1])
        for found in SHIPPED.classes
    )
    return replace(SHIPPED, classes=changed, inflation=inflation)


def correlated(assumptions: Assumptions, one: str, other: str, correlation: int) -> Assumptions:
    """The assumptions with another correlation of two classes, and none of these with any other."""
    order = [found.id for found in assumptions.classes]
    pair = (order.index(one), order.index(other))
    rows = [
        [UNIT if row == column else correlation if {row, column} == set(pair) else 0 for column in range(len(order))]
        for row in range(len(order))
    ]
    return replace(assumptions, correlation=tuple(map(tuple, rows)))


def plan(*parts: Part, months: int = 120, wants: tuple[Want, ...] = (), **household: Any) -> Plan:
    """A plan; what comes in and goes out lasts as long as it does unless said otherwise."""
    return Plan(parts, Household(**{"working_months": months, **household}), wants, months)


def part(asset_class: str = "cash", fen: int = MILLION, **values: Any) -> Part:
    """A part of a public fund's kind."""
    return Part(asset_class, "fund_public", fen, **values)
