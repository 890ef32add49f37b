"""F4: the list of proposals, starting one, and the ways out of it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.check import first_line, judge
from advisor_tui.desk.proposal.draft import add_line
from advisor_tui.screens.proposal.starting import money_understood
from advisor_tui.store.tables import RiskAssessment
from advisor_tui.widgets.prose import Prose
from tests.desk.proposal_case import CASH, assess, build, present, start
from tests.desk.test_cooling_off import accepted
from tests.screens.proposal_stage import SIZES, Elsewhere, proposal_stage
from tests.support import TODAY

LANGS: tuple[Lang, ...] = ("en", "zh")
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
async def test_the_list_says_where_the_client_stands(
    tmp_path: Path, desk: Desk, lang: Lang, size: tuple[int, int]
) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk, lang, size) as stage:
        assert "张三丰  C0001" in stage.text
        assert "C3" in stage.text
        assert ("Shown to" in stage.text) if lang == "en" else ("已出示" in stage.text)
        assert "200.0" in stage.text
        assert "F1" in stage.text.splitlines()[-1]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("beside", "stands"), [({"wmp_cash_a": 100_000_00}, "10.00"), ({}, "—")])
async def test_a_purchase_from_which_the_client_stepped_back_stands_at_no_amount(
    tmp_path: Path, desk: Desk, lang: Lang, beside: dict[str, int], stands: str
) -> None:
    (row,) = accepted(desk, **beside)
    desk.proposals.cooling_offs.step_back(row.id, "W-0001")
    listed, paged = {"en": ("Stepped back", "Stepped back from"), "zh": ("客户退出", "客户已退出")}[lang]
    async with proposal_stage(tmp_path, desk, lang) as stage:
        [line] = [line for line in stage.text.splitlines() if listed in line]
        assert line.split()[-2] == stands, "of the amounts before the date"
        await stage.press("enter")
        [undone] = [line for line in stage.text.splitlines() if paged in line]
        assert "-20,000 " in undone


async def test_without_an_assessment_the_interview_is_offered(tmp_path: Path, desk: Desk) -> None:
    Elsewhere.arrived.clear()
    async with proposal_stage(tmp_path, desk) as stage:
        assert "No risk assessment yet" in stage.text
        await stage.press("ctrl+n")
        assert "assess first" in stage.text
        await stage.press("2")
        assert stage.app.current_mode == "interview"
        assert Elsewhere.arrived == [("new", stage.app.current_client.id if stage.app.current_client else "")]


async def test_an_expired_assessment_starts_nothing(tmp_path: Path, desk: Desk) -> None:
    assess(desk, "C0001", 3, on=date(2025, 1, 1))
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("ctrl+n")
        assert "assess again first" in stage.text
        await stage.press("1")
        assert stage.screen == "ProposalsScreen"


@pytest.mark.parametrize("lang", LANGS)
async def test_starting_asks_for_the_money_and_for_changes(tmp_path: Path, desk: Desk, lang: Lang) -> None:
    client = assess(desk, "C0001", 3, on=YESTERDAY)
    async with proposal_stage(tmp_path, desk, lang) as stage:
        await stage.press("ctrl+n", "1")
        await stage.type("nothing")
        assert {"en": "2m", "zh": "200万"}[lang] in stage.text
        await stage.type("200万")
        assert stage.screen == "ProposalScreen"
        row = desk.proposals.of_client(client).rows[0]
        assert row.investable == 2_000_000_00
        assert desk.proposals.bench(row.id).draft.facts() == {"changes_reported": False}
        await stage.press("escape")
        assert stage.screen == "ProposalsScreen"
        assert ("Draft" in stage.text) if lang == "en" else ("草稿" in stage.text)


async def test_a_reported_change_is_assessed_first(tmp_path: Path, desk: Desk) -> None:
    client = assess(desk, "C0001", 3, on=YESTERDAY)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("ctrl+n", "2")
        assert "A change is assessed before" in stage.text
        await stage.press("1")
        assert desk.proposals.of_client(client).rows == ()


async def test_who_was_assessed_today_is_not_asked_for_changes(tmp_path: Path, desk: Desk) -> None:
    client = assess(desk, "C0001", 3)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("ctrl+n")
        await stage.type("200万")
        assert stage.screen == "ProposalScreen"
        bench = desk.proposals.bench(desk.proposals.of_client(client).rows[0].id)
        assert bench.draft.facts() == {}
        line = add_line(bench.draft, first_line(bench.basis.products[CASH]))
        assert "client.changes_reported" not in bench.judge(line).joined.unknown_facts
        later = replace(bench.basis, on=TODAY + timedelta(days=1))
        assert "client.changes_reported" in judge(line, later).joined.unknown_facts


@pytest.mark.parametrize("lang", LANGS)
async def test_an_unconfirmed_level_is_said_before_anything_is_asked(tmp_path: Path, desk: Desk, lang: Lang) -> None:
    client = assess(desk, "C0001", 4)
    with desk.office.write("test.level") as session:
        for row in session.exec(select(RiskAssessment).where(RiskAssessment.client_id == client)):
            row.previous_level, row.level_change_confirmed = 3, False
        session.commit()
    Elsewhere.arrived.clear()
    async with proposal_stage(tmp_path, desk, lang) as stage:
        assert ("not confirmed" in stage.text) if lang == "en" else ("未经客户确认" in stage.text)
        await stage.press("ctrl+n")
        question = str(stage.app.screen.query(Prose).first().content)
        assert {"en": "(Order No. 7 of 2025, art. 29)", "zh": "第二十九条"}[lang] in question
        assert not stage.app.screen.query("Field")
        await stage.press("2")
        assert Elsewhere.arrived == [("new", client)]
        assert desk.proposals.of_client(client).rows == ()


async def test_without_a_client_the_drafts_of_all_are_listed(tmp_path: Path, desk: Desk) -> None:
    build(desk, start(desk, assess(desk, "C0003", 3)), wmp_cash_a=100_000_00)
    async with proposal_stage(tmp_path, desk, number="") as stage:
        assert "Open drafts of all clients" in stage.text
        assert "李慧敏" in stage.text
        await stage.press("enter")
        assert stage.screen == "ProposalScreen"
        assert stage.app.current_client is not None
        assert stage.app.current_client.name == "李慧敏"
        await stage.press("escape", "4")
        assert "Open drafts of all clients" in stage.text


async def test_without_a_client_a_jump_chooses_one(tmp_path: Path, desk: Desk) -> None:
    async with proposal_stage(tmp_path, desk, number="") as stage:
        await stage.press("1")
        assert stage.screen == "JumpScreen"


async def test_a_new_version_a_withdrawal_and_a_discard(tmp_path: Path, desk: Desk) -> None:
    proposal = present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("3", "2")
        assert desk.proposals.presentations.sheet(proposal).proposal.status == "withdrawn"
        await stage.press("2")
        assert stage.screen == "ProposalScreen"
        await stage.press("escape", "home", "delete", "2")
        rows = desk.proposals.of_client(desk.proposals.find(proposal).client.id).rows
        assert [row.version for row in rows] == [1]
        await stage.press("delete")
        assert "cannot be done" in stage.notices


@pytest.mark.parametrize("whose", ["proposal", "client"])
async def test_other_areas_can_send_the_advisor_here(tmp_path: Path, desk: Desk, whose: str) -> None:
    client = assess(desk, "C0001", 3)
    proposal = start(desk, client)
    async with proposal_stage(tmp_path, desk, number="") as stage:
        stage.app.open_area("proposals", "open", proposal if whose == "proposal" else client)
        await stage.settle()
        assert stage.screen == ("ProposalScreen" if whose == "proposal" else "ProposalsScreen")
        assert stage.app.current_client is not None
        assert stage.app.current_client.id == client


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("50万", "500,000 yuan, all of that"),
        ("30万", "300,000 yuan, 200,000 yuan of that stay free"),
        ("60万", "600,000 yuan, 100,000 yuan more than that"),
    ],
)
def test_an_amount_is_set_beside_the_one_suggested(typed: str, said: str) -> None:
    use_language("en")
    assert money_understood(typed, 500_000_00) == said
