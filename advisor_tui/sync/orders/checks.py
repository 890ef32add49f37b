"""What a field of an order may hold; each check answers yes or no and never raises."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from advisor_tui.base.clock import parse_instant

Check = Callable[[object], bool]
MAX_TEXT = 4000
"""Characters of a sentence that a person wrote."""
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def text(*, empty: bool = True, longest: int = MAX_TEXT) -> Check:
    """Text of at most `longest` characters."""
    return lambda value: isinstance(value, str) and (empty or bool(value.strip())) and len(value) <= longest


def one_of(words: Iterable[str]) -> Check:
    """One of these words."""
    known = frozenset(words)
    return lambda value: isinstance(value, str) and value in known


def number(low: int = 0, *, nullable: bool = False) -> Check:
    """A whole number of at least `low` that every reader of JSON keeps exactly."""

    def check(value: object) -> bool:
        if value is None:
            return nullable
        return isinstance(value, int) and not isinstance(value, bool) and low <= value < 1 << 53

    return check


def flag(value: object) -> bool:
    """True or false."""
    return isinstance(value, bool)


def uuid7(value: object) -> bool:
    """A UUIDv7 in lower-case hex."""
    return isinstance(value, str) and _UUID7.fullmatch(value) is not None


def day(value: object) -> bool:
    """A calendar date, YYYY-MM-DD."""
    try:
        return isinstance(value, str) and _DAY.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


def instant(value: object) -> bool:
    """A UTC instant with microseconds and Z."""
    try:
        return isinstance(value, str) and bool(parse_instant(value))
    except ValueError:
        return False


def scalar(value: object) -> bool:
    """What a column of a table may hold: null, a whole number that JSON keeps, or text."""
    return value is None or number(-(1 << 53) + 1)(value) or isinstance(value, str)
