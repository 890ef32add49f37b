"""Pictures of screens: a Textual screenshot as a PNG in which Chinese stands in its cells.

`python -m tests.tools.pictures SCREENSHOT.svg PICTURE.png` turns one file into the other.
"""

import html
import re
import sys
from pathlib import Path

import resvg_py
from rich.cells import get_character_cell_size

from tests.tools.palette import with_palette

MONO = "Noto Sans Mono CJK SC"
"""Debian's fonts-noto-cjk; half- and full-width glyphs are exactly one and two cells."""
_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")


def place_glyphs(svg: str, font: str = MONO) -> str:
    """Give every glyph its own x.

    Rich states the length of a run as its number of characters times the cell, which squashes wide glyphs in
    renderers that obey it and lets them drift in those that do not.
    """
    return _TEXT.sub(_placed, _FONT_FACE.sub("", svg).replace("Fira Code", font))


def _placed(match: re.Match[str]) -> str:
    attributes, body = match[1], html.unescape(match[2])
    length = re.search(r'\btextLength="([\d.]+)"', attributes)
    start = re.search(r'\bx="([\d.]+)"', attributes)
    if not length or not start or not body:
        return match[0]
    cell = float(length[1]) / len(body)
    place, places = float(start[1]), []
    for character in body:
        places.append(f"{place:.1f}")
        place += get_character_cell_size(character) * cell
    attributes = attributes.replace(length[0], "").replace(start[0], f'x="{" ".join(places)}"')
    return f"<text{attributes}>{html.escape(body)}</text>"


def save_png(app_svg: str, path: Path) -> None:
    """Write a screenshot (`App.export_screenshot()`) as a PNG of few colours."""
    path.write_bytes(with_palette(bytes(resvg_py.svg_to_bytes(svg_string=place_glyphs(app_svg)))))


def main(arguments: list[str]) -> int:
    """Turn an SVG file into a PNG file."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    save_png(Path(arguments[0]).read_text(encoding="utf-8"), Path(arguments[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
