"""The Textual app: areas as modes, lock, status line, notices, what happens on a crash or a hang-up."""

import asyncio
import signal
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.segment import Segments
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import Lang, locale_language, mark, translate, use_language
from advisor_tui.base.settings import Settings, write_settings
from advisor_tui.base.text import safe_text
from advisor_tui.desk.views.common import StatusView
from advisor_tui.screens.areas import DAY, GLOBAL_BINDINGS, Area
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.lock import LockScreen
from advisor_tui.screens.shell import Launch, ShellApp
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.glyphs import use_ascii
from advisor_tui.widgets.status_line import StatusLine
from advisor_tui.widgets.theme import THEMES

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.screens.jump import Target

T = TypeVar("T")
TICK = 15.0
"""Seconds between two looks at the clock: the shown minute and the idle lock follow it."""
SEAL_EVERY = timedelta(minutes=15)
"""What changed is sealed at least this often, so that a stolen or dead terminal has delivered most of its day."""
_WHILE_OPEN = {"open_area", "lock", "jump"}


class AdvisorApp(ShellApp, inherit_bindings=False):
    """The desk on screen."""

    CSS_PATH = "app.tcss"
    DEFAULT_MODE = "lock"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"lock": LockScreen}
    BINDINGS: ClassVar[list[BindingType]] = [*GLOBAL_BINDINGS]
    ENABLE_COMMAND_PALETTE = False
    NOTIFICATION_TIMEOUT = 6

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        self._lang: Lang = launch.settings.language(locale_language())
        use_language(self._lang)
        use_ascii(launch.settings.ascii_borders)
        self._opening = launch.unlocked is not None
        self._sealing = False
        self._writes = 0
        self._after_writes: Callable[[], None] | None = None
        self._return_to = DAY
        self._last_key = self._last_seal = launch.clock.now()
        self._minute = ""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
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
            await self.switch_mode(DAY)
            self.start_job(
                self.launch.unlocked,
                self._unlocked,
                failed=self._not_opened,
                group="unlock",
                newest_only=True,
            )

    # Areas

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While locked only help and leaving act."""
        return action not in _WHILE_OPEN or self.desk is not None or self._opening

    def open_area(self, name: str, intent: str = "", ref: str = "") -> None:
        """See `ShellApp.open_area`; the key of the area one is in goes back to its first screen."""
        self.call_later(self._open_area, name, intent, ref)

    def action_open_area(self, name: str) -> None:
        """Open an area by its key."""
        self.open_area(name)

    async def _open_area(self, name: str, intent: str, ref: str) -> None:
        again = self.current_mode == name
        if not again:
            await self.switch_mode(name)
        if again or intent:
            while len(self.screen_stack) > 1:
                if isinstance(self.screen, DeskScreen) and self.screen.unsaved():
                    self.notify(translate(mark("Save or close this first.")), severity="warning")
                    return
                await self.pop_screen()
        first = self.screen_stack[0]
        if intent and isinstance(first, DeskScreen):
            first.call_after_refresh(first.arrive, intent, ref)

    def action_help(self) -> None:
        """Explain the screen; the same key closes the explanation."""
        from advisor_tui.screens.help import HelpScreen, keys_of

        if isinstance(self.screen, HelpScreen):
            self.screen.action_close()
            return
        text = getattr(self.screen, "HELP", "")
        heading = getattr(self.screen, "heading", "") or translate(mark("Help"))
        self.push_screen(HelpScreen(heading, translate(text), keys_of(self.screen)))

    def action_jump(self) -> None:
        """Open the jump list, once."""
        from advisor_tui.screens.jump import JumpScreen

        if not isinstance(self.screen, JumpScreen):
            places = self.screen.places() if isinstance(self.screen, DeskScreen) else ()
            self.push_screen(JumpScreen(places), self._jumped)

    async def _jumped(self, target: "Target | None") -> None:
        if target is None:
            return
        if target.place is not None and isinstance(self.screen, DeskScreen):
            self.screen.go_to_place(target.place.key)
        elif target.client is not None:
            self.current_client = target.client.ref
            self.open_area("clients", "open", target.client.ref.id)
        elif target.action is not None:
            await self._open_area(target.action.area, "", "")
            if target.action.action:
                await self.run_action(target.action.action, self.screen_stack[0])

    # Work

    def act(self, job: "Callable[[Desk], T]", then: Callable[[T], None], failed: Callable[[DeskError], None]) -> None:
        """See `ShellApp.act`."""
        desk = self.desk
        if desk is None:
            failed(DeskError("locked", mark("The desk is locked.")))
            return

        def done(result: T) -> None:
            self._written()
            then(result)
            self.refresh_status()

        def refused(error: DeskError) -> None:
            self._written()
            failed(error)

        self._writes += 1
        self.start_job(partial(job, desk), done, failed=refused, group="act", newest_only=False)

    def _written(self) -> None:
        """One write less is under way; a lock that waited for the last one goes on."""
        self._writes -= 1
        if self._writes == 0 and self._after_writes is not None:
            go_on, self._after_writes = self._after_writes, None
            go_on()

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

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A notice of literal text: markup is never interpreted, whatever the caller says."""
        super().notify(
            safe_text(message, lines=True), title=safe_text(title), severity=severity, timeout=timeout, markup=False
        )

    # Locking

    def unlock(self, passphrase: str, failed: Callable[[DeskError], None]) -> None:
        """See `ShellApp.unlock`; while the last lock is still sealing, it refuses."""
        if self._sealing:
            failed(DeskError("closing", mark("Still sealing; try again in a moment.")))
            return
        self.start_job(
            partial(self.launch.open_desk, passphrase),
            self._unlocked,
            failed=failed,
            group="unlock",
            newest_only=False,
        )

    async def _enter(self) -> None:
        await self.switch_mode(self._return_to)

    def _unlocked(self, desk: "Desk") -> None:
        self.desk, self._opening = desk, False
        self._last_key = self._last_seal = self.clock.now()
        self.refresh_status()
        if self.current_mode == self.DEFAULT_MODE:
            self.call_later(self._enter)
        elif isinstance(self.screen, DeskScreen):
            self.screen.refresh_data()

    async def _locked_out(self) -> None:
        await self.switch_mode(self.DEFAULT_MODE)

    def _not_opened(self, error: DeskError) -> None:
        self._opening = False
        self.call_later(self._locked_out)
        self.show_error(error)

    def action_lock(self) -> None:
        """Lock by key."""
        self.lock_desk()

    def lock_desk(self) -> None:
        """See `ShellApp.lock_desk`."""
        self._close_desk(lambda: None, self.show_error)

    def _close_desk(self, then: Callable[[], None], failed: Callable[[DeskError], None]) -> None:
        """Lock at once on screen; seal and close in a thread, after the writes that are under way."""
        desk, self.desk = self.desk, None
        if self.current_mode != self.DEFAULT_MODE:
            self._return_to = self.current_mode
            self.call_later(self._locked_out)
        if desk is None:
            then()
            return
        self._sealing = True

        def closed(_: None) -> None:
            self._sealing = False
            then()

        def not_sealed(error: DeskError) -> None:
            self._sealing = False
            failed(error)

        def seal() -> None:
            self.start_job(desk.lock, closed, failed=not_sealed, group="lock", newest_only=False)

        self.clear_notifications()
        if self._writes:
            self._after_writes = seal
        else:
            seal()

    def _hang_up(self) -> None:
        """The terminal is gone, or the machine wants us to end: seal, close, leave, whatever comes."""
        self._close_desk(self.exit, lambda _: self.exit())

    def _leave(self) -> None:
        """Seal, close, leave; what kept the sealing from being done stays on the lock screen to be read."""
        self._close_desk(self.exit, self.show_error)

    def action_leave(self) -> None:
        """Leave; asks if something typed would be lost."""
        open_screens = [screen for screen in self._all_screens() if screen.unsaved()]
        if open_screens and self.desk is not None:
            names = ", ".join(dict.fromkeys(screen.heading for screen in open_screens))
            confirm(self, mark("Not saved yet: {names}. Leave all the same?"), self._leave, names=names)
        elif not self._sealing:
            self._leave()

    def _all_screens(self) -> list[DeskScreen]:
        return [screen for stack in self._screen_stacks.values() for screen in stack if isinstance(screen, DeskScreen)]

    async def on_event(self, event: events.Event) -> None:
        """Remember when a key was last pressed."""
        if isinstance(event, events.Key | events.Paste):
            self._last_key = self.clock.now()
        await super().on_event(event)

    def _tick(self) -> None:
        now = self.clock.now()
        minutes = self.settings.idle_lock_minutes
        if minutes and self.desk is not None and (now - self._last_key).total_seconds() >= minutes * 60:
            self.lock_desk()
        if self.desk is not None and self.status.unsealed and now - self._last_seal >= SEAL_EVERY:
            self._last_seal = now
            self.act(lambda desk: desk.exchange.seal_if_needed(), lambda _: None, self.show_error)
        if f"{now:%d%H%M}" != self._minute:
            self._minute = f"{now:%d%H%M}"
            for line in self.screen.query(StatusLine):
                line.refresh()

    # Settings

    def change_settings(self, settings: Settings) -> None:
        """See `ShellApp.change_settings`."""
        write_settings(self.launch.home.settings, settings)
        self.settings = settings
        use_ascii(settings.ascii_borders)
        self._lang = settings.language(locale_language())
        use_language(self._lang)
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, DeskScreen | LockScreen):
                    screen.call_later(screen.change_language)

    # The terminal

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Put the terminal's own cursor at the caret at first focus: an input method opens its window there."""
        self.call_after_refresh(self._follow_caret, event.widget)

    def _follow_caret(self, widget: Any) -> None:
        offset = getattr(widget, "cursor_screen_offset", None)
        if offset is not None:
            self.cursor_position = offset
            self.refresh()

    def _fatal_error(self) -> None:
        """Leave with an error number; the stock handler prints local variables on the screen."""
        from advisor_tui.screens.crash import keep

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
        from advisor_tui.desk.opening import open_home

        return open_home(home, passphrase, clock, ids)

    return open_desk


def run(launch: Launch) -> int:
    """Run the desk on this terminal; 0 when it was left, 1 after a crash."""
    app = AdvisorApp(launch)
    app.run(mouse=False)
    return app.return_code or 0
