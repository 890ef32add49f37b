"""The client's pages and the record of the decision."""

from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.desk.desk import Desk
from tests.desk.proposal_case import ACCEPTED, assess, build, present, show_all, start
from tests.screens.proposal_stage import SIZES, ProposalStage, proposal_stage
from tests.support import client_id

LANGS: tuple[Lang, ...] = ("en", "zh")


async def to_the_form(stage: ProposalStage) -> None:
    """Open the presented proposal, read every page, go on to the decision."""
    await stage.press("enter")
    for _ in range(12):
        if stage.screen == "ConfirmationScreen":
            return
        await stage.press("pagedown")
    raise AssertionError(stage.text)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
async def test_the_client_reads_every_page_and_accepts(
    tmp_path: Path, desk: Desk, lang: Lang, size: tuple[int, int]
) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk, lang, size) as stage:
        await stage.press("enter")
        assert stage.screen == "ProposalPresentScreen"
        assert "1,000,000" in stage.text
        assert "2,000,000" in stage.text
        assert "王敏" not in stage.text
        await stage.press("escape")
        await to_the_form(stage)
        assert desk.proposals.presentations.sheet(proposal).unshown == ()
        await stage.press("enter", *"F-1", "enter", *"Li", "enter", *"R-1", "ctrl+s")
        assert stage.screen == "ProposalPresentScreen", stage.text
        assert "F-1" in stage.text
        assert ("Accepted" in stage.text) if lang == "en" else ("已接受" in stage.text)
        assert "2026-11-25" in stage.notices
        assert desk.proposals.of_client(client_id(desk, "C0001")).rows[0].status == "accepted"


async def test_a_page_counts_as_shown_only_from_its_end(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk, "en", (80, 16)) as stage:
        await stage.press("enter", "pagedown")
        while "2 / " not in stage.text:
            await stage.press("pagedown")
        assert "to be read" in stage.text
        await stage.press("pagedown")
        assert "2 / " in stage.text
        assert len(desk.proposals.presentations.sheet(proposal).unshown) == 2
        while "2 / " in stage.text:
            await stage.press("pagedown")
        assert len(desk.proposals.presentations.sheet(proposal).unshown) == 1
        await stage.press("pageup")
        assert "has been read" in stage.text


async def test_accepting_before_reading_is_refused(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1")
        assert "Not read to the end yet" in stage.text
        await stage.press("enter", *"F-1", "enter", *"Li", "enter", *"R-1", "ctrl+s")
        assert "to the end" in stage.notices
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"


async def test_what_is_missing_is_said_under_its_field(tmp_path: Path, desk: Desk) -> None:
    show_all(desk, present(desk))
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1", "enter", *"F-1", "enter", "1", "0", "0", "1", "enter", *"R", "ctrl+s")
        assert "somebody else" in stage.text
        await stage.press("end", "ctrl+u", *"Li", "ctrl+s")
        assert stage.screen == "ProposalPresentScreen", stage.text


async def test_the_client_may_decline(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1", "2", "enter", *"F-1", "enter", *"Li", "ctrl+s")
        assert "cannot be undone" in stage.text
        await stage.press("1")
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"
        await stage.press("ctrl+s", "2")
        assert "declines" in stage.notices
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "declined"


async def test_each_paper_has_its_own_tick(tmp_path: Path, desk: Desk) -> None:
    client = assess(desk, "C0003", 4)
    proposal = start(desk, client)
    build(desk, proposal, wmp_equity_a=100_000_00)
    desk.proposals.present(proposal)
    show_all(desk, proposal)
    async with proposal_stage(tmp_path, desk, number="C0003") as stage:
        await stage.press("enter", "1")
        assert "Take special care" in stage.text
        assert "65" in stage.text
        await stage.press("enter", "enter", *"F-1", "enter", *"Li", "enter", *"R-1", "ctrl+s")
        assert "still open" in stage.text
        await stage.press("2", "ctrl+s")
        assert stage.screen == "ProposalPresentScreen", stage.text


async def test_a_wrong_form_number_is_corrected_by_a_new_entry(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    show_all(desk, proposal)
    desk.proposals.confirmations.confirm(proposal, ACCEPTED)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "2")
        assert "A correction is a new entry" in stage.text
        await stage.press("end", "ctrl+u", *"F-2", "ctrl+s")
        numbers = [entry.form_number for entry in desk.proposals.presentations.sheet(proposal).decisions]
        assert numbers == ["F-0001", "F-2"]
        assert "Corrected entry" in stage.text


async def test_a_presentation_can_be_withdrawn_and_made_anew(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "ctrl+z", "1")
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"
        await stage.press("ctrl+z", "2")
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "withdrawn"
        assert "Withdrawn" in stage.text
        await stage.press("3")
        assert stage.screen == "ProposalScreen"
        assert "draft v2" in stage.text


async def test_leaving_a_half_filled_form_asks(tmp_path: Path, desk: Desk) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1", "enter", "F", "escape")
        assert "Close without saving" in stage.text
        await stage.press("2")
        assert stage.screen == "ProposalPresentScreen"
