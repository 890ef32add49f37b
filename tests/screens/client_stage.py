"""The whole app over a real desk of five clients, for tests of the client list, page and forms."""

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from advisor_tui.app import AdvisorApp
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.screens.client.client import ClientScreen
from advisor_tui.screens.client.clients import ClientsScreen
from advisor_tui.screens.shell import Launch
from tests.screens.work_stage import press, settle
from tests.support import client_id, make_desk


class ClientStage:
    """An app and its desk."""

    def __init__(self, root: Path, lang: Lang = "en", *, book: bool = True) -> None:
        self.desk: Desk = make_desk(root, book=book)
        office = self.desk.office
        self.app = AdvisorApp(
            Launch(office.home, office.clock, office.ids, Settings(lang=lang), lambda _: self.desk,
                   unlocked=lambda: self.desk)
        )  # fmt: skip

    def id(self, number: str) -> str:
        return client_id(self.desk, number)

    def count(self, sql: str) -> int:
        with self.desk.office.rows() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {sql}").scalar_one())

    def text(self) -> str:
        """What is on the screen, a line each."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def clients(self) -> ClientsScreen:
        screen = self.app.screen
        assert isinstance(screen, ClientsScreen)
        return screen

    def rows(self) -> list[str]:
        """The names on screen, in order."""
        return [line.split("C0")[0].strip(" ▌*") for line in self.text().splitlines() if " C00" in line]

    def shows(self, text: str) -> Callable[[], bool]:
        return lambda: text in self.text()


async def open_list(pilot: Pilot[None], stage: ClientStage) -> None:
    """Go to the client list and wait for its rows."""
    await press(pilot, "f2")
    await settle(pilot, lambda: isinstance(pilot.app.screen, ClientsScreen), "the client list")
    await settle(pilot, lambda: stage.clients.table.total > 0 or stage.count("client") == 0, "rows")


async def open_page(pilot: Pilot[None], stage: ClientStage, search: str) -> ClientScreen:
    """Open the page of the client that a search finds first."""
    await open_list(pilot, stage)
    await pilot.press(*search)
    await settle(pilot, lambda: stage.clients.table.total == 1, "one hit")
    await press(pilot, "enter")
    await settle(pilot, lambda: isinstance(pilot.app.screen, ClientScreen), "the page")
    screen = pilot.app.screen
    assert isinstance(screen, ClientScreen)
    await settle(pilot, lambda: screen._page is not None, "the page's data")
    return screen
