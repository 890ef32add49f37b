"""What varies follows the law that the assumptions state, by the formulas and by another simulation."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from advisor_tui.rules.projection.assumptions import UNIT, AssetClass, Assumptions
from advisor_tui.rules.projection.draws import BLOCK, blocks
from advisor_tui.rules.projection.engine import Run, World, run
from advisor_tui.rules.projection.flows import flows_of
from advisor_tui.rules.projection.mix import Array, covariances, factors, log_volatility, mix_of
from advisor_tui.rules.projection.outcome import PERCENTILES
from advisor_tui.rules.projection.plan import Plan
from advisor_tui.rules.projection.project import library, project
from tests.rules.projection.builders import MILLION, SHIPPED, assume, correlated, part, plan

PATHS = 20_000
VARYING = [found for found in SHIPPED.classes if found.volatility]


def money(*plans: Plan, assumptions: Assumptions = SHIPPED, paths: int = PATHS) -> list[Array]:
    """Of each plan the money by year and path, in 分 of today's money."""
    mixes = [mix_of(found.parts, assumptions, found.months) for found in plans]
    worlds = [
        World(found.start_fen, number, np.exp(mix.drift + mix.fees), flows_of(found, assumptions))
        for number, (found, mix) in enumerate(zip(plans, mixes, strict=True))
    ]
    runs: list[Run] = run(worlds, factors(covariances(mixes, assumptions)), 11, paths)
    return [found.yearly for found in runs]


@pytest.mark.parametrize("found", VARYING, ids=lambda found: found.id)
def test_a_year_of_each_class_has_the_mean_and_the_volatility_that_the_file_states(found: AssetClass) -> None:
    calm = assume(0)
    (yearly,) = money(plan(part(found.id), months=12), assumptions=calm)
    returns = yearly[1] / MILLION - 1
    stated = found.volatility / UNIT
    assert returns.mean() == pytest.approx(found.yearly_return / UNIT, abs=4.5 * stated / math.sqrt(PATHS))
    assert returns.std() == pytest.approx(stated, rel=0.04)


@pytest.mark.parametrize("years", [1, 10, 30])
def test_one_asset_is_lognormal_in_mean_variance_and_percentiles(years: int) -> None:
    found = next(found for found in SHIPPED.classes if found.id == "equity_cn")
    scale = log_volatility(found) * math.sqrt(years)
    drift = math.log1p(found.yearly_return / UNIT) * years
    (yearly,) = money(plan(part("equity_cn"), months=12 * years), assumptions=assume(0))
    logs = np.log(yearly[-1] / MILLION)
    assert logs.mean() == pytest.approx(drift - scale**2 / 2, abs=4.5 * scale / math.sqrt(PATHS))
    assert logs.std() == pytest.approx(scale, rel=0.025)
    law = NormalDist(drift - scale**2 / 2, scale)
    outcome = project([plan(part("equity_cn"), months=12 * years)], assume(0), seed=11, paths=PATHS)[0]
    for percentile, line in zip(PERCENTILES, outcome.fan, strict=True):
        exact = law.inv_cdf(percentile / 100)
        error = math.sqrt(percentile / 100 * (1 - percentile / 100) / PATHS) / law.pdf(exact)
        assert math.log(line[-1] / MILLION) == pytest.approx(exact, abs=4.5 * error)


@pytest.mark.parametrize("correlation", [-9000, 0, 4500, 9900])
def test_two_plans_move_together_as_their_classes_do(correlation: int) -> None:
    assumptions = correlated(assume(0), "equity_cn", "gold", correlation)
    one, other = money(plan(part("equity_cn"), months=12), plan(part("gold"), months=12), assumptions=assumptions)
    found = np.corrcoef(np.log(one[1]), np.log(other[1]))[0, 1]
    assert found == pytest.approx(
        correlation / UNIT, abs=4.5 * (1 - (correlation / UNIT) ** 2) / math.sqrt(PATHS) + 1e-9
    )


def test_the_same_mix_beside_itself_moves_as_one() -> None:
    mixed = plan(part("equity_cn"), part("bond"), months=24)
    one, other = money(mixed, mixed, assumptions=assume(0))
    assert np.allclose(one, other, rtol=1e-9)


