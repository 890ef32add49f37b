"""What a screen may ask of the app it stands in; the app itself is a floor above."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.dom import DOMNode
from textual.reactive import reactive
from textual.screen import Screen

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.desk.views.common import ClientRef, StatusView
from advisor_tui.screens.areas import AREAS, Area
from advisor_tui.widgets.jobs import JobRunner
from advisor_tui.widgets.type_ahead import KeysInOrder

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

T = TypeVar("T")


@dataclass(frozen=True)
class Launch:
    """What the app is started with.

    Attributes:
        home: The home folder; settings and crash notes are written there.
        clock: Where "now" comes from.
        ids: Where new ids come from.
        settings: As read from the home.
        open_desk: Unlocks the home with a passphrase, in a thread; raises `DeskError`.
        unlocked: Opens the desk without asking, in a thread, when the key is already at hand.
        demo_passphrase: Shown on the lock screen of a demo.
        areas: The areas; tests give their own.
    """

    home: Home
    clock: Clock
    ids: IdSource
    settings: Settings
    open_desk: "Callable[[str], Desk]"
    unlocked: "Callable[[], Desk] | None" = None
    demo_passphrase: str = ""
    areas: tuple[Area, ...] = AREAS


class ShellApp(KeysInOrder, JobRunner, inherit_bindings=False):
    """The app as the screens know it.

    Attributes:
        launch: What it was started with.
        settings: The terminal's choices, as they are now.
        desk: The unlocked desk, None while locked; never used on the UI thread.
        current_client: The client that the areas speak about, or None.
        status: The line on top.
    """

    desk: "Desk | None" = None
    current_client: ClientRef | None = None
    status: reactive[StatusView] = reactive(StatusView("", ""), init=False)

    def __init__(self, launch: Launch) -> None:
        super().__init__()
        self.launch = launch
        self.settings = launch.settings

    @property
    def clock(self) -> Clock:
        """Where "now" and "today" come from."""
        return self.launch.clock

    @abstractmethod
    def open_area(self, name: str, intent: str = "", ref: str = "") -> None:
        """Show an area; with an intent, its first screen gets `arrive(intent, ref)` once it has its desk.

        What was left open there about another client than the one at the desk is closed: keys are never meant for it.
        """

    @abstractmethod
    def go_back(self) -> None:
        """Leave an area's first screen: for the area that led here, else for the day page."""

    @abstractmethod
    def page_closed(self) -> None:
        """A full screen was closed; one that another area had opened leads back there."""

    @abstractmethod
    def act(
        self,
        job: "Callable[[Desk], T]",
        then: Callable[[T], None],
        failed: Callable[[DeskError], None],
        behind_lock: Callable[[], None] = lambda: None,
    ) -> None:
        """Run a write in a thread; it is never dropped, not even when its screen closes.

        Where the desk was locked meanwhile, `then` is not called; `behind_lock` is, once it is unlocked again.
        """

    @abstractmethod
    def page_shown(self, page: Screen[Any]) -> None:
        """A full screen was shown: notices of the one before it go."""

    @abstractmethod
    def refresh_status(self) -> None:
        """Read the line on top again."""

    @abstractmethod
    def show_error(self, error: DeskError) -> None:
        """Show a refusal as a notice."""

    @abstractmethod
    def lock_desk(self) -> None:
        """Lock: seal, close, show the lock screen; every screen stays as it is behind it."""

    @abstractmethod
    def say_goodbye(self, text: str) -> None:
        """The desk is gone for good: say so in the language in use, and end once it was read."""

    @abstractmethod
    def unlock(self, passphrase: str, failed: Callable[[DeskError], None]) -> None:
        """Open the desk in a thread and return to where it was locked."""

    @abstractmethod
    def change_settings(self, settings: Settings) -> None:
        """Take over and write the terminal's choices; language and signs change at once."""

    @property
    @abstractmethod
    def lang(self) -> Lang:
        """The language on screen."""


class OnShell(DOMNode):
    """Mixed into screens, after the Textual class: the app with the type that screens know it by."""

    @property
    def shell(self) -> ShellApp:
        """The app."""
        return cast(ShellApp, self.app)
