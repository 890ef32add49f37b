"""Charts on paper: SVG as text, for the typesetter's `image`; colours also differ in lightness, for a grey print."""

from collections.abc import Callable, Sequence
from html import escape

from advisor_tui.documents.fonts import FAMILY

Amount = Callable[[int], str]
"""How an amount in 分 is written."""
WIDTH, HEIGHT = 520, 230
_LEFT, _TOP, _RIGHT, _BOTTOM = 62, 12, WIDTH - 12, HEIGHT - 46
_BLUE, _AMBER, _GRID, _INK = "#1f5fa8", "#b35c00", "#d8d8d8", "#222222"
_GRIDS = 4
_SHADES = (0.18, 0.34)
_YEARS_APART = (1, 2, 5, 10)
_MOST_YEARS = 12


def fan_svg(
    lines: Sequence[Sequence[int]],
    first_year: int,
    amount: Amount,
    legend: tuple[str, str, str, str],
    beside: Sequence[int] = (),
) -> str:
    """A fan of percentiles with the years below it.

    Args:
        lines: The 10th, 25th, 50th, 75th and 90th percentile at the end of each year, in 分.
        first_year: The year of the first place.
        amount: How an amount (分) of the scale is written.
        legend: What the outer band, the inner band, the middle line and the other line are called.
        beside: Another line at the same places, in 分; it is dashed.
    """
    low, quarter, middle, upper, high = lines
    top = scale_top(max([*high, *beside, 1]))
    years = len(middle) - 1
    parts = [*_grid(top, amount), *_axis(first_year, years)]
    for shade, (below, above) in zip(_SHADES, ((low, high), (quarter, upper)), strict=True):
        outline = [*_points(above, top), *reversed(_points(below, top))]
        parts.append(f'<polygon points="{" ".join(outline)}" fill="{_BLUE}" fill-opacity="{shade}"/>')
    parts.append(_line(middle, top, _BLUE, ""))
    if beside:
        parts.append(_line(beside, top, _AMBER, "5 3"))
    parts += _legend(legend if beside else legend[:3])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )


def scale_top(highest: int) -> int:
    """The top of a scale: the least 1, 2, 2.5 or 5 with zeros that is a quarter of it, so that its lines are round."""
    step = int("1".ljust(max(1, len(str(-(-highest // _GRIDS))) - 1), "0"))
    rounds = (10, 20, 25, 50, 100, 200)
    return next(part * step for part in rounds if part * step * _GRIDS >= highest) * _GRIDS


def _x(place: int, years: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * place / max(1, years)


def _y(value: int, top: int) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / top


def _points(line: Sequence[int], top: int) -> list[str]:
    return [f"{_x(place, len(line) - 1):.1f},{_y(value, top):.1f}" for place, value in enumerate(line)]


def _line(line: Sequence[int], top: int, colour: str, dashes: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    points = " ".join(_points(line, top))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8"{dashed}/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FAMILY}" font-size="9" text-anchor="{anchor}" '
        f'fill="{_INK}">{escape(text)}</text>'
    )


def _grid(top: int, amount: Amount) -> list[str]:
    parts = []
    for place in range(_GRIDS + 1):
        y = _y(top * place // _GRIDS, top)
        parts.append(f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>')
        parts.append(_text(_LEFT - 5, y + 3, amount(top * place // _GRIDS), "end"))
    return parts


def _axis(first: int, years: int) -> list[str]:
    apart = next((step for step in _YEARS_APART if years // step <= _MOST_YEARS), _YEARS_APART[-1])
    return [_text(_x(year, years), _BOTTOM + 13, str(first + year), "middle") for year in range(0, years + 1, apart)]


def _legend(words: Sequence[str]) -> list[str]:
    parts, room = [], (WIDTH - _LEFT) / len(words)
    for place, word in enumerate(words):
        x, y = _LEFT + place * room, HEIGHT - 12
        if place < len(_SHADES):
            fill = f'fill="{_BLUE}" fill-opacity="{(_SHADES[0], sum(_SHADES))[place]}"'
            parts.append(f'<rect x="{x:.1f}" y="{y - 7}" width="14" height="8" {fill}/>')
        else:
            colour, dashes = ((_BLUE, ""), (_AMBER, ' stroke-dasharray="5 3"'))[place - len(_SHADES)]
            parts.append(
                f'<line x1="{x:.1f}" x2="{x + 14:.1f}" y1="{y - 3}" y2="{y - 3}" stroke="{colour}" '
                f'stroke-width="1.8"{dashes}/>'
            )
        parts.append(_text(x + 18, y, word, "start"))
    return parts
