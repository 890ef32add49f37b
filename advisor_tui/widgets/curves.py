"""Several curves in a few lines of characters: one sign a curve, the highest value at the top."""

from collections.abc import Sequence

BLANK = " "


def draw_curves(curves: Sequence[tuple[str, Sequence[int]]], cells: int, lines: int) -> tuple[str, ...]:
    """The lines of the drawing, from the top, each so many cells wide.

    Every column shows the value at its place along a curve; the scale reaches from the lowest to the highest value of
    all. Where two curves meet, the later one is seen.

    Args:
        curves: The sign of one cell and the values of each; a curve without values is not drawn.
        cells: Columns, at least 1.
        lines: Lines, at least 1.

    Raises:
        ValueError: No room.
    """
    if cells < 1 or lines < 1:
        raise ValueError("a drawing needs a line and a column")
    every = [value for _, values in curves for value in values]
    canvas = [[BLANK] * cells for _ in range(lines)]
    if every:
        low, span = min(every), max(every) - min(every)
        for sign, values in curves:
            for column in range(cells if values else 0):
                value = values[column * (len(values) - 1) // max(1, cells - 1)]
                height = 0 if not span else ((value - low) * (lines - 1) * 2 + span) // (2 * span)
                canvas[lines - 1 - height][column] = sign
    return tuple("".join(row) for row in canvas)
