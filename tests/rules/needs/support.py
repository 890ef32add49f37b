"""Facts by value, and the needs of one kind in them."""

from datetime import date

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.needs.books import NO_BOOKS, Books
from advisor_tui.rules.needs.find import needs_of
from advisor_tui.rules.needs.need import Need
from advisor_tui.rules.profile import Fact, Facts
from advisor_tui.rules.questionnaire import Value

TABLE = load_reference(data_root()).needs
LIMITS = TABLE.limits
WAN = 1_000_000
"""分 in 万元."""
TODAY = date(2026, 11, 24)


def known(**values: Value) -> Facts:
    return {name: Fact(name, value, f"q_{name}") for name, value in values.items()}


def find(facts: Facts, kind: str, books: Books = NO_BOOKS) -> list[Need]:
    return [need for need in needs_of(facts, LIMITS, books) if need.kind == kind]


def sizes(facts: Facts, kind: str, books: Books = NO_BOOKS) -> list[int]:
    return [need.size_fen for need in find(facts, kind, books)]
