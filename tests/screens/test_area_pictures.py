"""The screens of a day's work at both sizes in both languages, over one desk at a clock that stands still.

After a wanted change: `pytest -n 0 tests/screens/test_area_pictures.py --snapshot-update`, and look at what differs.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from advisor_tui.base.languages import Lang, translate
from advisor_tui.rules.questionnaire import answered
from advisor_tui.screens.areas import AREAS
from tests.desk.proposal_case import EQUITY_FUND, add_goal, assess, build, hold, start
from tests.screens.cells import CellsExtension, drawn
from tests.screens.interview_stage import usual
from tests.screens.test_shell_pictures import EVERYWHERE
from tests.screens.work_stage import WorkStage, press, settle
from tests.support import client_id

WALK = (
    ("day", (), "DayScreen"),
    ("clients", ("f2",), "ClientsScreen"),
    ("client", ("z", "s", "f", "enter"), "ClientScreen"),
    ("question", ("f3", "enter"), "QuestionScreen"),
    ("builder", ("f4", "enter"), "ProposalScreen"),
    ("tasks", ("f5",), "TasksScreen"),
    ("calendar", ("f6",), "CalendarScreen"),
)
"""The name of a screen, the keys that lead to it from the one before, and its class."""


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> Iterator[WorkStage]:
    """A busy day, a parked interview at its goals, and a draft of three lines, one of which is refused."""
    made = WorkStage(tmp_path / "home", lang, AREAS)
    made.busy_day()
    desk, client = made.desk, assess(made.desk, "C0001", 3)
    add_goal(desk, client)
    hold(desk, client, "wmp-fixed-180", 500_000_00)
    build(
        desk,
        start(desk, client),
        **{"wmp_cash_a": 600_000_00, "wmp_fixed_90": 400_000_00, EQUITY_FUND.replace("-", "_"): 300_000_00},
    )
    _park(made, "goals")
    yield made
    desk.close()


def _park(stage: WorkStage, question: str) -> None:
    interviews = stage.desk.interviews
    step = interviews.start(client_id(stage.desk, "C0001"), "quick-2026")
    while step.question is not None and step.question.id != question:
        step = interviews.answer(step.head.id, step.question.id, answered(usual(step.question)))


def _shows(stage: WorkStage, screen: str) -> bool:
    if type(stage.app.screen).__name__ != screen:
        return False
    # The builder's keys name their step once the draft is read.
    return screen != "ProposalScreen" or f"+/- {translate('Amount')}" not in stage.text()


@EVERYWHERE
async def test_a_days_screens(snapshot: SnapshotAssertion, stage: WorkStage, lang: Lang, size: tuple[int, int]) -> None:
    """Day page, client list, client page, a question, the builder, the queue, the calendar: as they were looked at."""
    picture = snapshot.use_extension(CellsExtension)
    stage.app.animation_level = "none"
    async with stage.app.run_test(size=size) as pilot:
        await settle(pilot, lambda: stage.app.desk is not None, "unlocked")
        for name, keys, screen in WALK:
            await press(pilot, *keys)
            await settle(pilot, partial(_shows, stage, screen), name)
            stage.app.clear_notifications()
            await settle(pilot)
            await settle(pilot)
            assert drawn(stage.app) == picture(name=name)