def test_a_mix_has_the_law_of_its_classes_rebalanced_every_month() -> None:
    """The oracle draws every class, rebalances at each month's end, and knows nothing of the collapsed mix."""
    shares = {"equity_cn": 0.35, "equity_global": 0.15, "bond": 0.3, "gold": 0.1, "credit": 0.1}
    months, assumptions = 120, assume(0)
    mixed = plan(*(part(name, int(share * MILLION)) for name, share in shares.items()), months=months)
    (yearly,) = money(mixed, assumptions=assumptions)

    order = [found.id for found in assumptions.classes]
    chosen = [order.index(name) for name in shares]
    classes = [assumptions.classes[place] for place in chosen]
    weights = np.array(list(shares.values()))
    scale = np.array([log_volatility(found) for found in classes]) / math.sqrt(12)
    drift = np.log1p(np.array([found.yearly_return for found in classes]) / UNIT) / 12 - scale**2 / 2
    matrix = np.array(assumptions.correlation)[np.ix_(chosen, chosen)] / UNIT
    root = np.linalg.cholesky(matrix)
    source = np.random.default_rng(5)
    value = np.ones(PATHS)
    for _ in range(months):
        drawn = root @ source.standard_normal((len(chosen), PATHS))
        value *= weights @ np.exp(drift[:, None] + scale[:, None] * drawn)

    ours, theirs = np.log(yearly[-1] / MILLION), np.log(value)
    assert ours.mean() == pytest.approx(theirs.mean(), abs=4.5 * theirs.std() * math.sqrt(2 / PATHS))
    assert ours.std() == pytest.approx(theirs.std(), rel=0.03)
    for percentile in PERCENTILES:
        assert np.percentile(ours, percentile) == pytest.approx(np.percentile(theirs, percentile), abs=0.02)


def test_months_are_independent_of_each_other() -> None:
    factor = np.full((24, 1, 1), 0.05)
    ((_, drawn),) = list(blocks(3, BLOCK, factor))
    logs = np.log(drawn[0])
    assert abs(np.corrcoef(logs)[np.triu_indices(24, 1)]).max() < 5 / math.sqrt(BLOCK)


def test_the_same_seed_gives_the_same_figures_and_another_one_others() -> None:
    plans = [plan(part("equity_cn"), part("bond"))]
    first, again, other = (project(plans, SHIPPED, seed=seed, paths=5_000) for seed in (4, 4, 5))
    assert first == again
    assert first != other
    assert library().startswith(f"numpy {np.__version__}, model ")


def test_what_a_plan_comes_to_does_not_depend_on_the_one_beside_it() -> None:
    held, proposed = plan(part("credit")), plan(part("equity_hk"), part("credit"))
    alone = project([held], SHIPPED, seed=9, paths=3_000)[0]
    assert project([held, proposed], SHIPPED, seed=9, paths=3_000)[0] == alone


def test_more_paths_keep_those_of_the_whole_blocks_before_them() -> None:
    few = [drawn.copy() for _, drawn in blocks(1, BLOCK, np.full((12, 1, 1), 0.1))]
    many = [drawn.copy() for _, drawn in blocks(1, BLOCK + 7, np.full((12, 1, 1), 0.1))]
    assert np.array_equal(few[0], many[0])
    assert [block.shape[2] for block in many] == [BLOCK, 7]


@pytest.mark.parametrize(
    "covariance",
    [
        [[4.0, 2.0], [2.0, 3.0]],
        [[0.0, 0.0], [0.0, 1.0]],
        [[1.0, 1.0], [1.0, 1.0]],
        [[1.0, -1.0], [-1.0, 1.0]],
        [[2.0, 0.0], [0.0, 0.0]],
    ],
)
def test_factors_give_back_the_covariance(covariance: list[list[float]]) -> None:
    (factor,) = factors(np.array([covariance]))
    assert np.allclose(factor @ factor.T, covariance)
    assert factor[0, 1] == 0


def test_factors_of_three_mixes_are_found_month_by_month_however_small() -> None:
    lower = np.array([[2.0, 0.0, 0.0], [1.0, 3.0, 0.0], [-1.0, 0.5, 1.5]])
    months = np.stack([lower, 1e-6 * lower[:, ::-1][::-1].T, 1e-7 * lower])
    covariance = months @ months.transpose(0, 2, 1)
    found = factors(covariance)
    assert np.allclose(found @ found.transpose(0, 2, 1) / covariance, 1)
    assert np.allclose(found[0], lower)


def test_two_parts_in_one_class_vary_as_one() -> None:
    one, two = (
        mix_of(parts, SHIPPED, 12) for parts in ([part("gold", fen=4)], [part("gold", fen=1), part("gold", fen=3)])
    )
    assert np.allclose(one.loads, two.loads)
    assert one.loads.max() > 0


def test_after_each_block_is_told_how_many_paths_are_done_of_all() -> None:
    told: list[tuple[int, int]] = []
    project([plan(months=12)], SHIPPED, seed=1, paths=BLOCK + 1, tick=lambda done, paths: told.append((done, paths)))
    assert told == [(BLOCK, BLOCK + 1), (BLOCK + 1, BLOCK + 1)]
