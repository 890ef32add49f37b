"""The Textual app: areas as modes, help, jump, status line, notices, settings, what happens on a crash."""

import asyncio
import signal
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.segment import Segments
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from advisor_tui.base.clock import Clock
from advisor_tui.base.crash import EXIT_CODE, keep
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import Lang, locale_language, mark, translate, use_language
from advisor_tui.base.settings import Settings, write_settings
from advisor_tui.desk.views.common import StatusView
from advisor_tui.screens.areas import DAY, GLOBAL_BINDINGS, Area
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.lock import LockScreen
from advisor_tui.screens.locking import TICK, LockingApp
from advisor_tui.screens.returning import WayBack
from advisor_tui.screens.shell import Launch
from advisor_tui.widgets.glyphs import use_ascii
from advisor_tui.widgets.theme import THEMES, WholeCells

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.screens.actions import Action
    from advisor_tui.screens.jump import Target

T = TypeVar("T")
_FEW_COLOURS = {"standard", "windows"}
"""Terminals on which grey words on a grey field are hardly read: the class `-sixteen` of the stylesheets."""
_WHILE_OPEN = {"open_area", "lock", "jump"}


class AdvisorApp(LockingApp, inherit_bindings=False):
    """The desk on screen."""

    CSS_PATH = "app.tcss"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"lock": LockScreen}
    BINDINGS: ClassVar[list[BindingType]] = [*GLOBAL_BINDINGS]
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 6

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        self._lang: Lang = launch.settings.language(locale_language())
        self._way_back = WayBack()
        use_language(self._lang)
        ScrollBar.renderer = WholeCells
        self._draw_signs(launch.settings)
        self.set_class(self.console.color_system in _FEW_COLOURS, "-sixteen")
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[launch.settings.theme].name
        for area in launch.areas:
            self.add_mode(area.name, partial(_first_screen, area))

    @property
    def lang(self) -> Lang:
        """The language on screen."""
        return self._lang

    async def on_mount(self) -> None:
        """Listen for a hang-up, follow the clock, and go on at once when the key is at hand."""
        self.set_interval(TICK, self._tick)
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            if hasattr(signal, name) and not self.is_headless:
                loop.add_signal_handler(getattr(signal, name), self._hang_up)
        if self.launch.unlocked is not None:
            self.open_at_once(self.launch.unlocked)

    # Areas

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While locked only help and leaving act."""
        return action not in _WHILE_OPEN or not self.locked

    def open_area(self, name: str, intent: str = "", ref: str = "") -> None:
        """See `ShellApp.open_area`; the key of the area one is in goes back to its first screen."""
        self.call_later(self._open_area, name, intent, ref)

    def action_open_area(self, name: str) -> None:
        """Open an area by its key."""
        self._way_back.forget(name)
        self.open_area(name)

    def go_back(self) -> None:
        """See `ShellApp.go_back`."""
        self.call_later(self._go_back, self.current_mode)

    async def _go_back(self, area: str) -> None:
        if not self.locked and self.current_mode == area:
            await self.switch_mode(self._way_back.take(area) or DAY)

    def page_closed(self) -> None:
        """See `ShellApp.page_closed`; what the one who closed it opens at once keeps the advisor here."""
        self.call_later(self._lead_back, self.current_mode)

    async def _lead_back(self, area: str) -> None:
        if not self.locked and self.current_mode == area and len(self.screen_stack) == 1:
            origin = self._way_back.after_closing(area)
            if origin:
                await self.switch_mode(origin)

    async def _open_area(self, name: str, intent: str, ref: str) -> None:
        if self.locked:
            return
        again = self.current_mode == name
        if not again:
            if intent:
                self._way_back.led(self.current_mode, name)
            await self.switch_mode(name)
            if self.locked:  # while its screen was being built
                await self._locked_out()
                return
        if (again or intent or self._about_another()) and not await self._back_to(0):
            return
        first = self.screen_stack[0]
        if intent and isinstance(first, DeskScreen):
            first.call_after_refresh(first.arrive, intent, ref)

    def _about_another(self) -> bool:
        about = {screen.about for screen in self.screen_stack if isinstance(screen, DeskScreen)} - {""}
        return self.current_client is not None and bool(about - {self.current_client.id})

    def action_help(self) -> None:
        """Explain the screen; the same key closes the explanation."""
        from advisor_tui.screens.help import HelpScreen, keys_of

        if isinstance(self.screen, HelpScreen):
            self.screen.action_close()
            return
        text = self.screen.HELP or ""  # Textual has the attribute too, without a text
        heading = getattr(self.screen, "heading", "") or translate(mark("Help"))
        self.push_over_lock(HelpScreen(heading, translate(text), keys_of(self.screen)))

    def action_jump(self) -> None:
        """Open the jump list, once."""
        from advisor_tui.screens.actions import stack_actions
        from advisor_tui.screens.jump import JumpScreen

        if not isinstance(self.screen, JumpScreen):
            places = self.screen.places() if isinstance(self.screen, DeskScreen) else ()
            self.push_screen(JumpScreen(places, stack_actions(self.screen_stack)), self._jumped)

    async def _jumped(self, target: "Target | None") -> None:
        if target is None:
            return
        if target.place is not None and isinstance(self.screen, DeskScreen):
            self.screen.go_to_place(target.place.key)
        elif target.client is not None:
            self.current_client = target.client.ref
            self.open_area("clients", "open", target.client.ref.id)
        elif target.action is not None:
            await self._do(target.action)

    async def _do(self, action: "Action") -> None:
        if action.depth is not None:
            if await self._back_to(action.depth) and action.node is not None:
                await self.run_action(action.path[0], action.node)
            return
        if not action.area:
            await self.run_action(action.path[0], self)
            return
        await self._open_area(action.area, "", "")
        if not action.path or self.locked or not await self._back_to(0):
            return
        for step in action.path:
            screen = self.screen
            if not isinstance(screen, DeskScreen):
                return
            if step == action.path[-1]:
                screen.do_when_offered(step)
            else:
                await self.run_action(step, screen)

    async def _back_to(self, depth: int) -> bool:
        """Close the screens above a place of the stack; False where one of them holds something unsaved."""
        while len(self.screen_stack) > depth + 1:
            if isinstance(self.screen, DeskScreen) and self.screen.unsaved():
                self.notify(translate(mark("Save or close this first.")), severity="warning")
                return False
            if isinstance(self.screen, DeskScreen):
                self.screen.keep_typed()
            await self.pop_screen()
        return True

    # Work

    def refresh_status(self) -> None:
        """See `ShellApp.refresh_status`."""
        desk = self.desk
        if desk is not None:
            self.start_job(
                desk.status,
                self._show_status,
                failed=self.show_error,
                group="status",
                newest_only=True,
                current=lambda: self.desk is desk,
            )

    def _show_status(self, status: StatusView) -> None:
        self.status = status

    def show_error(self, error: DeskError) -> None:
        """See `ShellApp.show_error`."""
        self.notify(str(error), severity="error")

    # Settings

    def change_settings(self, settings: Settings) -> None:
        """See `ShellApp.change_settings`."""
        write_settings(self.launch.home.settings, settings)
        self.settings = settings
        self._draw_signs(settings)
        self.theme = THEMES[settings.theme].name
        self._lang = settings.language(locale_language())
        use_language(self._lang)
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, DeskScreen | LockScreen):
                    screen.call_later(screen.change_language)

    def _draw_signs(self, settings: Settings) -> None:
        """The signs of text, and by the class `-ascii` the borders of the stylesheets."""
        use_ascii(settings.ascii_borders)
        self.set_class(settings.ascii_borders, "-ascii")

    # The terminal

    async def on_event(self, event: events.Event) -> None:
        """Remember that the advisor does something of his own on an area's first screen."""
        if isinstance(event, events.Key) and event.key != "escape" and len(self._screen_stack) == 1:
            self._way_back.settle(self.current_mode)
        await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """End every paint with the terminal's own cursor at the caret: an input method opens its window there."""
        offset = getattr(screen.focused, "cursor_screen_offset", None)
        if offset is not None:
            self.cursor_position = offset
        super()._display(screen, renderable)

    def _fatal_error(self) -> None:
        """Leave with an error number; the stock handler prints local variables on the screen."""
        number = keep(self._exception or RuntimeError(), self.clock.now(), self.launch.home.root)
        text = translate(mark("Something went wrong and the desk was closed. Error number {number}"))
        line = Text(text.format(number=number) + "\n")
        self._exit_renderables = [Segments(self.console.render(line, self.console.options))]
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """A crash that wants to draw itself is a crash like any other."""
        self._fatal_error()


def _first_screen(area: Area) -> Screen[None]:
    return area.load()()


def desk_opener(home: Home, clock: Clock, ids: IdSource) -> "Callable[[str], Desk]":
    """Opens a home with a passphrase; the data layer is imported in the thread that opens it."""

    def open_desk(passphrase: str) -> "Desk":
        from advisor_tui.desk.unlocking import unlock_home

        return unlock_home(home, passphrase, clock, ids)

    return open_desk


def run(launch: Launch) -> int:
    """Run the desk on this terminal; 0 when it was left, `crash.EXIT_CODE` after a crash."""
    app = AdvisorApp(launch)
    app.run(mouse=False)
    return EXIT_CODE if app.return_code else 0
