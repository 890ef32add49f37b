"""Snapshots of screens as text: every line as it is read, and below them the style of every cell.

A picture of a full screen as SVG is ten times as large, and a change of one word cannot be read in its difference.
"""

from collections.abc import Callable
from itertools import groupby
from string import ascii_letters
from typing import Any

from rich.cells import cell_len
from rich.style import Style
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App


def painted(app: App[Any], seen: Callable[[Style], Style] = lambda style: style) -> list[list[tuple[str, Style]]]:
    """The runs of one style in every line of the screen on top, as a terminal shows them."""
    return [
        [(segment.text, seen(segment.style or Style.null())) for segment in strip]
        for strip in app.screen._compositor.render_strips()
    ]


def drawn(app: App[Any], seen: Callable[[Style], Style] = lambda style: style) -> str:
    """The screen on top: its lines, the styles in it by letter, and each line's runs of cells of one style.

    A run is a letter and how many cells it is long; a line of styles that is the same as the one above it is a `"`.
    """
    letters: dict[str, str] = {}
    lines, runs = [], []
    for line in painted(app, seen):
        lines.append("".join(text for text, _ in line).rstrip())
        styled = [(str(style), cell_len(text)) for text, style in line]
        runs.append(
            " ".join(
                f"{letters.setdefault(style, ascii_letters[len(letters)])}{sum(cells for _, cells in run)}"
                for style, run in groupby(styled, key=lambda segment: segment[0])
            )
        )
    again = [run if number == 0 or run != runs[number - 1] else '"' for number, run in enumerate(runs)]
    legend = [f"{letter}: {style}" for style, letter in letters.items()]
    return "\n".join([*lines, "-" * app.size.width, *legend, "-" * app.size.width, *again, ""])


class CellsExtension(SingleFileSnapshotExtension):
    """One `.txt` file a screen, beside the tests."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        """What `drawn` answered, as it is."""
        return str(data)
