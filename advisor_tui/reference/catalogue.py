"""Everything of data/ in one value, each part read when it is first asked for.

What reads a part that the first screens do without is imported with it: all of them would take longer than opening.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.reference.cadence import read_cadence
from advisor_tui.reference.tiers import read_tiers
from advisor_tui.reference.toml import Document, Source, overlay, read_sources, refuse
from advisor_tui.reference.versions import V, Versions
from advisor_tui.reference.workdays import read_notice, work_calendar
from advisor_tui.rules.cadence import Cadence
from advisor_tui.rules.tiers import Tier
from advisor_tui.rules.workdays import WorkCalendar

if TYPE_CHECKING:
    from advisor_tui.reference.allocation import TargetMix
    from advisor_tui.reference.checklists import Checklist
    from advisor_tui.reference.demo import DemoBranch
    from advisor_tui.reference.imports import ImportTable
    from advisor_tui.reference.loan_costs import LoanCosts
    from advisor_tui.reference.needs import NeedTable
    from advisor_tui.reference.products import Product
    from advisor_tui.reference.projection import ProjectionTable
    from advisor_tui.reference.rulebook import Rulebook
    from advisor_tui.rules.facts import LoanType
    from advisor_tui.rules.questionnaire import Questionnaire
    from advisor_tui.rules.workflow import Workflow

T = TypeVar("T")


PARTS = {
    "allocation": "allocation",
    "cadence": "cadence",
    "checklists": "checklists",
    "demo": "demo",
    "imports": "imports",
    "loan_costs": "loan_costs",
    "needs": "needs",
    "products": "products",
    "projection": "projection",
    "questionnaires": "questionnaires",
    "rules": "rulebook",
    "tiers": "tiers",
    "workdays": "work_calendar",
    "workflows": "workflows",
}
"""The folders of data/ and the part of `Reference` that reads each as a whole."""


class Reference:
    """The reference data of a desk: what is shipped, and over it what head office published.

    Every part is read and checked at its first use, kept, and raises `DeskError` (`data_invalid`) naming file, line
    and key if it does not hold together. Its values are frozen; a new publication makes a new `Reference`.
    """

    def __init__(self, root: Path, published: Iterable[Source] = ()) -> None:
        self.root = root
        self.published = tuple(published)

    def sources(self, area: str) -> list[Source]:
        """The files of one folder of data/, published ones instead of shipped ones of the same path."""
        return overlay(read_sources(self.root, area), (s for s in self.published if s.path.startswith(f"{area}/")))

    @cached_property
    def questionnaires(self) -> "Versions[Questionnaire]":
        """Questionnaires, every version."""
        return self._versions(self._questionnaires)

    @cached_property
    def questionnaire_sources(self) -> dict[str, Source]:
        """The very text that each version of a questionnaire was read from, by its key."""
        return {found.key: source for found, source in self._questionnaires}

    @cached_property
    def _questionnaires(self) -> "list[tuple[Questionnaire, Source]]":
        from advisor_tui.reference.questionnaires import read_questionnaire

        return self._each("questionnaires", lambda document: (read_questionnaire(document), document.source))

    @cached_property
    def products(self) -> "Versions[Product]":
        """Products, every version."""
        from advisor_tui.reference.product_files import read_products

        files = self._each("products", lambda document: [(item, document.source) for item in read_products(document)])
        return self._versions(pair for file in files for pair in file)

    @cached_property
    def work_calendar(self) -> WorkCalendar:
        """Working days; provisional after the last published notice."""
        return work_calendar(self._each("workdays", read_notice))

    @cached_property
    def cadence(self) -> Cadence:
        """Contact rhythm by tier, and contacts around events."""
        return self._one("cadence", read_cadence)

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Client tiers, from the lowest up."""
        return self._one("tiers", read_tiers)

    @property
    def tier_floors(self) -> tuple[tuple[str, int], ...]:
        """Tier ids with the assets (分) from which they hold, from the lowest up; what the store ranks clients by."""
        return tuple((tier.id, tier.from_fen) for tier in self.tiers)

    @cached_property
    def needs(self) -> "NeedTable":
        """Figures and sentences of needs."""
        from advisor_tui.reference.needs import read_needs

        return self._one("needs", read_needs)

    @cached_property
    def workflows(self) -> "dict[str, Workflow]":
        """The tasks that a confirmed proposal creates, by type of product."""
        from advisor_tui.reference.workflows import read_workflow

        found: dict[str, Workflow] = {}
        for workflow in self._each("workflows", read_workflow):
            found.update(dict.fromkeys(workflow.products, workflow))
        return found

    @cached_property
    def checklists(self) -> "dict[LoanType, Checklist]":
        """The papers that a loan needs, by kind of loan."""
        from advisor_tui.reference.checklists import read_checklist

        return {checklist.loan: checklist for checklist in self._each("checklists", read_checklist)}

    @cached_property
    def loan_costs(self) -> "LoanCosts":
        """What loans cost beside their interest."""
        from advisor_tui.reference.loan_costs import read_loan_costs

        return self._one("loan_costs", read_loan_costs)

    @cached_property
    def projection(self) -> "ProjectionTable":
        """What projections assume."""
        from advisor_tui.reference.projection import read_projection

        return self._one("projection", read_projection)

    @cached_property
    def allocation(self) -> "Versions[TargetMix]":
        """The target mix of the automatic proposal, every version."""
        from advisor_tui.reference.allocation import read_target_mix

        return self._versions(self._each("allocation", lambda document: (read_target_mix(document), document.source)))

    @cached_property
    def demo(self) -> "DemoBranch":
        """The invented people and places of the demo."""
        from advisor_tui.reference.demo import read_demo

        return self._one("demo", read_demo)

    @cached_property
    def imports(self) -> "dict[str, ImportTable]":
        """The headers of imported tables, by kind."""
        from advisor_tui.reference.imports import read_import_table

        return {table.kind: table for table in self._each("imports", read_import_table)}

    @cached_property
    def rulebook(self) -> "Rulebook":
        """The tables of law and policy, with the sentences of findings; what is published only tightens the law."""
        from advisor_tui.reference.rulebook import load_rulebook, rulebook_from

        if not any(source.path.startswith("rules/") for source in self.published):
            return rulebook_from(self.sources("rules"))
        return rulebook_from(self.sources("rules"), load_rulebook(self.root).texts)

    def _versions(self, found: "Iterable[tuple[V, Source]]") -> "Versions[V]":
        """What is published stands behind what is shipped, so that a refusal names the file that was changed."""
        new = {source.path for source in self.published}
        return Versions(sorted(found, key=lambda pair: pair[1].path in new))

    def _each(self, area: str, read: Callable[[Document], T]) -> list[T]:
        documents = [Document(source) for source in self.sources(area)]
        found = [read(document) for document in documents]
        refuse(mistake for document in documents for mistake in document.mistakes)
        return found

    def _one(self, area: str, read: Callable[[Document], T]) -> T:
        found = self._each(area, read)
        if len(found) != 1:
            raise DeskError(
                "data_invalid",
                mark("This folder needs exactly one file, there are {count}"),
                where=area,
                count=len(found),
            )
        return found[0]


def load_reference(root: Path, published: Iterable[Source] = ()) -> Reference:
    """The reference data below a folder, under what head office published.

    Args:
        root: A `data/` folder, usually `data_root()`.
        published: Files of head office; the path of one is its place below data/.
    """
    return Reference(root, published)
