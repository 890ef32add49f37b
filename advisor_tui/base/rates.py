"""Yearly rates in 10⁻⁴ percent: as people type them, and as they are read."""

import re

from advisor_tui.base.numerals import read_number
from advisor_tui.base.text import half_width

PERCENT = 10_000
"""A percent in 10⁻⁴ percent."""
_SHAPE = re.compile(r"(?:百分之(.+))|(.+?)%?")


def parse_rate(text: str) -> int:
    """A yearly rate as people say it (`3.5`, `3.5%`, `百分之3.5`, `百分之三点五`), in 10⁻⁴ percent.

    Raises:
        ValueError: Not a rate, negative, or with more than four decimals.
    """
    match = _SHAPE.fullmatch(half_width(text).replace(" ", ""))
    if match is None or "," in match[0]:
        raise ValueError(text)
    rate = read_number(match[1] or match[2]) * PERCENT
    if rate < 0 or rate != rate.to_integral_value():
        raise ValueError(text)
    return int(rate)


def percent_of(rate: int) -> str:
    """A rate as it would be typed, in percent: `3.5`."""
    whole, part = divmod(rate, PERCENT)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".")
