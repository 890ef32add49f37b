"""Where a file lies, as a notice says it: on one line of the smallest terminal. The file itself keeps its name."""

import os
from pathlib import Path

from advisor_tui.base.text import one_line
from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import clip, width

ROOM = 76
"""Cells: a line of a notice at 80 columns."""
_LEAST = 24
"""Cells that are left to the name before its folders are cut."""


def shown_path(path: Path | str, cells: int = ROOM) -> str:
    """A path in at most so many cells: the user's own folder as ~, then without the middle of the name.

    Of a name the beginning says which paper it is and the end which product and language; between them stand ids. Where
    the folders alone leave it no room, the last of them stands for all.
    """
    path = Path(path)
    folder = one_line(_from_home(path.parent)).rstrip(os.sep) + os.sep
    name = one_line(path.name)
    if width(folder) + min(width(name), _LEAST) > cells:
        folder = signs("…") + os.sep + clip(one_line(path.parent.name), _LEAST) + os.sep
    return folder + _without_middle(name, cells - width(folder))


def _from_home(folder: Path) -> str:
    home = Path(os.path.expanduser("~"))
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def _without_middle(name: str, cells: int) -> str:
    if width(name) <= cells:
        return name
    start = clip(name, cells // 2)
    end = name
    while width(end) > cells - width(start):
        end = end[1:]
    return start + end
