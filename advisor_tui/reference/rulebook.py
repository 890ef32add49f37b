"""The rules of data/rules/: thresholds in force on a day, and the sentence and source of a finding."""

import string
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, mark, pick
from advisor_tui.base.money import yuan
from advisor_tui.base.text import safe_text
from advisor_tui.reference.root import data_root
from advisor_tui.reference.thresholds import MONEY, read_thresholds
from advisor_tui.reference.toml import Both, Document, Source, Table, read_sources, refuse
from advisor_tui.rules.catalogue import THRESHOLDS
from advisor_tui.rules.findings import MUST_DO, Finding, Verdict

T = TypeVar("T")
AREA = "rules"
_WORDS = f"{AREA}/words.toml"
_JUDGING = (Verdict.FORBIDDEN.value, Verdict.WARN.value, Verdict.ALLOWED.value)


@dataclass(frozen=True)
class Edition:
    """A rule as it stood in a period.

    Attributes:
        law: The law, in Chinese, with its number.
        article: The article; "" only while it is not confirmed.
        effective_from: Its first day; None where the start is not verified and lies in the past.
        effective_to: Its last day, included; None while it holds.
        confirmed: Whether the text of the law was read.
        active: Whether the bank applies it.
        note: What compliance should still check, or "".
    """

    law: str
    article: str
    effective_from: date | None
    effective_to: date | None
    confirmed: bool
    active: bool
    note: str
    thresholds: Any

    def holds_on(self, day: date) -> bool:
        """Whether it is in force and applied on a day."""
        started = self.effective_from is None or self.effective_from <= day
        return self.active and started and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True)
class RuleText:
    """One table of data/rules/: a rule's title, its sentences by verdict, and its editions, oldest first."""

    id: str
    title: Both
    messages: Mapping[str, Both]
    editions: tuple[Edition, ...]


@dataclass(frozen=True)
class Words:
    """The labels of `must_do` words and facts, and the phrases around a finding."""

    missing: Both
    unconfirmed: Both
    must_do: Mapping[str, Both]
    facts: Mapping[str, Both]


class RulesInForce(Mapping[str, Any]):
    """The thresholds by rule id on a day, as the `evaluate_…` functions take them, with their sources."""

    def __init__(self, book: "Rulebook", editions: Mapping[str, Edition]) -> None:
        self._book = book
        self._editions = editions
        self._values = {rule: edition.thresholds for rule, edition in editions.items()}

    def __getitem__(self, rule: str) -> Any:
        return self._values[rule]

    def __contains__(self, rule: object) -> bool:
        return rule in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def terms(self, rule: str, kind: type[T]) -> T:
        """The thresholds of one rule with their type, such as `terms("complaint_terms", ComplaintTerms)`.

        Raises:
            KeyError: The rule is not in force, or has thresholds of another type.
        """
        value = self._values[rule]
        if not isinstance(value, kind):
            raise KeyError(rule)
        return value

    def law(self, rule: str) -> str:
        """The law and article of a rule as it holds.

        Raises:
            KeyError: The rule is not in force.
        """
        edition = self._editions[rule]
        return f"{edition.law}{edition.article}"

    def edition(self, finding: Finding) -> Edition:
        """The edition that a finding rests on."""
        return self._editions[finding.rule]

    def title(self, finding: Finding, lang: Lang | None = None) -> str:
        """The short name of a finding's rule."""
        return pick(self._book.texts[finding.rule].title, lang)

    def sentence(self, finding: Finding, lang: Lang | None = None) -> str:
        """What a finding says; amounts in yuan, outside text made safe."""
        words = self._book.words
        if finding.verdict is Verdict.MISSING:
            named = " / ".join(pick(words.facts[fact], lang) for fact in finding.facts)
            return pick(words.missing, lang).format(facts=named)
        template = pick(self._book.texts[finding.rule].messages[finding.verdict], lang)
        shown = {
            name.removesuffix(MONEY): yuan(value)
            if name.endswith(MONEY) and isinstance(value, int)
            else safe_text(str(value))
            for name, value in finding.params.items()
        }
        return template.format(**shown)

    def article(self, finding: Finding, lang: Lang | None = None) -> str:
        """The law and article of a finding; a source whose text was not read says so."""
        edition, source = self.edition(finding), self.law(finding.rule)
        return source if edition.confirmed else f"{source} {pick(self._book.words.unconfirmed, lang)}"

    def must_do(self, word: str, lang: Lang | None = None) -> str:
        """The label of a `must_do` word."""
        return pick(self._book.words.must_do[word], lang)

    def fact(self, name: str, lang: Lang | None = None) -> str:
        """The label of a fact, such as `client.premium_budget`."""
        return pick(self._book.words.facts[name], lang)


