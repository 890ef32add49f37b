"""Which tier (客户层级) a client belongs to: the bank's own table, by monthly average of assets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Both = Mapping[str, str]


@dataclass(frozen=True)
class Tier:
    """One tier.

    Attributes:
        id: A word that stays.
        name: As shown.
        from_fen: The monthly average of assets, in 分, from which a client belongs to it (included).
        confirmed: Whether the bank has confirmed the figure.
    """

    id: str
    name: Both
    from_fen: int
    confirmed: bool


def tier_of(tiers: Sequence[Tier], assets_fen: int) -> Tier:
    """The highest tier whose threshold is reached; the lowest one for less. Tiers stand from the lowest up."""
    reached = [tier for tier in tiers if assets_fen >= tier.from_fen]
    return reached[-1] if reached else tiers[0]


def higher_tier(tiers: Sequence[Tier], assets_fen: int) -> tuple[Tier, int] | None:
    """The next tier and how many 分 are missing to it; None at the top."""
    above = [tier for tier in tiers if tier.from_fen > assets_fen]
    return (above[0], above[0].from_fen - assets_fen) if above else None
