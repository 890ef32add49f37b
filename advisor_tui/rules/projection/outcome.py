"""What a projection finds; amounts are 分 of today's money, shares 10⁻⁴."""

from dataclasses import dataclass

PERCENTILES = (10, 25, 50, 75, 90)
DRIVERS = ("returns", "inflation", "fees", "contributions")
"""What may explain a shortfall: each is neutralised in a run of its own."""
LIVING = "living"
"""The id of what the household's own outflows need, where income does not carry them."""


@dataclass(frozen=True, slots=True)
class Cause:
    """How much of a shortfall is gone once one driver is neutralised."""

    driver: str
    explained: int


@dataclass(frozen=True, slots=True)
class WantOutcome:
    """How one goal fares.

    Attributes:
        wanted_fen: What it needs.
        met: In how many of the paths it is paid in full.
        median_short_fen, mean_short_fen: What is missing in the paths that fall short.
        causes: The strongest first; empty where nothing is missing or nobody asked.
        more_fen: What would have to be saved a month besides for it to be met with returns as expected.
    """

    id: str
    wanted_fen: int
    met: int
    paths: int
    median_short_fen: int = 0
    mean_short_fen: int = 0
    causes: tuple[Cause, ...] = ()
    more_fen: int = 0

    @property
    def success(self) -> int:
        """The share of paths in which it is paid in full, rounded down."""
        return self.met * 10_000 // self.paths


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one plan may come to.

    Attributes:
        fan: For each of `PERCENTILES` the money at the end of every year, now first.
        property_fen, debt_fen: What stands beside it, at the same moments.
        wants: In the order of the plan; last what the household needs itself, where that ever falls short.
    """

    fan: tuple[tuple[int, ...], ...]
    property_fen: tuple[int, ...]
    debt_fen: tuple[int, ...]
    wants: tuple[WantOutcome, ...]

    @property
    def years(self) -> int:
        """How far it reaches."""
        return len(self.property_fen) - 1
