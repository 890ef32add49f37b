"""Plain fields: text, dates, one of several words."""

from collections.abc import Iterable
from datetime import date

from advisor_tui.base.days import read_day
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import one_line, safe_text

LONGEST_NAME = 80
"""Code points of a person's name."""


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


def check_name(text: str, *, where: str) -> str:
    """A person's name: trimmed, with at least one letter or character.

    Raises:
        DeskError: `field_missing`, `field_too_long`, `name_invalid`.
    """
    name = check_text(text, where=where, longest=LONGEST_NAME, required=True)
    if not any(char.isalpha() for char in name):
        raise DeskError("name_invalid", mark("{text} is not a person's name"), where=where, text=name)
    return name


def check_date(text: str, *, where: str = "") -> date:
    """A date as people and spreadsheets write it: 2026-01-02, 2026/1/2, 2026.1.2, 20260102, 2026年1月2日.

    Raises:
        DeskError: `date_invalid`: another form, or a day that does not exist.
    """
    try:
        return read_day(text)
    except ValueError as error:
        message = mark("{text} is not a date (write 2026-01-02)")
        raise DeskError("date_invalid", message, where=where, text=text) from error


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
