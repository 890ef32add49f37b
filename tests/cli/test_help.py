"""The help of every command is in the language that was asked for, and says nothing in the other one."""

import re

import pytest

from tests.cli.runner import run

COMMANDS = (
    (), ("demo",), ("init",), ("doctor",), ("import",), ("check",), ("export",), ("receive",), ("enrol",), ("audit",),
    ("audit", "verify"), ("data",), ("data", "check"), ("head-office",), ("head-office", "init"),
    ("head-office", "enrol"), ("head-office", "accept"), ("head-office", "ingest"), ("head-office", "report"),
)  # fmt: skip
CHINESE = re.compile("[一-鿿]")


def own_texts(help_text: str) -> list[str]:
    """The description and the options' texts; Typer's own headings and its line on --help are not ours."""
    lines = [line for line in help_text.splitlines() if line.strip() and "--help" not in line]
    return [line for line in lines if not re.match(r"\s*(Usage|Options|Commands|Arguments)\b.*", line)]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words) or "advisor-tui")
def test_help_speaks_chinese(command: tuple[str, ...]) -> None:
    shown = run("--lang", "zh", *command, "--help")
    assert shown.code == 0
    paragraph = own_texts(shown.out)
    assert CHINESE.search(paragraph[0]), f"the description is not Chinese: {paragraph[0]}"


def test_no_help_text_in_english_contains_chinese() -> None:
    for command in ((), ("init",), ("import",), ("head-office", "enrol")):
        assert not CHINESE.search(run("--lang", "en", *command, "--help").out)
