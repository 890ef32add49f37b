"""Reading data files so that a mistake names the file, the line and the key."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.reasons import reason_of, toml_line, toml_reason
from advisor_tui.base.text import safe_text
from advisor_tui.reference.positions import Key, line_of

T = TypeVar("T")
Both = Mapping[str, str]
"""A bilingual text: `{"zh": …, "en": …}`, chosen by `languages.pick`."""


@dataclass(frozen=True)
class Source:
    """The text of one data file: shipped, or published by head office and not (yet) on disk.

    Attributes:
        path: The file's path below data/, with forward slashes: `products/wmp.toml`.
        text: Its TOML.
    """

    path: str
    text: str


def place_of(source: Source, item_id: str) -> str:
    """Where an item of a file begins, as `path:line`; the last one of its id where a file has several versions."""
    begins = re.compile(rf"""\s*id\s*=\s*["']{re.escape(item_id)}["']""")
    lines = [number for number, line in enumerate(source.text.splitlines(), start=1) if begins.match(line)]
    return f"{source.path}:{lines[-1] if lines else 1}"


@dataclass(frozen=True, order=True)
class Mistake:
    """One thing that is wrong in a data file.

    Attributes:
        path: The file, below data/.
        line: The line, from 1.
        key: The key as a compliance officer would look it up: `question[3].options[0].score`.
        message: An English message id with `{name}` places.
        params: What fills them.
    """

    path: str
    line: int
    key: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def where(self) -> str:
        """File and line, as editors understand it."""
        return f"{self.path}:{self.line}"

    @property
    def sentence(self) -> str:
        """The mistake in the language in use."""
        shown = {name: safe_text(str(value)) for name, value in self.params.items()}
        return translate(self.message).format(**shown)


class Document:
    """One parsed data file that collects the mistakes found in it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.mistakes: list[Mistake] = []
        self._readable = True
        values: dict[str, Any] = {}
        try:
            values = tomllib.loads(source.text)
        except tomllib.TOMLDecodeError as error:
            self._readable = False
            line, reason = toml_line(error) or source.text.count("\n") + 1, toml_reason(error)
            self.mistakes.append(Mistake(source.path, line, "", mark("This is not TOML: {reason}"), {"reason": reason}))
        self.root = Table(self, (), values)

    def add(self, key: Key, message: str, /, **params: object) -> None:
        """Note a mistake at a key; in a file that is not TOML only that counts."""
        if not self._readable:
            return
        line = line_of(self.source.text, key)
        self.mistakes.append(Mistake(self.source.path, line, key_text(key), message, params))

    def refuse(self) -> None:
        """Raise the first mistake, if there is any.

        Raises:
            DeskError: `data_invalid`, its `where` the file, line and key.
        """
        refuse(self.mistakes)


class Table:
    """A table of a data file. A wrong or missing value is noted, and a neutral one returned in its place."""

    def __init__(self, document: Document, key: Key, values: Mapping[str, Any]) -> None:
        self.document = document
        self.key = key
        self.values = values

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def wrong(self, name: str | None, message: str, /, **params: object) -> None:
        """Note a mistake at one of the table's keys, or at the table."""
        self.document.add(self.key if name is None else (*self.key, name), message, **params)

    def only(self, *known: str) -> None:
        """Note every key that is not known here: a misspelt key would otherwise silently do nothing."""
        for name in self.values:
            if name not in known:
                self.wrong(name, mark("Unknown key; known here: {known}"), known=", ".join(known))

    def text(self, name: str, default: str | None = None) -> str:
        """A text that is not blank."""
        value = self._get(name, default)
        if isinstance(value, str) and (value.strip() or name not in self.values):
            return value
        return self._expected(name, value, mark("a text"), default or "")

    def integer(self, name: str, default: int | None = None, *, low: int | None = None, high: int | None = None) -> int:
        """A whole number within bounds (both included); money is in 分."""
        value = self._get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            return self._expected(name, value, mark("a whole number"), default or 0)
        if (low is not None and value < low) or (high is not None and value > high):
            span = f"{'' if low is None else low}…{'' if high is None else high}"
            self.wrong(name, mark("{value} is outside {span}"), value=value, span=span)
        return value

    def optional_integer(self, name: str, *, low: int | None = None, high: int | None = None) -> int | None:
        """A whole number, or None where the key is absent."""
        return self.integer(name, low=low, high=high) if name in self.values else None

    def flag(self, name: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self._get(name, default)
        return value if isinstance(value, bool) else self._expected(name, value, mark("true or false"), False)

    def day(self, name: str) -> date:
        """A date, written without quotes."""
        value = self._get(name, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self._expected(name, value, mark("a date such as 2026-02-01, without quotes"), date.min)

    def optional_day(self, name: str) -> date | None:
        """A date, or None where the key is absent."""
        return self.day(name) if name in self.values else None

    def word(self, name: str, words: Iterable[str], default: str | None = None) -> str:
        """One of a fixed set of words."""
        known = tuple(words)
        value = self._get(name, default)
        if isinstance(value, str) and value in known:
            return value
        if value is not None:
            self.wrong(name, mark("{value} is not one of {known}"), value=value, known=", ".join(known))
        return known[0]

    def words(self, name: str, words: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of texts, each one of a fixed set if one is given; an absent key is the empty list."""
        known = None if words is None else tuple(words)
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            return self._expected(name, value, mark("a list of texts"), ())
        for place, item in enumerate(value):
            if known is not None and item not in known:
                self.document.add(
                    (*self.key, name, place),
                    mark("{value} is not one of {known}"),
                    value=item,
                    known=", ".join(known),
                )
        return tuple(value)

    def integers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers; an absent key is the empty list."""
        value = self.values.get(name, [])
        if isinstance(value, list) and all(isinstance(item, int) and not isinstance(item, bool) for item in value):
            return tuple(value)
        return self._expected(name, value, mark("a list of whole numbers"), ())

    def both(self, name: str) -> Both:
        """A bilingual text, both languages given."""
        value = self._get(name, None)
        if value is None:
            return {"zh": "", "en": ""}
        if isinstance(value, dict) and value.keys() == {"zh", "en"}:
            zh, en = value["zh"], value["en"]
            if isinstance(zh, str) and isinstance(en, str) and zh.strip() and en.strip():
                return {"zh": zh.strip(), "en": en.strip()}
        return self._expected(
            name, value, mark('a text in both languages: { zh = "…", en = "…" }'), {"zh": "", "en": ""}
        )

    def optional_both(self, name: str) -> Both | None:
        """A bilingual text, or None where the key is absent."""
        return self.both(name) if name in self.values else None

    def table(self, name: str) -> "Table":
        """A table; an absent one is noted and read as empty."""
        value = self._get(name, None)
        if not isinstance(value, dict):
            value = self._expected(name, value, mark("a table"), {})
        return Table(self.document, (*self.key, name), value)

    def tables(self, name: str, *, least: int = 0) -> list["Table"]:
        """An array of tables with at least so many entries."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            value = self._expected(name, value, mark("a list of tables"), [])
        if len(value) < least:
            self.wrong(name, mark("At least {least} entries are needed here"), least=least)
        return [Table(self.document, (*self.key, name, place), item) for place, item in enumerate(value)]

    def _get(self, name: str, default: Any) -> Any:
        if name not in self.values and default is None:
            self.wrong(name, mark("The key {name} is missing"), name=name)
        return self.values.get(name, default)

    def _expected(self, name: str, value: object, kind: str, neutral: T) -> T:
        if value is not None:
            self.wrong(name, mark("Expected {kind}, found {value}"), kind=translate(kind), value=repr(value)[:40])
        return neutral


def key_text(key: Key) -> str:
    """A path as people write it: `question[3].options[0].score`; elements count from 0."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def refuse(mistakes: Iterable[Mistake]) -> None:
    """Raise the first of the mistakes, if there is any.

    Raises:
        DeskError: `data_invalid`, its `where` the file, line and key.
    """
    for mistake in sorted(mistakes):
        raise DeskError(
            "data_invalid", mistake.message, where=f"{mistake.where} {mistake.key}".strip(), **mistake.params
        )


def read_sources(root: Path, area: str) -> list[Source]:
    """The TOML files of one folder of data/, by name; a missing folder holds none.

    Raises:
        DeskError: `data_unreadable` for a file that is not UTF-8 or may not be read.
    """
    sources = []
    for path in sorted((root / area).glob("*.toml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DeskError(
                "data_unreadable",
                mark("This file cannot be read: {reason}"),
                where=f"{area}/{path.name}",
                reason=reason_of(error),
            ) from error
        sources.append(Source(f"{area}/{path.name}", text))
    return sources


def overlay(shipped: Iterable[Source], published: Iterable[Source]) -> list[Source]:
    """Shipped files, those of the same path replaced by the published ones, and new ones added."""
    by_path = {source.path: source for source in (*shipped, *published)}
    return [by_path[path] for path in sorted(by_path)]
