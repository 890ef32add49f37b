"""A constant mix as one asset: what it is expected to grow by, how much that varies, and with what it moves.

Every part follows a geometric Brownian motion; a mix that is held constant is one too, with the drift Σ wᵢμᵢ and the
variance wᵀΣw: docs/decisions/0006-projection-model.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor_tui.rules.projection.assumptions import UNIT, AssetClass, Assumptions, Stress
from advisor_tui.rules.projection.plan import Part

Array = npt.NDArray[np.float64]
MONTHS = 12
_EMPTY = Part("cash", "current", 1)
"""What money is in that is in nothing else."""


@dataclass(frozen=True)
class Mix:
    """Parts at their first weights, month by month.

    Attributes:
        drift: The logarithm of the expected growth of each month before fees.
        fees: The logarithm of what each month's fees leave.
        loads: How much each class moves the mix in each month (months by classes).
        parts: The parts with their weights.
    """

    drift: Array
    fees: Array
    loads: Array
    parts: tuple[tuple[Part, float], ...]

    def shock(self, stress: Stress) -> float:
        """By how much a stress test changes the value of the mix at once, as a factor."""
        hits = (
            weight * (stress.assets.get(part.asset_class, 0) + stress.products.get(part.kind, 0))
            for part, weight in self.parts
        )
        return max(0.0, 1 + sum(hits) / UNIT)


def mix_of(parts: Sequence[Part], assumptions: Assumptions, months: int) -> Mix:
    """The mix of the parts over so many months; without money it is cash."""
    held = [part for part in parts if part.amount_fen > 0] or [_EMPTY]
    whole = sum(part.amount_fen for part in held)
    weights = [part.amount_fen / whole for part in held]
    place = {found.id: number for number, found in enumerate(assumptions.classes)}
    drift, fees = np.zeros(months), np.zeros(months)
    loads = np.zeros((months, len(place)))
    for part, weight in zip(held, weights, strict=True):
        number = place[part.asset_class]
        found = assumptions.classes[number]
        bound = 0 if part.rate is None else min(part.rate_months or months, months)
        for rate, when in ((part.rate or 0, slice(0, bound)), (found.yearly_return, slice(bound, months))):
            drift[when] += weight * np.log1p(_kept(rate, part.tax))
            fees[when] += weight * _charged(rate, part)
        loads[bound:, number] += weight * log_volatility(found)
    return Mix(drift / MONTHS, fees / MONTHS, loads / np.sqrt(MONTHS), tuple(zip(held, weights, strict=True)))


def log_volatility(found: AssetClass) -> float:
    """The yearly standard deviation of the logarithm of a class whose simple return varies as assumed."""
    relative = found.volatility / (UNIT + found.yearly_return)
    return float(np.sqrt(np.log1p(relative * relative)))


def covariances(mixes: Sequence[Mix], assumptions: Assumptions) -> Array:
    """The covariance of the mixes' logarithmic returns in each month (months by mixes by mixes)."""
    correlation = np.array(assumptions.correlation, dtype=np.float64) / UNIT
    loads = np.stack([mix.loads for mix in mixes])
    found: Array = np.einsum("imk,kl,jml->mij", loads, correlation, loads, optimize=True)
    return found


def factors(covariance: Array) -> Array:
    """The lower triangular F of each month with F Fᵀ = covariance, also where mixes do not vary or move as one."""
    size = covariance.shape[1]
    found = np.zeros_like(covariance)
    for column in range(size):
        left = covariance[:, column, column] - np.sum(found[:, column, :column] ** 2, axis=1)
        pivot = np.sqrt(np.maximum(left, 0))
        # What rounding leaves of a mix that moves with an earlier one is no movement of its own.
        pivot[left < 1e-12 * np.maximum(covariance[:, column, column], 1e-30)] = 0
        found[:, column, column] = pivot
        for row in range(column + 1, size):
            rest = covariance[:, row, column] - np.sum(found[:, row, :column] * found[:, column, :column], axis=1)
            found[:, row, column] = np.divide(rest, pivot, out=np.zeros_like(rest), where=pivot > 0)
    return found


def _kept(rate: int, taken: int) -> float:
    """A yearly rate as a fraction, less what is taken of a gain; of a loss nothing is taken."""
    return rate * (UNIT - taken) / UNIT / UNIT if rate > 0 else rate / UNIT


def _charged(rate: int, part: Part) -> float:
    """The logarithm of what a year's fees leave of the value."""
    gain = _kept(rate, part.tax)
    kept = gain * (UNIT - part.gain_fee) / UNIT if gain > 0 else gain
    of_gain = np.log1p(kept) - np.log1p(gain)
    return float(of_gain + np.log1p(-part.fee / UNIT))
