"""UUIDv7 ids from an injected source."""

import random
from typing import Protocol

from advisor_tui.base.clock import Clock


class IdSource(Protocol):
    """Where ids come from."""

    def new(self) -> str:
        """A fresh UUIDv7 in its 36-character form."""
        ...


class Uuid7Source:
    """Ids of the machine: time-ordered and random."""

    def new(self) -> str:
        """A fresh UUIDv7 in its 36-character form."""
        from uuid_utils import uuid7

        return str(uuid7())


class SeededIds:
    """UUIDv7 ids that repeat for the same seed and clock; for the demo and the tests."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._random = random.Random(seed)  # noqa: S311  (repeatable on purpose, never a secret)
        self._clock = clock
        self._count = 0

    def new(self) -> str:
        """The next id of the sequence."""
        self._count += 1
        # A full counter carries into the time (RFC 9562, 6.2): the ids stay in order however many a still clock makes.
        millis = int(self._clock.now().timestamp() * 1000) + (self._count >> 12) & (1 << 48) - 1
        value = millis << 80 | 0x7 << 76 | (self._count & 0xFFF) << 64 | 0b10 << 62
        value |= self._random.getrandbits(62)
        text = f"{value:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
