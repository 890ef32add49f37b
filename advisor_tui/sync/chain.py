"""The journal's hash chain as it travels: recomputed from the bytes, continued from bundle to bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.store.hashing import GENESIS, HEADER, payload_hash


@dataclass(frozen=True)
class ChainEnd:
    """Where a chain ends: the last seq and its hash."""

    seq: int = 0
    hash: str = GENESIS


class Chain:
    """A journal's chain as its entries come in, one after the other.

    Attributes:
        seq: The last entry's number.
        hash: Its hash.
    """

    def __init__(self, start: ChainEnd, where: str) -> None:
        from pydantic_core import to_json

        self.seq, self.hash = start.seq, start.hash
        self._where, self._array = where, to_json

    @property
    def end(self) -> ChainEnd:
        """Where it ends so far."""
        return ChainEnd(self.seq, self.hash)

    def follow(self, entry: Mapping[str, Any]) -> None:
        """Check that an entry continues the chain without a gap.

        Raises:
            DeskError: `chain_broken`, naming the file and the entry's seq.
        """
        if entry["seq"] != self.seq + 1 or entry["prev_hash"] != self.hash:
            message = mark("The journal does not continue where the last bundle ended")
            raise DeskError("chain_broken", message, where=f"{self._where}:{entry['seq']}")
        if sha256(self._array(_hashed(entry))).hexdigest() != entry["hash"] or not _payload_fits(entry):
            message = mark("An entry of the journal was changed")
            raise DeskError("chain_broken", message, where=f"{self._where}:{entry['seq']}")
        self.seq, self.hash = entry["seq"], entry["hash"]


_hashed = itemgetter(*HEADER, "payload_hash", "prev_hash")
"""What `store.hashing.entry_hash` covers, in its order; a faster encoder writes it to the same bytes."""


def _payload_fits(entry: Mapping[str, Any]) -> bool:
    """The payload's hash is right; a blanked entry has neither payload nor salt."""
    salt, payload = entry["salt"], entry["payload"]
    if salt is None or payload is None:
        return salt is None and payload is None
    try:
        return payload_hash(str(salt), str(payload)) == str(entry["payload_hash"])
    except ValueError:
        return False
