"""Two clients under one number: each desk counts its own from L000001, and an older copy gives a number again."""

from dataclasses import replace

from sqlalchemy import text

from advisor_tui.store.client_numbers import holder_of, next_number
from advisor_tui.sync.carrying.ground import Ground
from advisor_tui.sync.row_changes import RowChange

_RENUMBER = text("UPDATE client SET number = :number WHERE id = :id")


def with_own_number(
    ground: Ground, change: RowChange, renumbered: list[tuple[str, str]], *, recover: bool
) -> RowChange:
    """A client's row as it can stand here; whoever had to give way is added with the old and the new number.

    Head office's orders name a client by the number that it knows. In a full that is the number of the row that comes;
    who was recorded here meanwhile takes the next one. A client from another terminal takes the next one itself:
    orders for the client who is here may be under way.
    """
    number = change.values.get("number")
    holder = holder_of(ground.connection, number) if isinstance(number, str) and not change.deletes else None
    if holder is None or holder == change.row_id or change.mode == "late":
        return change
    free = next_number(ground.connection)
    if recover:
        ground.connection.execute(_RENUMBER, {"number": free, "id": holder})
    else:
        change = replace(change, payload={**change.payload, "number": (change.payload["number"][0], free)})
        ground.arrived[str(number)] = change.row_id
    renumbered.append((str(number), free))
    return change
