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


GROUPS = ("audit", "data", "head-office")


def commands(help_text: str) -> list[str]:
    """The commands that a help lists, in its order."""
    listed = help_text.split("Commands:")[1]
    return re.findall(r"^  (\S+)", listed, re.MULTILINE)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_speaks_the_language_that_is_asked_for_behind_it(group: str) -> None:
    english, chinese = (run(group, "--help", "--lang", lang) for lang in ("en", "zh"))
    assert (english.code, chinese.code) == (0, 0)
    assert not CHINESE.search(english.out)
    assert CHINESE.search(own_texts(chinese.out)[0])
    assert commands(english.out) == commands(chinese.out)


def test_head_office_s_help_begins_with_what_is_done_first() -> None:
    assert commands(run("head-office", "--help").out)[:3] == ["init", "enrol", "accept"]


@pytest.mark.parametrize("before", [(), ("--lang", "zh")])
def test_the_language_of_a_group_holds_for_its_command_and_goes_before_the_program_s(before: tuple[str, ...]) -> None:
    refused = run(*before, "audit", "--lang", "en", "verify", "--home", "/nowhere-at-all")
    assert refused.code == 1
    assert not CHINESE.search(refused.err)
    nearest = run("audit", "--lang", "en", "verify", "--lang", "zh", "--home", "/nowhere-at-all")
    assert CHINESE.search(nearest.err)
