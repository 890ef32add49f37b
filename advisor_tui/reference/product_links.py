"""What products say of each other across files: their issuers."""

from collections.abc import Iterable

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Document, Mistake, Source


def check_issuers(products: Iterable[Source]) -> list[Mistake]:
    """Every issuer of the files of data/products/ that goes by two names."""
    issuers: dict[str, object] = {}
    mistakes: list[Mistake] = []
    for source in products:
        document = Document(source)
        tables = document.root.tables("product")
        document.mistakes.clear()  # what is wrong in the file alone was said where it was read
        for table in tables:
            issuer, name = table.values.get("issuer_id"), table.values.get("issuer")
            if isinstance(issuer, str) and issuers.setdefault(issuer, name) != name:
                table.wrong("issuer_id", mark("{value} is another issuer elsewhere"), value=issuer)
        mistakes += document.mistakes
    return mistakes
