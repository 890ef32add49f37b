"""Locking and unlocking: writes are awaited, what changed is sealed, a hang-up ends the desk in order."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import events

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.screens.areas import DAY
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.guard import GuardedApp
from advisor_tui.screens.shell import Launch
from advisor_tui.widgets.dialog import Choices
from advisor_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

T = TypeVar("T")
TICK = 15.0
"""Seconds between two looks at the clock: the shown minute and the idle lock follow it."""
SEAL_EVERY = timedelta(minutes=15)
"""What changed is sealed at least this often, so that a stolen or dead terminal has delivered most of its day."""


class LockingApp(GuardedApp, inherit_bindings=False):
    """The part of the app that opens and closes the desk."""

    DEFAULT_MODE = "lock"

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        if self.opening:  # start on the day page, without building the lock screen before it
            self._screen_stacks, self._current_mode = {DAY: []}, DAY
        self._sealing = False
        self._on_closed: list[tuple[Callable[[], None], Callable[[DeskError], None]]] = []
        self._behind_lock: list[Callable[[], None]] = []
        self._writes = 0
        self._after_writes: Callable[[], None] | None = None
        self._return_to = DAY
        self._last_key = self._last_seal = launch.clock.now()
        self._minute = ""

    # Writing

    def act(
        self,
        job: "Callable[[Desk], T]",
        then: Callable[[T], None],
        failed: Callable[[DeskError], None],
        behind_lock: Callable[[], None] = lambda: None,
    ) -> None:
        """See `ShellApp.act`."""
        desk = self.desk
        if desk is None:
            failed(DeskError("locked", mark("The desk is locked.")))
            return

        def done(result: T) -> None:
            self._written()
            if self.desk is desk:
                then(result)
                self.refresh_status()
            else:  # nothing of the desk may show now; the screen learns of it when it is shown again
                self._behind_lock.append(behind_lock)

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
            self.start_job, opener, self._arrived, failed=self._not_opened, group="unlock", newest_only=True
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
        if self.desk is None:  # locked again meanwhile
            return
        while self.current_mode == self.DEFAULT_MODE and len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.switch_mode(self._return_to)
        self._show_held_back()
        behind, self._behind_lock = self._behind_lock, []
        for settle in behind:
            self.call_after_refresh(settle)

    def _arrived(self, desk: "Desk") -> None:
        """The desk was opened behind the day page; who locked meanwhile stays locked."""
        if self.opening:
            self._unlocked(desk)
        else:
            self._seal(desk)

    def _unlocked(self, desk: "Desk") -> None:
        self.desk, self.opening = desk, False
        self._last_key = self._last_seal = self.clock.now()
        self.refresh_status()
        if self.current_mode == self.DEFAULT_MODE:
            self.call_later(self._enter)
        elif isinstance(self.screen, DeskScreen):
            self.screen.refresh_data()

    async def _locked_out(self) -> None:
        if self.desk is None:
            self.clear_notifications()
            await self.switch_mode(self.DEFAULT_MODE)

    def _not_opened(self, error: DeskError) -> None:
        self.opening = False
        self.call_later(self._locked_out)
        self.call_later(self.tell_over_lock, error)
        self._shut(None)

    def action_lock(self) -> None:
        """Lock by key."""
        self.lock_desk()

    def lock_desk(self) -> None:
        """See `ShellApp.lock_desk`."""
        self._close_desk(lambda: None, self.tell_over_lock)

    def _close_desk(self, then: Callable[[], None], failed: Callable[[DeskError], None]) -> None:
        """Lock at once on screen; seal and close in a thread, after the writes that are under way."""
        desk, self.desk = self.desk, None
        opening, self.opening = self.opening, False
        if self.current_mode != self.DEFAULT_MODE:
            self._return_to = self.current_mode
            self.call_later(self._locked_out)
        if desk is None and not opening and not self._sealing:
            then()
            return
        self._on_closed.append((then, failed))
        self._sealing = True
        self.clear_notifications()
        if desk is not None:
            if self._writes:
                self._after_writes = partial(self._seal, desk)
            else:
                self._seal(desk)

    def _seal(self, desk: "Desk") -> None:
        self.start_job(desk.lock, lambda _: self._shut(None), failed=self._shut, group="lock", newest_only=False)

    def _shut(self, error: DeskError | None) -> None:
        """The desk is closed; whoever waited for it goes on."""
        self._sealing = False
        closed, self._on_closed = self._on_closed, []
        for then, failed in closed:
            if error is None:
                then()
            else:
                failed(error)

    def _hang_up(self) -> None:
        """The terminal is gone, or the machine wants us to end: seal, close, leave, whatever comes."""
        self._close_desk(self.exit, lambda _: self.exit())

    def _leave(self) -> None:
        """Seal, close, leave; what kept the sealing from being done stays on the lock screen to be read."""
        self._close_desk(self.exit, self.tell_over_lock)

    def action_leave(self) -> None:
        """Leave; asks if something typed would be lost, also behind the lock, where nothing of it is named."""
        open_screens = [screen for screen in self._all_screens() if screen.unsaved()]
        if open_screens:
            names = ", ".join(dict.fromkeys(screen.heading for screen in open_screens))
            question = (
                mark("Unsaved entries behind the lock will be lost. Leave all the same?")
                if self.locked
                else mark("Not saved yet: {names}. Leave all the same?")
            )
            if not isinstance(self.screen, Choices):
                options = [("no", translate(mark("No"))), ("yes", translate(mark("Yes")))]
                asked = Choices(translate(question).format(names=names), options)
                self.push_over_lock(asked, lambda answer: self._leave() if answer == "yes" else None)
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
