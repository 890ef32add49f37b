"""One rule of law broken on purpose changes the automatic proposal, the builder's findings and `advisor-tui check`."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from advisor_tui.cli.check import check
from advisor_tui.desk.desk import Desk
from advisor_tui.rules.facts import Sale
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.rule import NoThresholds
from advisor_tui.rules.suitability import evaluate
from advisor_tui.rules.suitability.level import LEVEL
from advisor_tui.screens.proposal.proposal import ProposalScreen
from tests.desk.proposal_case import add_goal, assess, build, searched_to_the_end, start
from tests.screens.proposal_stage import ProposalStage, proposal_stage
from tests.support import TODAY

__all__ = ["searched_to_the_end"]
pytestmark = pytest.mark.usefixtures("searched_to_the_end")
CLIENT_LEVEL = 3
Judge = Callable[[Sale, NoThresholds], Finding | None]


def one_level_stricter(sale: Sale, values: NoThresholds) -> Finding | None:
    """Article 12, broken: a product one level below the client's is above it already."""
    client = sale.client
    lower = None if client.risk_level is None else max(1, client.risk_level - 2)
    return LEVEL.judge(replace(sale, client=replace(client, risk_level=lower)), values)


def put(monkeypatch: pytest.MonkeyPatch, judge: Judge) -> None:
    """Have article 12 judged by another function."""
    rules = tuple(replace(rule, judge=judge) if rule.id == LEVEL.id else rule for rule in evaluate.SALE_RULES)
    assert rules != evaluate.SALE_RULES
    monkeypatch.setattr(evaluate, "SALE_RULES", rules)


def by_command(tmp_path: Path) -> str:
    """What `advisor-tui check` says of article 12 for the same sale."""
    case = {
        "id": "one",
        "kind": "sale",
        "date": TODAY.isoformat(),
        "client": {"age": 46, "risk_level": CLIENT_LEVEL, "assessed_on": TODAY.isoformat(), "changes_reported": False},
        "product": {"type": "wmp_public", "risk_level": 2},
        "amount": 500_000,
        "context": {"initiated_by": "advisor"},
    }
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    app = typer.Typer()
    app.command()(check)
    answer = json.loads(CliRunner().invoke(app, [str(file), "--json", "--lang", "en"]).stdout)
    return str(next(found["verdict"] for found in answer["findings"] if found["rule"] == LEVEL.id))


async def by_screen(stage: ProposalStage) -> bool:
    """Whether the builder forbids by article 12 after a key."""
    await stage.press("plus", "pagedown")
    assert stage.screen == "FindingsScreen"
    title = stage.desk.office.rules.title(Finding(LEVEL.id, Verdict.FORBIDDEN), "en")
    text = stage.text
    found = [line.strip() for line in text.splitlines() if title in line]
    await stage.press("escape")
    assert len(found) == 1, text
    return found[0].startswith("✗")


def by_solver(desk: Desk, proposal: str) -> set[int]:
    """The levels of what the automatic proposal buys where only wealth products, which article 12 is for, are sold."""
    bench = desk.proposals.bench(proposal)
    sold = {code: product for code, product in bench.basis.products.items() if product.type == "wmp_public"}
    shop = replace(bench, draft=replace(bench.draft, lines=()), basis=replace(bench.basis, products=sold))
    answer = desk.proposals.proposing.propose(shop, shop.draft)
    assert answer.fits
    return {sold[line.product].level or 0 for line in answer.draft.lines}


async def test_a_law_that_is_changed_moves_all_three(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = assess(desk, "C0001", CLIENT_LEVEL)
    add_goal(desk, client)
    proposal = start(desk, client)
    build(desk, proposal, wmp_fixed_90=500_000_00)  # of level 2
    async with proposal_stage(tmp_path, desk, size=(120, 60)) as stage:
        await stage.app.push_screen(ProposalScreen(proposal))
        await stage.settle()
        assert by_command(tmp_path) == "allowed"
        assert max(by_solver(desk, proposal)) == CLIENT_LEVEL
        assert not await by_screen(stage)

        put(monkeypatch, one_level_stricter)

        assert by_command(tmp_path) == "forbidden"
        assert max(by_solver(desk, proposal)) == CLIENT_LEVEL - 2
        assert await by_screen(stage)
