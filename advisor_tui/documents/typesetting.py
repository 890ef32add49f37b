"""Typesetting by typst: a template of ours, and data that it reads as JSON, so that no text is ever markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import REPLACEMENT, safe_text
from advisor_tui.documents.blocks import strings_in
from advisor_tui.documents.fonts import FAMILY, font_folder, missing_glyphs

TEMPLATES = Path(__file__).with_name("templates")
_GETA = "〓"
"""What Chinese type has stood in for a character that cannot be set, since lead."""


def typeset(template: str, data: Mapping[str, object], when: datetime, *, tagged: bool = True) -> bytes:
    """A document as PDF with the font's used part embedded; the same input gives the same bytes.

    Args:
        template: A file's name in `templates/`.
        data: What it shows; every string in it stays literal text. A control character is no text: a 〓 stands for it.
        when: The instant of making, timezone-aware, as the file's own date.
        tagged: Whether it carries the marks that screen readers go by; of a long table they take six times the room
            of what it says.

    Raises:
        DeskError: `glyph_missing`: the font cannot draw a character of it, so the paper would silently lack it;
            `font_missing`.
    """
    import typst

    data = {name: _settable(value) for name, value in data.items()}
    lost = missing_glyphs("".join(strings_in(data)))
    if lost:
        raise DeskError(
            "glyph_missing",
            mark("The font cannot print these characters: {characters}. Correct them, or write the paper by hand."),
            characters=" ".join(lost),
        )

    written = json.dumps({**data, "font": FAMILY}, ensure_ascii=False)
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"data": written},
        timestamp=when.replace(microsecond=0),
        pdf_tags=tagged,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def _settable(value: object) -> object:
    if isinstance(value, str):
        return safe_text(value, lines=True).replace(REPLACEMENT, _GETA)
    if isinstance(value, Mapping):
        return {name: _settable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(part) for part in value]
    return value
