"""Telephone numbers."""

import re

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width

_MOBILE = re.compile(r"1[3-9]\d{9}")
_DEMO = re.compile(r"100\d{8}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})\d{7,8}")
_CHINA = re.compile(r"(?:\+|00)86")


def check_phone(text: str, *, demo: bool = False) -> str:
    """A telephone number as it is stored: digits of a Chinese number, +country for a foreign one.

    Args:
        text: As it was typed; spaces, hyphens, brackets and +86 go.
        demo: Accept the demo's numbers (100xxxxxxxx), which no one can have.

    Raises:
        DeskError: `phone_invalid`.
    """
    typed = re.sub(r"[\s\-()·.]", "", half_width(text))
    number = _CHINA.sub("", typed, count=1) if _CHINA.match(typed) else typed
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number) or (demo and _DEMO.fullmatch(number)):
        return number
    if typed.startswith(("+", "00")) and number == typed:
        foreign = _foreign("+" + typed.removeprefix("+").removeprefix("00"))
        if foreign:
            return foreign
    raise DeskError("phone_invalid", mark("{phone} is not a telephone number"), where="phone", phone=text)


def _foreign(number: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
