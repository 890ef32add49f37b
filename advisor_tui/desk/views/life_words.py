"""Events of a client's life in words."""

from collections.abc import Mapping

from advisor_tui.base.languages import mark

LIFE_EVENTS: Mapping[str, str] = {
    "birthday": mark("Birthday"),
    "marriage": mark("Marriage"),
    "child": mark("Birth of a child"),
    "school": mark("School begins"),
    "house": mark("House bought"),
    "job": mark("New job"),
    "retirement": mark("Retires"),
    "illness": mark("Illness"),
    "death": mark("Death in the family"),
    "move": mark("Moves house"),
    "other": mark("Other event"),
}
"""Message ids of the kinds of life events on file."""
