"""Every message of the package has its Chinese, once, with the same places, in a .mo that is fresh."""

import ast
from collections.abc import Iterator

import pytest

from tests.tools.catalogue import (
    PACKAGE,
    duplicates,
    stale,
    unmarked,
    untranslated,
    unused,
    uses_in,
    wrong_places,
)


def listed(what: str, lines: list[str]) -> str:
    return f"{len(lines)} {what}:\n  " + "\n  ".join(lines)


def test_every_message_has_its_chinese() -> None:
    lines = sorted({f"{use.where}: {use.context or ''} {use.message!r}" for use in untranslated()})
    assert not lines, listed("without Chinese", lines)


def test_every_entry_is_asked_for() -> None:
    lines = sorted(unused())
    assert not lines, listed("entries that no code asks for", lines)


def test_every_message_stands_in_one_entry() -> None:
    lines = sorted(duplicates())
    assert not lines, listed("in more than one entry", lines)


def test_both_languages_have_the_same_places() -> None:
    lines = sorted(wrong_places())
    assert not lines, listed("with other places in Chinese", lines)


def test_every_sentence_for_people_is_marked() -> None:
    lines = sorted(unmarked())
    assert not lines, listed("without mark()", lines)


def test_the_mo_is_what_the_po_files_give() -> None:
    assert not stale(), "write it anew: python -m tests.tools.catalogue"


def command_modules() -> list[str]:
    return sorted(path.name for path in (PACKAGE / "cli").glob("*.py"))


def help_texts(source: str) -> Iterator[tuple[int, ast.expr]]:
    """What is given as `help=` to Typer, or as the help of a command."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, word.value) for word in node.keywords if word.arg in ("help", "short_help"))


@pytest.mark.parametrize("module", command_modules())
def test_typers_help_texts_are_translated_while_the_commands_are_imported(module: str) -> None:
    source = (PACKAGE / "cli" / module).read_text(encoding="utf-8")
    for line, value in help_texts(source):
        assert isinstance(value, ast.Call), f"{module}:{line}: {ast.unparse(value)}"
        assert getattr(value.func, "id", "") in ("translate", "translate_in"), f"{module}:{line}: {ast.unparse(value)}"
        assert list(uses_in(ast.unparse(value), module)), f"{module}:{line}: not a message: {ast.unparse(value)}"
