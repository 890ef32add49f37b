"""The font that is embedded in what is printed, and what it cannot draw."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

FAMILY = "Noto Sans SC"
_PACKAGE, _FILE = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"


def font_folder() -> Path:
    """The folder of the font's file.

    Raises:
        DeskError: `font_missing`: the package that carries it is not installed.
    """
    spec = find_spec(_PACKAGE)
    folder = Path(spec.origin).parent if spec is not None and spec.origin is not None else None
    if folder is None or not (folder / _FILE).is_file():
        raise DeskError(
            "font_missing",
            mark("The Chinese font for printing is missing: {file}. Install the program again."),
            file=_FILE,
        )
    return folder


@cache
def _drawn() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(font_folder() / _FILE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of a text that the font does not have, each once: a name with one must not be printed silently."""
    drawn = _drawn()
    return tuple(dict.fromkeys(char for char in text if ord(char) not in drawn and not char.isspace()))
