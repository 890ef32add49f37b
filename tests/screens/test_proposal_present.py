"""The client's pages and the record of the decision."""

from dataclasses import replace
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.screens.proposal.pages import pages_of
from advisor_tui.widgets.form import Form
from tests.desk.proposal_case import ACCEPTED, CASH, assess, build, hold, present, show_all, start
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
        assert "to be read to its end: PgDn" in stage.text
        assert len(desk.proposals.presentations.sheet(proposal).unshown) == 2
        await stage.press("pagedown")
        assert "2 / " in stage.text
        assert "has been read" in stage.text
        assert len(desk.proposals.presentations.sheet(proposal).unshown) == 1
        await stage.press("pagedown")
        assert "3 / " in stage.text
        assert "to be read to its end: PgDn" in stage.text


@pytest.mark.parametrize("lang", LANGS)
async def test_the_decision_waits_for_every_page_and_says_so(tmp_path: Path, desk: Desk, lang: Lang) -> None:
    present(desk)
    waits, ready, onward = {
        "en": ("Decision (pages to read: 4)", "The client's decision", "Next page"),
        "zh": ("客户决定（还有 4 页未读）", "客户决定", "下一页"),
    }[lang]
    async with proposal_stage(tmp_path, desk, lang, (80, 12)) as stage:

        def keys() -> str:
            return stage.text.splitlines()[-1]

        await stage.press("enter")
        assert waits in keys()
        for _ in range(40):
            if "4 / 4" in stage.text and "PgDn" not in keys():
                break
            assert onward in keys() or {"en": "Read on", "zh": "往下读"}[lang] in keys()
            await stage.press("pagedown")
        assert f"1 {ready}" in keys()
        assert waits.split("4")[0] not in keys()
        await stage.press("1")
        assert stage.screen == "ConfirmationScreen"


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_of_the_client_carries_a_note_for_the_banks_staff(desk: Desk, lang: Lang) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, fund_bond_short=100_000_00, wmp_cash_a=100_000_00)
    desk.proposals.present(proposal)
    use_language(lang)
    sheet = desk.proposals.presentations.sheet(proposal)
    told = "\n".join(page.body.plain for page in pages_of(sheet))
    findings = [view for line in sheet.lines for view in line.findings]
    unread = [view for view in findings if not view.confirmed]
    assert {view.rule for view in unread} >= {"fund_level"}
    assert all("待核实" in view.source for view in unread)
    assert "待核实" not in told
    assert "to be verified" not in told
    assert next(view.text for view in findings if view.rule == "fund_level") in told
    cited = [view.source for view in findings if view.rule == "level"]
    assert cited
    assert all(source in told for source in cited)


async def test_accepting_before_reading_is_refused(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk, "en", (80, 16)) as stage:
        await stage.press("enter", *["pagedown"] * 2)
        assert "2 / " in stage.text
        await stage.press("pageup", "pageup", "1")
        assert "Go on reading" in stage.text
        await stage.press("1")
        assert stage.screen == "ProposalPresentScreen"
        assert "2 / " in stage.text
        assert "to be read" in stage.text
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "presented"


async def test_who_declines_need_not_read_to_the_end(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1", "2")
        assert stage.screen == "ConfirmationScreen"
        assert "The client accepts" not in stage.text
        await stage.press("enter", *"F-1", "enter", *"Li", "ctrl+s", "2")
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "declined"


async def test_what_may_not_be_sold_any_more_is_said_at_the_key(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    show_all(desk, proposal)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        hold(desk, client_id(desk, "C0001"), CASH, 50_000_00)
        await stage.press("1")
        assert "An acceptance cannot be recorded" in stage.text
        assert "make a new version" in stage.text.replace("\n", " ")


async def test_what_is_refused_at_the_save_keeps_what_was_typed(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    show_all(desk, proposal)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1", "enter", *"F-1", "enter", *"Li", "enter", *"R-1")
        hold(desk, client_id(desk, "C0001"), CASH, 50_000_00)
        await stage.press("ctrl+s")
        assert stage.screen == "ConfirmationScreen"
        assert "make a new version" in stage.text
        assert stage.app.screen.query_one(Form).values()["form_number"] == "F-1"
        assert stage.app.screen.query_one(Form).values()["recording_ref"] == "R-1"


async def test_the_recording_is_starred_as_long_as_the_client_accepts(tmp_path: Path, desk: Desk) -> None:
    show_all(desk, present(desk))
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1")
        assert "Recording*" in stage.text
        await stage.press("2")
        assert "Recording*" not in stage.text
        assert "Form number*" in stage.text
        await stage.press("1", "enter", *"F-1", "enter", *"Li", "ctrl+s")
        assert "This must be filled in." in stage.text
        assert stage.app.screen.query_one(Form).values()["form_number"] == "F-1"


async def test_what_is_missing_is_said_under_its_field(tmp_path: Path, desk: Desk) -> None:
    show_all(desk, present(desk))
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1", "enter", *"F-1", "enter", "1", "0", "0", "1", "enter", *"R", "ctrl+s")
        assert "somebody else" in stage.text
        await stage.press("end", "ctrl+u", *"Li", "ctrl+s")
        assert stage.screen == "ProposalPresentScreen", stage.text


async def test_the_client_may_decline(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    show_all(desk, proposal)
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
        assert "The decision itself stays too: Accepted." in " ".join(stage.text.split())
        assert "new version" in stage.text
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
    show_all(desk, present(desk))
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter", "1", "enter", "F", "escape")
        assert "Close without saving" in stage.text
        await stage.press("2")
        assert stage.screen == "ProposalPresentScreen"


def test_the_client_reads_a_term_of_many_years_in_years(desk: Desk) -> None:
    use_language("en")
    sheet = desk.proposals.presentations.sheet(present(desk))
    line = replace(sheet.lines[0], term_days=7300)
    page = next(page for page in pages_of(replace(sheet, lines=(line, *sheet.lines[1:]))) if page.step == "product")
    assert "20 years" in page.body.plain
    assert "7300" not in page.body.plain
