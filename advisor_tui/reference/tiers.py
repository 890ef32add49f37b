"""Reads data/tiers/: the bank's client tiers."""

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Document
from advisor_tui.rules.tiers import Tier


def read_tiers(document: Document) -> tuple[Tier, ...]:
    """Read and check the tiers, from the lowest up; the lowest begins at 0."""
    root = document.root
    root.only("source", "confirmed", "tier")
    root.text("source")
    confirmed = root.flag("confirmed")
    tiers: list[Tier] = []
    for table in root.tables("tier", least=1):
        table.only("id", "name", "from_fen", "confirmed")
        tier = Tier(
            table.text("id"), table.both("name"), table.integer("from_fen", low=0), table.flag("confirmed", confirmed)
        )
        if any(other.id == tier.id for other in tiers):
            table.wrong("id", mark("{id} stands here a second time"), id=tier.id)
        if not tiers and tier.from_fen != 0:
            table.wrong("from_fen", mark("The lowest tier begins at 0"))
        if tiers and tier.from_fen <= tiers[-1].from_fen:
            table.wrong("from_fen", mark("Tiers stand from the lowest up"))
        tiers.append(tier)
    return tuple(tiers)
