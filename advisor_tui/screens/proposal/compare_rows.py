"""Two to four products side by side: what is compared, and the lines that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.content import Content

from advisor_tui.base.languages import mark, pick, translate
from advisor_tui.base.money import yuan
from advisor_tui.desk.views.proposal_words import cooling_off, investors_name, levels, liquidity_name
from advisor_tui.screens.proposal import product_words as words
from advisor_tui.screens.proposal.findings import short_source
from advisor_tui.screens.proposal.words import VERDICT_SIGNS
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad, pad_left, plain
from advisor_tui.widgets.prose import broken

if TYPE_CHECKING:
    from advisor_tui.desk.proposal.bench import Workbench
    from advisor_tui.desk.proposal.check import Offer
    from advisor_tui.desk.views.catalogue import AssumedView
    from advisor_tui.reference.products import Product

DIFFERS = "*"
"""Before what is not the same for all."""
LABEL, GAP, WIDEST = 14, 2, 34
"""Cells of the labels, between two columns, and of a column at most."""


@dataclass(frozen=True)
class Aspect:
    """One thing that is compared; figures stand right."""

    label: str
    cells: tuple[str, ...]
    figures: bool = False

    @property
    def differs(self) -> bool:
        """Whether it is not the same for all."""
        return len(set(self.cells)) > 1


def aspects(bench: "Workbench", offers: "Sequence[Offer]", assumed: "Mapping[str, AssumedView]") -> list[Aspect]:
    """Everything that at least one of the products says, what decides first, in the language in use."""
    products = [offer.product for offer in offers]
    currency = [words.currency_name(product.currency) for product in products]
    found = [
        Aspect(translate(mark("Suitability")), tuple(_fit(bench, offer) for offer in offers)),
        _of(mark("Type"), [words.nature_name(product) for product in products]),
        _of(mark("Issuer"), [pick(product.issuer) for product in products]),
        _of(mark("Risk level"), [_level(product) for product in products]),
        _of(mark("Term"), [words.term_text(product.term_days) for product in products], figures=True),
        _of(mark("Money back"), ["" if product.loan else liquidity_name(product.liquidity) for product in products]),
        _of(mark("Currency"), currency),
        _of(mark("Least amount"), [yuan(product.min_amount) for product in products], figures=True),
        _of(mark("Step"), [yuan(product.step) for product in products], figures=True),
        _of(mark("At most"), [yuan(each.loan.most) if each.loan else "" for each in products], figures=True),
        _of(mark("Contract rate"), [words.rate_text(product.rate) for product in products], figures=True),
        _of(mark("Fees"), [words.fees_text(product) for product in products], figures=True),
        _of(mark("Tax on gains"), [words.rate_text(each.tax_rate or None) for each in products], figures=True),
        _of(mark("Ways to pay"), [words.pays_text(product) for product in products]),
        _of(mark("Purpose"), [pick(product.loan.purpose) if product.loan else "" for product in products]),
        _of(mark("For whom"), [investors_name(product.investor) for product in products]),
        _of(mark("Cooling-off"), [cooling_off(each.cooling_off_hours, each.type) for each in products]),
        _of(mark("Sale window"), [words.window_text(product) for product in products]),
        _of(mark("Sold by"), [words.qualification_name(product.qualification) for product in products]),
        _of(mark("Risks"), [pick(product.risks) for product in products]),
        _of(mark("Assumed"), [words.assumed_text(assumed.get(product.assumption)) for product in products]),
        _of(mark("Disclosure"), [_disclosure(product) for product in products]),
    ]
    return [aspect for aspect in found if any(aspect.cells)]


def _of(label: str, cells: Sequence[str], *, figures: bool = False) -> Aspect:
    return Aspect(translate(label), tuple(cells), figures)


def _fit(bench: "Workbench", offer: "Offer") -> str:
    """The verdict, the strongest reason and its source."""
    if offer.product.loan is not None:
        return signs("→ ") + translate(mark("a loan case (F7)"))
    if offer.reason is None:
        return signs(f"{VERDICT_SIGNS['allowed']} ") + translate(mark("suits"))
    view = bench.show(offer.reason)
    return f"{signs(VERDICT_SIGNS[view.verdict])} {view.text}\n{short_source(view.source)}"


def _level(product: "Product") -> str:
    return levels(product.level, product.issuer_risk_level, product.seller_risk_level)


def _disclosure(product: "Product") -> str:
    shown = product.disclosure
    version = translate(mark("version {version}")).format(version=shown.version)
    return f"{version}\n{shown.hash[:8]}"


def column_width(count: int, cells: int) -> int:
    """Cells of one of so many products on a line of `cells`."""
    return min(WIDEST, (cells - LABEL - GAP * count) // count)


def draw(shown: Sequence[Aspect], dim: Sequence[bool], cells: int) -> Content:
    """The lines of a comparison on so many cells: what differs is marked and bold, a dim column is greyed."""
    wide = column_width(len(dim), cells)
    lines: list[Content] = []
    for aspect in shown:
        columns = [_lines(text or signs("—"), wide) for text in aspect.cells]
        label = f"{DIFFERS if aspect.differs else ' '}{aspect.label}"
        for row in zip_longest(*columns, fillvalue=""):
            parts = [plain(pad(label, LABEL), "bold" if aspect.differs else "dim")]
            for text, grey in zip(row, dim, strict=True):
                placed = pad_left(text, wide) if aspect.figures else pad(text, wide)
                parts += [Content(" " * GAP), plain(placed, "dim" if grey else "")]
            lines.append(Content.assemble(*parts))
            label = ""
    return Content("\n").join(lines)


def _lines(text: str, wide: int) -> list[str]:
    return broken(plain(text), wide).plain.split("\n")


def heads(offers: "Sequence[Offer]", cells: int) -> Content:
    """The products' names over their columns, numbered as the keys that add them."""
    wide = column_width(len(offers), cells)
    columns = [_lines(f"{place} {pick(offer.product.name)}", wide) for place, offer in enumerate(offers, start=1)]
    rows = zip_longest(*columns, fillvalue="")
    space = " " * LABEL
    return Content("\n").join(
        Content.assemble(
            space,
            *(
                part
                for text, offer in zip(row, offers, strict=True)
                for part in (Content(" " * GAP), plain(pad(text, wide), "bold" if offer.suits else "bold dim"))
            ),
        )
        for row in rows
    )
