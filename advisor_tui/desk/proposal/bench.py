"""The workbench of one draft: everything that its builder needs to answer a key without the database."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor_tui.base.languages import pick
from advisor_tui.desk.proposal.check import Basis, Judged, Offer, judge, offers
from advisor_tui.desk.proposal.draft import Draft
from advisor_tui.desk.proposal.terms import show_finding
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.proposals import Assessed, FindingView, Position, Purpose
from advisor_tui.reference.allocation import TargetMix
from advisor_tui.reference.products import Product
from advisor_tui.rules.findings import Finding

FULL_SCALE = 500
"""The top of the risk scale: R5, in hundredths."""


@dataclass(frozen=True)
class Workbench:
    """A draft with the client's facts, the catalogue and the rules of today.

    Attributes:
        assessed: The latest assessment; None can only be where it was erased since.
        positions: What the client has, the largest first.
        purposes: Goals and needs that a line may serve.
        moved: Products of lines of which the client has more or less than when the draft was last saved.
        mix: The bank's target mix of today; None where it has none.
    """

    id: str
    number: int
    version: int
    client: ClientRef
    assessed: Assessed | None
    draft: Draft
    basis: Basis
    positions: tuple[Position, ...]
    purposes: tuple[Purpose, ...]
    moved: tuple[str, ...] = ()
    mix: TargetMix | None = None

    def judge(self, draft: Draft) -> Judged:
        """What the rules say of a draft."""
        return judge(draft, self.basis)

    def offers(self, draft: Draft) -> tuple[Offer, ...]:
        """The catalogue for this client, what suits first."""
        return offers(draft, self.basis)

    def show(self, finding: Finding) -> FindingView:
        """A finding in the language in use."""
        return show_finding(finding, self.basis.rules)

    def product(self, code: str) -> Product | None:
        """A product of today's catalogue."""
        return self.basis.products.get(code)

    def name(self, code: str) -> str:
        """A product's name in the language in use; its id where it left the catalogue."""
        product = self.product(code)
        return code if product is None else pick(product.name)

    def held(self, code: str) -> int:
        """What the client has of a product, in 分."""
        return sum(position.value for position in self.positions if position.product == code)

    def purpose(self, goal: str, need: str) -> Purpose | None:
        """The purpose of a line."""
        return next((purpose for purpose in self.purposes if purpose.id in (goal, need) and purpose.id), None)

    def fact_name(self, fact: str) -> str:
        """A fact's label, such as `client.premium_budget`."""
        return self.basis.rules.fact(fact)


def mean_level(amounts: Mapping[int, int]) -> int | None:
    """The average risk level weighted by amount, in hundredths (240 is R2.4); None where nothing is rated.

    Args:
        amounts: 分 by level 1 to 5.
    """
    whole = sum(amounts.values())
    return None if whole <= 0 else sum(level * 100 * amount for level, amount in amounts.items()) // whole


def held_by_level(bench: Workbench) -> dict[int, int]:
    """What the client has, in 分 by risk level; positions without a level are left out."""
    found: dict[int, int] = {}
    for position in bench.positions:
        if position.level is not None:
            found[position.level] = found.get(position.level, 0) + position.value
    return found


def proposed_by_level(bench: Workbench, draft: Draft) -> dict[int, int]:
    """What the lines propose, in 分 by risk level; products without a level or an amount are left out."""
    found: dict[int, int] = {}
    for line in draft.lines:
        product = bench.product(line.product)
        if line.amount and product is not None and product.level is not None:
            found[product.level] = found.get(product.level, 0) + line.amount
    return found
