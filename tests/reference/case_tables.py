"""The cases of `cases/*.json` with what a correct system answers, and the rulebook with one figure changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from advisor_tui.reference.case_reader import read_cases
from advisor_tui.reference.cases import decide
from advisor_tui.reference.rulebook import Rulebook, load_rulebook

FOLDER = Path(__file__).parent / "cases"
BOOK = load_rulebook()
TABLES: dict[str, list[dict[str, Any]]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))
}
CASES = [case for table in TABLES.values() for case in table]
BY_ID = {case["id"]: case for case in CASES}


def answers(cases: list[dict[str, Any]], book: Rulebook = BOOK) -> list[dict[str, Any]]:
    """What the check command prints for these cases, with Chinese sources."""
    return decide(read_cases(json.dumps(cases))[0], book, "zh")


def answer(case: dict[str, Any], book: Rulebook = BOOK) -> dict[str, Any]:
    """What the check command prints for one case."""
    return answers([case], book)[0]


def with_figure(rule: str, name: str, value: object, book: Rulebook = BOOK) -> Rulebook:
    """The rulebook with one threshold of one rule changed in all its editions."""
    text = book.texts[rule]
    editions = tuple(
        replace(edition, thresholds=replace(edition.thresholds, **{name: value})) for edition in text.editions
    )
    return replace(book, texts={**book.texts, rule: replace(text, editions=editions)}, _periods={})


def sources(rule: str) -> Iterator[list[str]]:
    """The words of each source that a case names: `令2025年第7号 第十二条；…`, the deciding one first."""
    for source in rule.split("；"):
        yield source.split()
