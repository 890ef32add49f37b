"""What head office may not approve as a statement about a product: what the law forbids anybody to say."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Document
from advisor_tui.rules.promises import Promises
from advisor_tui.rules.suitability.conduct import CLAIMS, ApprovedClaims, unspeakable

if TYPE_CHECKING:
    from advisor_tui.reference.rule_text import RuleText

_PROMISES = "promises"


def check_claims(documents: Iterable[Document], *books: Mapping[str, "RuleText"]) -> None:
    """Note every approved statement that promises principal or return, or passes a product off as a deposit.

    Args:
        documents: The files of data/rules/, each with its mistakes.
        books: Rules by id, whose words of `promises` and `claims` count together: of these files, and of the floor.
    """
    words = [value for value in _values(books, _PROMISES) if isinstance(value, Promises)]
    claims = [value for value in _values(books, CLAIMS.id) if isinstance(value, ApprovedClaims)]
    posing = tuple(dict.fromkeys(phrase for value in claims for phrase in value.posing))
    for document in documents:
        if document.mistakes or CLAIMS.id not in document.root:
            continue
        table = document.root.table(CLAIMS.id)
        law = books[0][CLAIMS.id].editions[-1]
        for edition in table.tables("edition"):
            approved = edition.table("thresholds").table("approved")
            for place, claim in enumerate(approved.words("value")):
                said = dict.fromkeys(phrase for each in words for phrase in unspeakable(claim, posing, each))
                if said:
                    document.add(
                        (*approved.key, "value", place),
                        mark("{claim} cannot be approved: {law} forbids to say {phrases}"),
                        claim=claim,
                        law=f"{law.law}{law.article}",
                        phrases="、".join(said),
                    )


def _values(books: Iterable[Mapping[str, "RuleText"]], rule: str) -> list[object]:
    return [edition.thresholds for book in books if rule in book for edition in book[rule].editions]
