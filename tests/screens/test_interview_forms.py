"""A paper form keyed in by its number, from the list of interviews."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.screens.interview.interviews import InterviewScreen
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.interview.review import ReviewScreen
from advisor_tui.widgets.dialog import AskText, Choices
from tests.desk.interview_walk import QUICK
from tests.screens.interview_stage import InterviewStage, answer_all, is_on, settle
from tests.support import client_id


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> Iterator[InterviewStage]:
    """An interview's screens in each language."""
    made = InterviewStage(tmp_path / "home", lang)
    yield made
    made.desk.close()


@pytest.mark.parametrize("again", [False, True])
async def test_4_keys_in_a_paper_form_by_its_number(stage: InterviewStage, again: bool) -> None:
    if again:
        other = client_id(stage.desk, "C0002")
        stage.desk.interviews.start(other, QUICK, medium="paper", form_number="A-17")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda _: stage.app.desk is not None, "unlocked")
        await pilot.press("f3")
        await settle(pilot, lambda s: isinstance(s, InterviewScreen) and s.shown is not None, "the list")
        await pilot.press("4")
        await settle(pilot, is_on(AskText))
        await pilot.press(*"a-17", "enter")
        await settle(pilot, is_on(Choices))
        await pilot.press("2")
        if again:
            await settle(pilot, lambda s: isinstance(s, InterviewScreen) and bool(pilot.app._notifications))
            assert stage.desk.interviews.of_client(stage.client).rows == ()
        else:
            await settle(pilot, lambda s: isinstance(s, QuestionScreen) and bool(s.question_id))
            assert "A-17" in stage.screen_text()
            assert stage.desk.interviews.of_client(stage.client).rows[0].head.form_number == "A-17"


async def test_the_review_of_a_form_says_which_one_to_read_beside_it(stage: InterviewStage) -> None:
    step = stage.desk.interviews.start(stage.client, QUICK, medium="paper", form_number="A-17")
    answer_all(stage.desk, step)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda _: stage.app.desk is not None, "unlocked")
        stage.app.push_screen(ReviewScreen(step.head.id))
        await settle(pilot, lambda s: isinstance(s, ReviewScreen) and s.shown is not None)
        await pilot.pause()
        assert ("Keyed in from form A-17" in stage.screen_text()) or ("纸质表 A-17 录入" in stage.screen_text())
