"""Reads data/allocation/: the target mix of the automatic proposal by level and horizon, and the order of needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advisor_tui.base.languages import mark
from advisor_tui.reference.products import LOAN, PRODUCT_TYPES, SUBTYPES, Product
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.allocation.problem import WHOLE, Share
from advisor_tui.rules.needs.insurance import CLASSES
from advisor_tui.rules.needs.need import NEED_KINDS

TARGET_MIX = "target-mix"
"""The id of the table; a change is a new version of it."""
LEVELS = (1, 2, 3, 4, 5)
_SHARES = ("low", "target", "high")
_MOST_COST = 1000


@dataclass(frozen=True)
class MixClass:
    """A class of the target mix: its name, and its products as `type` or `type.subtype`."""

    id: str
    name: Both
    products: tuple[str, ...]


@dataclass(frozen=True)
class HorizonBand:
    """What may serve a goal that is due within so many days, included; None is any day.

    Attributes:
        most: The highest share by class, in 10⁻⁴; a class that is not named does not serve it.
    """

    name: Both
    up_to_days: int | None
    most: Mapping[str, int]


@dataclass(frozen=True)
class Serving:
    """One place in the order of needs.

    Attributes:
        needs: Kinds of needs that are one here; empty where the client's goals stand.
        insurance: Of `insurance_missing`, the classes of insurance that are meant.
        most: As of a `HorizonBand`.
        premium_of_income: The premium that meets it, in 10⁻⁴ of the household's yearly income; 0 where its size is
            money to put aside.
        rest: Money that looks for a place: whatever is bought, for this or for another need, meets it.
    """

    needs: tuple[str, ...]
    insurance: tuple[str, ...]
    most: Mapping[str, int]
    premium_of_income: int
    rest: bool = False

    @property
    def goals(self) -> bool:
        """Whether it stands for the client's goals."""
        return not self.needs


@dataclass(frozen=True)
class TargetMix:
    """A version of the bank's policy for the automatic proposal.

    Attributes:
        source: Whose policy it is; `confirmed` whether the bank has adopted it.
        line_cost: What one more line weighs, in 10⁻⁴ of the money.
        warning_cost: What a warning adds to the yearly fees of a product, in 10⁻⁴.
        levels: By client level 1 to 5, the shares by class.
        order: The order of needs.
    """

    id: str
    version: int
    effective_from: date
    source: str
    confirmed: bool
    line_cost: int
    warning_cost: int
    classes: Mapping[str, MixClass]
    levels: Mapping[int, tuple[Share, ...]]
    horizons: tuple[HorizonBand, ...]
    order: tuple[Serving, ...]

    def class_of(self, product: Product) -> str | None:
        """The class of a product; None for what is never proposed automatically."""
        listed = {name: found.id for found in self.classes.values() for name in found.products}
        return listed.get(f"{product.type}.{product.subtype}", listed.get(product.type))

    def band(self, days: int | None) -> HorizonBand:
        """The band of a goal that is due in so many days; the last one where it has no day."""
        fitting = (
            band for band in self.horizons if band.up_to_days is None or (days is not None and days <= band.up_to_days)
        )
        return next(fitting)


def read_target_mix(document: Document) -> TargetMix:
    """Read and check a version: shares of every level that can add up, horizons that rise, classes that exist."""
    root = document.root
    root.only(
        "id", "version", "effective_from", "source", "confirmed", "line_cost", "warning_cost", "class", "level",
        "horizon", "serve",
    )  # fmt: skip
    classes = _classes(root)
    names = tuple(classes)
    return TargetMix(
        root.word("id", (TARGET_MIX,)),
        root.integer("version", low=1),
        root.day("effective_from"),
        root.text("source"),
        root.flag("confirmed"),
        root.integer("line_cost", low=0, high=_MOST_COST),
        root.integer("warning_cost", low=0, high=_MOST_COST),
        classes,
        _levels(root, names),
        _horizons(root, names),
        tuple(_serving(table, names) for table in root.tables("serve", least=1)),
    )


