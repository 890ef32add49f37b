"""Text from outside is data: made safe once here, masked once here."""

import re
import unicodedata
from typing import Literal

REPLACEMENT = "\ufffd"
_JOINERS = {"\u200c", "\u200d"}
_HOSTILE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_LINE_BREAKS = {"\u2028", "\u2029"}
_PLAIN = re.compile(r"[\x20-\x7e\u4e00-\u9fff\u3000-\u3002\uff01-\uff5e]*")

_LONG_NUMBER = re.compile(r"\d(?:[ \-()·.]?[\dXx]){8,}")
"""Nine digits or more, however they are grouped: an ID number, a phone, a card; no date and no usual amount."""

MaskKind = Literal["name", "id", "phone", "card", "address", "text"]


def safe_text(text: str, *, lines: bool = False) -> str:
    """NFC text in which nothing can steer a terminal: every hostile code point becomes U+FFFD.

    Hostile are control, format (except the two joiners), surrogate, private and unassigned code points and the
    two Unicode line breaks. With `lines`, the newline stays; carriage returns before it go.
    """
    if _PLAIN.fullmatch(text):
        return text
    if lines:
        return "\n".join(safe_text(line) for line in re.split(r"\r\n|\n|\r", text))
    return "".join(
        char
        if char in _JOINERS or (unicodedata.category(char) not in _HOSTILE and char not in _LINE_BREAKS)
        else REPLACEMENT
        for char in unicodedata.normalize("NFC", text)
    )


def one_line(text: str) -> str:
    """Safe text on a single line: breaks and tabs become spaces."""
    return safe_text(re.sub(r"[\r\n\t\u2028\u2029]+", " ", text)).strip()


def half_width(text: str) -> str:
    """What an input method left on in full width, as the keyboard meant it (NFKC), without outer spaces."""
    return unicodedata.normalize("NFKC", text).strip()


def mask(kind: MaskKind, value: str) -> str:
    """A value as it may stand on a screen that others can see, in logs, notices and reports.

    Conservative practice (JR/T 0171-2020 Annex A is informative and its digits are unconfirmed): a name keeps its
    first character, an ID number its first and last, a phone 3 + 4, a card its last four, an address its first six
    characters (to the district).
    """
    value = safe_text(value)
    if not value:
        return value
    if kind == "name":
        return value[0] + "*" * max(1, len(value) - 1)
    if kind == "id":
        return value[0] + "*" * max(1, len(value) - 2) + value[-1]
    if kind == "phone":
        return value[:3] + "****" + value[-4:] if len(value) >= 8 else "*" * len(value)
    if kind == "card":
        return "*" * max(4, len(value) - 4) + value[-4:]
    if kind == "address":
        return value[:6] + "***"
    return "***"


def mask_numbers(text: str) -> str:
    """A text with each long number in it masked: what nobody knows the kind of may be an ID number or a phone."""
    return _LONG_NUMBER.sub(lambda found: mask("id", found[0]), text)
