"""The review and the result of interviews, by keys on a real desk."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang, pick, translate
from advisor_tui.rules.questionnaire import LATER, answered
from advisor_tui.screens.interview.evidence import EvidenceScreen
from advisor_tui.screens.interview.interviews import InterviewScreen
from advisor_tui.screens.interview.result import ResultScreen
from advisor_tui.screens.interview.review import ReviewScreen
from advisor_tui.widgets.dialog import Choices
from advisor_tui.widgets.line_table import LineTable
from tests.desk.interview_walk import QUICK, add_assessments, completed
from tests.screens.interview_pages import SIZE, answer_quick, joined, open_list, open_review
from tests.screens.interview_stage import InterviewStage, answer_all, is_on, settle, stands_at


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> Iterator[InterviewStage]:
    """An interview's screens in each language."""
    made = InterviewStage(tmp_path / "home", lang)
    yield made
    made.desk.close()


# The review


async def test_the_review_shows_what_is_open_and_enter_leads_there_and_back(stage: InterviewStage) -> None:
    step = answer_quick(stage)
    stage.desk.interviews.answer(step.head.id, "horizon", LATER)
    stage.desk.interviews.go_to(step.head.id, "")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_review(pilot, stage)
        assert screen.query_one(LineTable).total == 1
        await pilot.press("enter")
        await settle(pilot, stands_at("horizon"))
        await pilot.press("3", "enter")
        await settle(pilot, is_on(ReviewScreen))
    assert stage.desk.interviews.review(step.head.id).ready


async def test_esc_from_a_question_looked_at_leads_back_to_the_review_and_from_there_out(stage: InterviewStage) -> None:
    answer_quick(stage)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_review(pilot, stage)
        await pilot.press("enter")
        await settle(pilot, stands_at("consent"))
        line = stage.screen_text().splitlines()[-1]
        assert {"zh": "Esc 返回复核", "en": "Esc To the review"}[stage.app.lang] in line
        await pilot.press("escape")
        await settle(pilot, is_on(ReviewScreen))
        await pilot.press("escape")
        await settle(pilot, is_on(InterviewScreen))


@pytest.mark.parametrize("keys", [("ctrl+g",), ("ctrl+p", *"review", "enter"), ("ctrl+p", *"核对", "enter")])
async def test_the_review_is_reached_from_any_question(stage: InterviewStage, keys: tuple[str, ...]) -> None:
    step = stage.desk.interviews.start(stage.client, QUICK)
    stage.desk.interviews.answer(step.head.id, "consent", answered("yes"))
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("enter")
        await settle(pilot, stands_at("capacity"))
        for key in keys:
            await pilot.press(key)
            await settle(pilot, lambda _: True)
        await settle(pilot, is_on(ReviewScreen))


async def test_an_answered_interview_reopens_at_the_review_also_when_left_at_a_question(stage: InterviewStage) -> None:
    step = answer_quick(stage)
    stage.desk.interviews.go_to(step.head.id, "consent")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_review(pilot, stage)


async def test_a_refusal_says_what_follows_before_it_is_given_and_after_it_is_recorded(stage: InterviewStage) -> None:
    said, law = {"zh": ("只登记拒绝及日期", "个人信息保护法"), "en": ("Onlytherefusal", "个人信息保护法")}[
        stage.app.lang
    ]
    kept = {"zh": "防篡改日志留存至按删除令清除", "en": "untilerasedbyorder"}[stage.app.lang]
    step = stage.desk.interviews.start(stage.client, QUICK)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("enter")
        await settle(pilot, stands_at("consent"))
        await pilot.press("2")
        await pilot.pause()
        assert said in joined(stage)
        assert kept in joined(stage)
        assert law in joined(stage)
        await pilot.press("1")
        await pilot.pause()
        assert law not in joined(stage)
        await pilot.press("2", "enter")
        await settle(pilot, lambda s: isinstance(s, ReviewScreen) and law in joined(stage))
        assert kept in joined(stage)
        await pilot.press("2")
        await settle(pilot, is_on(Choices))
        assert kept in joined(stage), "asked with the whole truth: the journal keeps what leaves the record"
        await pilot.press("2")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        assert {"zh": "只登记了拒绝", "en": "Only the refusal is recorded"}[stage.app.lang] in stage.screen_text()
    assert stage.desk.interviews.result(step.head.id).level is None


async def test_the_score_is_nowhere_until_the_client_confirms(stage: InterviewStage) -> None:
    step = answer_quick(stage)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_review(pilot, stage)
        await pilot.press("2")
        await settle(pilot, is_on(Choices))
        await pilot.press("1")
        await settle(pilot, is_on(ReviewScreen))
        assert stage.desk.interviews.current(step.head.id).head.status == "open"
        await pilot.press("2")
        await settle(pilot, is_on(Choices))
        await pilot.press("2")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        level = stage.desk.interviews.result(step.head.id).level
        assert level is not None
        assert f"C{level.level}" in stage.screen_text()
        assert "2027-11-24" in stage.screen_text()
        assert len(pilot.app.screen_stack) == 2
        await pilot.press("escape")
        await settle(pilot, is_on(InterviewScreen))


