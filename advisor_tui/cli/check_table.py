"""Decided cases as a table for a person."""

from typing import Any

from rich.table import Table
from rich.text import Text

from advisor_tui.base.languages import translate_in
from advisor_tui.base.text import safe_text
from advisor_tui.reference.case_reader import Case
from advisor_tui.reference.rulebook import Rulebook
from advisor_tui.rules.findings import Verdict

_STYLES = {Verdict.FORBIDDEN: "bold red", Verdict.WARN: "yellow", Verdict.ALLOWED: "green", Verdict.MISSING: "dim"}


def cases_table(cases: list[Case], decided: list[dict[str, Any]], rulebook: Rulebook) -> Table:
    """One row a case: its verdict, what must be done, and every finding with its article."""
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
