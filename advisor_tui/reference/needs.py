"""Reads data/needs/: the figures by which needs are found, and the sentences that tell them."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from advisor_tui.base.languages import Lang, mark, pick
from advisor_tui.base.money import YUAN, yuan
from advisor_tui.base.text import safe_text
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.balance_sheet import CONTRADICTIONS, Contradiction
from advisor_tui.rules.needs.books import HELD_KINDS
from advisor_tui.rules.needs.insurance import CLASSES, SITUATIONS
from advisor_tui.rules.needs.maturity import WITHIN_A_YEAR
from advisor_tui.rules.needs.need import NEED_KINDS, InsuranceClass, Need, NeedLimits
from advisor_tui.rules.needs.protection import BASES, ROLES
from advisor_tui.rules.profile import GOAL_KINDS

_WORD_TABLES: Mapping[str, tuple[str, ...]] = {
    "goals": GOAL_KINDS,
    "outlays": (WITHIN_A_YEAR,),
    "who": ROLES,
    "basis": BASES,
    "holding_kind": HELD_KINDS,
    "situation": SITUATIONS,
}
"""The tables of words, each with the words that need a label."""
_LISTS = ("windows", "free_kinds", "spread_kinds", "insurance")

_ABOUT = ("goal", "insurance")
"""Places of a need's sentence that name what it is about, where several needs of a kind may stand side by side."""


@dataclass(frozen=True)
class NeedTexts:
    """The heading and the sentence of one kind of need; `{…}` places are those of `NEED_KINDS`."""

    title: Both
    sentence: Both


@dataclass(frozen=True)
class NeedTable:
    """Everything about needs that the bank decides.

    Attributes:
        words: Labels by the name of the place that they fill, then by word.
        contradictions: Sentences of what does not fit in a balance sheet, by rule.
    """

    limits: NeedLimits
    texts: Mapping[str, NeedTexts]
    goals: Mapping[str, Both]
    words: Mapping[str, Mapping[str, Both]]
    contradictions: Mapping[str, Both]
    source: str
    confirmed: bool

    def title(self, kind: str, lang: Lang | None = None) -> str:
        """The heading of a kind of need."""
        return pick(self.texts[kind].title, lang)

    def about(self, need: Need) -> Both | None:
        """The goal or the class of insurance that a need is about, None where its kind says all."""
        named = (self.words.get(name, {}).get(str(need.params.get(name))) for name in _ABOUT)
        return next((label for label in named if label is not None), None)

    def sentence(self, need: Need, lang: Lang | None = None) -> str:
        """A need in words, amounts in yuan, names from outside made safe."""
        return self._filled(self.texts[need.kind].sentence, need.params, lang)

    def contradiction(self, found: Contradiction, lang: Lang | None = None) -> str:
        """What does not fit, as a gentle hint."""
        return self._filled(self.contradictions[found.rule], found.params, lang)

    def _filled(self, text: Both, params: Mapping[str, int | str], lang: Lang | None) -> str:
        return pick(text, lang).format(**{name: self._shown(name, value, lang) for name, value in params.items()})

    def _shown(self, name: str, value: int | str, lang: Lang | None) -> str:
        if name == "name":  # set off by a space from what stands before it, and nothing where there is none
            return f" {safe_text(str(value))}" if value else ""
        if isinstance(value, str):
            label = self.words.get(name, {}).get(value)
            return safe_text(value) if label is None else pick(label, lang)
        return yuan(value) if name.endswith("_fen") else str(value)


def read_needs(document: Document) -> NeedTable:
    """Read and check the table of needs: every kind has a text, and no text a place that is never filled."""
    root = document.root
    root.only("source", "confirmed", "limits", *_WORD_TABLES, "insurance", "need", "contradiction")
    words = {name: _words(root, name, known) for name, known in _WORD_TABLES.items()}
    classes = root.tables("insurance", least=1)
    names = {table.word("kind", CLASSES): table.both("name") for table in classes}
    return NeedTable(
        _limits(root.table("limits"), tuple(_insurance(table) for table in classes)),
        _texts(root),
        words["goals"],
        {
            "goal": {**words["goals"], **words["outlays"]},
            "who": words["who"],
            "basis": words["basis"],
            "holding_kind": words["holding_kind"],
            "reason": words["situation"],
            "insurance": names,
        },
        _contradictions(root),
        root.text("source"),
        root.flag("confirmed"),
    )


def _limits(table: Table, insurance: tuple[InsuranceClass, ...]) -> NeedLimits:
    names = [field.name for field in fields(NeedLimits) if field.name not in _LISTS]
    table.only(*names, "windows", "free_kinds", "spread_kinds")
    windows = table.integers("windows")
    if not windows or list(windows) != sorted({days for days in windows if days > 0}):
        table.wrong("windows", mark("The windows are days ahead, each larger than the one before"))
    return NeedLimits(
        **{name: table.integer(name, low=1, high=1000) for name in names},
        windows=windows,
        free_kinds=table.words("free_kinds", HELD_KINDS),
        spread_kinds=table.words("spread_kinds", HELD_KINDS),
        insurance=insurance,
    )


def _words(root: Table, name: str, known: Iterable[str]) -> Mapping[str, Both]:
    table = root.table(name)
    table.only(*known)
    return {word: table.both(word) for word in known}


def _insurance(table: Table) -> InsuranceClass:
    table.only("kind", "name", "wanted_by", "least", "income_years")
    return InsuranceClass(
        table.word("kind", CLASSES),
        table.words("wanted_by", SITUATIONS),
        table.integer("least", low=1) * YUAN,
        table.integer("income_years", low=0, high=100),
    )


def _texts(root: Table) -> Mapping[str, NeedTexts]:
    texts: dict[str, NeedTexts] = {}
    for table in root.tables("need", least=1):
        table.only("kind", "title", "sentence")
        kind = table.word("kind", NEED_KINDS)
        texts[kind] = NeedTexts(table.both("title"), _sentence(table, NEED_KINDS[kind]))
    _all_told(root, "need", texts, NEED_KINDS)
    return texts


def _contradictions(root: Table) -> Mapping[str, Both]:
    texts: dict[str, Both] = {}
    for table in root.tables("contradiction", least=1):
        table.only("rule", "sentence")
        rule = table.word("rule", CONTRADICTIONS)
        texts[rule] = _sentence(table, CONTRADICTIONS[rule])
    _all_told(root, "contradiction", texts, CONTRADICTIONS)
    return texts


def _all_told(root: Table, name: str, texts: Mapping[str, object], kinds: Iterable[str]) -> None:
    for kind in kinds:
        if kind not in texts:
            root.wrong(name, mark("There is no text for {id}"), id=kind)


def _sentence(table: Table, filled: Iterable[str]) -> Both:
    sentence = table.both("sentence")
    for lang, text in sentence.items():
        try:
            places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError:
            places = {text}
        for place in sorted(places - set(filled)):
            table.document.add((*table.key, "sentence", lang), mark("{place} is never filled in here"), place=place)
    return sentence
