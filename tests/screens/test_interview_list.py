"""The list of interviews, by keys on a real desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang, pick
from advisor_tui.rules.questionnaire import answered
from advisor_tui.screens.interview.interviews import InterviewScreen
from advisor_tui.screens.jump import JumpScreen
from advisor_tui.widgets.dialog import Choices
from advisor_tui.widgets.line_table import LineTable
from tests.desk.interview_walk import QUICK, add_assessments
from tests.screens.interview_pages import SIZE, joined, open_list
from tests.screens.interview_stage import InterviewStage, is_on, settle, stands_at
from tests.support import TODAY, client_id


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> Iterator[InterviewStage]:
    """An interview's screens in each language."""
    made = InterviewStage(tmp_path / "home", lang)
    yield made
    made.desk.close()


async def test_a_new_interview_begins_by_two_keys(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 0)
        await pilot.press("ctrl+n")
        await settle(pilot, is_on(Choices))
        await pilot.press("2")
        await settle(pilot, stands_at("consent"))
    assert pick(stage.desk.interviews.of_client(stage.client).rows[0].head.title, "en") == "Quick interview 2026"


async def test_a_parked_interview_is_offered_before_a_new_one(stage: InterviewStage) -> None:
    step = stage.desk.interviews.start(stage.client, QUICK)
    stage.desk.interviews.answer(step.head.id, "consent", answered("yes"))
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_list(pilot, stage, 1)
        screen.arrive("new", stage.client)
        await settle(pilot, is_on(Choices))
        shown = joined(stage)
        assert {"zh": "继续：", "en": "Goon:"}[stage.app.lang] in shown
        await pilot.press("1")
        await settle(pilot, lambda s: not isinstance(s, Choices | InterviewScreen), "the interview")
    assert [row.head.id for row in stage.desk.interviews.of_client(stage.client).rows] == [step.head.id]


async def test_that_no_assessment_can_follow_stands_over_the_first_question(stage: InterviewStage) -> None:
    add_assessments(stage.desk, stage.client, TODAY, TODAY)
    stage.desk.interviews.start(stage.client, QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("enter")
        await settle(pilot, stands_at("consent"))
        assert {"zh": "暂不能作风险评估", "en": "Noriskassessmentcanfollownow"}[stage.app.lang] in joined(stage)
        assert "第二十九条" in joined(stage)


async def test_without_a_client_all_parked_ones_stand_there_and_a_new_one_asks_for_the_client(
    stage: InterviewStage,
) -> None:
    stage.app.current_client = None
    for number in ("C0002", "C0003"):
        stage.desk.interviews.start(client_id(stage.desk, number), QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 2)
        assert "单雄信" in stage.screen_text()
        assert "李慧敏" in stage.screen_text()
        await pilot.press("ctrl+n")
        await settle(pilot, is_on(JumpScreen))
        await pilot.press(*"zsf")
        await settle(pilot, lambda s: s.query_one(LineTable).total > 0, "a client found")
        await pilot.press("enter")
        await settle(pilot, is_on(Choices))
        await pilot.press("2")
        await settle(pilot, stands_at("consent"))
    assert stage.app.current_client is not None
    assert stage.app.current_client.number == "C0001"


async def test_2_shows_the_parked_ones_of_all_clients(stage: InterviewStage) -> None:
    stage.desk.interviews.start(client_id(stage.desk, "C0002"), QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 0)
        await pilot.press("2")
        await settle(pilot, lambda s: s.query_one(LineTable).total == 1)
        assert "单雄信" in stage.screen_text()


async def test_1_chooses_whose_interviews_are_shown(stage: InterviewStage) -> None:
    stage.desk.interviews.start(client_id(stage.desk, "C0002"), QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 0)
        await pilot.press("1")
        await settle(pilot, is_on(JumpScreen))
        await pilot.press(*"C0002")
        await settle(pilot, lambda s: s.query_one(LineTable).total > 0, "a client found")
        await pilot.press("enter")
        await settle(pilot, lambda s: isinstance(s, InterviewScreen) and s.query_one(LineTable).total == 1)
        assert "单雄信" in stage.screen_text()


async def test_giving_up_asks_first(stage: InterviewStage) -> None:
    stage.desk.interviews.start(stage.client, QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("delete")
        await settle(pilot, is_on(Choices))
        await pilot.press("enter")
        await settle(pilot, is_on(InterviewScreen))
        assert stage.desk.interviews.parked().rows
        await pilot.press("delete")
        await settle(pilot, is_on(Choices))
        await pilot.press("2")
        await settle(pilot, lambda _: not stage.desk.interviews.parked().rows)


@pytest.mark.parametrize("intent", ["new", "open"])
async def test_other_areas_send_a_client_here(stage: InterviewStage, intent: str) -> None:
    other = client_id(stage.desk, "C0002")
    stage.desk.interviews.start(other, QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, lambda _: stage.app.desk is not None)
        stage.app.open_area("interview", intent, other)
        wanted = Choices if intent == "new" else InterviewScreen
        await settle(pilot, lambda s: isinstance(s, wanted) and "单雄信" in stage.screen_text())
    assert stage.app.current_client is not None
    assert stage.app.current_client.id == other


async def test_other_areas_open_one_interview(stage: InterviewStage) -> None:
    step = stage.desk.interviews.start(client_id(stage.desk, "C0002"), QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, lambda _: stage.app.desk is not None)
        stage.app.open_area("interview", "open", step.head.id)
        await settle(pilot, stands_at("consent"))
