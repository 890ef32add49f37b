"""Horizontal bars of own blocks: a share of a whole, a mark on a scale, an allocation."""

from collections.abc import Sequence

from textual.content import Content

from advisor_tui.widgets.glyphs import signs

FULL, EMPTY, LIMIT = "█", "░", "▏"
_FILLS = ("█", "▓", "▒", "░")


def bar(part: int, whole: int, cells: int) -> str:
    """A bar of so many cells filled by part/whole; anything above zero shows at least one cell."""
    filled = 0 if whole <= 0 else min(cells, max(0, part) * cells // whole)
    if part > 0 and whole > 0 and cells > 0:
        filled = max(1, filled)
    return signs(FULL * filled + EMPTY * (cells - filled))


def scale(value: int, limit: int, top: int, cells: int) -> str:
    """A bar of `value` on a scale from 0 to `top` with a mark where the limit lies, in `cells` + 1 cells."""
    place = min(cells, max(0, limit) * cells // top) if top > 0 else cells
    filled = bar(value, top, cells)
    return filled[:place] + signs(LIMIT) + filled[place:]


def shares(parts: Sequence[int], cells: int) -> list[int]:
    """Whole cells per part, adding up to `cells` (largest remainders); all zero when the parts are."""
    whole = sum(parts)
    if whole <= 0:
        return [0] * len(parts)
    result = [part * cells // whole for part in parts]
    order = sorted(range(len(parts)), key=lambda place: (-(parts[place] * cells % whole), place))
    for place in order[: cells - sum(result)]:
        result[place] += 1
    return result


def allocation(parts: Sequence[int], cells: int, styles: Sequence[str] = ()) -> Content:
    """One bar cut into the parts, each with another fill; `styles` colour them, but the fill alone tells them apart.

    Args:
        parts: Amounts, none negative.
        cells: Width of the whole bar.
        styles: A style per part, or nothing.
    """
    pieces: list[tuple[str, str]] = []
    for place, count in enumerate(shares(parts, cells)):
        style = styles[place % len(styles)] if styles else ""
        pieces.append((signs(_FILLS[place % len(_FILLS)]) * count, style))
    return Content.assemble(*pieces) if any(parts) else Content(signs(EMPTY) * cells)
