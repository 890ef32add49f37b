"""Reads data/needs/: the figures by which needs are found, and the sentences that tell them."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, fields

from advisor_tui.base.languages import Lang, mark, pick
from advisor_tui.base.money import yuan
from advisor_tui.reference.toml import Both, Document, Table
from advisor_tui.rules.needs import NEED_KINDS, Need, NeedLimits
from advisor_tui.rules.profile import GOAL_KINDS


@dataclass(frozen=True)
class NeedTexts:
    """The heading and the sentence of one kind of need; `{…}` places are those of `rules.needs.NEED_KINDS`."""

    title: Both
    sentence: Both


@dataclass(frozen=True)
class NeedTable:
    """Everything about needs that the bank decides."""

    limits: NeedLimits
    texts: Mapping[str, NeedTexts]
    goals: Mapping[str, Both]
    source: str
    confirmed: bool

    def title(self, kind: str, lang: Lang | None = None) -> str:
        """The heading of a kind of need."""
        return pick(self.texts[kind].title, lang)

    def sentence(self, need: Need, lang: Lang | None = None) -> str:
        """A need in words, amounts in yuan."""
        shown = {name: self._shown(name, value, lang) for name, value in need.params.items()}
        return pick(self.texts[need.kind].sentence, lang).format(**shown)

    def _shown(self, name: str, value: int | str, lang: Lang | None) -> str:
        if isinstance(value, str):
            return pick(self.goals[value], lang)
        return yuan(value) if name.endswith("_fen") else str(value)


def read_needs(document: Document) -> NeedTable:
    """Read and check the table of needs: every kind has a text, and no text a place that is never filled."""
    root = document.root
    root.only("source", "confirmed", "limits", "goals", "need")
    table = root.table("limits")
    names = [field.name for field in fields(NeedLimits)]
    table.only(*names)
    limits = NeedLimits(**{name: table.integer(name, low=1, high=1000) for name in names})
    goals = root.table("goals")
    goals.only(*GOAL_KINDS)
    texts: dict[str, NeedTexts] = {}
    for need in root.tables("need", least=1):
        kind = need.word("kind", NEED_KINDS)
        texts[kind] = _texts(need, kind)
    for kind in NEED_KINDS:
        if kind not in texts:
            root.wrong("need", mark("There is no text for {id}"), id=kind)
    return NeedTable(
        limits,
        texts,
        {kind: goals.both(kind) for kind in GOAL_KINDS},
        root.text("source"),
        root.flag("confirmed"),
    )


def _texts(table: Table, kind: str) -> NeedTexts:
    table.only("kind", "title", "sentence")
    sentence = table.both("sentence")
    for lang, text in sentence.items():
        try:
            places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError:
            places = {text}
        for place in sorted(places - set(NEED_KINDS[kind])):
            table.document.add((*table.key, "sentence", lang), mark("{place} is never filled in here"), place=place)
    return NeedTexts(table.both("title"), sentence)
