"""Figures as papers show them: always with two places, so that columns stand under the decimal point."""

from advisor_tui.base.languages import translate
from advisor_tui.base.money import YUAN, capitals

RATE_UNIT = 10_000
"""10⁻⁴ percent in a percent."""


def exact(fen: int) -> str:
    """An amount in yuan to the 分: `1,234.50`, `18,000.00`."""
    whole, part = divmod(abs(fen), YUAN)
    return f"{'-' if fen < 0 else ''}{whole:,}.{part:02d}"


def change(fen: int) -> str:
    """A change in yuan with its sign: `+1,234.50`, `-20.00`; a dash for none."""
    return f"{fen:+d}"[0] + exact(abs(fen)) if fen else "—"


def in_full(fen: int) -> str:
    """An amount with its unit: `1,234.50 yuan`."""
    return translate("{amount} yuan").format(amount=exact(fen))


def in_words(fen: int) -> str:
    """An amount as a bank form has it, in figures and in capital numerals (人民币大写), in either language."""
    return translate("{amount} yuan ({capitals})").format(amount=exact(fen), capitals=capitals(fen))


def yearly(rate: int, places: int = 2) -> str:
    """A yearly rate of 10⁻⁴ percent in percent with so many of its four places, halves upward: `3.50%`."""
    step = 10 ** (4 - places)
    whole, part = divmod((2 * rate + step) // (2 * step), 10**places)
    return f"{whole}.{part:0{places}d}%" if places else f"{whole}%"
