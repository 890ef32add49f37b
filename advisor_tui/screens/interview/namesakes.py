"""Whether a member who was told is one on file under another name: asked before a second one is made."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.dom import DOMNode

from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import one_line
from advisor_tui.reference.said_words import ROLE_NAMES
from advisor_tui.rules.said import Relative, Relatives, alike
from advisor_tui.widgets.dialog import pick_one


def ask_namesakes(
    screen: DOMNode, told: Relatives, on_file: Sequence[Relative], then: Callable[[Relatives], None]
) -> None:
    """Ask of each who may be someone on file, one after the other; Esc goes back to the answer.

    Args:
        screen: Who asks.
        told: The members as they were given.
        on_file: Who is on file beside the client.
        then: Called with the members, each under the name that was decided on.
    """
    _ask(screen, told, list(alike(told, on_file)), then)


def _ask(
    screen: DOMNode, told: Relatives, open_ones: list[tuple[int, Relative]], then: Callable[[Relatives], None]
) -> None:
    if not open_ones:
        then(told)
        return
    (place, known), *rest = open_ones
    row = told.rows[place]

    def decided(word: str) -> None:
        named = row
        if word == "corrects":
            named = replace(row, on_file_as=known.name)
        elif word == "as_on_file":
            named = replace(row, name=known.name)
        rows = (*told.rows[:place], named, *told.rows[place + 1 :])
        _ask(screen, Relatives(rows), rest, then)

    options = [
        ("corrects", translate(mark("The same person: the name is {name}")).format(name=one_line(row.name))),
        ("as_on_file", translate(mark("The same person: the name is {name}")).format(name=one_line(known.name))),
        ("another", translate(mark("Somebody else"))),
    ]
    pick_one(
        screen,
        mark("On file as {role}: {known}. Is {name} the same person?"),
        options,
        decided,
        role=translate(ROLE_NAMES[known.role]),
        known=_who(known),
        name=one_line(row.name),
    )


def _who(row: Relative) -> str:
    name = one_line(row.name)
    if row.born_on is None:
        return name
    return translate(mark("{name}, born on {day}")).format(name=name, day=row.born_on.isoformat())
