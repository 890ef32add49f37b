"""The interview's screens over a real desk, and a way to answer whole questionnaires."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from advisor_tui.app import AdvisorApp
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.rules.questionnaire import Question, Value, answered
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives
from advisor_tui.screens.areas import Area
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.shell import Launch
from tests.support import client_id, make_desk
from tests.waiting import until

AREAS = (
    Area("day", "", "Today", "tests.screens.fakes:Today"),
    Area("clients", "f2", "Clients", "tests.screens.fakes:Clients"),
    Area("interview", "f3", "Interview", "advisor_tui.screens.interview.interviews:InterviewScreen"),
    Area("proposals", "f4", "Proposals", "tests.screens.fakes:Clients"),
)


_CHECKED = {"name": "韩梅", "identity": "110105198001010016", "phone": "13800138000"}


def usual(question: Question) -> Value:
    """A plausible answer to any question of the shipped questionnaires; no answer puts into the lowest class."""
    if question.id == "unwilling_to_lose":
        return "no"
    if question.kind == "choice":
        return question.options[0].id
    if question.kind == "choices":
        return tuple(option.id for option in question.options if not option.alone)[:2]
    if question.kind == "figures":
        return Figures(tuple(Figure(item.id, 30_000_000) for item in question.items[:2]))
    if question.kind == "members":
        return Relatives((Relative("李雷", "spouse"), Relative("李小", "child", date(2015, 6, 1), dependent=True)))
    if question.kind == "text":
        return _CHECKED.get(question.check, "无")
    if question.kind == "date":
        return date(2026, 12, 1)  # also the last day of an identity paper: it has not come yet
    wanted = 46 if question.kind == "number" else 30_000_000
    return max(question.low or 0, wanted if question.high is None else min(question.high, wanted))


def answer_all(desk: Desk, step: InterviewStep, value: Callable[[Question], Value] = usual) -> InterviewStep:
    """Answer every question from where the interview stands to the review."""
    while step.question is not None:
        step = desk.interviews.answer(step.head.id, step.question.id, answered(value(step.question)))
    return step


class InterviewStage:
    """An app on a real desk with the first client of the book at the desk."""

    def __init__(self, root: Path, lang: Lang = "en") -> None:
        self.desk = make_desk(root)
        self.client = client_id(self.desk, "C0001")
        office = self.desk.office
        settings = Settings(lang=lang)
        self.app = AdvisorApp(
            Launch(
                office.home,
                office.clock,
                office.ids,
                settings,
                lambda _: self.desk,
                unlocked=lambda: self.desk,
                areas=AREAS,
            )
        )
        listed = self.desk.interviews.of_client(self.client)
        self.app.current_client = listed.client

    def screen_text(self) -> str:
        """What is on the screen, a line each."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())


async def settle(pilot: Pilot[None], ready: Callable[[Screen[Any]], bool], what: str = "") -> None:
    """Wait until the screen is as wanted."""
    await until(pilot, lambda: ready(pilot.app.screen), what)


def stands_at(question: str) -> Callable[[Screen[Any]], bool]:
    """Whether the question screen shows this question, its editor ready."""

    def ready(screen: Screen[Any]) -> bool:
        return isinstance(screen, QuestionScreen) and screen.question_id == question and not screen.busy

    return ready


def is_on(kind: type[Screen[Any]]) -> Callable[[Screen[Any]], bool]:
    """Whether a screen of this kind is on top."""
    return lambda screen: isinstance(screen, kind)
