"""The rules of data/rules/: thresholds in force on a day, and the sentence and source of a finding."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, language, mark, pick
from advisor_tui.base.money import yuan
from advisor_tui.base.text import safe_text
from advisor_tui.reference.claims_floor import check_claims
from advisor_tui.reference.legal_floor import change_days
from advisor_tui.reference.root import data_root
from advisor_tui.reference.rule_text import Edition, RuleText, Words, read_rule, read_words
from advisor_tui.reference.thresholds import MONEY
from advisor_tui.reference.toml import Document, Mistake, Source, read_sources, refuse
from advisor_tui.rules.catalogue import THRESHOLDS
from advisor_tui.rules.findings import Finding, Verdict

T = TypeVar("T")
AREA = "rules"
_WORDS = f"{AREA}/words.toml"
_NO_FLOOR: Mapping[str, RuleText] = {}


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
        """What a finding says; amounts in yuan, names in the language, outside text made safe."""
        words = self._book.words
        if finding.verdict is Verdict.MISSING:
            named = " / ".join(pick(words.facts[fact], lang) for fact in finding.facts)
            return pick(words.missing, lang).format(facts=named)
        template = pick(self._book.texts[finding.rule].messages[finding.verdict], lang)
        params = {_name_in(name, lang): value for name, value in finding.params.items()}
        shown = {
            name.removesuffix(MONEY): yuan(value)
            if name.endswith(MONEY) and isinstance(value, int)
            else safe_text(str(value))
            for name, value in params.items()
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


def read_rules(
    sources: Iterable[Source], floor: Mapping[str, RuleText] = _NO_FLOOR
) -> tuple[dict[str, RuleText], Words | None, list[Mistake]]:
    """Every rule and the words of these files, and every mistake in them; see `rulebook_from`."""
    texts: dict[str, RuleText] = {}
    words: Words | None = None
    documents = [Document(source) for source in sources]
    for document in documents:
        if not document.mistakes and document.source.path == _WORDS:
            words = read_words(document.root)
        elif not document.mistakes:
            for name in document.root.values:
                read_rule(document.root, name, texts, floor)
    check_claims(documents, texts, floor)
    return texts, words, [mistake for document in documents for mistake in document.mistakes]


def rulebook_from(sources: Iterable[Source], floor: Mapping[str, RuleText] = _NO_FLOOR) -> Rulebook:
    """The rulebook of these files.

    Args:
        sources: The files of data/rules/.
        floor: The rules that these files may tighten and never loosen, by id: what is shipped, for what head office
            publishes.

    Raises:
        DeskError: `data_invalid` for the first mistake, `where` naming file, line and key; also for a rule that no
            file has.
    """
    texts, words, mistakes = read_rules(sources, floor)
    refuse(mistakes)
    absent = sorted(THRESHOLDS.keys() - texts.keys())
    if absent or words is None:
        raise DeskError(
            "data_invalid",
            mark("data/rules/ lacks {name}"),
            where=AREA,
            name=", ".join(absent) or _WORDS,
        )
    return Rulebook(texts, words, tuple(change_days(edition for text in texts.values() for edition in text.editions)))


def _name_in(name: str, lang: Lang | None) -> str:
    """The place that a parameter fills: `name_zh` is the name in Chinese, and nothing in English."""
    return name.removesuffix(f"_{lang or language()}")
