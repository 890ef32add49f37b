"""Why a goal falls short: the same futures again, each time with one driver neutralised."""

from dataclasses import replace

import numpy as np

from advisor_tui.rules.projection.engine import Run, World
from advisor_tui.rules.projection.mix import Array
from advisor_tui.rules.projection.outcome import Cause

_STEPS = 200
_ROUNDS = 4
_AMPLE = 4
"""How many times what is wanted the search begins with, so that prices and losses are covered."""


def more_a_month(expected: World, want: int, until: int) -> int:
    """What has to be saved a month besides, in 分 of today's money rounded up, for a goal to be met as expected.

    0 where it is met anyway. A row of amounts runs at once, then a finer one around where it first suffices.

    Args:
        expected: The plan with every month as expected.
        want: The place of the goal.
        until: The month up to which more is saved.
    """
    flows = expected.flows
    most = float(flows.wants[: want + 1].sum() - np.minimum(flows.net, 0).sum())
    low, high = 0.0, _AMPLE * most / until
    for _ in range(_ROUNDS):
        amounts = np.linspace(low, high, _STEPS + 1)
        enough = np.flatnonzero(_short(expected, want, until, amounts) <= 0)
        if not enough.size:
            break
        if enough[0] == 0:
            return 0
        low, high = float(amounts[enough[0] - 1]), float(amounts[enough[0]])
    return int(np.ceil(high))


def saving(world: World, more: int, until: int) -> World:
    """The world with so much saved a month besides, in 分 of today's money, up to a month."""
    saved = np.zeros(world.growth.size)
    saved[:until] = more
    return replace(world, saved=saved)


def ranked(missing: Array, left: dict[str, Array]) -> tuple[Cause, ...]:
    """The drivers of a shortfall, the strongest first; none where no path has one.

    Args:
        missing: What is missing in each path.
        left: The same with a driver neutralised, by driver.
    """
    whole = float(missing.mean())
    if whole <= 0:
        return ()
    causes = [
        Cause(driver, max(0, round(10_000 * (1 - float(found.mean()) / whole)))) for driver, found in left.items()
    ]
    return tuple(sorted(causes, key=lambda cause: -cause.explained))


def _short(expected: World, want: int, until: int, amounts: Array) -> Array:
    """What a goal lacks for each of several amounts saved besides: paths that differ in nothing else."""
    saved = np.zeros((expected.growth.size, amounts.size))
    saved[:until] = amounts
    found = Run(replace(expected, saved=saved), amounts.size)
    found.advance(slice(0, amounts.size), None)
    short: Array = found.short[want]
    return short
