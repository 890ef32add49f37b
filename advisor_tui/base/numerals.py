"""Numbers as people say and write them in Chinese: `八千`, `一百二十万`, `1万5`, `三千五`, `三点五`.

Only what is clear is read: `1万50` may be 10,050 or 15,000, and is refused.
"""

import re
from decimal import Decimal

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"千": 1000, "百": 100, "十": 10}
_LARGE = (("亿", 10**8), ("万", 10**4))
_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_POINT = re.compile(r"(.+)点([零〇一二三四五六七八九]+)([千百万亿]?)")
_LONGEST = 40
"""Signs that anybody writes a number with."""


def read_number(text: str) -> Decimal:
    """A number, none of it negative.

    Raises:
        ValueError: It is none, or may be more than one.
    """
    if len(text) > _LONGEST:
        raise ValueError(text)
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    match = _POINT.fullmatch(text)
    if match is None:
        return Decimal(_whole(text))
    part = "".join(str(_DIGITS[sign]) for sign in match[2])
    unit = dict(_LARGE).get(match[3]) or _SMALL.get(match[3], 1)
    return Decimal(f"{_whole(match[1])}.{part}") * unit


def _whole(text: str) -> int:
    for sign, unit in _LARGE:
        before, found, after = text.partition(sign)
        if found:
            return _counted(before, exact=True) * unit + _rest(after, unit, exact=False)
    return _counted(text, exact=False)


def _rest(text: str, unit: int, *, exact: bool) -> int:
    """What follows a unit: nothing, a tenth of it (`1万5`), `零` with something small, or what says its own unit."""
    if not text:
        return 0
    if text[0] in "零〇" and len(text) > 1:
        return _smaller(_counted(text[1:], exact=exact) if exact else _whole(text[1:]), unit // 10)
    if len(text) == 1:
        if exact and unit > 10:
            raise ValueError(text)  # 八百三万
        return _digit(text) * unit // 10
    if text.isdecimal() and len(text) != len(str(unit)) - 1:
        raise ValueError(text)
    return _smaller(_counted(text, exact=exact) if exact else _whole(text), unit)


def _smaller(value: int, unit: int) -> int:
    """A value that stands behind a unit, and so is below it."""
    if not 0 < value < unit:
        raise ValueError(value)
    return value


def _counted(text: str, *, exact: bool) -> int:
    """A number below 万: `三千五百`, and unless it is to be exact `三千五`; arabic digits are any number."""
    if text.isdecimal() and text.isascii():
        return int(text)
    for sign, unit in _SMALL.items():
        before, found, after = text.partition(sign)
        if not found:
            continue
        if not before and sign != "十":
            raise ValueError(text)
        count = _digit(before) if before else 1
        return _smaller(count, 10) * unit + _rest(after, unit, exact=exact)
    return _digit(text)


def _digit(text: str) -> int:
    if text in _DIGITS:
        return _DIGITS[text]
    if len(text) == 1 and text.isdecimal() and text.isascii():
        return int(text)
    raise ValueError(text)