def _classes(root: Table) -> dict[str, MixClass]:
    known = {name for name in PRODUCT_TYPES if name != LOAN}
    known |= {f"{name}.{subtype}" for name in known for subtype in SUBTYPES.get(name, ())}
    found: dict[str, MixClass] = {}
    listed: set[str] = set()
    for table in root.tables("class", least=1):
        table.only("id", "name", "products")
        one = MixClass(table.text("id"), table.both("name"), table.words("products", sorted(known)))
        if one.id in found:
            table.wrong("id", mark("{id} stands here a second time"), id=one.id)
        for name in listed.intersection(one.products):
            table.wrong("products", mark("{id} stands here a second time"), id=name)
        listed |= set(one.products)
        found[one.id] = one
    return found


def _levels(root: Table, classes: tuple[str, ...]) -> dict[int, tuple[Share, ...]]:
    found: dict[int, tuple[Share, ...]] = {}
    for table in root.tables("level"):
        table.only("level", "shares")
        level = table.integer("level", low=LEVELS[0], high=LEVELS[-1])
        if level in found:
            table.wrong("level", mark("{id} stands here a second time"), id=level)
        found[level] = _shares(table, classes)
    for missing in [level for level in LEVELS if level not in found]:
        root.wrong("level", mark("There is nothing here for {id}"), id=missing)
    return found


def _shares(table: Table, classes: tuple[str, ...]) -> tuple[Share, ...]:
    """The shares of every class, what is not named with nothing at all."""
    shares = table.table("shares")
    shares.only(*classes)
    found = []
    for name in classes:
        if name not in shares:
            found.append(Share(name, 0, 0, 0))
            continue
        one = shares.table(name)
        one.only(*_SHARES)
        low, target, high = (one.integer(part, low=0, high=WHOLE) for part in _SHARES)
        if not low <= target <= high:
            one.wrong(
                None,
                mark("The shares have to rise: low {low}, target {target}, high {high}"),
                low=low,
                target=target,
                high=high,
            )
        found.append(Share(name, low, target, high))
    whole = sum(share.target for share in found)
    if whole != WHOLE:
        table.wrong("shares", mark("The shares by choice come to {sum}, not to {whole}"), sum=whole, whole=WHOLE)
    return tuple(found)


def _horizons(root: Table, classes: tuple[str, ...]) -> tuple[HorizonBand, ...]:
    tables = root.tables("horizon", least=1)
    found: list[HorizonBand] = []
    before = 0
    for place, table in enumerate(tables):
        table.only("name", "up_to_days", "most")
        days = None
        if place < len(tables) - 1:
            days = table.integer("up_to_days", low=before + 1)
            before = max(before, days)
        elif "up_to_days" in table:
            table.wrong("up_to_days", mark("The last horizon has no end"))
        found.append(HorizonBand(table.both("name"), days, _most(table, classes)))
    return tuple(found)


def _most(table: Table, classes: tuple[str, ...]) -> Mapping[str, int]:
    most = table.table("most")
    most.only(*classes)
    found = {name: most.integer(name, low=1, high=WHOLE) for name in classes if name in most}
    if found and sum(found.values()) < WHOLE:
        table.wrong("most", mark("These shares leave a part that nothing may serve"))
    return found


def _serving(table: Table, classes: tuple[str, ...]) -> Serving:
    if "goals" in table:
        table.only("goals")
        table.flag("goals")
        return Serving((), (), {}, 0)
    table.only("needs", "insurance", "most", "premium_of_income", "rest")
    needs = table.words("needs", NEED_KINDS)
    if not needs:
        table.wrong("needs", mark("At least {least} entries are needed here"), least=1)
    return Serving(
        needs or ("idle_cash",),
        table.words("insurance", CLASSES),
        _most(table, classes),
        table.integer("premium_of_income", 0, low=0, high=WHOLE),
        table.flag("rest", default=False),
    )
