"""Rows of one file about the same thing: they may say the same or add to each other, never contradict."""

from collections.abc import Sequence
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark


class Repeats:
    """What the rows that were taken have said, by key.

    Without this the last of two contradicting rows would win, and each further run would change the book twice.
    """

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = tuple(fields)
        self._said: dict[Any, tuple[int, tuple[Any, ...]]] = {}

    def check(self, key: Any, line: int, values: dict[str, Any]) -> None:
        """Remember a row.

        Raises:
            DeskError: `row_contradicts`, naming the earlier line and the field.
        """
        said = tuple(map(values.get, self._fields))
        earlier = self._said.get(key)
        if earlier is None:
            self._said[key] = (line, said)
            return
        first, before = earlier
        for field, old, new in zip(self._fields, before, said, strict=True):
            if old is not None and new is not None and old != new:
                raise DeskError(
                    "row_contradicts", mark("Line {line} says something else about the same"), where=field, line=first
                )
        self._said[key] = (first, tuple(old if new is None else new for old, new in zip(before, said, strict=True)))
