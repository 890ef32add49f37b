"""`advisor-tui check`: decide cases by the rules, without a desk and without a key."""

import json as jsonlib
import os
from pathlib import Path
from typing import Annotated

import typer

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.reasons import reason_of
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, home_of, speak
from advisor_tui.cli.output import answering

MAX_CASES_FILE = 64 * 1024 * 1024
"""Bytes: more is not a file of cases."""


def check(
    file: Annotated[Path, typer.Argument(help=translate(mark("Cases as JSON, a list or one object.")), metavar="FILE")],
    data: Annotated[
        Path | None,
        typer.Option(help=translate(mark("Rules of this data folder instead of the shipped ones.")), metavar="DIR"),
    ] = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Judge every case of a file.

    The rules are the shipped ones, or those of `data`: what a desk received lies in its encrypted home.

    Exit code 0 when all were decided, 1 when the file cannot be read, 2 when a case in it does not fit.
    """
    from advisor_tui.cli.check_table import cases_table
    from advisor_tui.reference.case_reader import read_cases
    from advisor_tui.reference.cases import decide
    from advisor_tui.reference.rulebook import load_rulebook

    with answering(json=json) as answer:
        speak(lang, home_of(home) if home else None)
        rulebook = load_rulebook(data)
        cases, several = read_cases(_text(file), os.fspath(file))
        decided = decide(cases, rulebook)
        if json:
            typer.echo(jsonlib.dumps(decided if several else decided[0], ensure_ascii=False))
        else:
            answer.console.print(cases_table(cases, decided, rulebook))


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_CASES_FILE + 1)
        if len(content) > MAX_CASES_FILE:
            raise DeskError("case_unreadable", mark("This file is too large for cases"), where=os.fspath(file))
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message, where = mark("This file cannot be read: {reason}"), os.fspath(file)
        raise DeskError("case_unreadable", message, where=where, reason=reason_of(error)) from error
