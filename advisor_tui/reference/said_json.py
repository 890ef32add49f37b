"""Several figures and the members of a household as JSON can hold them."""

from collections.abc import Mapping
from datetime import date

from advisor_tui.rules.said import ROLES, SOURCES, Figure, Figures, Relative, Relatives


def figures_json(figures: Figures) -> list[dict[str, object]]:
    """An object a figure: item, fen, source, and as_of (ISO date or null)."""
    return [
        {"item": row.item, "fen": row.fen, "source": row.source, "as_of": None if row.as_of is None else str(row.as_of)}
        for row in figures.rows
    ]


def relatives_json(relatives: Relatives) -> list[dict[str, object]]:
    """An object a member: name, role, born_on (ISO date or null), dependent, and on_file_as where it says something."""
    return [
        {
            "name": row.name,
            "role": row.role,
            "born_on": None if row.born_on is None else str(row.born_on),
            "dependent": row.dependent,
            **({"on_file_as": row.on_file_as} if row.on_file_as else {}),
        }
        for row in relatives.rows
    ]


def figures_from(stored: object) -> Figures:
    """What `figures_json` wrote.

    Raises:
        ValueError: It is something else.
    """
    return Figures(tuple(_figure(row) for row in _objects(stored)))


def relatives_from(stored: object) -> Relatives:
    """What `relatives_json` wrote.

    Raises:
        ValueError: It is something else.
    """
    return Relatives(tuple(_relative(row) for row in _objects(stored)))


def _objects(stored: object) -> list[Mapping[str, object]]:
    if not isinstance(stored, list):
        raise ValueError("a list of objects is expected")
    found = [row for row in stored if isinstance(row, Mapping)]
    if len(found) != len(stored):
        raise ValueError("a list of objects is expected")
    return found


def _figure(row: Mapping[str, object]) -> Figure:
    item, fen, source = row.get("item"), row.get("fen"), row.get("source", "client")
    known = next((word for word in SOURCES if word == source), None)
    if not isinstance(item, str) or not isinstance(fen, int) or isinstance(fen, bool) or known is None:
        raise ValueError("a figure has an item, an amount and a source")
    return Figure(item, fen, known, _day(row.get("as_of")))


def _relative(row: Mapping[str, object]) -> Relative:
    name, role, dependent = row.get("name"), row.get("role"), row.get("dependent", False)
    on_file_as = row.get("on_file_as", "")
    known = next((word for word in ROLES if word == role), None)
    if not isinstance(name, str) or known is None or not isinstance(dependent, bool) or not isinstance(on_file_as, str):
        raise ValueError("a member has a name and a role")
    return Relative(name, known, _day(row.get("born_on")), dependent, on_file_as)


def _day(stored: object) -> date | None:
    if stored is None:
        return None
    if not isinstance(stored, str):
        raise ValueError("a date is a text")
    return date.fromisoformat(stored)
