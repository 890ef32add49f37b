"""A demo desk on a screen without a terminal: keys are played, and what stands there is drawn as text and as SVG."""

import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from textual.pilot import Pilot

from advisor_tui.app import AdvisorApp
from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.cli.demo import PASSPHRASE
from advisor_tui.cli.demo_branch import make_demo
from advisor_tui.desk.opening import open_home
from advisor_tui.screens.shell import Launch
from tests.waiting import settled, until

NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
"""2026-11-24 09:41 in UTC+8, a Tuesday."""
CLIENTS = 200
SEED = 1
_FRAMELESS = """<svg viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Fira Code; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
<rect fill="#121212" width="{terminal_width}" height="{terminal_height}"/>
<g class="{unique_id}-matrix">{backgrounds}{matrix}</g>
</svg>
"""
_RANDOM = (
    (re.compile(r"\bage1[0-9a-z]{50,}"), "age1…"),
    (re.compile(r"SHA256:[0-9A-Za-z+/]{20,}=*"), "SHA256:…"),
    (re.compile(r"\b[0-9a-f]{40,64}\b(\n +[0-9a-f]{2,24}\b)?"), "…"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "…"),
)
"""Keys, hashes and ids differ from one run to the next, so a drawing leaves them out."""


@dataclass(frozen=True)
class Drawing:
    """One screen: its name, its lines without trailing spaces, and its SVG."""

    name: str
    text: str
    svg: str


class DrawingStage:
    """An app over a demo desk and the pilot that plays keys to it."""

    def __init__(self, app: AdvisorApp, pilot: Pilot[None], root: Path) -> None:
        self.app, self.pilot, self._root = app, pilot, root

    async def settle(self) -> None:
        """Wait until every job has answered and is drawn."""
        await settled(self.pilot)

    async def until(self, screen: str) -> None:
        """Wait for a screen that follows from work in threads.

        Raises:
            AssertionError: It does not come.
        """
        await until(self.pilot, lambda: self.screen == screen, screen)
        await self.settle()

    async def back_to(self, screen: str) -> None:
        """Press Esc until a screen is on top.

        Raises:
            AssertionError: It is not below this one.
        """
        for _ in range(6):
            if self.screen == screen:
                return
            await self.press("escape")
        raise AssertionError(f"Esc leads to {self.screen}, not to {screen}")

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each with all that follows from it."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text at the focus, in one go."""
        await self.pilot.press(*text)
        await self.settle()

    @property
    def screen(self) -> str:
        """The class of the screen on top."""
        return type(self.app.screen).__name__

    async def draw(self, name: str, screen: str) -> Drawing:
        """Draw what stands there, without notices.

        Raises:
            AssertionError: Another screen than the named class is on top: the script has lost its way.
        """
        assert self.screen == screen, f"{name}: {self.screen} is on top, not {screen}\n{self._record().export_text()}"
        self.app.clear_notifications()
        await self.settle()
        record = self._record()
        lines = record.export_text(clear=False).rstrip().splitlines()
        text = "\n".join(line.rstrip() for line in lines).replace(str(self._root), "~")
        for pattern, instead in _RANDOM:
            text = pattern.sub(instead, text)
        svg = record.export_svg(title="", code_format=_FRAMELESS, theme=DIMMED_MONOKAI)
        return Drawing(name, text, svg)

    def _record(self) -> Console:
        size = self.app.size
        console = Console(
            width=size.width, height=size.height, file=io.StringIO(), force_terminal=True, color_system="truecolor",
            record=True, legacy_windows=False, safe_box=False,
        )  # fmt: skip
        compositor = self.app.screen._compositor
        console.print(compositor.render_update(full=True, screen_stack=self.app._background_screens, simplify=False))
        return console


@asynccontextmanager
async def drawing_stage(root: Path, lang: Lang = "zh", size: tuple[int, int] = (80, 24)) -> AsyncIterator[DrawingStage]:
    """The demo of 2026-11-24 with seed 1, locked."""
    clock = FixedClock(NOW)
    ids = SeededIds(SEED, clock)
    make_demo(root, PASSPHRASE, clock, CLIENTS, SEED, lang).close()
    home = Home(root / "desk")
    launch = Launch(
        home,
        clock,
        ids,
        Settings(lang=lang, demo=True),
        lambda passphrase: open_home(home, passphrase, clock, ids),
        demo_passphrase=PASSPHRASE,
    )
    app = AdvisorApp(launch)
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = DrawingStage(app, pilot, root)
        await stage.settle()
        yield stage
