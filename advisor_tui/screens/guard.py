"""What keeps everything of the desk off the lock screen: nothing is pushed over it, notices wait behind it."""

from functools import partial
from typing import Any

from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import AwaitMount

from advisor_tui.base.errors import DeskError
from advisor_tui.base.text import safe_text
from advisor_tui.screens.shell import Launch, ShellApp


class GuardedApp(ShellApp, inherit_bindings=False):
    """The part of the app that stands before the desk while it is locked.

    Attributes:
        opening: The key is at hand and the desk is being opened behind the first screen.
    """

    def __init__(self, launch: Launch) -> None:
        super().__init__(launch)
        self.opening = launch.unlocked is not None
        self._held_back: list[partial[None]] = []

    @property
    def locked(self) -> bool:
        """Whether the advisor must not see anything of the desk."""
        return self.desk is None and not self.opening

    def push_screen(self, *args: Any, **values: Any) -> Any:
        """As in every Textual app; while locked nothing is pushed, and the callback is not called."""
        if self.locked:
            return AwaitMount(self.screen, [])
        return super().push_screen(*args, **values)

    def push_over_lock(self, screen: Screen[Any], callback: Any = None) -> None:
        """Push what shows nothing of the desk, locked or not."""
        super().push_screen(screen, callback)

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

    def tell_over_lock(self, error: DeskError) -> None:
        """Show why locking or opening failed, on the lock screen itself."""
        self._notice(str(error), "", "error", None)

    def _notice(self, message: str, title: str, severity: SeverityLevel, timeout: float | None) -> None:
        super().notify(
            safe_text(message, lines=True), title=safe_text(title), severity=severity, timeout=timeout, markup=False
        )

    def _show_held_back(self) -> None:
        held, self._held_back = self._held_back, []
        for show in held:
            show()
