"""Locking and unlocking: writes are awaited, what changed is sealed, a hang-up ends the desk in order."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import events

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.screens.areas import DAY
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.shell import Launch, ShellApp
from advisor_tui.widgets.dialog import confirm
from advisor_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

T = TypeVar("T")
TICK = 15.0
"""Seconds between two looks at the clock: the shown minute and the idle lock follow it."""
SEAL_EVERY = timedelta(minutes=15)
"""What changed is sealed at least this often, so that a stolen or dead terminal has delivered most of its day."""


class LockingApp(ShellApp, inherit_bindings=False):
    """The part of the app that opens and closes the desk.

    Attributes:
        opening: The key is at hand and the desk is being opened behind the first screen.
    """

    DEFAULT_MODE = "lock"

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        self.opening = launch.unlocked is not None
        if self.opening:  # start on the day page, without building the lock screen before it
            self._screen_stacks, self._current_mode = {DAY: []}, DAY
        self._sealing = False
        self._writes = 0
        self._after_writes: Callable[[], None] | None = None
        self._return_to = DAY
        self._last_key = self._last_seal = launch.clock.now()
        self._minute = ""

    # Writing

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

    # Unlocking

    def open_at_once(self, opener: "Callable[[], Desk]") -> None:
        """Open the desk behind the day page, without asking for the passphrase.

        The job waits for the first paint: importing the data layer beside it would hold the paint back.
        """
        self.call_after_refresh(
            self.start_job, opener, self._unlocked, failed=self._not_opened, group="unlock", newest_only=True
        )

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
        self.desk, self.opening = desk, False
        self._last_key = self._last_seal = self.clock.now()
        self.refresh_status()
        if self.current_mode == self.DEFAULT_MODE:
            self.call_later(self._enter)
        elif isinstance(self.screen, DeskScreen):
            self.screen.refresh_data()

    async def _locked_out(self) -> None:
        await self.switch_mode(self.DEFAULT_MODE)

    def _not_opened(self, error: DeskError) -> None:
        self.opening = False
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
