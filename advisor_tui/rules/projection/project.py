"""Projects plans side by side through the same futures; the only door to the numpy part of this folder."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from advisor_tui.rules.projection.assumptions import Assumptions, Stress
from advisor_tui.rules.projection.causes import more_a_month, ranked, saving
from advisor_tui.rules.projection.draws import library
from advisor_tui.rules.projection.engine import Run, Tick, World, run
from advisor_tui.rules.projection.flows import CALM, Flows, flows_of
from advisor_tui.rules.projection.mix import MONTHS, Array, Mix, covariances, factors, mix_of
from advisor_tui.rules.projection.outcome import DRIVERS, LIVING, PERCENTILES, Outcome, WantOutcome
from advisor_tui.rules.projection.plan import Plan

__all__ = ["CALM", "library", "project"]


def project(
    plans: Sequence[Plan],
    assumptions: Assumptions,
    *,
    seed: int,
    paths: int,
    stress: Stress = CALM,
    explain: Collection[int] = (),
    tick: Tick | None = None,
) -> list[Outcome]:
    """What each plan may come to; the first one's result does not depend on the others.

    The same arguments give the same 分 under the same `library()`.

    Args:
        plans: At least one, all over the same months.
        assumptions: What is taken for granted.
        seed: Of the random numbers, at least 0.
        paths: How many futures.
        stress: What happens in all of them.
        explain: Places of the plans whose shortfalls are to be explained: a few more runs for each.
        tick: See `engine.Tick`.

    Raises:
        ValueError: The stress test comes in no month of a plan.
    """
    mixes = [mix_of(plan.parts, assumptions, plan.months) for plan in plans]
    flows = [flows_of(plan, assumptions, stress) for plan in plans]
    worlds: list[World] = []
    places: list[dict[str, int]] = []
    more: list[dict[int, int]] = []
    for number, (plan, mix, flow) in enumerate(zip(plans, mixes, flows, strict=True)):
        base = World(plan.start_fen - plan.entry_fen, number, _growth(mix, stress), flow)
        named = {"": base}
        if number in explain:
            expected = replace(base, mix=None)
            calm_prices = flows_of(plan, assumptions, stress, inflation=False)
            named["returns"] = expected
            named["inflation"] = replace(base, flows=calm_prices)
            named["fees"] = replace(base, start=plan.start_fen, growth=_growth(mix, stress, fees=False))
            extra = {place: more_a_month(expected, place, want.month) for place, want in enumerate(plan.wants)}
            named |= {
                _of_saving(place): saving(base, fen, plan.wants[place].month) for place, fen in extra.items() if fen
            }
            more.append(extra)
        else:
            more.append({})
        places.append({name: len(worlds) + at for at, name in enumerate(named)})
        worlds += named.values()
    runs = run(worlds, factors(covariances(mixes, assumptions)), seed, paths, tick)
    return [
        _outcome(plan, flow, {name: runs[place] for name, place in own.items()}, extra)
        for plan, flow, own, extra in zip(plans, flows, places, more, strict=True)
    ]


def _of_saving(place: int) -> str:
    """The name of the run in which enough is saved for a goal."""
    return f"saving {place}"


def _growth(mix: Mix, stress: Stress, *, fees: bool = True) -> Array:
    """What is expected of each month, as a factor, with the blow of a stress test in its month."""
    growth = np.exp(mix.drift + mix.fees) if fees else np.exp(mix.drift)
    growth[stress.start_month - 1] *= mix.shock(stress)
    return growth


def _outcome(plan: Plan, flows: Flows, runs: dict[str, Run], more: dict[int, int]) -> Outcome:
    base = runs[""]
    fan = np.rint(np.percentile(base.yearly, PERCENTILES, axis=1)).astype(np.int64)
    drivers = {name: found for name, found in runs.items() if name in DRIVERS}
    wants = []
    for place, want in enumerate(plan.wants):
        left = {name: found.short[place] for name, found in drivers.items()}
        if saving_run := runs.get(_of_saving(place)):
            left["contributions"] = saving_run.short[place]
        outcome = _want(want.id, want.total_fen, base.short[place])
        wants.append(replace(outcome, causes=ranked(base.short[place], left), more_fen=more.get(place, 0)))
    if base.living.any():
        left = {name: found.living for name, found in drivers.items()}
        wants.append(replace(_want(LIVING, 0, base.living), causes=ranked(base.living, left)))
    prices = np.concatenate(([1.0], flows.prices))[::MONTHS]
    return Outcome(
        tuple(tuple(int(fen) for fen in line) for line in fan),
        _real(flows.property[::MONTHS], prices),
        _real(flows.debt[::MONTHS], prices),
        tuple(wants),
    )


def _want(name: str, wanted_fen: int, short: Array) -> WantOutcome:
    """How a goal fares; less than half a 分 is no shortfall but rounding."""
    missing = short[short >= 0.5]
    paths = short.size
    if not missing.size:
        return WantOutcome(name, wanted_fen, paths, paths)
    median, mean = int(np.rint(np.median(missing))), int(np.rint(missing.mean()))
    return WantOutcome(name, wanted_fen, paths - missing.size, paths, median, mean)


def _real(amounts: Array, prices: Array) -> tuple[int, ...]:
    return tuple(int(fen) for fen in np.rint(amounts / prices))
