"""Reads data/projection/: what projections assume, whose assumption it is, and the stress tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advisor_tui.base.languages import mark
from advisor_tui.reference.products import PRODUCT_TYPES
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.needs.books import HELD_KINDS
from advisor_tui.rules.projection.assumptions import (
    ASSET_CLASSES,
    UNIT,
    AssetClass,
    Assumptions,
    Stress,
    first_unsound,
)

FEWEST, STRESSES = 8, 9
"""How many stress tests there are: at most one for each of the digits 1 to 9."""
MOST_YEARS = 100
"""What `most_years` may be: time and memory of a projection grow with it."""
_LOWEST, _HIGHEST = -5000, UNIT
_SHOCKS = (
    "start_month", "months", "assets", "products", "property", "loan_rate", "inflation", "income_lost", "whose",
    "life_cover", "spending",
)  # fmt: skip


@dataclass(frozen=True)
class ClassNote:
    """What a class of assets is called, and whose its figures are."""

    name: Both
    source: str


@dataclass(frozen=True)
class StressTest:
    """A stress test with its name and what it says to the client; `source` where it is not the whole file's."""

    name: Both
    about: Both
    stress: Stress
    source: str
    confirmed: bool


@dataclass(frozen=True)
class Unlisted:
    """The class of what the catalogue does not know: its kind of holding, and its level, 0 for any."""

    kind: str
    level: int
    asset_class: str


@dataclass(frozen=True)
class ProjectionTable:
    """The assumptions of projections.

    Attributes:
        source: Whose assumptions they are.
        confirmed: Whether the bank has adopted them.
        notes: By class of assets.
        stresses: In the order of their keys.
    """

    source: str
    as_of: date
    confirmed: bool
    assumptions: Assumptions
    notes: Mapping[str, ClassNote]
    stresses: tuple[StressTest, ...]
    unlisted: tuple[Unlisted, ...]

    def class_of(self, kind: str, level: int | None) -> str | None:
        """The class of a holding that the catalogue does not know; None where it takes no part in a projection."""
        fitting = (found for found in self.unlisted if found.kind == kind and found.level in (0, level))
        return next((found.asset_class for found in fitting), None)


def read_projection(document: Document) -> ProjectionTable:
    """Read and check the assumptions: every class once, and correlations that can be ones."""
    root = document.root
    root.only(
        "source", "as_of", "confirmed", "inflation", "property_growth", "loan_rate", "working_age", "years",
        "most_years", "paths", "class", "correlation", "unlisted", "stress",
    )  # fmt: skip
    source, confirmed = root.text("source"), root.flag("confirmed")
    classes, notes = _classes(root)
    years = root.integer("years", low=1, high=MOST_YEARS)
    assumptions = Assumptions(
        classes,
        _correlation(root.table("correlation"), [found.id for found in classes]),
        root.integer("inflation", low=-500, high=3000),
        root.integer("property_growth", low=-2000, high=3000),
        root.integer("loan_rate", low=0, high=3000),
        root.integer("working_age", low=16, high=100),
        years,
        root.integer("most_years", low=max(1, years), high=MOST_YEARS),
        root.integer("paths", low=1, high=100_000),
    )
    unlisted = tuple(_unlisted(table) for table in root.tables("unlisted"))
    stresses = _stresses(root, source, confirmed, 12 * max(1, years))
    return ProjectionTable(source, root.day("as_of"), confirmed, assumptions, notes, stresses, unlisted)


