"""A paper for a client: its head, its blocks, and what it may not say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, language, mark
from advisor_tui.documents.blocks import Block, Picture, Table, flat, strings_in
from advisor_tui.documents.signing import confidential
from advisor_tui.documents.typesetting import typeset
from advisor_tui.rules.promises import Promises, promised

TEMPLATE = "paper.typ"
TAGGED_ROWS = 120
"""Rows in all tables, wherever they stand, up to which a paper is tagged for screen readers: it stays well below its
largest size."""


@dataclass(frozen=True)
class Paper:
    """Everything that a paper shows, in the language of who reads it.

    Attributes:
        bank: The branch.
        reference: The number by which people name it, on every page.
        title, subtitle: What it is, and of what.
        head: Labels with values, two pairs a row.
        blocks: What follows.
    """

    bank: str
    reference: str
    title: str
    subtitle: str
    head: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    def texts(self) -> Iterator[str]:
        """Every text that can be read on it; a drawing counts by its words."""
        yield from (self.title, self.subtitle)
        yield from strings_in(self.head)
        for block in flat(self.blocks):
            yield from (block.alt,) if isinstance(block, Picture) else strings_in(block.data())


def print_paper(paper: Paper, words: Promises | None, when: datetime) -> bytes:
    """A paper as PDF, in the language in use.

    Args:
        paper: What it shows.
        words: What no paper for a client may say; None where the rule is not in force.
        when: The instant of making, timezone-aware.

    Raises:
        DeskError: `promise_found`: it would promise principal or return (令2025年第7号 art. 13); `glyph_missing`,
            `font_missing`.
    """
    if words is not None:
        found = tuple(dict.fromkeys(phrase for text in paper.texts() for phrase in promised(text, words)))
        if found:
            raise DeskError(
                "promise_found",
                mark("The paper would say {phrases}, which no client may be told. Change that text first."),
                phrases=join_list(found),
            )
    data = {
        "lang": language(),
        "title": paper.title,
        "subtitle": paper.subtitle,
        "bank": paper.bank,
        "reference": paper.reference,
        "footer": confidential(),
        "head": paper.head,
        "blocks": [block.data() for block in paper.blocks],
    }
    rows = sum(len(block.rows) for block in flat(paper.blocks) if isinstance(block, Table))
    return typeset(TEMPLATE, data, when, tagged=rows <= TAGGED_ROWS)
