"""Reads data/imports/: which headers an imported table may have, and what the words in its cells mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width
from advisor_tui.reference.toml import Document

KINDS = ("clients", "holdings", "liabilities", "assessments")
UNITS = {
    "元": "", "人民币": "", "人民币元": "", "cny": "", "rmb": "", "千元": "千", "万": "万", "万元": "万",
    "人民币万元": "万", "亿": "亿", "亿元": "亿", "%": "%", "份": "",
}  # fmt: skip
"""Units that a header may give in brackets, and what its numbers then stand for."""
_UNIT = re.compile(rf"\(({'|'.join(sorted(UNITS, key=len, reverse=True))})\)$")
_IGNORED = re.compile(r"[\s_\-./:*#]+")


@dataclass(frozen=True)
class ImportField:
    """One field: the headers that name it, and what the words in its cells mean; both as they are written."""

    name: str
    headers: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True)
class ImportTable:
    """The fields of one kind of table."""

    kind: str
    fields: tuple[ImportField, ...]

    @cached_property
    def _by_header(self) -> dict[str, str]:
        return {plain_header(header): field.name for field in self.fields for header in field.headers}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(field.name for field in self.fields)

    def field_of(self, header: str) -> str | None:
        """The field that a header names, or None."""
        return self._by_header.get(plain_header(header))


def plain_header(header: str) -> str:
    """A header without what does not matter: width, case, spaces, punctuation, the unit in brackets."""
    return _IGNORED.sub("", _UNIT.sub("", half_width(header).casefold()))


def unit_of(header: str) -> str:
    """What the unit in a header's brackets makes of a number: 千, 万, 亿, % or ""."""
    found = _UNIT.search(half_width(header).casefold())
    return UNITS[found[1]] if found else ""


def read_import_table(document: Document) -> ImportTable:
    """Read and check the headers of one kind; a header names one field only."""
    root = document.root
    root.only("kind", "field")
    kind = root.word("kind", KINDS)
    fields: list[ImportField] = []
    taken: set[str] = set()
    for table in root.tables("field", least=1):
        table.only("name", "headers", "words")
        headers = tuple(table.words("headers"))
        for header in headers:
            if plain_header(header) in taken:
                table.wrong("headers", mark("{header} stands here a second time"), header=header)
            taken.add(plain_header(header))
        words: dict[str, str] = {}
        if "words" in table:
            meanings = table.table("words")
            words = {word: meanings.text(word) for word in meanings.values}
        fields.append(ImportField(table.text("name"), headers, words))
    return ImportTable(kind, tuple(fields))
