"""One figure of `data/rules/` moves the check command and the proposal screen together."""

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from advisor_tui.cli.check import check
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import first_line, judge
from advisor_tui.desk.proposal.draft import DraftLine, add_line, change_line
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from tests.desk.proposal_case import assess, build, start
from tests.reference.case_tables import BY_ID

COMMAND = typer.Typer()
COMMAND.command()(check)


@dataclass(frozen=True)
class Broken:
    """A rule with one figure broken, a case that shows it, and a line of a proposal that shows it.

    Attributes:
        figure: The threshold as the file has it, and as it becomes.
        case: The id of a case in `tests/reference/cases`, and its verdicts before and after.
        line: The product, how it is paid, who brought it up; with the client's number, level and day of assessment.
    """

    file: str
    rule: str
    figure: tuple[str, str]
    case: tuple[str, str, str]
    line: DraftLine
    client: tuple[str, int, date]
    verdicts: tuple[str, str]


TODAY = date(2026, 11, 24)
RULES = [
    Broken(
        "clients.toml", "senior_care", ("from_age = { value = 65", "from_age = { value = 66"),
        ("AG-65-R4", "warn", "allowed"), DraftLine("wmp-equity-a", 0, 0), ("C0003", 5, TODAY), ("warn", ""),
    ),
    Broken(
        "suitability.toml", "assessment_valid", ("months = { value = 12", "months = { value = 11"),
        ("VA-LAST-DAY", "allowed", "forbidden"), DraftLine("wmp-fixed-90", 0, 0), ("C0001", 3, date(2025, 12, 10)),
        ("allowed", "forbidden"),
    ),
    Broken(
        "funds.toml", "fund_level", ('mismatch = { value = "warn"', 'mismatch = { value = "forbidden"'),
        ("FU34", "warn", "forbidden"), DraftLine("fund-equity-tech", 0, 0, origin="client"), ("C0001", 3, TODAY),
        ("warn", "forbidden"),
    ),
    Broken(
        "insurance.toml", "insurance_pay_age", ("sum = { value = 75", "sum = { value = 50"),
        ("IN-AGE-45-PAY-15", "allowed", "warn"), DraftLine("ins-par-10", 0, 0, "annual", 10), ("C0001", 3, TODAY),
        ("allowed", "warn"),
    ),
]  # fmt: skip


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `data/` that the check command reads."""
    root = tmp_path / "data"
    shutil.copytree(data_root(), root)
    monkeypatch.setattr("advisor_tui.reference.rulebook.data_root", lambda: root)
    return root


def break_rule(root: Path, broken: Broken) -> None:
    """Write the other figure into the newest edition of the rule."""
    file = root / "rules" / broken.file
    text = file.read_text(encoding="utf-8")
    start_of = text.rindex(f"[[{broken.rule}.edition]]")
    before, after = broken.figure
    assert before in text[start_of:]
    file.write_text(text[:start_of] + text[start_of:].replace(before, after, 1), encoding="utf-8")


def checked(folder: Path, case: str) -> str:
    """The verdict of the command."""
    file = folder / "case.json"
    file.write_text(json.dumps(BY_ID[case]), encoding="utf-8")
    done = CliRunner().invoke(COMMAND, [str(file), "--json"])
    assert done.exit_code == 0
    return str(json.loads(done.stdout)["verdict"])


def proposed(desk: Desk, proposal: str, broken: Broken) -> str:
    """What the rule says on the workbench of the proposal screen; "" where it is silent."""
    bench = desk.proposals.bench(proposal)
    decision = judge(bench.draft, bench.basis).lines[broken.line.product]
    return next((finding.verdict.value for finding in decision.findings if finding.rule == broken.rule), "")


@pytest.mark.parametrize("broken", RULES, ids=lambda broken: broken.rule)
def test_breaking_a_rule_changes_what_the_command_and_the_screen_say(
    broken: Broken, desk: Desk, data: Path, tmp_path: Path
) -> None:
    case, *verdicts = broken.case
    number, level, day = broken.client
    proposal = start(desk, assess(desk, number, level, on=day))
    line = broken.line
    product = desk.proposals.bench(proposal).product(line.product)
    assert product is not None
    draft = add_line(build(desk, proposal), first_line(product))
    draft = change_line(draft, product.id, origin=line.origin)
    if line.pay:
        draft = change_line(draft, product.id, pay=line.pay, pay_years=line.pay_years)
    desk.proposals.save(proposal, draft)

    assert (checked(tmp_path, case), proposed(desk, proposal, broken)) == (verdicts[0], broken.verdicts[0])
    break_rule(data, broken)
    desk.move(desk.office.with_reference(load_reference(data)))
    assert (checked(tmp_path, case), proposed(desk, proposal, broken)) == (verdicts[1], broken.verdicts[1])
