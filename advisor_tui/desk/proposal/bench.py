"""The workbench of one draft: everything that its builder needs to answer a key without the database."""

from dataclasses import dataclass

from advisor_tui.base.languages import pick
from advisor_tui.desk.proposal.check import Basis, Judged, Offer, judge, offers
from advisor_tui.desk.proposal.draft import Draft
from advisor_tui.desk.proposal.levels import LevelMix, held_mix, level_mix
from advisor_tui.desk.proposal.terms import show_finding
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.proposals import Assessed, FindingView, Position, Purpose
from advisor_tui.reference.allocation import TargetMix
from advisor_tui.reference.products import Product
from advisor_tui.rules.findings import Finding


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

    def held_levels(self) -> LevelMix:
        """How everything that the client has lies over the risk levels."""
        return held_mix(self.positions)

    def proposed_levels(self, draft: Draft) -> LevelMix:
        """How the lines of a draft lie over the risk levels."""
        products = ((self.product(line.product), line.amount) for line in draft.lines)
        return level_mix((None if product is None else product.level, amount) for product, amount in products)
