"""Who is writing, what for, and when: what the triggers ask while a transaction runs."""

import secrets

from advisor_tui.base.clock import Clock, instant_text
from advisor_tui.store.hashing import payload_hash

INSTANT_LENGTH = len("2026-11-24T12:00:00.000000Z")


class WriteContext:
    """The transaction's actor, action and instant, and a hybrid logical clock that never goes back.

    The hybrid clock reads `<instant>-<counter>-<origin>`: it sorts as text, follows the wall clock, and counts on
    where the wall clock stands still or was set back.
    """

    def __init__(self, clock: Clock, origin: str) -> None:
        self._clock = clock
        self._last = ("", 0)
        self.origin = origin
        self._salt = self._hlc = (0, "")
        self._payload = (0, "", "")
        self.actor = ""
        self.action = ""
        self.instant = ""

    def begin(self, actor: str, action: str) -> None:
        """Start a transaction."""
        self.actor, self.action, self.instant = actor, action, instant_text(self._clock.now())
        self._salt = self._hlc = (0, "")
        self._payload = (0, "", "")

    def end(self) -> None:
        """No transaction runs: writing now would have no actor, and the journal refuses it."""
        self.actor = self.action = self.instant = ""

    def salt(self, seq: int) -> str:
        """The salt of an entry of this transaction: asked twice, it answers the same."""
        if self._salt[0] != seq:
            self._salt = (seq, secrets.token_hex(16))
        return self._salt[1]

    def payload_hash(self, seq: int, payload: str) -> str:
        """The hash of an entry's salt and payload: asked twice, it is computed once."""
        # A statement that was rolled back leaves its seq to another payload.
        if self._payload[:2] != (seq, payload):
            self._payload = (seq, payload, payload_hash(self.salt(seq), payload))
        return self._payload[2]

    def hlc(self, seq: int) -> str:
        """The hybrid clock of an entry of this transaction: asked twice, it answers the same."""
        if self._hlc[0] != seq:
            wall, counter = self._last
            self._last = (self.instant, 0) if self.instant > wall else (wall, counter + 1)
            self._hlc = (seq, f"{self._last[0]}-{self._last[1]:06x}-{self.origin}")
        return self._hlc[1]

    def resume(self, hlc: str) -> None:
        """Go on after the last value that the journal holds (`""` for an empty journal)."""
        if hlc:
            wall, rest = hlc[:INSTANT_LENGTH], hlc[INSTANT_LENGTH + 1 :]
            self._last = (wall, int(rest.partition("-")[0], 16))