@dataclass(frozen=True)
class Rulebook:
    """Every rule in all its editions."""

    texts: Mapping[str, RuleText]
    words: Words
    _starts: tuple[date, ...] = ()
    _periods: dict[int, RulesInForce] = field(default_factory=dict, compare=False, repr=False)

    def as_of(self, day: date) -> RulesInForce:
        """The rules in force on a business date."""
        period = bisect_right(self._starts, day)
        if period not in self._periods:
            editions = {
                rule: edition for rule, text in self.texts.items() for edition in text.editions if edition.holds_on(day)
            }
            self._periods[period] = RulesInForce(self, editions)
        return self._periods[period]


def load_rulebook(root: Path | None = None) -> Rulebook:
    """The rulebook of a data folder, by default the shipped one.

    Raises:
        DeskError: `data_invalid` or `data_unreadable`, `where` naming file, line and key.
    """
    return rulebook_from(read_sources(root or data_root(), AREA))


def rulebook_from(sources: Iterable[Source]) -> Rulebook:
    """The rulebook of these files.

    Raises:
        DeskError: `data_invalid` for the first mistake, `where` naming file, line and key; also for a rule that no
            file has.
    """
    texts: dict[str, RuleText] = {}
    words: Words | None = None
    for source in sources:
        document = Document(source)
        document.refuse()
        if source.path == _WORDS:
            words = _words(document.root)
        else:
            for name in document.root.values:
                _read_rule(document.root, name, texts)
        refuse(document.mistakes)
    absent = sorted(THRESHOLDS.keys() - texts.keys())
    if absent or words is None:
        raise DeskError(
            "data_invalid",
            mark("data/rules/ lacks {name}"),
            where=AREA,
            name=", ".join(absent) or _WORDS,
        )
    return Rulebook(texts, words, _change_days(texts.values()))


def _change_days(texts: Iterable[RuleText]) -> tuple[date, ...]:
    days = set()
    for text in texts:
        for edition in text.editions:
            if edition.effective_from:
                days.add(edition.effective_from)
            if edition.effective_to and edition.effective_to < date.max:
                days.add(edition.effective_to + timedelta(days=1))
    return tuple(sorted(days))


def _read_rule(root: Table, name: str, texts: dict[str, RuleText]) -> None:
    if name not in THRESHOLDS:
        root.wrong(name, mark("No rule has the id {name}"), name=name)
        return
    if name in texts:
        root.wrong(name, mark("The rule {name} stands in two files"), name=name)
        return
    table = root.table(name)
    table.only("title", "message", "edition")
    messages = {}
    if "message" in table:
        sentences = table.table("message")
        sentences.only(*_JUDGING)
        messages = {verdict: _template(sentences, verdict) for verdict in sentences.values}
    editions = [_edition(entry, THRESHOLDS[name]) for entry in table.tables("edition", least=1)]
    editions.sort(key=lambda edition: edition.effective_from or date.min)
    for earlier, later in pairwise(editions):
        starts = later.effective_from or date.min
        if earlier.effective_to is None or earlier.effective_to >= starts:
            table.wrong("edition", mark("Two editions hold on {day}"), day=starts)
    texts[name] = RuleText(name, table.both("title"), messages, tuple(editions))


def _places(template: str) -> set[str]:
    return {place for _, place, _, _ in string.Formatter().parse(template) if place is not None}


def _template(table: Table, verdict: str) -> Both:
    both = table.both(verdict)
    try:
        same = _places(both["zh"]) == _places(both["en"])
    except ValueError:
        same = False
    if not same:
        table.wrong(verdict, mark("The places in braces must be well formed and the same in both languages"))
    return both


def _edition(table: Table, kind: type) -> Edition:
    edition = Edition(
        law=table.text("law"),
        article=table.text("article", ""),
        effective_from=table.optional_day("effective_from"),
        effective_to=table.optional_day("effective_to"),
        confirmed=table.flag("confirmed"),
        active=table.flag("active", True),
        note=table.text("note", ""),
        thresholds=read_thresholds(table, kind),
    )
    if edition.confirmed and not edition.article:
        table.wrong("article", mark("A confirmed edition names its article"))
    if edition.effective_from and edition.effective_to and edition.effective_to < edition.effective_from:
        table.wrong("effective_to", mark("The last day lies before the first"))
    return edition


def _words(root: Table) -> Words:
    root.only("missing", "unconfirmed", "must_do", "facts")
    must_do, facts = root.table("must_do"), root.table("facts")
    must_do.only(*MUST_DO)
    return Words(
        missing=_template(root, "missing"),
        unconfirmed=root.both("unconfirmed"),
        must_do={word: must_do.both(word) for word in MUST_DO},
        facts={fact: facts.both(fact) for fact in facts.values},
    )
