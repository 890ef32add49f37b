"""Rows of one file about the same thing: they may say the same or add to each other, never contradict."""

from array import array
from collections.abc import Sequence
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

_NOTHING = 0
"""The hash that stands for an empty cell."""


class Repeats:
    """What the rows that were taken have said, by key.

    Without this the last of two contradicting rows would win, and each further run would change the book twice. Hashes
    of 61 bits are kept instead of the values: a tenth of the memory. The values of a field are all of one type.
    """

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = tuple(fields)
        self._said: dict[Any, tuple[int, array[int]]] = {}

    def check(self, key: Any, line: int, values: dict[str, Any]) -> None:
        """Remember a row.

        Raises:
            DeskError: `row_contradicts`, naming the earlier line and the field.
        """
        # The hash of a tuple: that of the number 0 alone would be the one for nothing.
        said = array("q", [_NOTHING if value is None else hash((value,)) for value in map(values.get, self._fields)])
        earlier = self._said.setdefault(key, (line, said))
        if earlier[1] is said:
            return
        first, before = earlier
        for field, old, new in zip(self._fields, before, said, strict=True):
            if _NOTHING not in (old, new) and old != new:
                raise DeskError(
                    "row_contradicts", mark("Line {line} says something else about the same"), where=field, line=first
                )
        self._said[key] = (first, array("q", [new or old for old, new in zip(before, said, strict=True)]))
