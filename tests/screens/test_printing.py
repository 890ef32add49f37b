"""Printing from the page before the client and from a loan case: menu, language, progress, notice."""

import re
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.papers import ProposalPapers
from advisor_tui.desk.views.papers import PaperChoice
from advisor_tui.screens.loan.loan import LoanScreen
from advisor_tui.widgets.paths import shown_path
from tests.desk.paper_case import add_loan
from tests.desk.proposal_case import present
from tests.screens.proposal_stage import ProposalStage, proposal_stage
from tests.screens.work_stage import WorkStage, press, settle


def printed(desk: Desk) -> list[str]:
    """The kinds of the papers in `print/`, in the order of their names."""
    found = sorted(path.name for path in desk.office.home.print.glob("*.pdf"))
    return [re.sub(r"-[0-9a-f]{8}-.*(-..\.pdf)", r"\1", name) for name in found]


def logged(desk: Desk) -> list[str]:
    return [row.what for row in desk.compliance.access() if row.kind == "print"]


async def menu(stage: ProposalStage, *keys: str) -> None:
    await stage.press("enter")
    await stage.press("4")
    await stage.press(*keys)


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_one_paper_is_chosen_by_a_digit_and_comes_in_chinese_unless_asked_otherwise(
    tmp_path: Path, desk: Desk, lang: Lang
) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk, lang) as stage:
        await menu(stage)
        for choice in desk.proposal_papers.offer(proposal):
            assert choice.label.split("  ")[0] in stage.text
        await stage.press("2", "enter")
        assert printed(desk) == ["wealth-proposal-zh.pdf"]
        [path] = desk.office.home.print.glob("*.pdf")
        assert shown_path(path) in stage.notices, "whole on one line"
        assert logged(desk) == ["wealth_proposal 1-V1"]


async def test_all_papers_come_one_after_the_other_in_english(tmp_path: Path, desk: Desk) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk, "en") as stage:
        await menu(stage, "1", "2")
        assert printed(desk) == [
            "product-comparison-en.pdf",
            "risk-disclosure-en.pdf",
            "risk-disclosure-en.pdf",
            "suitability-opinion-en.pdf",
            "wealth-proposal-en.pdf",
        ]
        assert "5 papers lie in" in stage.notices
        assert len(logged(desk)) == 5
        assert stage.screen == "ProposalPresentScreen"


async def test_leaving_the_menu_prints_nothing(tmp_path: Path, desk: Desk) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk, "en") as stage:
        await menu(stage, "escape")
        await stage.press("4", "2", "escape")
        assert printed(desk) == []
        assert stage.screen == "ProposalPresentScreen"


async def test_esc_stops_behind_the_paper_that_is_under_way(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk, "en") as stage:
        whole = ProposalPapers.write

        def slow(self: ProposalPapers, proposal: str, choice: PaperChoice, lang: Lang) -> Path:
            stage.app.call_from_thread(stage.app.screen.action_cancel)  # type: ignore[attr-defined]  # the dialog on top
            return whole(self, proposal, choice, lang)

        monkeypatch.setattr(ProposalPapers, "write", slow)
        await menu(stage, "1", "1")
        assert printed(desk) == ["wealth-proposal-zh.pdf"]
        assert "Wealth proposal lies in" in " ".join(stage.notices.split())
        assert stage.screen == "ProposalPresentScreen"


async def test_a_refusal_is_a_notice_and_ends_the_run(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk, "en") as stage:
        desk.office.home.print.rmdir()
        desk.office.home.print.write_text("no folder")
        await menu(stage, "1", "1")
        assert "could not be written" in " ".join(stage.notices.split())
        assert stage.screen == "ProposalPresentScreen"


async def test_the_cost_sheet_is_printed_from_the_loan_case(tmp_path: Path) -> None:
    stage = WorkStage(tmp_path)
    loan = add_loan(stage.desk)

    async with stage.app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await stage.app.push_screen(LoanScreen(loan))
        await settle(pilot)
        assert "4 Print" in stage.text()
        await press(pilot, "4", "2")
        assert printed(stage.desk) == ["cost-sheet-en.pdf"]
        assert logged(stage.desk) == ["cost_sheet 1"]
