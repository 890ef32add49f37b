"""A desk without a database and two small areas, for tests of the shell alone."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from advisor_tui.app import AdvisorApp
from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.desk.views.common import ClientRef, JumpRow, StatusView
from advisor_tui.desk.views.exchange import SealedFile
from advisor_tui.screens.areas import Area
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.shell import Launch
from advisor_tui.widgets.columns import Column, Line
from advisor_tui.widgets.form import FieldSpec, Form
from advisor_tui.widgets.line_table import LineTable

PASSPHRASE = "correct horse battery"
NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
PEOPLE = (("zhangsanfeng", "张三丰", "1001"), ("chenfang", "陈芳", "1002"), ("wangmin", "王敏", "1003"))


class FakeClients:
    """Three people, found by the start of their pinyin."""

    def jump(self, text: str, limit: int) -> list[JumpRow]:
        return [
            JumpRow(ClientRef(pinyin, name, number), name, pinyin)
            for pinyin, name, number in PEOPLE
            if pinyin.startswith(text) or text in name
        ][:limit]


class FakeExchange:
    """Counts how often something was sealed."""

    def __init__(self) -> None:
        self.sealed = 0
        self.changes = 0

    def seal_if_needed(self) -> list[SealedFile]:
        self.sealed += 1
        return [SealedFile("T0123-HQ-1", "T0123-HQ-1.sig", 1, self.changes, 100)]


class FakeDesk:
    """As much of a desk as the shell asks for."""

    def __init__(self) -> None:
        self.clients = FakeClients()
        self.exchange = FakeExchange()
        self.locked = 0
        self.warmed = 0
        self.journal_cut = False
        self.written: list[str] = []
        self.hold = threading.Event()
        self.hold.set()

    def status(self) -> StatusView:
        return StatusView("滨江支行", "王敏", today=7, overdue=1, unsealed=len(self.written))

    def check_journal(self) -> None:
        if self.journal_cut:
            raise DeskError("journal_cut", "Entries are lost")

    def warm(self) -> None:
        self.warmed += 1

    def lock(self) -> list[SealedFile]:
        self.locked += 1
        return self.exchange.seal_if_needed()

    def write(self, text: str) -> str:
        self.hold.wait(5)
        if text == "bad":
            raise DeskError("refused", "Nothing here", where=text)
        self.written.append(text)
        return text


class Today(DeskScreen):
    AREA = "day"
    HEADING = "Today"
    HELP = "Nothing here"
    ENTER = "Open"
    FIRST_FOCUS = "LineTable"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("1", "done", "Save", id="day.done")]
    asked = 0
    arrived: tuple[str, str] = ("", "")

    def compose_body(self) -> ComposeResult:
        yield LineTable((Column("name", "Name", 10, flex=1),), lambda name: Line(name, (name,)))

    def refresh_data(self) -> None:
        self.ask(lambda desk: [name for _, name, _ in PEOPLE], self.shown)

    def shown(self, names: list[str]) -> None:
        self.asked += 1
        self.query_one(LineTable).show_rows(names)

    def action_done(self) -> None:
        self.act(lambda desk: cast(Any, desk).write("done"))

    def arrive(self, intent: str, ref: str) -> None:
        self.arrived = (intent, ref)


class Clients(Today):
    AREA = "clients"
    HEADING = "Clients"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+n", "new", "New", id="clients.new")]

    def action_new(self) -> None:
        self.app.push_screen(NewClient())


class NewClient(DeskScreen):
    AREA = "clients"
    HEADING = "New"
    FIRST_FOCUS = "#field-name"

    def compose_body(self) -> ComposeResult:
        yield Form((FieldSpec("name", "Name", required=True), FieldSpec("phone", "Number or key", kind="digits")))

    def unsaved(self) -> bool:
        return self.query_one(Form).dirty

    def on_form_saved(self, event: Form.Saved) -> None:
        event.form.mark_saved()
        self.act(lambda desk: cast(Any, desk).write(event.values["name"]), lambda _: self.close())


AREAS = (
    Area("day", "", "Today", "tests.screens.fakes:Today"),
    Area("clients", "f2", "Clients", "tests.screens.fakes:Clients"),
    Area("more", "f9", "More", "advisor_tui.screens.more.more:MoreScreen"),
)


class Stage:
    """An app with a fake desk behind it."""

    def __init__(
        self,
        root: Path,
        settings: Settings | None = None,
        *,
        unlocked: bool = True,
        areas: tuple[Area, ...] = AREAS,
    ) -> None:
        root.mkdir(exist_ok=True)
        self.desk = FakeDesk()
        self.clock = FixedClock(NOW)
        self.opened = 0
        launch = Launch(
            Home(root),
            self.clock,
            SeededIds(1, self.clock),
            settings or Settings(lang="en"),
            cast(Any, self.open),
            unlocked=cast(Any, lambda: self.desk) if unlocked else None,
            demo_passphrase=PASSPHRASE,
            areas=areas,
        )
        self.app = AdvisorApp(launch)

    def open(self, passphrase: str) -> FakeDesk:
        self.opened += 1
        if passphrase != PASSPHRASE:
            raise DeskError("wrong_passphrase", "Nothing is called that")
        self.desk = FakeDesk()
        return self.desk


def text_of(app: AdvisorApp) -> str:
    """What is on the screen, as text."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)
