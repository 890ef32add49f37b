"""What papers for clients are made of: plain values in the reader's language, which one template sets.

A block says what it shows, never how: fonts, rules and page breaks are the template's. Its `kind` names the template's
function. Shares are integers of 10⁻⁴, amounts integers of 分 where they are drawn and texts where they are read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar, Literal

Align = Literal["left", "right", "center"]
Tone = Literal["", "good", "warn", "bad"]


@dataclass(frozen=True)
class Block:
    """A part of a paper."""

    kind: ClassVar[str]

    def data(self) -> dict[str, object]:
        """The block as the template reads it."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Heading(Block):
    """A section's title; it never stands alone at the foot of a page."""

    kind = "heading"
    text: str


@dataclass(frozen=True)
class Prose(Block):
    """A paragraph; one that `leads` stays on the page of what follows."""

    kind = "prose"
    text: str
    small: bool = False
    leads: bool = False


@dataclass(frozen=True)
class Bullets(Block):
    """Statements one below the other; each may have a title."""

    kind = "bullets"
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Terms(Block):
    """Labels with long values, one pair a row."""

    kind = "terms"
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Callout(Block):
    """What must not be overlooked; `warn` is framed in another colour and has its title besides."""

    kind = "callout"
    title: str
    lines: tuple[str, ...]
    tone: Tone = ""


@dataclass(frozen=True)
class Cell:
    """What stands in one field of a table, with a smaller note below it.

    Attributes:
        rows: How many rows it covers; those below it have a field less, and all of them stay on one page.
    """

    text: str
    note: str = ""
    tone: Tone = ""
    rows: int = 1


@dataclass(frozen=True)
class Column:
    """A column: its title, where its texts stand, and its part of the width; 0 is as wide as what stands in it."""

    title: str
    align: Align = "left"
    part: int = 0


@dataclass(frozen=True)
class Table(Block):
    """Rows that break over pages between rows only, with the titles on each page.

    Attributes:
        total: A last row that is set apart, or ().
        groups: Titles above the columns' own, each with the number of columns that it spans, or ().
        small: For long tables of figures.
    """

    kind = "table"
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[str, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
    small: bool = False


@dataclass(frozen=True)
class Bar:
    """What is there now and what is proposed, in 分 for the length and as texts to read."""

    label: str
    current: int
    proposed: int
    current_text: str
    proposed_text: str


@dataclass(frozen=True)
class Bars(Block):
    """Two bars a row on one scale: now, and as proposed."""

    kind = "bars"
    current: str
    proposed: str
    items: tuple[Bar, ...]


@dataclass(frozen=True)
class Mix(Block):
    """How much stands at each risk level, one stacked bar a row, with a legend."""

    kind = "mix"
    levels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Picture(Block):
    """A drawing as SVG text, with the words for who cannot see it."""

    kind = "picture"
    svg: str
    alt: str


@dataclass(frozen=True)
class Copied(Block):
    """A sentence that the client copies by hand, with lines to write on."""

    kind = "copied"
    label: str
    sentence: str
    lines: int = 2


@dataclass(frozen=True)
class Digest(Block):
    """A SHA-256 in groups that can be compared by eye."""

    kind = "digest"
    label: str
    groups: str


@dataclass(frozen=True)
class Signatures(Block):
    """Boxes to sign and date in; they stay on one page."""

    kind = "signatures"
    labels: tuple[str, ...]
    date_line: str


@dataclass(frozen=True)
class Together(Block):
    """Blocks that stay on one page."""

    kind = "together"
    blocks: tuple[Block, ...]

    def data(self) -> dict[str, object]:
        """The block as the template reads it, its parts with their kinds."""
        return {"kind": self.kind, "blocks": [block.data() for block in self.blocks]}


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in their order, those that stay together one by one."""
    for block in blocks:
        if isinstance(block, Together):
            yield from flat(block.blocks)
        else:
            yield block


def strings_in(value: object) -> Iterator[str]:
    """Every text in nested values, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings_in(part)
