"""What keeps everything of the desk off the lock screen, and a notice on the screen that it was made for."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual import events
from textual.notifications import Notification, Notify, SeverityLevel
from textual.screen import Screen
from textual.widget import AwaitMount

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import safe_text
from advisor_tui.screens.base import DeskScreen
from advisor_tui.screens.shell import Launch, ShellApp
from advisor_tui.widgets.dialog import Ruling
from advisor_tui.widgets.wrapping import wrapped


class GuardedApp(ShellApp, inherit_bindings=False):
    """The part of the app that stands before the desk while it is locked.

    Attributes:
        opening: The key is at hand and the desk is being opened behind the first screen.
    """

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        self.opening = launch.unlocked is not None
        self._held_back: list[partial[None]] = []
        self._keys = 0
        self._made_at: dict[str, int] = {}
        self._page: Screen[Any] | None = None

    @property
    def locked(self) -> bool:
        """Whether the advisor must not see anything of the desk."""
        return self.desk is None and not self.opening

    def _all_screens(self) -> list[DeskScreen]:
        """Every screen of the desk that is open, in whatever area."""
        return [screen for stack in self._screen_stacks.values() for screen in stack if isinstance(screen, DeskScreen)]

    def push_screen(self, *args: Any, **values: Any) -> Any:
        """As in every Textual app; while locked nothing is pushed, and the callback is not called."""
        if self.locked:
            return AwaitMount(self.screen, [])
        return super().push_screen(*args, **values)

    def push_over_lock(self, screen: Screen[Any], callback: Any = None) -> None:
        """Push what shows nothing of the desk, locked or not."""
        super().push_screen(screen, callback)

    def say_goodbye(self, text: str) -> None:
        """See `ShellApp.say_goodbye`; the desk has closed itself, and there is nothing left to unlock."""
        self.desk, self.opening = None, False
        self.call_later(self._say_goodbye, text)

    async def _say_goodbye(self, text: str) -> None:
        self.clear_notifications()
        await self.switch_mode(self.DEFAULT_MODE)
        self.push_over_lock(Ruling(text, [("leave", translate(mark("Leave")))]), lambda _: self.exit())

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """A notice of literal text, whatever the caller says of markup; while locked it waits for the unlocking."""
        show = partial(self._notice, message, title, severity, timeout)
        if self.locked:
            self._held_back.append(show)
        else:
            show()

    async def on_event(self, event: events.Event) -> None:
        """Count keys: a notice answers the key before it."""
        if isinstance(event, events.Key | events.Paste):
            self._keys += 1
        await super().on_event(event)

    def page_shown(self, page: Screen[Any]) -> None:
        """A full screen came up: take away the notices that belong to the one that was left.

        A notice goes with its screen, unless it reports the very act that led away, such as a saving that closes its
        form: that is one made since the last key. A dialog over a screen does not leave it.
        """
        if page is self._page:
            return
        self._page = page
        self._take_away(lambda notice: self._made_at.get(notice.identity, self._keys) < self._keys)
        self._made_at = {name: at for name, at in self._made_at.items() if at == self._keys}

    def _take_away(self, goes: Callable[[Notification], bool]) -> None:
        """Take some notices away, with their holders: those of a page that was left, or one that is said again."""
        for notice in [notice for notice in self._notifications if goes(notice)]:
            self._unnotify(notice, refresh=False)
        self._drop_holders()
        self._refresh_notifications()

    def _drop_holders(self) -> None:
        """Textual leaves the holders of notices that are gone behind, and they push the next one aside."""
        shown = {f"--textual-toast-{notice.identity}" for notice in self._notifications}
        for screen in self.screen_stack:
            for holder in screen.query("ToastHolder"):
                if holder.id not in shown:
                    holder.remove()

    def clear_notifications(self) -> None:
        """Take every notice away, with its holder."""
        super().clear_notifications()
        self._drop_holders()

    def tell_over_lock(self, error: DeskError) -> None:
        """Show why locking or opening failed, on the lock screen itself."""
        self._notice(str(error), "", "error", None)

    def _notice(self, message: str, title: str, severity: SeverityLevel, timeout: float | None) -> None:
        text = "\n".join(wrapped(safe_text(message, lines=True), self.size.width - 2))
        lasts = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self._take_away(lambda shown: (shown.message, shown.severity) == (text, severity))
        notice = Notification(text, safe_text(title), severity, lasts, markup=False)
        self._made_at[notice.identity] = self._keys
        self.post_message(Notify(notice))

    def _show_held_back(self) -> None:
        held, self._held_back = self._held_back, []
        for show in held:
            show()
