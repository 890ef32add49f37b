"""Runs a command as a person or a script does, in a process of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.forking import Forker
from tests.support import PASSPHRASE

BULLETIN = """
[[bulletin]]
code = "B1"
kind = "rate"
title = { zh = "利率下调", en = "Rates fall" }
published_on = 2026-11-20
effective_from = 2026-11-20
"""
"""A file of bulletins that head office publishes."""


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        answer = json.loads(self.out)
        assert isinstance(answer, dict)
        return answer


def run(*words: object, cwd: Path | None = None, stdin: str = "") -> Ran:
    """Run `advisor-tui` with these words."""
    return Ran(*_forker().run([str(word) for word in words], cwd, stdin, 120))


_forkers: list[Forker] = []


def _forker() -> Forker:
    """This process's server of commands, a new one after one that ended."""
    if not _forkers or _forkers[-1].ended:
        _forkers.append(Forker())
    return _forkers[-1]


def passphrase_file(folder: Path, words: str = PASSPHRASE) -> Path:
    """A file with a passphrase."""
    path = folder / "passphrase.txt"
    path.write_text(words + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def init(folder: Path) -> tuple[object, ...]:
    """Make a home, and answer the options that open it."""
    options = ("--home", folder / "home", "--passphrase-file", passphrase_file(folder))
    made = run("init", "--staff", "1001", "--name", "王敏", "--branch", "BJ01", *options, "--lang", "en")
    assert made.code == 0, made.err
    return options
