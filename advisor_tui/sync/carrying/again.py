"""Orders that were carried out before an older copy was put back: the full tells of them by their receipts.

The copy has what they took away, and lacks the locks that they set; head office does not send them again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, text

from advisor_tui.store.blanks import STATUSES
from advisor_tui.sync.carrying.book import write_receipt
from advisor_tui.sync.carrying.erasing import lock_restricted
from advisor_tui.sync.carrying.ground import Carried, Ground
from advisor_tui.sync.carrying.reassigning import LATE, lock_leaving, unseen_entries
from advisor_tui.sync.carrying.removing import remove_client
from advisor_tui.sync.differences import Change
from advisor_tui.sync.plain_rows import read_row
from advisor_tui.sync.row_changes import RowChange

_RECEIPTS = text(
    "SELECT order_receipt.id, kind, about, order_receipt.status, evidence, client.number FROM order_receipt "
    "LEFT JOIN client ON client.id = about WHERE kind IN ('erasure', 'assignment') ORDER BY order_receipt.id"
)
_LEGIBLE = text(
    "SELECT json_extract(payload, '$.number[1]') AS number FROM journal "
    "WHERE table_name = 'client' AND row_id = :id AND payload IS NOT NULL ORDER BY seq LIMIT 1"
)
_UNTIL = text("SELECT restricted_until FROM erasure_order WHERE id = :id AND status = 'restricted'")
_LOCKED = text("SELECT 1 FROM client_lock WHERE id = :id")


def own_receipts(connection: Connection, rows: Sequence[RowChange]) -> Iterator[RowChange]:
    """A full's rows, with receipts as they hold here: what one blanked are entries of the journal that was lost."""
    for change in rows:
        status = change.values.get("status")
        if change.table_name == "order_receipt" and status in STATUSES:
            here = read_row(connection, change.table_name, change.row_id)
            if here is not None and here["status"] == status:
                continue  # it was done here too
            evidence = {**json.loads(str(change.values["evidence"])), "blanked": []}
            change = replace(change, payload={**change.payload, "evidence": (None, json.dumps(evidence))})  # noqa: PLW2901
        yield change


def carry_again(ground: Ground, brought: Mapping[str, Sequence[str]], known: int) -> list[Change]:
    """Do once more what the receipts say, on a copy that has just got its full; what changed, for people.

    Args:
        ground: The transaction.
        brought: The ids of the rows that the full brought, by table: a client who came back is not purged.
        known: The last seq of this journal that head office has for certain.
    """
    changes: list[Change] = []
    for row in ground.connection.execute(_RECEIPTS).all():
        evidence = json.loads(row.evidence)
        if row.status == "erased" or (row.status == "purged" and row.about not in brought.get("client", ())):
            number = ground.connection.execute(_LEGIBLE, {"id": row.about}).scalar()
            if row.number is not None or number is not None:
                removed = remove_client(ground, row.about, str(row.number or number), row.id, row.status)
                write_receipt(ground, row.id, row.kind, Carried(row.status, row.about, evidence=removed))
                changes.append(Change("client_removed_again", "client"))
        elif row.number is None or ground.connection.execute(_LOCKED, {"id": row.about}).first() is not None:
            continue
        elif row.status == "restricted":
            until = ground.connection.execute(_UNTIL, {"id": row.id}).scalar()
            lock_restricted(ground, row.about, row.id, until)
        elif row.status == "applied" and LATE in evidence:
            with ground.own():
                lock_leaving(ground, row.about, row.id)
            late = unseen_entries(ground, row.about, known)
            write_receipt(ground, row.id, row.kind, Carried(about=row.about, evidence={LATE: late}))
    return changes
