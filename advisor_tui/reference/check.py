"""Checks a whole data folder before it is published: every mistake of every file, not only the first."""

from collections.abc import Callable, Iterable
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.reference.allocation import read_target_mix
from advisor_tui.reference.bulletins import read_bulletins
from advisor_tui.reference.cadence import read_cadence
from advisor_tui.reference.catalogue import PARTS, Reference
from advisor_tui.reference.checklists import read_checklist
from advisor_tui.reference.demo import read_demo
from advisor_tui.reference.imports import read_import_table
from advisor_tui.reference.loan_costs import read_loan_costs
from advisor_tui.reference.needs import read_needs
from advisor_tui.reference.product_files import read_products
from advisor_tui.reference.product_links import check_issuers
from advisor_tui.reference.projection import read_projection
from advisor_tui.reference.questionnaires import read_questionnaire
from advisor_tui.reference.root import data_root
from advisor_tui.reference.rulebook import load_rulebook, read_rules
from advisor_tui.reference.tiers import read_tiers
from advisor_tui.reference.toml import Document, Mistake, Source, read_sources
from advisor_tui.reference.workdays import read_notice
from advisor_tui.reference.workflows import read_workflow

READERS: dict[str, Callable[[Document], object]] = {
    "questionnaires": read_questionnaire,
    "products": read_products,
    "workdays": read_notice,
    "cadence": read_cadence,
    "tiers": read_tiers,
    "needs": read_needs,
    "workflows": read_workflow,
    "checklists": read_checklist,
    "loan_costs": read_loan_costs,
    "projection": read_projection,
    "allocation": read_target_mix,
    "imports": read_import_table,
    "demo": read_demo,
    "bulletins": read_bulletins,
}
"""How the files of each folder are read; data/rules/ is read as one book."""
RULES = "rules"
ORDERS = "orders"
"""What `head-office publish` reads and checks against its warehouse."""


def check_folder(root: Path) -> tuple[int, list[Mistake]]:
    """How many files a data folder has, and every mistake in them, in the order of files and lines.

    A folder may hold a part of the data only (what is to be published); what is there has to be right. Its rules are
    read over the shipped ones, as a desk reads them, and may tighten the law but never loosen it.

    Raises:
        DeskError: `data_missing` for a folder without any data file, `data_unreadable` for a file that is not text.
    """
    count = 0
    mistakes: list[Mistake] = []
    for area, read in READERS.items():
        sources = read_sources(root, area)
        count += len(sources)
        found = _check_area(sources, read)
        mistakes += found or _check_together(sources, area)
    mistakes += check_issuers(read_sources(root, "products"))
    mistakes += _unread(root)
    rules = read_sources(root, RULES)
    count += len(rules)
    if rules:
        mistakes += _check_rules(rules)
    if not count:
        raise DeskError("data_missing", mark("There are no data files in {folder}"), where=str(root), folder=root)
    return count, sorted(mistakes)


def _check_area(sources: Iterable[Source], read: Callable[[Document], object]) -> list[Mistake]:
    found: list[Mistake] = []
    for source in sources:
        document = Document(source)
        read(document)
        found += document.mistakes
    return found


def _check_rules(published: list[Source]) -> list[Mistake]:
    """Every mistake of the rules as a desk reads them: over the shipped ones, whose law they may only tighten."""
    reference = Reference(data_root(), published)
    _, _, found = read_rules(reference.sources(RULES), load_rulebook().texts)
    return found or _refusal(lambda: reference.rulebook, RULES)


def _check_together(sources: list[Source], area: str) -> list[Mistake]:
    """What only shows beside what is shipped, as a desk reads it: an item twice, two files where one is meant."""
    if not sources or area not in PARTS:
        return []
    return _refusal(lambda: getattr(Reference(data_root(), sources), PARTS[area]), area)


def _unread(root: Path) -> list[Mistake]:
    """Files that nothing reads: in a folder of another name, or not in a folder at all."""
    names = (path.relative_to(root) for path in root.rglob("*.toml"))
    stray = [name for name in names if len(name.parts) != 2 or name.parts[0] not in (*READERS, RULES, ORDERS)]
    return [Mistake(name.as_posix(), 1, "", mark("Nothing reads a file in this place")) for name in stray]


def _refusal(load: Callable[[], object], area: str) -> list[Mistake]:
    try:
        load()
    except DeskError as error:
        place, _, key = error.where.partition(" ")
        path, _, line = place.rpartition(":")
        known = path and line.isdigit()
        return [
            Mistake(
                path if known else area, int(line) if known else 1, key if known else place, error.message, error.params
            )
        ]
    return []
