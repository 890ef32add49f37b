"""The automatic proposal in the builder: Ctrl+G, what it says, undo, Insert, stopping, and why nothing fits."""

import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.bench import Workbench
from advisor_tui.desk.proposal.draft import Draft
from advisor_tui.desk.proposal.proposing import Proposed, Proposing
from advisor_tui.rules.allocation.program import Outcome, Solver
from advisor_tui.screens.proposal.proposal import ProposalScreen
from advisor_tui.store.tables import Training
from tests.desk.proposal_case import add_goal, assess, build, searched_to_the_end, start
from tests.screens.proposal_stage import SIZES, ProposalStage, proposal_stage
from tests.support import make_desk
from tests.waiting import until

__all__ = ["searched_to_the_end"]
pytestmark = pytest.mark.usefixtures("searched_to_the_end")
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


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver whose every search is cut off before it found anything."""

    def cut_off(_self: Solver, _objective: Mapping[int, float], _seconds: float, **_: Any) -> Outcome:
        return Outcome(False, proven=False)

    monkeypatch.setattr(Solver, "best", cut_off)


@pytest.mark.usefixtures("no_time")
@pytest.mark.parametrize(("lang", "said"), [("en", "Time ran out before anything"), ("zh", "时间")])
async def test_time_that_runs_out_is_said_and_the_draft_stays(
    tmp_path: Path, desk: Desk, lang: Lang, said: str
) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    build(desk, proposal, wmp_cash_a=100_000_00)
    async with proposal_stage(tmp_path, desk, lang) as stage:
        screen = await opened(stage, proposal)
        before = screen.draft
        await stage.press("ctrl+g")
        assert stage.screen == "ProposalScreen"
        assert said in stage.notices
        assert not screen.proposing
        assert screen.draft == before == desk.proposals.bench(proposal).draft


@pytest.mark.usefixtures("no_time")
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "not each is proven to be needed"), ("zh", "未能证明每一条都必不可少")]
)
async def test_reasons_that_nobody_had_time_to_try_are_not_called_needed(
    tmp_path: Path, desk: Desk, lang: Lang, said: str
) -> None:
    proposal = start(desk, assess(desk, "C0001", 4))
    build(desk, proposal, fund_equity_tech=1_800_000_00)
    async with proposal_stage(tmp_path, desk, lang) as stage:
        await opened(stage, proposal)
        await stage.press("insert", "ctrl+g")
        assert stage.screen == "ReasonsScreen"
        assert said.replace(" ", "") in "".join(stage.text.split())


@pytest.mark.parametrize("lang", LANGS)
async def test_what_no_choice_changes_is_told_with_its_article(tmp_path: Path, desk: Desk, lang: Lang) -> None:
    office = desk.office
    with office.write("test.training") as session:
        session.add(
            Training(
                id=office.ids.new(), advisor_id=office.me.id, topic="反洗钱", completed_on=date(2024, 1, 1),
                valid_until=date(2025, 1, 1),
            )
        )  # fmt: skip
        session.commit()
    proposal = start(desk, assess(desk, "C0001", 3))
    async with proposal_stage(tmp_path, desk, lang) as stage:
        screen = await opened(stage, proposal)
        before = screen.draft
        await stage.press("ctrl+g")
        assert stage.screen == "ReasonsScreen"
        lead = "whatever is chosen" if lang == "en" else "无论如何选择"
        assert all(told in stage.text for told in (lead, "反洗钱", "第十六条")), stage.text
        assert "something fits" not in stage.text
        await stage.press("escape")
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
