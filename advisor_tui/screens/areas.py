"""The one registry of areas and global keys, which the app, the key line, the help and the jump list read."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from textual.binding import Binding

from advisor_tui.base.languages import mark

if TYPE_CHECKING:
    from advisor_tui.screens.base import DeskScreen


@dataclass(frozen=True)
class Area:
    """A part of the desk with a stack of screens of its own.

    Attributes:
        name: What code calls it, and the name of its Textual mode.
        key: Its function key, or "" for the day page, where Esc ends.
        title: A message id.
        path: `module:Class` of its first screen, imported when it is first opened.
        spare: Its key is left out of a narrow line of areas before others; 0 stays.
        short: A message id of few cells for the line of areas, where the title is too long for it.
    """

    name: str
    key: str
    title: str
    path: str
    spare: int = 0
    short: str = ""

    @property
    def word(self) -> str:
        """The message id that stands in the line of areas."""
        return self.short or self.title

    def load(self) -> "type[DeskScreen]":
        """Import the class of its first screen."""
        return load_screen(self.path)


def load_screen(path: str) -> "type[DeskScreen]":
    """Import a screen class from `module:Class`."""
    module, _, name = path.partition(":")
    screen: type[DeskScreen] = getattr(import_module(module), name)
    return screen


def digit_key(number: int) -> str:
    """The key of a binding for a digit 0 to 9, also as an input method types it in full width."""
    return f"{number},{chr(ord('０') + number)}"


DAY = "day"
AREAS: tuple[Area, ...] = (
    Area(DAY, "", mark("Today"), "advisor_tui.screens.work.day:DayScreen"),
    Area("clients", "f2", mark("Clients"), "advisor_tui.screens.client.clients:ClientsScreen"),
    Area("interview", "f3", mark("Interview"), "advisor_tui.screens.interview.interviews:InterviewScreen"),
    Area(
        "proposals",
        "f4",
        mark("Proposals"),
        "advisor_tui.screens.proposal.proposals:ProposalsScreen",
        short=mark("Offers"),
    ),
    Area("tasks", "f5", mark("Tasks"), "advisor_tui.screens.work.tasks:TasksScreen"),
    Area("calendar", "f6", mark("Calendar"), "advisor_tui.screens.work.calendar:CalendarScreen", short=mark("Diary")),
    Area("loans", "f7", mark("Loans"), "advisor_tui.screens.loan.loans:LoansScreen", spare=1),
    Area("market", "f8", mark("Market"), "advisor_tui.screens.market.market:MarketScreen", spare=2),
    Area("more", "f9", mark("More"), "advisor_tui.screens.more.more:MoreScreen"),
)


def area_bindings(areas: Iterable[Area] = AREAS) -> list[Binding]:
    """A priority key per area: a text area would take F6 and F7 for itself."""
    return [
        Binding(area.key, f"open_area('{area.name}')", area.title, id=f"area.{area.name}", show=False, priority=True)
        for area in areas
        if area.key
    ]


GLOBAL_BINDINGS: list[Binding] = [
    Binding("f1", "help", mark("Help"), id="app.help", priority=True),
    Binding("question_mark,fullwidth_question_mark", "help", mark("Help"), id="app.help.sign", show=False),
    *area_bindings(),
    Binding("f10,ctrl+l", "lock", mark("Lock"), id="app.lock", show=False, priority=True),
    Binding("ctrl+p", "jump", mark("Jump"), id="app.jump", show=False, priority=True),
    Binding("ctrl+q", "leave", mark("Leave"), id="app.leave", show=False, priority=True),
]

SCREEN_BINDINGS: list[Binding] = [
    Binding("ctrl+f", "search", mark("Search"), id="screen.search", show=False),
    Binding("slash,fullwidth_solidus", "search", mark("Search"), id="screen.search.sign", show=False),
    Binding("ctrl+n", "new", mark("New"), id="screen.new", show=False),
    Binding("ctrl+s", "save", mark("Save and park"), id="screen.save", show=False),
    Binding("escape", "back", mark("Back"), id="screen.back", show=False),
]
"""Keys that mean the same on every screen; a screen that has no `action_new` (…) does not offer that key."""
