"""Taking everything of a client out of this desk: rows, journal payloads, drafts, and what tells of it elsewhere."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.store.blanks import blank, rows_of
from advisor_tui.store.frozen import thawed
from advisor_tui.sync import sshsig
from advisor_tui.sync.carrying.ground import Ground
from advisor_tui.sync.leftovers import note_removed, words_of
from advisor_tui.sync.plain_rows import delete_row
from advisor_tui.sync.strict_json import dump

_HOUSEHOLDS = text(
    "SELECT DISTINCT household_id FROM household_member WHERE client_id = :subject AND household_id NOT IN "
    "(SELECT household_id FROM household_member WHERE client_id IS NOT NULL AND client_id <> :subject)"
)
_MEMBERS = text("SELECT id FROM household_member WHERE household_id = :household")
_ORDERS = text(
    "UPDATE head_office_order SET about = :subject, "
    "content = CASE WHEN applied_at IS NULL AND id <> :order THEN content ELSE '{}' END WHERE about = :number"
)
_SUMMARIES = text("UPDATE bundle_received SET summary = replace(summary, :number, :sign) WHERE instr(summary, :number)")
_UNLOCK = text("DELETE FROM client_lock WHERE id = :subject")


def remove_client(ground: Ground, subject: str, number: str, order_id: str, what: str) -> Mapping[str, Any]:
    """Remove a client, and answer the evidence: what was blanked, and this terminal's signature under it.

    Args:
        ground: The transaction.
        subject: The client's row id.
        number: The client's number, which is taken out of what tells of orders.
        order_id: The order that asks for it.
        what: `erased` or `purged`.
    """
    connection = ground.connection
    rows, words = rows_of(connection, subject), words_of(connection, subject)
    with thawed(connection):
        rows |= _delete_households(connection, subject)
        _delete_rows(connection, subject)
    ranges = blank(connection, rows)
    connection.execute(_ORDERS, {"subject": subject, "number": number, "order": order_id})
    connection.execute(_SUMMARIES, {"number": dump(number), "sign": dump("…")})  # quoted: C1000 is no part of C10001
    connection.execute(_UNLOCK, {"subject": subject})
    note_removed(connection, {*rows, ("client", subject)}, words)
    said = dump(
        {
            "receipt": what, "order": order_id, "subject": subject, "terminal": ground.terminal, "at": ground.now,
            "entries": sum(last - first + 1 for first, last in ranges),
        }
    )  # fmt: skip
    signature = sshsig.sign(ground.signer, said.encode()).decode()
    return {"blanked": [list(pair) for pair in ranges], "text": said, "signature": signature}


def _delete_households(connection: Connection, subject: str) -> set[tuple[str, str]]:
    """Households that no other client belongs to go along, with relatives who are no clients."""
    gone: set[tuple[str, str]] = set()
    for household in connection.execute(_HOUSEHOLDS, {"subject": subject}).scalars().all():
        for member in connection.execute(_MEMBERS, {"household": household}).scalars().all():
            gone.add(("household_member", member))
            delete_row(connection, "household_member", member)
        gone.add(("household", household))
        delete_row(connection, "household", household)
    return gone


def _delete_rows(connection: Connection, subject: str) -> None:
    """Children before parents, later rows before earlier ones, so that nothing refers to what is gone."""
    from advisor_tui.store.tables import metadata
    from advisor_tui.store.tables.columns import is_synced

    for table in reversed(metadata.sorted_tables):
        columns = [name for name in ("client_id", "other_id") if name in table.columns]
        if not is_synced(table.info) or not columns:
            continue
        test = " OR ".join(f"{name} = :subject" for name in columns)
        statement = text(f'SELECT id FROM "{table.name}" WHERE {test} ORDER BY id DESC')  # noqa: S608
        for row in connection.execute(statement, {"subject": subject}).scalars().all():
            delete_row(connection, table.name, row)
    delete_row(connection, "client", subject)


def receipt_evidence(connection: Connection, order_id: str) -> dict[str, Any]:
    """What an order's receipt says so far."""
    stored = connection.execute(text("SELECT evidence FROM order_receipt WHERE id = :id"), {"id": order_id}).scalar()
    return dict(json.loads(stored)) if stored else {}
