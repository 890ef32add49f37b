"""When what a client has of a product changed in a way that matters: bought or given back, not a day's market move."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PositionDrift:
    """By how many percent a position's value may move, up or down, and still be the same position (bank policy)."""

    percent: int

    def within(self, before_fen: int, now_fen: int) -> bool:
        """Whether a value (分) only moved with the market; the limit is included, nothing held never is."""
        return before_fen > 0 and now_fen > 0 and abs(now_fen - before_fen) * 100 <= self.percent * before_fen


@dataclass(frozen=True, slots=True)
class Held:
    """What a client has of one product.

    Attributes:
        value_fen: Its value, in 分.
        units: Units (10⁻⁴) by the holding's reference; None where a holding is not counted in units. Empty where
            nothing is held, or where only the value was written down.
    """

    value_fen: int = 0
    units: Mapping[str, int | None] = field(default_factory=dict, hash=False)


def moved(before: Held, now: Held, drift: PositionDrift) -> bool:
    """Whether a position was bought, given back, or is worth so much more or less that it has to be looked at again.

    A holding that was added or is gone counts, as do other units of one. Without both lists the values decide alone.
    """
    if before.value_fen == now.value_fen and before.units == now.units:
        return False
    if before.units and (before.units.keys() != now.units.keys() or _units_differ(before.units, now.units)):
        return True
    return before.value_fen != now.value_fen and not drift.within(before.value_fen, now.value_fen)


def _units_differ(before: Mapping[str, int | None], now: Mapping[str, int | None]) -> bool:
    """Whether the units of a holding differ; one whose units are not known on both days says nothing."""
    return any(None not in (units, now[key]) and units != now[key] for key, units in before.items())
