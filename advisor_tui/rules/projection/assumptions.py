"""What a projection assumes; values only, read without numpy. Rates are yearly, in 10⁻⁴."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

ASSET_CLASSES = (
    "cash", "money_market", "deposit", "bond", "credit", "balanced", "equity_cn", "equity_hk", "equity_global",
    "gold", "derivative", "private_equity", "insurance_savings", "trust_fixed",
)  # fmt: skip
"""What money can be in, as far as a projection tells it apart."""
UNIT = 10_000
"""One, in 10⁻⁴."""


@dataclass(frozen=True, slots=True)
class AssetClass:
    """One class of assets.

    Attributes:
        yearly_return: The expected simple return of a year.
        volatility: The standard deviation of that return.
    """

    id: str
    yearly_return: int
    volatility: int


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything that a projection takes for granted.

    Attributes:
        classes: In the order of the rows and columns of `correlation`.
        correlation: Of the yearly logarithmic returns, in 10⁻⁴.
        inflation: By which prices, income and spending grow.
        property_growth: By which property grows.
        loan_rate: What loans cost whose rate is not on file.
        working_age: Until when income is earned by a client who has not said when it ends.
        years: How far the projection looks.
        most_years: How far it looks at most, where goals are paid for later.
        paths: How many futures it draws.
    """

    classes: tuple[AssetClass, ...]
    correlation: tuple[tuple[int, ...], ...]
    inflation: int
    property_growth: int
    loan_rate: int
    working_age: int
    years: int
    most_years: int
    paths: int


@dataclass(frozen=True, slots=True)
class Stress:
    """One event of a stress test. Shares are 10⁻⁴ of the value or amount that they change.

    Attributes:
        start_month: The month in which it comes, from 1 and within the projection.
        months: How long what is not a single blow lasts; 0 is for good.
        assets, products: By how much a class of assets, or a type of product, changes at once.
        property: By how much property changes at once.
        loan_rate: What is added to the rate of every loan; the remaining term stays, then and when it ends.
        inflation: What is added to inflation.
        income_lost: The share of the income that stops.
        spending: By how much spending changes.
        whose: Whose income: of the whole family or of the client alone.
        life_cover: Whether the client's life cover is paid out.
    """

    id: str
    start_month: int = 1
    months: int = 0
    assets: Mapping[str, int] = field(default_factory=dict, hash=False)
    products: Mapping[str, int] = field(default_factory=dict, hash=False)
    property: int = 0
    loan_rate: int = 0
    inflation: int = 0
    income_lost: int = 0
    whose: str = "family"
    life_cover: bool = False
    spending: int = 0


def first_unsound(rows: Sequence[Sequence[int]]) -> int | None:
    """The first row with which a symmetric matrix stops being positive semi-definite; None where it is.

    A matrix that is not cannot be one of correlations: some mix would have a variance below nothing. Exact, by
    elimination in fractions: every pivot is at least 0, and where it is 0 nothing is left beside it.
    """
    left = [[Fraction(value) for value in row] for row in rows]
    for place, row in enumerate(left):
        pivot = row[place]
        if pivot < 0:
            return place
        for below in range(place + 1, len(left)):
            if pivot == 0:
                if row[below] != 0:
                    return below
                continue
            share = left[below][place] / pivot
            left[below] = [value - share * above for value, above in zip(left[below], row, strict=True)]
    return None
