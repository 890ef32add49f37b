"""Which tier a client belongs to, with its bounds."""

import pytest

from advisor_tui.rules.tiers import Tier, higher_tier, tier_of

TIERS = tuple(Tier(name, {"zh": name, "en": name}, least, True) for name, least in (("a", 10), ("b", 50), ("c", 500)))


@pytest.mark.parametrize(
    ("assets", "tier", "next_tier", "missing"),
    [
        (0, "a", "a", 10),
        (9, "a", "a", 1),
        (10, "a", "b", 40),
        (49, "a", "b", 1),
        (50, "b", "c", 450),
        (499, "b", "c", 1),
        (500, "c", "", 0),
        (10**9, "c", "", 0),
    ],
)
def test_a_tier_begins_at_its_amount(assets: int, tier: str, next_tier: str, missing: int) -> None:
    assert tier_of(TIERS, assets).id == tier
    above = higher_tier(TIERS, assets)
    assert above is None if not next_tier else above is not None and (above[0].id, above[1]) == (next_tier, missing)