async def test_completing_with_something_open_leads_to_it(stage: InterviewStage) -> None:
    step = answer_quick(stage)
    stage.desk.interviews.answer(step.head.id, "horizon", LATER)
    stage.desk.interviews.go_to(step.head.id, "")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_review(pilot, stage)
        await pilot.press("1")
        await pilot.pause()
        assert screen.query_one(LineTable).total > 1
        await pilot.press("2")
        await settle(pilot, lambda s: s is screen and s.query_one(LineTable).total == 1)


async def test_a_refused_assessment_is_told_and_the_interview_completed_without_one(stage: InterviewStage) -> None:
    add_assessments(stage.desk, stage.client, date(2026, 11, 24), date(2026, 11, 24))
    step = answer_quick(stage)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_review(pilot, stage)
        shown = stage.screen_text()
        assert "第二十九条" in shown
        assert {"zh": "但不作风险评估", "en": "without a risk assessment"}[stage.app.lang] in shown
        await pilot.press("2")
        await settle(pilot, is_on(Choices))
        told = {"zh": "只记录需求和目标不作风险评", "en": "noriskassessmentismade"}[stage.app.lang]
        await settle(pilot, lambda _: told in "".join(filter(str.isalnum, joined(stage))), "what follows")
        await pilot.press("2")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None, "the result")
        assert "第二十九条" in joined(stage)
    assert stage.desk.interviews.result(step.head.id).level is None


@pytest.mark.parametrize("key", ["escape", "ctrl+s"])
async def test_leaving_the_review_parks_there(stage: InterviewStage, key: str) -> None:
    answer_quick(stage)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_review(pilot, stage)
        await pilot.press(key)
        await settle(pilot, is_on(InterviewScreen))
        await pilot.press("enter")
        await settle(pilot, is_on(ReviewScreen))


# The result


async def test_enter_on_a_need_shows_the_answers_it_came_from(stage: InterviewStage) -> None:
    interview = completed(stage.desk, stage.client)
    result = stage.desk.interviews.result(interview)
    first = result.evidence(result.needs[0].evidence)[0]
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("enter")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        await pilot.press("enter")
        await settle(pilot, is_on(EvidenceScreen))
        await pilot.pause()
        assert pick(first.question.text)[:12] in stage.screen_text()
        await pilot.press("escape")
        await settle(pilot, is_on(ResultScreen))


async def test_a_need_that_rests_on_the_books_names_the_holdings_and_the_family(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 0)
        stage.app.push_screen(EvidenceScreen("a", "b", (), holdings=("稳利一号", "[/]定存"), members=("李小明",)))
        await settle(pilot, is_on(EvidenceScreen))
        await pilot.pause()
        shown = stage.screen_text()
        for text in ("稳利一号", "[/]定存", "李小明", translate("Holdings on file"), translate("Family on file")):
            assert text in shown


async def test_a_changed_level_is_confirmed_on_the_result(stage: InterviewStage) -> None:
    add_assessments(stage.desk, stage.client, date(2026, 5, 1), level=5)
    interview = completed(stage.desk, stage.client)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        assert "!" in stage.screen_text()
        await pilot.press("enter")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        assert "第二十九条" in stage.screen_text()
        await pilot.press("1")
        await settle(pilot, is_on(Choices))
        await pilot.press("2")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and "第二十九条" not in stage.screen_text())
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ResultScreen)
    level = stage.desk.interviews.result(interview).level
    assert level is not None
    assert level.confirmed


async def test_2_leads_on_to_a_proposal(stage: InterviewStage) -> None:
    completed(stage.desk, stage.client)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("enter")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        await pilot.press("2")
        await settle(pilot, lambda s: getattr(s, "arrived", None) == ("new", stage.client))


async def test_hostile_answers_and_notes_stay_literal_on_every_page(stage: InterviewStage) -> None:
    nasty = "[/][@click=app.quit]x"
    step = answer_all(stage.desk, stage.desk.interviews.start(stage.client, "full-2026"))
    stage.desk.interviews.answer(step.head.id, "remark", answered(nasty), note=nasty)
    async with stage.app.run_test(size=(120, 40)) as pilot:
        await open_review(pilot, stage)
        await pilot.press("1", "1", "end")
        # clipped in the row, and in full below it once the cursor rests there
        await settle(pilot, lambda _: stage.screen_text().count("[/][@") == 4)
        assert stage.screen_text().count(nasty) >= 2
        await pilot.press("2")
        await settle(pilot, is_on(Choices))
        await pilot.press("2")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        await pilot.press("end")
        await pilot.pause()
        assert nasty in stage.screen_text()
        await pilot.press("enter")
        await settle(pilot, is_on(EvidenceScreen))
        await pilot.pause()
        assert stage.screen_text().count(nasty) >= 2
