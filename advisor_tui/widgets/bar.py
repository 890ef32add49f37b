"""Horizontal bars of own blocks, and the wall at a limit."""

from advisor_tui.widgets.glyphs import signs

FULL, EMPTY, LIMIT = "█", "░", "▏"


def bar(part: int, whole: int, cells: int) -> str:
    """A bar of so many cells filled by part/whole; anything above zero shows at least one cell."""
    filled = 0 if whole <= 0 else min(cells, max(0, part) * cells // whole)
    if part > 0 and whole > 0 and cells > 0:
        filled = max(1, filled)
    return signs(FULL * filled + EMPTY * (cells - filled))
