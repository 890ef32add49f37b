"""Papers that can be printed for a client, as screens offer them."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor_tui.base.languages import mark, pick, translate

Both = Mapping[str, str]
PROPOSAL, OPINION, COMPARISON, DISCLOSURE, COSTS = (
    "wealth_proposal", "suitability_opinion", "product_comparison", "risk_disclosure", "cost_sheet",
)  # fmt: skip
NAMES: Mapping[str, str] = {
    PROPOSAL: mark("Wealth proposal"),
    OPINION: mark("Suitability opinion"),
    COMPARISON: mark("Product comparison"),
    DISCLOSURE: mark("Risk disclosure"),
    COSTS: mark("Sheet of the all-in cost of financing"),
}


@dataclass(frozen=True)
class PaperChoice:
    """A paper that can be printed.

    Attributes:
        kind: One of `NAMES`.
        product_id: The stored version of the product that it is about, or "".
        product: That product's name.
    """

    kind: str
    product_id: str = ""
    product: Both | None = None

    @property
    def label(self) -> str:
        """What it is called, in the language in use."""
        name = translate(NAMES[self.kind])
        return name if self.product is None else f"{name}  {pick(self.product)}"
