"""Reads data/imports/: which headers an imported table may have, and what the words in its cells mean."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width
from advisor_tui.reference.toml import Document

KINDS = ("clients", "holdings", "liabilities", "assessments")
_UNIT = re.compile(r"\((元|万元|%|份)\)$")
_IGNORED = re.compile(r"[\s_\-./:*#]+")


@dataclass(frozen=True)
class ImportField:
    """One field: the headers that name it and the words that its cells may hold instead of ours."""

    name: str
    headers: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True)
class ImportTable:
    """The fields of one kind of table."""

    kind: str
    fields: tuple[ImportField, ...]

    def field_of(self, header: str) -> str | None:
        """The field that a header names, or None."""
        plain = plain_header(header)
        return next((f.name for f in self.fields if plain in f.headers), None)

    def words_of(self, name: str) -> Mapping[str, str]:
        """What the words of a field's cells mean, by plain word."""
        return next((f.words for f in self.fields if f.name == name), {})


def plain_header(header: str) -> str:
    """A header without what does not matter: width, case, spaces, the unit in brackets."""
    text = half_width(header).casefold().replace("（", "(").replace("）", ")")
    return _IGNORED.sub("", _UNIT.sub("", text))


def unit_of(header: str) -> str:
    """The unit in a header's brackets: 元, 万元, %, 份 or ""."""
    found = _UNIT.search(half_width(header).replace("（", "(").replace("）", ")"))
    return found[1] if found else ""


def read_import_table(document: Document) -> ImportTable:
    """Read and check the headers of one kind; a header names one field only."""
    root = document.root
    root.only("kind", "field")
    kind = root.word("kind", KINDS)
    fields: list[ImportField] = []
    taken: set[str] = set()
    for table in root.tables("field", least=1):
        table.only("name", "headers", "words")
        headers = tuple(plain_header(header) for header in table.words("headers"))
        for header in headers:
            if header in taken:
                table.wrong("headers", mark("{header} stands here a second time"), header=header)
            taken.add(header)
        words: dict[str, str] = {}
        if "words" in table:
            meanings = table.table("words")
            words = {plain_header(word): meanings.text(word) for word in meanings.values}
        fields.append(ImportField(table.text("name"), headers, words))
    return ImportTable(kind, tuple(fields))
