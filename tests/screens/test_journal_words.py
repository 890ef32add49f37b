"""The journal speaks of records and actions, not of tables and code: every one has its word in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

import advisor_tui
from advisor_tui.base.languages import LANGUAGES, Lang, translate, use_language
from advisor_tui.screens.more.journal_words import ACTIONS, RECORDS, action_name, record_name
from advisor_tui.store.tables import metadata
from advisor_tui.store.triggers import synced_tables

ROOT = Path(advisor_tui.__file__).parent
DESK = ("desk", "sync", "store")
IMPORTED = ("clients", "holdings", "liabilities", "assessments")


def actions_in_code() -> Iterator[str]:
    """The literal action of every unit of work of a desk."""
    for folder in DESK:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "write":
                    for value in call.args:
                        if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value:
                            yield value.value


def test_every_action_of_the_desk_has_its_word() -> None:
    found = set(actions_in_code())
    assert len(found) > 40
    assert found <= set(ACTIONS)
    assert {f"import.{kind}" for kind in IMPORTED} <= set(ACTIONS)
    assert {"contact.delete", "life_event.delete"} <= set(ACTIONS)


def test_every_synced_table_has_its_word() -> None:
    assert set(synced_tables(metadata)) <= set(RECORDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_translated_and_fits_an_80_column_screen(lang: Lang) -> None:
    use_language(lang)
    for words, cells in ((ACTIONS, 19), (RECORDS, 14)):
        for message in words.values():
            word = translate(message)
            assert cell_len(word) <= cells, word
            assert word.isascii() == (lang == "en"), word


def test_what_was_undone_is_named_and_an_unknown_word_stands_for_itself() -> None:
    use_language("en")
    assert action_name("task.done.undo") == "Undone: Task done"
    assert action_name("task.done") == "Task done"
    assert action_name("later.version") == "later.version"
    assert record_name("later_table") == "later_table"
