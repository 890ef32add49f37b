"""F3 and F4 open for the client at the desk; what was left there about someone else is closed, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.desk.desk import Desk
from advisor_tui.rules.questionnaire import answered
from advisor_tui.screens.client.client import ClientScreen
from advisor_tui.screens.client.clients import ClientsScreen
from advisor_tui.screens.client.form import ClientFormScreen
from advisor_tui.screens.interview.interviews import InterviewScreen
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.interview.result import ResultScreen
from tests.desk.interview_walk import QUICK, completed
from tests.desk.proposal_case import assess, start
from tests.screens.client_stage import ClientStage
from tests.screens.proposal_stage import proposal_stage
from tests.screens.work_stage import on, press, settle
from tests.support import client_id


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[ClientStage]:
    stage = ClientStage(tmp_path)
    yield stage
    stage.desk.close()


async def test_f3_after_a_new_client_opens_the_new_one_s_list(stage: ClientStage) -> None:
    completed(stage.desk, stage.id("C0001"))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda: stage.app.desk is not None, "unlocked")
        stage.app.open_area("interview", "open", stage.id("C0001"))
        await settle(pilot, on(pilot, InterviewScreen), "the list")
        await settle(pilot, stage.shows("张三丰"), "the client")
        await press(pilot, "enter")
        await settle(pilot, on(pilot, ResultScreen), "the result")
        await press(pilot, "f8", "f3")
        await settle(pilot, on(pilot, ResultScreen), "the client at the desk is the same")
        await press(pilot, "f2", "ctrl+n")
        await settle(pilot, on(pilot, ClientFormScreen), "the form")
        await pilot.press(*"Ann Lee")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientsScreen), "the list")
        await press(pilot, "f3")
        await settle(pilot, on(pilot, InterviewScreen), "the interviews")
        await settle(pilot, stage.shows("Ann Lee"), "of the new client")
        assert "张三丰" not in stage.text()


async def test_an_interview_in_the_middle_stays_parked_with_what_was_typed(stage: ClientStage) -> None:
    step = stage.desk.interviews.start(stage.id("C0001"), QUICK)
    stage.desk.interviews.answer(step.head.id, "consent", answered("yes"))
    stage.desk.interviews.go_to(step.head.id, "family_income")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda: stage.app.desk is not None, "unlocked")
        stage.app.open_area("interview", "open", step.head.id)
        await settle(pilot, on(pilot, QuestionScreen), "the question")
        await press(pilot, *"31415")
        await press(pilot, "f8")
        stage.app.current_client = stage.desk.interviews.of_client(stage.id("C0002")).client
        await press(pilot, "f3")
        await settle(pilot, on(pilot, InterviewScreen), "the other client's interviews")
        await settle(pilot, stage.shows("parked of other clients: 1"), "the parked one")
        assert "单雄信" in stage.text()
        await press(pilot, "2", "enter")
        await settle(pilot, on(pilot, QuestionScreen), "the question again")
        await settle(pilot, stage.shows("31415"), "what was typed")


async def test_f4_follows_the_client_at_the_desk_in_the_same_way(tmp_path: Path, desk: Desk) -> None:
    proposal = start(desk, assess(desk, "C0001", 3))
    other = client_id(desk, "C0002")
    async with proposal_stage(tmp_path, desk) as stage:
        stage.app.open_area("proposals", "open", proposal)
        await stage.settle()
        await stage.press("f3", "f4")
        assert stage.screen == "ProposalScreen"
        await stage.press("f3")
        stage.app.current_client = desk.interviews.of_client(other).client
        await stage.press("f4")
        assert stage.screen == "ProposalsScreen"
        assert "单雄信" in stage.text


async def test_a_client_s_page_makes_them_the_one_at_the_desk_though_a_question_of_another_stands_open(
    stage: ClientStage,
) -> None:
    step = stage.desk.interviews.start(stage.id("C0001"), QUICK)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda: stage.app.desk is not None, "unlocked")
        stage.app.open_area("interview", "open", step.head.id)
        await settle(pilot, on(pilot, QuestionScreen), "the question")
        stage.app.open_area("clients", "open", stage.id("C0002"))
        await settle(pilot, on(pilot, ClientScreen), "the page")
        await settle(pilot, stage.shows("单雄信"), "the client")
        await settle(pilot, lambda: at_desk(stage) == stage.id("C0002"), "at the desk")
        await press(pilot, "f3")
        await settle(pilot, on(pilot, InterviewScreen), "the other client's interviews")
        await settle(pilot, stage.shows("parked of other clients: 1"), "the parked one")


def at_desk(stage: ClientStage) -> str:
    """The id of the client at the desk."""
    client = stage.app.current_client
    return "" if client is None else client.id


async def test_a_look_at_the_list_in_the_middle_of_an_interview_leads_back_to_its_question(stage: ClientStage) -> None:
    other = stage.id("C0003")
    step = stage.desk.interviews.start(other, QUICK)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, lambda: stage.app.desk is not None, "unlocked")
        for _ in range(2):  # the list is read for the first time, and stands there the second time
            stage.app.open_area("interview", "open", step.head.id)
            await settle(pilot, on(pilot, QuestionScreen), "the question")
            await press(pilot, "f2")
            await settle(pilot, on(pilot, ClientsScreen), "the list")
            await settle(pilot, lambda: cursor_of(pilot.app.screen) == other, "the cursor on the client at the desk")
            await press(pilot, "f3")
            await settle(pilot, on(pilot, QuestionScreen), "the question again")
            await press(pilot, "f2")
            await settle(pilot, lambda: cursor_of(pilot.app.screen) == other, "the cursor on the same client")
            screen = pilot.app.screen
            assert isinstance(screen, ClientsScreen)
            await press(pilot, "up" if screen.table.cursor_index else "down")
            await settle(pilot, lambda: at_desk(stage) != other, "somebody else")


def cursor_of(screen: object) -> str:
    """The id of the client under the cursor of the list."""
    row = screen.table.cursor_row if isinstance(screen, ClientsScreen) else None
    return "" if row is None else row.ref.id
