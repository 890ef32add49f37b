"""Money is an integer of the currency's minor unit (分); Decimal only at the edges."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from advisor_tui.base.numerals import read_number
from advisor_tui.base.text import half_width

YUAN = 100
"""分 in a yuan."""
WAN = 10_000 * YUAN
"""分 in 万元."""
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL_UNITS = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
_UNITS = {
    "": 1, "百": 100, "千": 1000, "k": 1000, "w": 10_000, "万": 10_000, "m": 1_000_000, "百万": 1_000_000,
    "千万": 10_000_000, "亿": 100_000_000,
}  # fmt: skip
_AMOUNT = re.compile(
    r"([+-]?)(?:rmb|cny|¥)?(\d[\d,]*(?:\.\d+)?|\.\d+)(?:([a-z])|([百千万亿]{0,2})[元块]?)", re.IGNORECASE
)

_SAID = re.compile(r"([+-]?)(?:rmb|cny|¥|人民币)?(.+?)(?:元|块钱?|圆)?", re.IGNORECASE)
"""An amount in numerals, as `numerals` reads them."""


def parse_amount(text: str) -> int:
    """An amount as people type it (`10万`, `8千元`, `1万5`, `八千`, `1.2亿`, `300k`, `1,234.56`), in 分.

    Raises:
        ValueError: Not an amount, more precise than a 分, or beyond 10¹⁵ yuan.
    """
    typed = half_width(text).replace(" ", "")
    match = _AMOUNT.fullmatch(typed)
    if match is None:
        said = _SAID.fullmatch(typed)
        if said is None:
            raise ValueError(text)
        sign, fen = said[1], read_number(said[2]) * YUAN
    else:
        unit = _UNITS.get((match[3] or match[4] or "").lower())
        if unit is None:
            raise ValueError(text)
        sign = match[1]
        try:
            fen = Decimal(match[2].replace(",", "")) * unit * YUAN
        except InvalidOperation as error:
            raise ValueError(text) from error
    if fen != fen.to_integral_value() or fen > 10**17:
        raise ValueError(text)
    return int(fen) * (-1 if sign == "-" else 1)


def yuan(fen: int) -> str:
    """An amount in yuan with thousands separators; 分 only when there are any: `1,234.50`, `18,000`."""
    sign = "-" if fen < 0 else ""
    whole, part = divmod(abs(fen), YUAN)
    return f"{sign}{whole:,}" + (f".{part:02d}" if part else "")


def wan(fen: int, places: int = 1) -> str:
    """An amount in 万元, always with so many places, rounded half up: `612.4`.

    An amount that is not nothing never reads as nothing: one yuan is `<0.1`, a yuan too much `>-0.1`.
    """
    least = Decimal(1).scaleb(-places)
    value = (Decimal(fen) / WAN).quantize(least, ROUND_HALF_UP)
    if fen and not value:
        return f"<{least}" if fen > 0 else f">-{least}"
    return f"{value:,}"


def capitals(fen: int) -> str:
    """An amount (分) in capital numerals (人民币大写), as it is written on bank forms: `人民币壹仟肆佰零玖元伍角`.

    By 《支付结算办法》附一: 整 after 元 and not after 角 or 分; one 零 for all that lie side by side, and one after 元
    where 元 or 角 is none. Where a 零 may be left out, it stands before 角 and is left out after 万 and 亿.

    Raises:
        ValueError: Negative, or 10¹⁶ yuan and more.
    """
    if not 0 <= fen < 10**16 * YUAN:
        raise ValueError(fen)
    whole, part = divmod(fen, YUAN)
    if not part:
        return f"人民币{_spoken(whole)}元整"
    tenths, rest = divmod(part, 10)
    text = f"人民币{_spoken(whole)}元" if whole else "人民币"
    if whole and (not tenths or whole % 10 == 0):
        text += _CAPITALS[0]
    return text + (f"{_CAPITALS[tenths]}角" if tenths else "") + (f"{_CAPITALS[rest]}分" if rest else "")


def _spoken(number: int) -> str:
    for size, unit in _CAPITAL_UNITS:
        if number >= size:
            high, low = divmod(number, size)
            gap = _CAPITALS[0] if 0 < low < size // 10 else ""
            return f"{_spoken(high)}{unit}{gap}{_spoken(low) if low else ''}"
    return _CAPITALS[number]


def percent(part: int, whole: int, places: int = 0) -> str:
    """A share as a percentage, rounded half up; `—` of nothing."""
    if not whole:
        return "—"
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"


def share(fen: int, weights: list[int]) -> list[int]:
    """Split an amount by weights so that the parts add up to the 分 (largest remainder)."""
    total = sum(weights)
    if total <= 0:
        raise ValueError("weights must add up to more than nothing")
    parts = [fen * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(fen * weights[i] % total), i))
    for i in order[: fen - sum(parts)]:
        parts[i] += 1
    return parts
