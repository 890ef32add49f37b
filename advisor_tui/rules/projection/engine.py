"""Runs plans through the drawn futures: grow, pay in, pay out, serve the goals, month by month over whole blocks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from advisor_tui.rules.projection.draws import blocks
from advisor_tui.rules.projection.flows import Flows
from advisor_tui.rules.projection.mix import MONTHS, Array

Tick = Callable[[int, int], None]
"""Called between blocks with the paths done and all of them; what it raises stops the run."""


@dataclass(frozen=True)
class World:
    """One plan under one set of circumstances.

    Attributes:
        start: The money at the beginning, in 分.
        mix: Which of the drawn mixes it grows with; None where every month is as expected.
        growth: What is expected of each month after fees, as a factor.
        saved: What is paid in besides each month, in today's money; months, or months by paths.
    """

    start: float
    mix: int | None
    growth: Array
    flows: Flows
    saved: Array | None = None


class Run:
    """What happened to one world: money by year and path, and what its goals and its household lack by path.

    Amounts are 分 of today's money; `yearly` counts policies in.
    """

    def __init__(self, world: World, paths: int) -> None:
        self.world = world
        months = world.growth.size
        self.yearly = np.empty((months // MONTHS + 1, paths))
        self.short = np.zeros((len(world.flows.wants), paths))
        self.living = np.zeros(paths)

    def advance(self, where: slice, drawn: Array | None) -> None:
        """Run the paths of one block.

        Args:
            where: The block's place among the paths.
            drawn: The growth around what is expected (months by paths); None where there is none.
        """
        world, flows = self.world, self.world.flows
        short, living = self.short[:, where], self.living[where]
        money = np.full(living.shape, float(world.start))
        self.yearly[0, where] = money + flows.beside[0]
        net = flows.net
        if world.saved is not None:
            net = (net + (world.saved.T * flows.prices)).T
        draining = net.reshape(net.shape[0], -1).min(axis=1) < 0
        wanted = [np.flatnonzero(month) for month in flows.wants.T]
        spare = np.empty_like(money)
        for month, growth in enumerate(world.growth):
            money *= growth
            if drawn is not None:
                money *= drawn[month]
            money += net[month]
            if draining[month]:
                _note_lack(money, flows.prices[month], living, spare)
            for number in wanted[month]:
                money -= flows.wants[number, month] * flows.prices[month]
                _note_lack(money, flows.prices[month], short[number], spare)
            if (month + 1) % MONTHS == 0:
                self.yearly[(month + 1) // MONTHS, where] = (money + flows.beside[month + 1]) / flows.prices[month]


def run(worlds: Sequence[World], factor: Array, seed: int, paths: int, tick: Tick | None = None) -> list[Run]:
    """Run every world through the same futures."""
    runs = [Run(world, 1 if world.mix is None else paths) for world in worlds]
    for found in runs:
        if found.world.mix is None:
            found.advance(slice(0, 1), None)
    for where, drawn in blocks(seed, paths, factor):
        for found in runs:
            if found.world.mix is not None:
                found.advance(where, drawn[found.world.mix])
        if tick is not None:
            tick(where.stop, paths)
    return runs


def _note_lack(money: Array, prices: float, lack: Array, spare: Array) -> None:
    """Where money fell below nothing, that much was not paid: note it in today's money and go on from nothing."""
    if money.min() < 0:
        np.minimum(money, 0, out=spare)
        spare /= prices
        lack -= spare
        np.maximum(money, 0, out=money)
