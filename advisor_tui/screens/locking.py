"""Locking and unlocking: writes are awaited, what changed is sealed, a hang-up ends the desk in order."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual import events

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, mark, translate
from advisor_tui.screens.areas import DAY
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.guard import GuardedApp
from advisor_tui.screens.shell import Launch
from advisor_tui.widgets.dialog import Choices, Ruling, yes_or_no
from advisor_tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk
    from advisor_tui.desk.views.exchange import SealedFile

T = TypeVar("T")
TICK = 15.0
"""Seconds between two looks at the clock: the shown minute and the idle lock follow it."""
SEAL_MINUTES = 15
SEAL_EVERY = timedelta(minutes=SEAL_MINUTES)
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
        self._sealed_unseen: list[tuple[str, int]] = []

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
                self.call_after_refresh(self.refresh_status)  # what was written is painted first
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

    def _sealed(self, message: str, files: "Sequence[SealedFile]") -> None:
        """What the desk sealed by itself is told once, with the next key: nobody may be looking now."""
        changes = sum(file.changes for file in files)
        if changes:
            self._sealed_unseen.append((message, changes))

    def _tell_sealed(self) -> None:
        unseen, self._sealed_unseen = self._sealed_unseen, []
        for message in dict.fromkeys(message for message, _ in unseen):
            changes = sum(count for known, count in unseen if known == message)
            self.notify(translate(message).format(count=changes, minutes=SEAL_MINUTES))

    async def _enter(self) -> None:
        desk = self.desk
        if desk is None:  # locked again meanwhile
            return
        while self.current_mode == self.DEFAULT_MODE and len(self.screen_stack) > 1:
            await self.pop_screen()
        for screen in self._all_screens():
            screen.after_lock()
        await self.switch_mode(self._return_to)
        self._show_held_back()
        self._tell_sealed()
        behind, self._behind_lock = self._behind_lock, []
        for settle in behind:
            self.call_after_refresh(settle)
        self._settle_in(desk)

    def _arrived(self, desk: "Desk") -> None:
        """The desk was opened behind the day page; who locked meanwhile stays locked."""
        if self.opening:
            self._unlocked(desk)
        else:
            self._seal(desk)

    def _unlocked(self, desk: "Desk") -> None:
        self.desk, self.opening = desk, False
        self._last_key = self._last_seal = self.clock.now()
        if self.current_mode == self.DEFAULT_MODE:
            self.call_later(self._enter)
        else:
            if isinstance(self.screen, DeskScreen):
                self.screen.refresh_data()
            self._settle_in(desk)

    def _settle_in(self, desk: "Desk") -> None:
        """What can wait until the screen's own lines stand: the line on top, the journal's end, more imports."""
        self.run_worker(self._after_first_lines(desk), group="settle")

    async def _after_first_lines(self, desk: "Desk") -> None:
        await self._painted()
        while jobs := [worker for worker in self.workers if (worker.group or "").startswith("job-")]:
            await asyncio.gather(*(worker.wait() for worker in jobs), return_exceptions=True)
            await self._painted()
        if self.desk is desk:
            self.refresh_status()
            self._check_journal(desk)

    async def _painted(self) -> None:
        """Wait until what was answered so far is on the screen."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def _check_journal(self, desk: "Desk") -> None:
        def is_open() -> bool:
            return self.desk is desk

        def checked(_: None) -> None:
            self.start_job(
                desk.warm, lambda _: None, failed=self.show_error, group="warm", newest_only=True, current=is_open
            )

        self.start_job(
            desk.check_journal, checked, failed=self._warn, group="journal", newest_only=True, current=is_open
        )

    def _warn(self, error: DeskError) -> None:
        """Show what nobody may overlook: it stays until it was read."""
        self.push_screen(Ruling(str(error), [("read", translate(mark("OK")))]))

    async def _locked_out(self) -> None:
        if self.desk is None:
            self.clear_notifications()
            await self.switch_mode(self.DEFAULT_MODE)

    def _not_opened(self, error: DeskError) -> None:
        self.opening = False
        if error.code == "given_up":
            return self.say_goodbye(str(error))
        self.call_later(self._locked_out)
        self.call_later(self.tell_over_lock, error)
        return self._shut(None)

    def action_lock(self) -> None:
        """Lock by key."""
        self.lock_desk()

    def lock_desk(self) -> None:
        """See `ShellApp.lock_desk`."""
        self._close_desk(lambda: None, self.tell_over_lock)

    def _close_desk(self, then: Callable[[], None], failed: Callable[[DeskError], None]) -> None:
        """Lock at once on screen; seal and close in a thread, after the writes that are under way."""
        for screen in self._all_screens():
            screen.keep_typed()
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
        def locked(files: "Sequence[SealedFile]") -> None:
            self._sealed(mark("Changes sealed when the desk was locked: {count}; F9 Exchange shows them."), files)
            self._shut(None)

        self.start_job(desk.lock, locked, failed=self._shut, group="lock", newest_only=False)

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
            names = join_list(dict.fromkeys(screen.heading for screen in open_screens))
            question = (
                mark("Unsaved entries behind the lock will be lost. Leave all the same?")
                if self.locked
                else mark("Not saved yet: {names}. Leave all the same?")
            )
            if not isinstance(self.screen, Choices):
                asked = yes_or_no(translate(question).format(names=names))
                self.push_over_lock(asked, lambda answer: self._leave() if answer == "yes" else None)
        elif not self._sealing:
            self._leave()

    async def on_event(self, event: events.Event) -> None:
        """Remember when a key was last pressed; a key also ends the wait for what the jump list asked for."""
        if isinstance(event, events.Key | events.Paste):
            self._last_key = self.clock.now()
            if self._screen_stack and isinstance(self.screen, DeskScreen):
                self.screen.give_up_wanted()
        await super().on_event(event)
        if isinstance(event, events.Key) and not self.locked:
            self._tell_sealed()

    def _tick(self) -> None:
        now = self.clock.now()
        minutes = self.settings.idle_lock_minutes
        if minutes and self.desk is not None and (now - self._last_key).total_seconds() >= minutes * 60:
            self.lock_desk()
        if self.desk is not None and self.status.unsealed and now - self._last_seal >= SEAL_EVERY:
            self._last_seal = now
            told = mark("Changes sealed by themselves, as every {minutes} minutes: {count}; F9 Exchange shows them.")
            self.act(lambda desk: desk.exchange.seal_if_needed(), partial(self._sealed, told), self.show_error)
        if f"{now:%d%H%M}" != self._minute:
            self._minute = f"{now:%d%H%M}"
            for stack in self._screen_stacks.values():  # a dialog has no line of its own: the screen below it has
                for screen in stack:
                    for line in screen.query(StatusLine):
                        line.refresh()
