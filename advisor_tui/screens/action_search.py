"""Finding actions by what is typed: Chinese, pinyin or initials, English, or nearly so."""

from collections.abc import Sequence
from dataclasses import dataclass

from advisor_tui.screens.actions import Action

LEAST_FUZZY = 4
"""Letters from which a misspelt name is still found."""
_CUTOFF = 75


@dataclass(frozen=True)
class _Named:
    """An action with all that it is found by, lower case and without spaces."""

    action: Action
    alone: tuple[str, ...]
    placed: tuple[str, ...]
    english: tuple[str, ...]


class ActionIndex:
    """The actions of one jump list.

    Building it reads how Chinese characters are pronounced, so it belongs into a thread.
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        from advisor_tui.desk.spelling import spellings

        self.actions = tuple(actions)
        self._named = []
        for action in actions:
            does = action.does["zh"]
            place = action.names["zh"].removesuffix(does).strip()
            # "新建客户" and "客户新建" are the same wish.
            placed = (*spellings(place + does), *spellings(does + place)) if place else ()
            english = (action.does["en"].lower(), action.names["en"].lower())
            self._named.append(_Named(action, spellings(does), placed, english))

    def find(self, query: str, limit: int) -> list[Action]:
        """The actions that are meant, best first; all of them for no query.

        Args:
            query: As typed, in half width.
            limit: At most so many.
        """
        typed = query.lower().strip()
        joined = typed.replace(" ", "")
        if not joined:
            return list(self.actions[:limit])
        ranked = [(rank, place) for place, named in enumerate(self._named) if (rank := _rank(named, typed, joined))]
        if not ranked and len(joined) >= LEAST_FUZZY:
            return self._nearly(typed, limit)
        return [self.actions[place] for _, place in sorted(ranked)[:limit]]

    def _nearly(self, typed: str, limit: int) -> list[Action]:
        from rapidfuzz import fuzz, process

        names = [f"{named.placed[0] if named.placed else named.alone[0]} {named.english[1]}" for named in self._named]
        hits = process.extract(typed, names, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=_CUTOFF)
        return [self.actions[place] for _, _, place in hits]


def _rank(named: _Named, typed: str, joined: str) -> int:
    """How well an action is meant: 1 best, 0 not at all."""
    if joined in named.alone or typed == named.english[0]:
        return 1
    if any(way.startswith(joined) for way in named.alone) or named.english[0].startswith(typed):
        return 2
    if any(way.startswith(joined) for way in named.placed):
        return 3
    words = named.english[1].split()
    if typed in named.english[1] and any(word.startswith(typed.split()[0]) for word in words):
        return 4
    if any(joined in way for way in (*named.alone, *named.placed)):
        return 5
    return 0
