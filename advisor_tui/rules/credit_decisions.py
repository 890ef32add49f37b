"""Which decisions of the risk department a loan case can take, and what the case becomes by them."""

from collections.abc import Mapping

_APPROVED = {"approved": "approved", "approved_with_conditions": "approved"}
MOVES: Mapping[str, Mapping[str, str]] = {
    "submitted": {**_APPROVED, "refused": "refused", "returned": "collecting"},
    "approved": {**_APPROVED, "refused": "refused"},
}
"""By the case's status: decision → new status. An approval may be changed or taken back until signing."""


def next_status(status: str, decision: str) -> str | None:
    """What a case of this status becomes by a decision; None where the move is illegal."""
    return MOVES.get(status, {}).get(decision)
