"""Plain fields: text, dates, one of several words."""

import re
from collections.abc import Iterable
from datetime import date

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width, one_line, safe_text

_DATE = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
    re.compile(r"(\d{4})(年)(\d{1,2})月(\d{1,2})日?"),
)


def check_text(text: str, *, where: str, longest: int = 200, required: bool = False, lines: bool = False) -> str:
    """Text made safe and trimmed.

    Args:
        text: As it was typed.
        where: The field, for the refusal.
        longest: How many code points it may have.
        required: Whether it may not be empty.
        lines: Whether line breaks stay.

    Raises:
        DeskError: `field_missing` or `field_too_long`.
    """
    value = safe_text(text, lines=True).strip() if lines else one_line(text)
    if required and not value:
        raise DeskError("field_missing", mark("This field must be filled in"), where=where)
    if len(value) > longest:
        raise DeskError("field_too_long", mark("At most {longest} characters fit here"), where=where, longest=longest)
    return value


def check_date(text: str, *, where: str = "") -> date:
    """A date as people and spreadsheets write it: 2026-01-02, 2026/1/2, 2026.1.2, 20260102, 2026年1月2日.

    Raises:
        DeskError: `date_invalid`: another form, or a day that does not exist.
    """
    typed = half_width(text)
    for shape in _DATE:
        match = shape.fullmatch(typed)
        if match:
            try:
                return date(int(match[1]), int(match[3]), int(match[4]))
            except ValueError:
                break
    raise DeskError("date_invalid", mark("{text} is not a date (write 2026-01-02)"), where=where, text=text)


def check_choice(value: str, words: Iterable[str], *, where: str) -> str:
    """One of several words.

    Raises:
        DeskError: `choice_invalid`.
    """
    if value not in words:
        raise DeskError(
            "choice_invalid", mark("{value} is none of the choices of this field"), where=where, value=value
        )
    return value
