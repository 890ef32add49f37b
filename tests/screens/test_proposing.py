"""The automatic proposal in the builder: Ctrl+G, what it says, undo, Insert, stopping, and why nothing fits."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.bench import Workbench
from advisor_tui.desk.proposal.draft import Draft
from advisor_tui.desk.proposal.proposing import Proposed, Proposing
from advisor_tui.screens.proposal.proposal import ProposalScreen
from tests.desk.proposal_case import add_goal, assess, build, start
from tests.screens.proposal_stage import SIZES, ProposalStage, proposal_stage
from tests.support import make_desk
from tests.waiting import until

LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "home")


async def opened(stage: ProposalStage, proposal: str) -> ProposalScreen:
    screen = ProposalScreen(proposal)
    await stage.app.push_screen(screen)
    await stage.settle()
    return screen


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
async def test_one_key_proposes_and_says_what_each_line_serves(
    tmp_path: Path, desk: Desk, lang: Lang, size: tuple[int, int]
) -> None:
    client = assess(desk, "C0001", 4)
    add_goal(desk, client)
    proposal = start(desk, client)
    async with proposal_stage(tmp_path, desk, lang, size) as stage:
        screen = await opened(stage, proposal)
        await stage.press("ctrl+g")
        assert screen.draft.lines
        assert screen.draft.left == 0
        wanted = ("用于：", "受限于：", "自动方案") if lang == "zh" else ("Serves:", "bound by:", "Automatic")
        assert all(word in stage.text for word in wanted), stage.text
        assert desk.proposals.bench(proposal).draft == screen.draft


async def test_undo_takes_the_whole_answer_back(tmp_path: Path, desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_cash_a=100_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        screen = await opened(stage, proposal)
        before = screen.draft
        await stage.press("ctrl+g")
        assert screen.draft != before
        await stage.press("ctrl+z")
        assert screen.draft == before
        assert "Automatic" not in stage.text


async def test_insert_pins_the_line_and_the_proposal_leaves_it(tmp_path: Path, desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_fixed_90=500_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        screen = await opened(stage, proposal)
        await stage.press("insert")
        (pinned,) = screen.draft.lines
        assert pinned.pinned
        assert "50.00*#" in stage.text
        assert "# pinned" in stage.text
        await stage.press("ctrl+g")
        assert pinned in screen.draft.lines
        assert len(screen.draft.lines) > 1
        await stage.press("home", "insert")
        assert not screen.draft.lines[0].pinned


async def test_why_nothing_fits_has_a_page_of_its_own(tmp_path: Path, desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 4))
    build(desk, proposal, fund_equity_tech=1_800_000_00)
    async with proposal_stage(tmp_path, desk) as stage:
        screen = await opened(stage, proposal)
        await stage.press("insert")
        before = screen.draft
        await stage.press("ctrl+g")
        assert stage.screen == "ReasonsScreen"
        assert "Pinned:" in stage.text
        assert "target mix, at most Equity" in stage.text
        assert "unpins it" in stage.text
        await stage.press("escape")
        assert stage.screen == "ProposalScreen"
        assert screen.draft == before


async def test_escape_stops_the_search(tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = start(desk, assess(desk, "C0001", 4))
    go, stopped = threading.Event(), threading.Event()
    real = Proposing.propose

    def slow(self: Proposing, bench: Workbench, draft: Draft, stop: Callable[[], bool]) -> Proposed:
        go.wait(20)
        if stop():
            stopped.set()
        return real(self, bench, draft, stop)

    monkeypatch.setattr(Proposing, "propose", slow)
    async with proposal_stage(tmp_path, desk) as stage:
        screen = await opened(stage, proposal)
        before = screen.draft
        await stage.pilot.press("ctrl+g")
        await stage.pilot.pause()
        assert "Esc stops it" in stage.text
        await stage.pilot.press("escape")
        assert not screen.proposing
        go.set()
        await stage.settle()
        await until(stage.pilot, stopped.is_set)
        assert stage.screen == "ProposalScreen"
        assert screen.draft == before
        assert "Stopped" in stage.notices


async def test_the_findings_page_tells_every_need(tmp_path: Path, desk: Desk) -> None:
    client = assess(desk, "C0001", 4)
    add_goal(desk, client)
    async with proposal_stage(tmp_path, desk) as stage:
        await opened(stage, start(desk, client))
        await stage.press("ctrl+g", "pagedown")
        assert "Education 2030: 80.00 of 80.00" in stage.text


async def test_a_changed_amount_is_told_as_one_of_hand(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk) as stage:
        await opened(stage, start(desk, assess(desk, "C0001", 4)))
        await stage.press("ctrl+g")
        assert "Automatic" in stage.text
        await stage.press("minus")
        assert "Automatic" not in stage.text
