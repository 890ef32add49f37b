"""Products side by side: two to four a table."""

from advisor_tui.base.languages import counted, mark, translate
from advisor_tui.documents.advice import Advised, Offered, no_promise
from advisor_tui.documents.blocks import Block, Cell, Column, Table
from advisor_tui.documents.figures import in_full
from advisor_tui.documents.paper import Paper

MOST = 4
"""Products that fit side by side on a page."""


def comparison_paper(advised: Advised, products: tuple[Offered, ...]) -> Paper:
    """The products side by side, in the language in use."""
    return Paper(
        advised.branch,
        advised.reference,
        translate("Product comparison"),
        counted(mark("1 product"), mark("{count} products"), len(products)),
        advised.head(),
        (*(_table(group) for group in _groups(products)), no_promise(), advised.close()),
    )


def _groups(products: tuple[Offered, ...]) -> list[tuple[Offered, ...]]:
    """As few tables as will do, none of them with a single product where it can be helped."""
    tables = -(-len(products) // MOST)
    width = -(-len(products) // max(1, tables))
    return [products[at : at + width] for at in range(0, len(products), max(1, width))]


def _table(products: tuple[Offered, ...]) -> Block:
    rows: list[tuple[str, list[str]]] = [
        (translate("Type"), [product.kind for product in products]),
        (translate("Manager, issuer"), [product.issuer for product in products]),
        (translate("Risk level"), [product.levels for product in products]),
        (translate("Term"), [product.term for product in products]),
        (translate("Money back"), [product.money_back for product in products]),
        (translate("Cooling-off"), [product.cooling_off for product in products]),
        (translate("Least amount"), [in_full(product.least) for product in products]),
        (translate("Step"), [in_full(product.step) for product in products]),
        (translate("For whom"), [product.investors for product in products]),
        (translate("Fees"), [product.fees_text for product in products]),
        (translate("Risks"), [product.risks for product in products]),
        (translate("Serves"), [product.serves for product in products]),
        (translate("Proposed"), [in_full(product.amount) for product in products]),
    ]
    return Table(
        (Column("", part=2), *(Column(product.name, part=4) for product in products)),
        tuple((Cell(label), *(Cell(text or "—") for text in texts)) for label, texts in rows if any(texts)),
    )
