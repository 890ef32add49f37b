"""The journal's hash chain as it travels: recomputed from the bytes, continued from bundle to bundle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.store.hashing import GENESIS, HEADER, entry_hash, payload_hash


@dataclass(frozen=True)
class ChainEnd:
    """Where a chain ends: the last seq and its hash."""

    seq: int = 0
    hash: str = GENESIS


def follow(entries: Iterable[Mapping[str, Any]], end: ChainEnd, where: str) -> ChainEnd:
    """Check that entries continue a chain without a gap; the new end.

    Raises:
        DeskError: `chain_broken`, naming the file and the entry's seq.
    """
    for entry in entries:
        place = f"{where}:{entry['seq']}"
        if entry["seq"] != end.seq + 1 or entry["prev_hash"] != end.hash:
            raise DeskError(
                "chain_broken", mark("The journal does not continue where the last bundle ended"), where=place
            )
        fits = entry_hash([entry[name] for name in HEADER], entry["payload_hash"], entry["prev_hash"]) == entry["hash"]
        if not fits or not _payload_fits(entry):
            raise DeskError("chain_broken", mark("An entry of the journal was changed"), where=place)
        end = ChainEnd(entry["seq"], entry["hash"])
    return end


def _payload_fits(entry: Mapping[str, Any]) -> bool:
    """The payload's hash is right; a blanked entry has neither payload nor salt."""
    salt, payload = entry["salt"], entry["payload"]
    if salt is None or payload is None:
        return salt is None and payload is None
    try:
        return payload_hash(str(salt), str(payload)) == str(entry["payload_hash"])
    except ValueError:
        return False
