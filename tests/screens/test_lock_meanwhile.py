"""A lock while something is computed, looked for or saved: after the unlocking the screen goes on."""

from collections.abc import Callable
from pathlib import Path

from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.presentation import Presentations
from advisor_tui.desk.proposal.projecting import Projections
from advisor_tui.desk.proposal.proposing import Proposing
from advisor_tui.screens.proposal.present import ProposalPresentScreen
from advisor_tui.screens.proposal.projection import ProjectionScreen
from advisor_tui.screens.proposal.proposal import ProposalScreen
from tests.desk.proposal_case import assess, build, present, start
from tests.screens.gate import Gate
from tests.screens.proposal_stage import proposal_stage
from tests.waiting import until


async def test_a_projection_that_ended_behind_the_lock_is_shown_and_can_be_computed_again(
    tmp_path: Path, desk: Desk, gates: Callable[[type, str], Gate]
) -> None:
    build(desk, start(desk, assess(desk, "C0001", 3)), wmp_cash_a=100_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        gate = gates(Projections, "run")
        await stage.pilot.press("f12")
        await gate.lock_over_it(stage)
        assert isinstance(stage.app.screen, ProjectionScreen)
        assert "computed on" in stage.text
        await stage.press("ctrl+n")
        await until(stage.pilot, lambda: "computed again" in stage.text, "a rerun")
        await stage.press("escape")
        assert stage.screen == "ProposalScreen"


async def test_a_search_that_ended_behind_the_lock_is_given_up_and_the_next_one_begins(
    tmp_path: Path, desk: Desk, gates: Callable[[type, str], Gate]
) -> None:
    build(desk, start(desk, assess(desk, "C0001", 3)), wmp_cash_a=100_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        screen = stage.app.screen
        assert isinstance(screen, ProposalScreen)
        before = screen.draft
        gate = gates(Proposing, "propose")
        await stage.pilot.press("ctrl+g")
        await gate.lock_over_it(stage)
        assert stage.screen == "ProposalScreen"
        assert not screen.proposing
        assert screen.draft == before
        await stage.press("ctrl+g")
        assert screen.draft != before


async def test_a_page_that_was_being_recorded_at_the_lock_holds_up_none_of_the_next_ones(
    tmp_path: Path, desk: Desk, gates: Callable[[type, str], Gate]
) -> None:
    proposal = present(desk)
    sheet = desk.proposals.presentations.sheet
    async with proposal_stage(tmp_path, desk) as stage:
        gate = gates(Presentations, "walked")
        await stage.pilot.press("enter")
        await gate.lock_over_it(stage)
        assert isinstance(stage.app.screen, ProposalPresentScreen)
        assert sheet(proposal).steps[0].read
        for _ in range(12):
            await stage.press("pagedown")
        assert all(step.read for step in sheet(proposal).steps)
        assert stage.screen == "ConfirmationScreen"
