"""Everything that can be done, by name, read from the bindings of the screens: what the jump list offers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from advisor_tui.base.languages import LANGUAGES, Lang, translate
from advisor_tui.screens.areas import GLOBAL_BINDINGS, SCREEN_BINDINGS, Area, load_screen
from advisor_tui.screens.base import DeskScreen
from advisor_tui.widgets.key_line import key_name

_COMMON = {binding.action for binding in SCREEN_BINDINGS} - {"new"}
_MOVING = {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "enter", "escape"}


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Attributes:
        names: Its name in each language: the place, then what is done there.
        does: What is done, alone.
        key: The keys that do it, from anywhere or, on a screen of the stack, there.
        path: Textual actions: each but the last leads to the screen of the next.
        area: The area whose first screen has the first action; "" for the app and for a screen of the stack.
        depth: The place of its screen in the stack on screen; None outside of it.
        node: What has the action, within the stack.
    """

    names: dict[Lang, str]
    does: dict[Lang, str]
    key: str
    path: tuple[str, ...] = ()
    area: str = ""
    depth: int | None = None
    node: DOMNode | None = None

    @property
    def id(self) -> str:
        """Unique among the actions."""
        return f"{self.area} {self.depth} {' '.join(self.path)}"


@dataclass(frozen=True)
class Place:
    """A place within the screen below the jump list, such as a question of an interview.

    Attributes:
        key: What the screen knows it by.
        label: What is shown, in the language in use.
        found_by: More that it is found by, such as its section.
        number: Its number.
    """

    key: str
    label: str
    found_by: str = ""
    number: str = ""

    def like(self, query: str) -> bool:
        """Whether it is meant by what was typed: its number, or a part of its texts."""
        return query == self.number or query.lower() in f"{self.label} {self.found_by}".lower()


def both(*messages: str) -> dict[Lang, str]:
    """Message ids, joined, in each language."""
    return {lang: "  ".join(translate(message, lang) for message in messages if message) for lang in LANGUAGES}


def stack_actions(stack: Sequence[Screen[Any]]) -> list[tuple[type, Action]]:
    """What the screens on top of each other offer right now, the topmost first, with the class of each screen."""
    found: dict[tuple[type, str], Action] = {}
    for depth, screen in reversed(list(enumerate(stack))):
        if not isinstance(screen, DeskScreen):
            continue
        for active in screen.active_bindings.values():
            binding, node = active.binding, active.node
            own = node is screen or (binding.show and node is not screen.app)
            if own and active.enabled and _worth_naming(binding) and binding.action != "back":
                names, does = both(screen.HEADING, binding.description), both(binding.description)
                action = Action(names, does, _key(binding), (binding.action,), depth=depth, node=node)
                found.setdefault((type(screen), binding.action), action)
    return [(kind, action) for (kind, _), action in found.items()]


def all_actions(areas: Iterable[Area], here: Iterable[tuple[type, Action]] = ()) -> list[Action]:
    """What the screens on screen offer, every area, the app's own actions, and what can be reached without a choice.

    Imports the first screens and those they lead to, so call it late.
    """
    areas, here = list(areas), list(here)
    known = {(kind, action.path[-1]) for kind, action in here}
    ways = [Action(both(area.title), both(area.title), _area_key(area), (), area.name) for area in areas]
    app = [
        Action(both(binding.description), both(binding.description), _key(binding), (binding.action,))
        for binding in GLOBAL_BINDINGS
        if not binding.action.startswith("open_area") and binding.action != "jump"
    ]
    below = [
        action
        for area, way in zip(areas, ways, strict=True)
        for kind, action in _below(area.load(), area.title, way)
        if (kind, action.path[-1]) not in known
    ]
    found: dict[str, Action] = {}
    for action in (*(action for _, action in here), *ways, *app, *below):
        found.setdefault(action.id, action)
    return list(found.values())


def _below(kind: type[DeskScreen], title: str, way: Action) -> Iterator[tuple[type, Action]]:
    """The described bindings of a screen's class, and of the screens that it leads to without a choice."""
    for binding in kind.BINDINGS:
        if not isinstance(binding, Binding) or not _worth_naming(binding) or binding.action in _COMMON:
            continue
        keys = f"{way.key} {_key(binding)}".strip()
        step = Action(
            both(title, binding.description), both(binding.description), keys, (*way.path, binding.action), way.area
        )
        yield kind, step
        if (path := kind.LEADS.get(binding.action)) is not None:
            below = load_screen(path)
            yield from _below(below, below.HEADING, step)


def _worth_naming(binding: Binding) -> bool:
    """Whether a binding does something; moving about is done by keys alone."""
    moving = set(binding.key.split(",")) <= _MOVING and not binding.show
    return bool(binding.id and binding.description) and not moving


def _key(binding: Binding) -> str:
    return binding.key_display or key_name(binding.key.split(",")[0])


def _area_key(area: Area) -> str:
    return key_name(area.key) if area.key else ""
