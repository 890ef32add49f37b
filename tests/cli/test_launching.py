"""The desk without a command: which words mean only that, and what is refused."""

from pathlib import Path

import pytest

from advisor_tui.cli.launching import Asked, desk_alone
from tests.cli.runner import init, run


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ((), Asked()),
        (("--home", "d"), Asked(Path("d"))),
        (("--home=d=e",), Asked(Path("d=e"))),
        (("--lang", "zh", "--passphrase-file", "p"), Asked(None, "zh", Path("p"))),
        (("--lang=zh", "--lang", "en"), Asked(None, "en")),
        (("--home",), None),
        (("--home", "--lang"), None),
        (("demo",), None),
        (("--home", "d", "doctor"), None),
        (("--help",), None),
        (("--lang", "zh", "--json"), None),
    ],
)
def test_only_the_desks_own_options_open_it_at_once(words: tuple[str, ...], asked: Asked | None) -> None:
    assert desk_alone(words) == asked


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--home", "/nowhere/at/all", "--lang", "en"), 1, "There is no desk in /nowhere/at/all"),
        (("--home", __file__, "--lang", "en"), 2, "--home"),
        (("--home", "/nowhere/at/all", "--lang", "fr"), 2, "--lang"),
        (("--home",), 2, "--home"),
    ],
)
def test_a_desk_that_cannot_open_says_why(words: tuple[str, ...], code: int, said: str) -> None:
    answer = run(*words)
    assert answer.code == code
    assert said in answer.err
    assert "Error number" not in answer.err


def test_a_desk_opens_on_a_terminal_only(tmp_path: Path) -> None:
    options = init(tmp_path)
    for lang, sentence in (
        ("zh", "工作台须在终端中运行；stdin 不是终端。"),
        ("en", "The desk needs a terminal; stdin is none."),
    ):
        ran = run(*options, "--lang", lang)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.splitlines()[0] == sentence
