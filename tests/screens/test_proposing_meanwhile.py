"""A draft that is changed, or given up, while an automatic proposal is looked for."""

from collections.abc import Callable
from pathlib import Path

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.proposing import Proposing
from advisor_tui.screens.proposal.proposal import ProposalScreen
from tests.desk.proposal_case import CASH, assess, build, start
from tests.screens.gate import Gate
from tests.screens.proposal_stage import proposal_stage


async def test_an_answer_to_another_draft_is_not_taken(
    tmp_path: Path, desk: Desk, gates: Callable[[type, str], Gate]
) -> None:
    build(desk, start(desk, assess(desk, "C0001", 3)), wmp_cash_a=100_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        screen = stage.app.screen
        assert isinstance(screen, ProposalScreen)
        gate = gates(Proposing, "propose")
        await stage.pilot.press("ctrl+g")
        await gate.reached(stage)
        await stage.pilot.press("plus")
        gate.open()
        await stage.settle()
        assert [line.product for line in screen.draft.lines] == [CASH]
        assert screen.draft.lines[0].amount > 100_000_00
        assert "changed meanwhile" in stage.notices
        assert not screen.proposing


async def test_the_answer_to_a_search_that_was_stopped_is_not_the_answer_to_the_next_one(
    tmp_path: Path, desk: Desk, gates: Callable[[type, str], Gate]
) -> None:
    build(desk, start(desk, assess(desk, "C0001", 3)), wmp_cash_a=100_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        screen = stage.app.screen
        assert isinstance(screen, ProposalScreen)
        gate = gates(Proposing, "propose")
        await stage.pilot.press("ctrl+g")
        await gate.reached(stage)
        before = screen.draft
        await stage.pilot.press("escape")
        gate.open()
        await stage.settle()
        assert screen.draft == before
        await stage.press("ctrl+g")
        assert screen.draft != before
