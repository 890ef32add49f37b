"""`advisor-tui check`: decide cases by the rules, without a desk and without a key."""

import json as jsonlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, home_of, speak
from advisor_tui.cli.output import WRONG_USAGE, Answer, answering

if TYPE_CHECKING:
    from advisor_tui.reference.case_reader import Case

MAX_CASES_FILE = 64 * 1024 * 1024
"""Bytes: more is not a file of cases."""


def check(
    file: Annotated[Path, typer.Argument(help=translate(mark("Cases as JSON, a list or one object.")), metavar="FILE")],
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Judge every case of a file; exit 0 when all were decided, 2 when the file does not fit."""
    from advisor_tui.cli.check_table import cases_table
    from advisor_tui.reference.cases import decide
    from advisor_tui.reference.rulebook import load_rulebook

    with answering(json=json) as answer:
        speak(lang, home_of(home) if home else None)
        rulebook = load_rulebook()
        cases, several = _read(file, answer)
        decided = decide(cases, rulebook)
        if json:
            typer.echo(jsonlib.dumps(decided if several else decided[0], ensure_ascii=False))
        else:
            answer.console.print(cases_table(cases, decided, rulebook))


def _read(file: Path, answer: Answer) -> "tuple[list[Case], bool]":
    from advisor_tui.reference.case_reader import read_cases

    try:
        return read_cases(_text(file))
    except DeskError as error:
        answer.fail(error)
        raise typer.Exit(WRONG_USAGE) from error


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_CASES_FILE + 1)
        if len(content) > MAX_CASES_FILE:
            raise DeskError("case_invalid", mark("This file is too large for cases"), where=os.fspath(file))
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(
            "case_invalid", mark("This file cannot be read: {reason}"), where=os.fspath(file), reason=error
        ) from error
