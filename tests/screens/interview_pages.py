"""The list and the review of interviews, reached by keys."""

from textual.pilot import Pilot

from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.screens.interview.interviews import InterviewScreen
from advisor_tui.screens.interview.review import ReviewScreen
from advisor_tui.widgets.line_table import LineTable
from tests.desk.interview_walk import QUICK
from tests.screens.interview_stage import InterviewStage, answer_all, settle

SIZE = (80, 24)


def answer_quick(stage: InterviewStage) -> InterviewStep:
    """A quick interview answered up to the review."""
    return answer_all(stage.desk, stage.desk.interviews.start(stage.client, QUICK))


async def open_list(pilot: Pilot[None], stage: InterviewStage, rows: int) -> InterviewScreen:
    """F3, with so many lines."""
    await settle(pilot, lambda _: stage.app.desk is not None, "unlocked")
    await pilot.press("f3")
    await settle(pilot, lambda s: isinstance(s, InterviewScreen) and s.shown is not None, "the list")
    screen = pilot.app.screen
    assert isinstance(screen, InterviewScreen)
    await settle(pilot, lambda s: s.query_one(LineTable).total == rows, f"{rows} lines")
    return screen


async def open_review(pilot: Pilot[None], stage: InterviewStage) -> ReviewScreen:
    """The review of the parked interview."""
    await open_list(pilot, stage, 1)
    await pilot.press("enter")
    await settle(pilot, lambda s: isinstance(s, ReviewScreen) and s.shown is not None, "the review")
    screen = pilot.app.screen
    assert isinstance(screen, ReviewScreen)
    return screen


def joined(stage: InterviewStage) -> str:
    """The screen's text without spaces and line breaks: a sentence may be cut anywhere."""
    return "".join(stage.screen_text().split())