def _classes(root: Table) -> tuple[tuple[AssetClass, ...], Mapping[str, ClassNote]]:
    classes: list[AssetClass] = []
    notes: dict[str, ClassNote] = {}
    for table in root.tables("class", least=1):
        table.only("id", "name", "yearly_return", "volatility", "source")
        found = AssetClass(
            table.word("id", ASSET_CLASSES),
            table.integer("yearly_return", low=_LOWEST, high=_HIGHEST),
            table.integer("volatility", low=0, high=UNIT),
        )
        if found.id in notes:
            table.wrong("id", mark("{id} stands here a second time"), id=found.id)
            continue
        classes.append(found)
        notes[found.id] = ClassNote(table.both("name"), table.text("source"))
    for missing in [name for name in ASSET_CLASSES if name not in notes]:
        root.wrong("class", mark("There is nothing here for {id}"), id=missing)
    return tuple(classes), notes


def _correlation(table: Table, order: list[str]) -> tuple[tuple[int, ...], ...]:
    table.only(*order)
    rows = [table.integers(name) for name in order]
    sound = True
    for place, (name, row) in enumerate(zip(order, rows, strict=True)):
        if len(row) != len(order):
            table.wrong(name, mark("{count} figures are needed here, one a class"), count=len(order))
            sound = False
        elif row[place] != UNIT or not all(-UNIT <= value <= UNIT for value in row):
            table.wrong(name, mark("Correlations lie between -10000 and 10000, that of a class with itself is 10000"))
            sound = False
    if not sound:
        return tuple(rows)
    for place, name in enumerate(order):
        other = next((other for other in range(place) if rows[place][other] != rows[other][place]), None)
        if other is not None:
            table.wrong(name, mark("The correlation with {id} is not the one that stands there"), id=order[other])
            return tuple(rows)
    unsound = first_unsound(rows)
    if unsound is not None:
        table.wrong(
            order[unsound], mark("No returns have these correlations together: some mix would vary by less than 0")
        )
    return tuple(rows)


def _unlisted(table: Table) -> Unlisted:
    table.only("kind", "level", "class")
    return Unlisted(
        table.word("kind", HELD_KINDS), table.integer("level", 0, low=0, high=5), table.word("class", ASSET_CLASSES)
    )


def _stresses(root: Table, source: str, confirmed: bool, months: int) -> tuple[StressTest, ...]:
    found: list[StressTest] = []
    for table in root.tables("stress", least=FEWEST):
        table.only("id", "name", "about", "source", "confirmed", *_SHOCKS)
        test = StressTest(
            table.both("name"),
            table.both("about"),
            _stress(table, months),
            table.text("source", source),
            table.flag("confirmed", confirmed),
        )
        if any(other.stress.id == test.stress.id for other in found):
            table.wrong("id", mark("{id} stands here a second time"), id=test.stress.id)
        found.append(test)
    if len(found) > STRESSES:
        root.wrong("stress", mark("There are keys for {most} stress tests only"), most=STRESSES)
    return tuple(found)


def _stress(table: Table, months: int) -> Stress:
    """A stress test that comes within so many months: every projection reaches that far."""
    stress = Stress(
        table.text("id"),
        table.integer("start_month", 1, low=1, high=months),
        table.integer("months", 0, low=0, high=12 * MOST_YEARS),
        _changes(table, "assets", ASSET_CLASSES),
        _changes(table, "products", PRODUCT_TYPES),
        table.integer("property", 0, low=-UNIT, high=UNIT),
        table.integer("loan_rate", 0, low=-3000, high=3000),
        table.integer("inflation", 0, low=-3000, high=3000),
        table.integer("income_lost", 0, low=0, high=UNIT),
        table.word("whose", ("family", "client"), "family"),
        table.flag("life_cover", False),
        table.integer("spending", 0, low=-UNIT, high=UNIT),
    )
    if stress == Stress(stress.id, stress.start_month, stress.months, whose=stress.whose):
        table.wrong(None, mark("Nothing happens in this stress test"))
    return stress


def _changes(table: Table, name: str, known: tuple[str, ...]) -> Mapping[str, int]:
    if name not in table:
        return {}
    changes = table.table(name)
    changes.only(*known)
    return {word: changes.integer(word, low=-UNIT, high=UNIT) for word in known if word in changes}
