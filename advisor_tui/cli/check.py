"""`advisor-tui check`: decide cases by the rules, without a desk and without a key."""

import json as jsonlib
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate, translate_in
from advisor_tui.base.text import safe_text
from advisor_tui.cli.options import HomeOption, JsonOption, LangOption, home_of, speak
from advisor_tui.cli.output import WRONG_USAGE, Answer, answering
from advisor_tui.reference.case_reader import Case, read_cases
from advisor_tui.reference.cases import decide
from advisor_tui.reference.rulebook import Rulebook, load_rulebook
from advisor_tui.rules.findings import Verdict

MAX_CASES_FILE = 64 * 1024 * 1024
"""Bytes: more is not a file of cases."""
_STYLES = {Verdict.FORBIDDEN: "bold red", Verdict.WARN: "yellow", Verdict.ALLOWED: "green", Verdict.MISSING: "dim"}


def check(
    file: Annotated[Path, typer.Argument(help=translate(mark("Cases as JSON, a list or one object.")), metavar="FILE")],
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Judge every case of a file; exit 0 when all were decided, 2 when the file does not fit."""
    with answering(json=json) as answer:
        speak(lang, home_of(home) if home else None)
        rulebook = load_rulebook()
        cases, several = _read(file, answer)
        decided = decide(cases, rulebook)
        if json:
            typer.echo(jsonlib.dumps(decided if several else decided[0], ensure_ascii=False))
        else:
            answer.console.print(_table(cases, decided, rulebook))


def _read(file: Path, answer: Answer) -> tuple[list[Case], bool]:
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


def _table(cases: list[Case], decided: list[dict[str, Any]], rulebook: Rulebook) -> Table:
    table = Table(show_lines=True, expand=True)
    table.add_column(translate_in("check", "Case"), no_wrap=True)
    table.add_column(translate_in("check", "Verdict, what to do, findings and sources"), ratio=1, overflow="fold")
    for case, answer in zip(cases, decided, strict=True):
        rules = rulebook.as_of(case.on)
        lines = _verdict(Verdict(answer["verdict"]))
        for word in answer["must_do"]:
            lines.append(f"\n> {rules.must_do(word)}")
        table.add_row(Text(safe_text(answer["id"])), lines.append_text(_findings(answer["findings"])))
    return table


def _verdict(verdict: Verdict) -> Text:
    labels = {
        Verdict.FORBIDDEN: translate_in("verdict", "Forbidden"),
        Verdict.WARN: translate_in("verdict", "Allowed with conditions"),
        Verdict.ALLOWED: translate_in("verdict", "Allowed"),
        Verdict.MISSING: translate_in("verdict", "Not judged"),
    }
    return Text(labels[verdict], _STYLES[verdict])


def _findings(findings: list[dict[str, str]]) -> Text:
    lines = Text()
    for finding in findings:
        lines.append("\n- ").append_text(_verdict(Verdict(finding["verdict"])))
        lines.append(f" {finding['message']}\n  {finding['article']}", "")
    return lines
