"""The app on a real desk with one client who can be proposed to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from textual.pilot import Pilot

from advisor_tui.app import AdvisorApp
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.screens.areas import Area
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.shell import Launch
from advisor_tui.store.tables import Client
from tests.desk.staff_papers import qualify
from tests.screens.fakes import text_of
from tests.support import client_id, make_desk
from tests.waiting import press, settled

AREAS = (
    Area("day", "", "Today", "advisor_tui.screens.more.more:MoreScreen"),
    Area("interview", "f3", "Interview", "tests.screens.proposal_stage:Elsewhere"),
    Area("proposals", "f4", "Proposals", "advisor_tui.screens.proposal.proposals:ProposalsScreen"),
)
SIZES = ((80, 24), (120, 40))


class Elsewhere(DeskScreen):
    """Where a proposal may send the advisor; remembers what for."""

    AREA = "interview"
    HEADING = "Interview"
    arrived: ClassVar[list[tuple[str, str]]] = []

    def arrive(self, intent: str, ref: str) -> None:
        self.arrived.append((intent, ref))


class ProposalStage:
    """An app, its pilot and the desk behind it."""

    def __init__(self, desk: Desk, app: AdvisorApp, pilot: Pilot[None]) -> None:
        self.desk, self.app, self.pilot = desk, app, pilot

    async def settle(self) -> None:
        """Wait until every job has answered and is drawn."""
        await settled(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each with all that follows from it."""
        await press(self.pilot, *keys)

    async def type(self, text: str) -> None:
        """Put a text into the field in place of what stands there, and press Enter."""
        await self.pilot.press("end", "ctrl+u", *text, "enter")
        await self.settle()

    async def lock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Lock; what is under way ends when it ends, and the store stays open for the unlocking."""
        monkeypatch.setattr(Desk, "lock", lambda _: ())
        self.app.lock_desk()
        await self.pilot.pause()
        assert self.app.locked

    async def unlock(self) -> None:
        """Unlock once everything behind the lock has ended."""
        await self.settle()
        self.app.launch = replace(self.app.launch, open_desk=lambda _: self.desk)
        self.app.unlock("", _raise)
        await self.settle()
        assert not self.app.locked

    @property
    def text(self) -> str:
        """What is on the screen."""
        return text_of(self.app)

    @property
    def notices(self) -> str:
        """What the notices say."""
        return "\n".join(str(notice.message) for notice in self.app._notifications)

    @property
    def screen(self) -> str:
        """The class of the screen on top."""
        return type(self.app.screen).__name__


def _raise(error: Exception) -> None:
    raise error


@asynccontextmanager
async def proposal_stage(
    root: Path, desk: Desk | None = None, lang: Lang = "en", size: tuple[int, int] = (80, 24), number: str = "C0001"
) -> AsyncIterator[ProposalStage]:
    """The proposals of a client on screen, of an advisor who may sell everything."""
    opened = desk or make_desk(root)
    qualify(opened)
    office = opened.office
    launch = Launch(
        office.home,
        office.clock,
        office.ids,
        Settings(lang=lang),
        cast(Any, None),
        unlocked=lambda: opened,
        areas=AREAS,
    )
    app = AdvisorApp(launch)
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = ProposalStage(opened, app, pilot)
        await stage.settle()
        if number:
            with office.read() as session:
                client = session.get_one(Client, client_id(opened, number))
            app.current_client = ClientRef(client.id, client.name, client.number)
        await stage.press("f4")
        yield stage
