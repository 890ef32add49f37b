"""Numbers of identity papers (GB 11643-1999 for the resident identity number)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width

DEMO_REGION = "990000"
"""A region that does not exist: people of the demo come from it."""
OLDEST_AGE = 120
"""An age above this is more likely a typing mistake; it is a warning, never a refusal."""
REGION_WARNING = mark("The region of the ID number is in no list of regions, not even of abolished ones")
AGE_WARNING = mark("By the ID number the client is more than 120 years old")

_RESIDENT = re.compile(r"\d{17}[\dX]")
_SHAPES = {
    "passport": re.compile(r"[A-Z0-9]{5,20}"),
    "hk_macau_permit": re.compile(r"[HM]\d{8}(\d{2})?"),
    "taiwan_permit": re.compile(r"\d{8}"),
    "foreigner_permit": re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]"),
}
_OTHER = re.compile(r"[^\s\x00-\x1f]{2,40}")


@dataclass(frozen=True)
class CheckedIdentity:
    """A number that passed.

    Attributes:
        number: Half width, without spaces, letters in upper case.
        born_on: The birth date that a resident identity number carries.
        sex: "male" or "female" where the number says it.
        warnings: Message ids of what is odd but may be right.
    """

    number: str
    born_on: date | None = None
    sex: Literal["male", "female"] | None = None
    warnings: tuple[str, ...] = ()


def check_identity(kind: str, number: str, *, today: date, demo: bool = False) -> CheckedIdentity:
    """Check the number of an identity paper.

    Args:
        kind: One of `store.tables.client.DOCUMENT_KINDS`.
        number: As it was typed.
        today: The business date: nobody is born after it.
        demo: Accept numbers of the region that does not exist.

    Raises:
        DeskError: `identity_invalid`, with what is wrong.
    """
    text = re.sub(r"[\s\-]", "", half_width(number)).upper()
    if not text:
        raise DeskError("identity_invalid", mark("The ID number is missing"), where="number")
    if kind == "resident_id":
        return _resident(text, today, demo)
    shape = _SHAPES.get(kind, _OTHER)
    if not shape.fullmatch(text) or not text.isprintable():
        raise DeskError(
            "identity_invalid", mark("{number} is not the number of a document of this kind"), where="number",
            number=text,
        )  # fmt: skip
    return CheckedIdentity(text)


def check_digit_holds(number: str) -> bool:
    """Whether the last sign of an 18-digit resident identity number agrees with the others (ISO 7064 MOD 11-2)."""
    from stdnum.iso7064 import mod_11_2

    return bool(mod_11_2.checksum(number) == 1)


def _resident(text: str, today: date, demo: bool) -> CheckedIdentity:
    if not _RESIDENT.fullmatch(text):
        raise DeskError(
            "identity_invalid", mark("A resident ID number has 18 digits (the last may be X): {number}"),
            where="number", number=text,
        )  # fmt: skip
    if not check_digit_holds(text):
        raise DeskError(
            "identity_invalid", mark("The check digit of the ID number {number} is wrong"), where="number", number=text
        )
    try:
        born_on = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError as error:
        raise DeskError(
            "identity_invalid", mark("The birth date in the ID number {number} does not exist"), where="number",
            number=text,
        ) from error  # fmt: skip
    if born_on > today:
        raise DeskError(
            "identity_invalid", mark("The birth date in the ID number {number} lies in the future"), where="number",
            number=text,
        )  # fmt: skip
    invented = text.startswith(DEMO_REGION)
    if invented and not demo:
        raise DeskError(
            "identity_invalid", mark("The ID number {number} belongs to the demo and to nobody"), where="number",
            number=text,
        )  # fmt: skip
    warnings = []
    if not invented and not _known_region(text[:6]):
        warnings.append(REGION_WARNING)
    if _age(born_on, today) > OLDEST_AGE:
        warnings.append(AGE_WARNING)
    return CheckedIdentity(text, born_on, "male" if int(text[16]) % 2 else "female", tuple(warnings))


@lru_cache(maxsize=8192)  # there are about 7,000 regions, abolished ones included; a book repeats a few
def _known_region(region: str) -> bool:
    from stdnum import numdb

    return any("county" in properties for _, properties in numdb.get("cn/loc").info(region))


def _age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
