"""A fan of percentiles in characters: shades, a middle line and marks of another one, told apart without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from advisor_tui.widgets.glyphs import signs
from advisor_tui.widgets.plain import pad_left, width

OUTER, INNER, MIDDLE, BESIDE = "░", "▒", "─", "×"
"""Eight in ten, half of all, the middle one; and the middle of something else."""
LEAST_CELLS, LEAST_LINES = 20, 4
_STYLES = {MIDDLE: "bold", BESIDE: "$text-warning bold", INNER: "$primary", OUTER: "$primary"}


@dataclass(frozen=True)
class Fan:
    """What is drawn.

    Attributes:
        lines: The 10th, 25th, 50th, 75th and 90th percentile at equal distances.
        beside: Another line at the same places, or nothing.
        top: The value at the top of the scale, above `bottom`.
        bottom: The value at the bottom.
    """

    lines: Sequence[Sequence[int]]
    beside: Sequence[int]
    top: int
    bottom: int = 0


def fan_rows(fan: Fan, cells: int, lines: int) -> list[str]:
    """The drawing from the top, each row so many cells wide, with the signs as they are before `signs`."""
    columns = []
    for column in range(cells):
        low, quarter, middle, upper, high = (_level(line, column, cells, fan, lines) for line in fan.lines)
        signs_up = [OUTER if low <= level <= high else " " for level in range(lines)]
        for level in range(quarter, upper + 1):
            signs_up[level] = INNER
        signs_up[middle] = MIDDLE
        if fan.beside and column % 2 == 0:  # so that it does not hide what lies below
            signs_up[_level(fan.beside, column, cells, fan, lines)] = BESIDE
        columns.append(signs_up)
    return ["".join(column[level] for column in columns) for level in reversed(range(lines))]


def draw_fan(fan: Fan, first: int, cells: int, lines: int, amounts: Sequence[str]) -> Content:
    """The fan with amounts at its side and years below it.

    Args:
        fan: What is drawn.
        first: The year at the left; every place is one year further.
        cells: Cells of the whole drawing.
        lines: Lines of the whole drawing, the years included.
        amounts: What stands at the top, in the middle and at the bottom of the scale.
    """
    side = max(width(amount) for amount in amounts)
    room, rows = max(LEAST_CELLS, cells - side - 2), max(LEAST_LINES, lines - 1)
    labels = {0: amounts[0], rows // 2: amounts[1], rows - 1: amounts[2]}
    parts: list[Content] = []
    for place, row in enumerate(fan_rows(fan, room, rows)):
        left = f"{pad_left(labels.get(place, ''), side)} {signs('│')}"
        parts.append(Content.assemble((left, "dim"), *_styled(row)))
    parts.append(Content.styled(" " * (side + 2) + _years(first, len(fan.lines[0]) - 1, room), "dim"))
    return Content("\n").join(parts)


def _level(line: Sequence[int], column: int, cells: int, fan: Fan, lines: int) -> int:
    """The row from the bottom of a line's value at a column, between its two nearest places."""
    place, part = divmod(column * (len(line) - 1), max(1, cells - 1))
    after = line[min(place + 1, len(line) - 1)]
    value = line[place] + (after - line[place]) * part // max(1, cells - 1)
    high = fan.top - fan.bottom
    return min(lines - 1, max(0, (value - fan.bottom) * (lines - 1) * 2 + high) // (2 * high))


def _styled(row: str) -> list[tuple[str, str]]:
    """A row in runs of the same sign."""
    runs: list[tuple[str, str]] = []
    start = 0
    for place in range(1, len(row) + 1):
        if place == len(row) or row[place] != row[start]:
            runs.append((signs(row[start:place]), _STYLES.get(row[start], "")))
            start = place
    return runs


def _years(first: int, years: int, cells: int) -> str:
    """Years below the drawing, as many as stand apart, the first and the last among them."""
    steps = next(step for step in (1, 2, 5, 10, years or 1) if years // step * 7 <= cells or step == (years or 1))
    line = [" "] * cells
    for year in [*range(0, years + 1 - (steps + 1) // 2, steps), years]:
        text = str(first + year)
        start = min(cells - len(text), max(0, year * (cells - 1) // max(1, years) - len(text) // 2))
        line[start : start + len(text)] = text
    return "".join(line).rstrip()


def scale_bottom(lowest: int, top: int) -> int:
    """Where the scale begins: 0, or a tenth of `top` in round steps below `lowest` where half the height were empty."""
    return 0 if lowest * 2 < top else lowest * 10 // top * top // 10
