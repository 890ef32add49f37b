"""One rule as it stands in data/rules/: its title, its sentences, and its editions with their thresholds."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from advisor_tui.base.languages import mark
from advisor_tui.reference.legal_floor import keep_floor
from advisor_tui.reference.thresholds import read_thresholds
from advisor_tui.reference.toml import Both, Table
from advisor_tui.rules.catalogue import THRESHOLDS
from advisor_tui.rules.findings import MUST_DO, Verdict

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
        policy: Whether it is the bank's own policy, not law.
        note: What compliance should still check, or "".
    """

    law: str
    article: str
    effective_from: date | None
    effective_to: date | None
    confirmed: bool
    active: bool
    policy: bool
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


def read_rule(root: Table, name: str, texts: dict[str, RuleText], floor: Mapping[str, RuleText]) -> None:
    """Read one table of a file into the texts; what is wrong, or looser than the floor allows, is noted.

    Args:
        root: The file.
        name: The rule's id.
        texts: Every rule that was read before, to which it is added.
        floor: The rules that may not be loosened, by id; see `legal_floor`.
    """
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
    read = [(entry, _edition(entry, THRESHOLDS[name])) for entry in table.tables("edition", least=1)]
    editions = sorted((edition for _, edition in read), key=lambda edition: edition.effective_from or date.min)
    for earlier, later in pairwise(editions):
        starts = later.effective_from or date.min
        if earlier.effective_to is None or earlier.effective_to >= starts:
            table.wrong("edition", mark("Two editions hold on {day}"), day=starts)
    texts[name] = RuleText(name, table.both("title"), messages, tuple(editions))
    if name in floor:
        keep_floor(table, read, floor[name].editions)


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
        policy=table.flag("policy", False),
        note=table.text("note", ""),
        thresholds=read_thresholds(table, kind),
    )
    if edition.confirmed and not edition.article:
        table.wrong("article", mark("A confirmed edition names its article"))
    if edition.effective_from and edition.effective_to and edition.effective_to < edition.effective_from:
        table.wrong("effective_to", mark("The last day lies before the first"))
    return edition


def read_words(root: Table) -> Words:
    """Read words.toml."""
    root.only("missing", "unconfirmed", "must_do", "facts")
    must_do, facts = root.table("must_do"), root.table("facts")
    must_do.only(*MUST_DO)
    return Words(
        missing=_template(root, "missing"),
        unconfirmed=root.both("unconfirmed"),
        must_do={word: must_do.both(word) for word in MUST_DO},
        facts={fact: facts.both(fact) for fact in facts.values},
    )
