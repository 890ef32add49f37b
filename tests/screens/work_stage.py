"""The app over a real desk for tests of the day page, tasks, calendar, loans, market and the parts of F9."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from textual.pilot import Pilot
from textual.screen import Screen

from advisor_tui.app import AdvisorApp
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.screens.areas import Area
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.shell import Launch
from advisor_tui.store.tables import (
    Advisor,
    Bulletin,
    Complaint,
    Feedback,
    FollowUp,
    Holding,
    RiskAssessment,
    Target,
    Task,
    Training,
)
from advisor_tui.widgets.dialog import Dialog
from tests.support import NOW, TODAY, client_id, make_desk
from tests.waiting import until


class Elsewhere(DeskScreen):
    """Stands for an area of others and remembers what it was asked for."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def arrive(self, intent: str, ref: str) -> None:
        Elsewhere.asked.append((self.AREA, intent, ref))


class Clients(Elsewhere):
    AREA = "clients"


class Interview(Elsewhere):
    AREA = "interview"


class Proposals(Elsewhere):
    AREA = "proposals"


AREAS = (
    Area("day", "", "Today", "advisor_tui.screens.work.day:DayScreen"),
    Area("clients", "f2", "Clients", "tests.screens.work_stage:Clients"),
    Area("interview", "f3", "Interview", "tests.screens.work_stage:Interview"),
    Area("proposals", "f4", "Proposals", "tests.screens.work_stage:Proposals"),
    Area("tasks", "f5", "Tasks", "advisor_tui.screens.work.tasks:TasksScreen"),
    Area("calendar", "f6", "Calendar", "advisor_tui.screens.work.calendar:CalendarScreen"),
    Area("loans", "f7", "Loans", "advisor_tui.screens.loan.loans:LoansScreen"),
    Area("market", "f8", "Market", "advisor_tui.screens.market.market:MarketScreen"),
    Area("more", "f9", "More", "advisor_tui.screens.more.more:MoreScreen"),
)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def words(lang: Lang, zh: str, en: str) -> str:
    """What a screen says in this language."""
    return zh if lang == "zh" else en


class WorkStage:
    """An app, its desk, and short ways to put rows into it and to play keys."""

    def __init__(self, root: Path, lang: Lang = "en", areas: tuple[Area, ...] = AREAS, **choices: Any) -> None:
        Elsewhere.asked.clear()
        self.desk: Desk = make_desk(root)
        office = self.desk.office
        self.me = office.me.id
        self.clients = [client_id(self.desk, f"C000{number}") for number in range(1, 6)]
        self.app = AdvisorApp(
            Launch(
                office.home,
                office.clock,
                office.ids,
                Settings(lang=lang, **choices),
                lambda _: self.desk,
                unlocked=lambda: self.desk,
                areas=areas,
            )
        )
        self.app.current_client = ClientRef(self.clients[0], "张三丰", "C0001")

    def put(self, *rows: Any) -> None:
        with self.desk.office.write("test.put") as session:
            for row in rows:
                session.add(row)
                session.flush()
            session.commit()

    def id(self) -> str:
        return self.desk.office.ids.new()

    def task(self, title: str = "寄送合同", due_on: date = TODAY, **values: Any) -> None:
        client = values.pop("client_id", self.clients[0])
        self.put(
            Task(
                id=self.id(),
                advisor_id=self.me,
                client_id=client,
                kind="own",
                title=title,
                due_on=due_on,
                created_at=NOW,
                **values,
            )
        )

    def follow_up(self, on: date = TODAY, time: str = "10:30", client: int = 0, **values: Any) -> str:
        row = FollowUp(
            id=self.id(),
            advisor_id=self.me,
            client_id=self.clients[client],
            planned_on=on,
            planned_time=time,
            **{"purpose": "rhythm", **values},
        )
        self.put(row)
        return row.id

    def maturity(self, on: date, client: int = 1, value: int = 50_000_000) -> None:
        self.put(
            Holding(
                id=self.id(),
                client_id=self.clients[client],
                reference=self.id(),
                kind="deposit",
                name="定期存款",
                amount=value,
                value=value,
                matures_on=on,
            )
        )

    def colleague(self) -> None:
        me = self.desk.office.me
        self.put(Advisor(id=self.id(), staff_no="1002", name="李强", branch_id=me.branch_id))

    def busy_day(self) -> None:
        """A day with an item of every kind."""
        self.put(
            Complaint(
                id=self.id(),
                number=7,
                client_id=self.clients[4],
                received_on=day(-13),
                due_on=day(2),
                subject="理财产品说明不清",
            ),
            RiskAssessment(id=self.id(), client_id=self.clients[2], level=3, assessed_on=day(-358), valid_until=day(7)),
            Bulletin(
                id=self.id(),
                code="B1",
                kind="rate",
                title_zh="5 年期 LPR 下调 10 个基点",
                title_en="5-year LPR down 10 basis points",
                body_zh="自即日起。\n请告知客户。",
                body_en="From today.\nPlease tell clients.",
                published_on=day(-1),
                effective_from=TODAY,
                affects='["WMP1"]',
            ),
            Target(
                id=self.id(),
                advisor_id=self.me,
                metric="product_sales",
                starts_on=date(2026, 11, 1),
                ends_on=date(2026, 11, 30),
                goal=2_100_000_000,
            ),
            Feedback(id=self.id(), client_id=self.clients[0], score=5, given_on=TODAY),
            Training(
                id=self.id(), advisor_id=self.me, topic="反洗钱年度培训", completed_on=day(-400), valid_until=day(-35)
            ),
        )
        self.maturity(day(-1))
        self.maturity(day(7), client=3, value=30_000_000)
        self.follow_up()
        self.task()
        self.task("补齐收入证明", day(3), note="客户周五带来")
        self.colleague()

    def text(self) -> str:
        """What is on the screen, a line each."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())


async def settle(pilot: Pilot[None], ready: Callable[[], bool] = lambda: True, what: str = "") -> None:
    """Wait for the threads' answers until it is as wanted."""
    await until(pilot, ready, what)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, letting each one's work finish."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def answer(pilot: Pilot[None], text: str) -> None:
    """Type into the dialog on top and press Enter."""
    await settle(pilot, lambda: isinstance(pilot.app.screen, Dialog), "a dialog")
    await pilot.press(*text)
    await press(pilot, "enter")


def shows(stage: WorkStage, text: str) -> Callable[[], bool]:
    """Whether the screen shows a text."""
    return lambda: text in stage.text()


def on(pilot: Pilot[None], kind: type[Screen[Any]]) -> Callable[[], bool]:
    """Whether a screen of this kind is on top."""
    return lambda: isinstance(pilot.app.screen, kind)
