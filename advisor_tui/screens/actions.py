"""Everything that can be done, by name: what the jump list searches besides clients."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding

from advisor_tui.base.languages import LANGUAGES, Lang, language, translate, use_language
from advisor_tui.screens.areas import SCREEN_BINDINGS, Area
from advisor_tui.widgets.key_line import key_name

_COMMON = {binding.action for binding in SCREEN_BINDINGS} - {"new"}


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Attributes:
        area: The area it belongs to.
        action: A Textual action of that area's first screen; "" opens the area.
        names: Its name in each language, with the area's.
        key: The key that does it there.
    """

    area: str
    action: str
    names: dict[Lang, str]
    key: str


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
    now = language()
    names: dict[Lang, str] = {}
    for lang in LANGUAGES:
        use_language(lang)
        names[lang] = "  ".join(translate(message) for message in messages)
    use_language(now)
    return names


def all_actions(areas: Iterable[Area]) -> list[Action]:
    """Every area and every described binding of its first screen; imports those screens, so call it late."""
    found = []
    for area in areas:
        found.append(Action(area.name, "", both(area.title), key_name(area.key) if area.key else ""))
        for binding in area.load().BINDINGS:
            if isinstance(binding, Binding) and binding.description and binding.action not in _COMMON:
                key = binding.key_display or key_name(binding.key.split(",")[0])
                found.append(Action(area.name, binding.action, both(area.title, binding.description), key))
    return list({(action.area, action.action): action for action in found}.values())


def find_actions(query: str, actions: Sequence[Action], limit: int) -> list[Action]:
    """The actions whose name in either language is like the query, best first; all of them for no query."""
    if not query:
        return list(actions[:limit])
    from rapidfuzz import fuzz, process

    names = [f"{action.names['zh']} {action.names['en']}".lower() for action in actions]
    hits = process.extract(
        query.lower(), names, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=70, processor=None
    )
    return [actions[place] for _, _, place in hits]
