"""The orders of head office at this terminal: kept under their id, carried out once from their date, receipted."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.sync.carrying.credit import carry_credit
from advisor_tui.sync.carrying.erasing import carry_erasure, erase_ended
from advisor_tui.sync.carrying.ground import Carried, Ground
from advisor_tui.sync.carrying.reassigning import carry_reassignment, purge_sent
from advisor_tui.sync.carrying.settling import carry_settlement
from advisor_tui.sync.carrying.staff import carry_incentive, carry_target, carry_training
from advisor_tui.sync.carrying.wiping import carry_wipe
from advisor_tui.sync.differences import Change
from advisor_tui.sync.orders.contents import Reassignment
from advisor_tui.sync.orders.order import Order, from_row, to_row
from advisor_tui.sync.proven import proven_day
from advisor_tui.sync.restoring import known_to_head_office
from advisor_tui.sync.strict_json import dump, load_object

_KNOWN = text("SELECT count(*) FROM head_office_order WHERE id = :id")
_KEEP = text(
    "INSERT INTO head_office_order (id, kind, about, issued_at, effective_from, content, bundle, received_at) "
    "VALUES (:id, :kind, :about, :issued_at, :effective_from, :content, :bundle, :now)"
)
_DUE = text(
    "SELECT id, kind, about, issued_at, effective_from, content, bundle FROM head_office_order "
    "WHERE applied_at IS NULL AND effective_from <= :today ORDER BY effective_from, issued_at, id"
)
_ANY_DUE = text(
    "SELECT 1 FROM head_office_order WHERE applied_at IS NULL AND effective_from <= :today "
    "UNION ALL SELECT 1 FROM erasure_order WHERE status = 'restricted' AND restricted_until < :proven LIMIT 1"
)
_SUMMARY = text(
    "SELECT id, summary FROM bundle_received WHERE name = :bundle AND status = 'applied' "
    "ORDER BY received_at DESC LIMIT 1"
)
_TELL = text("UPDATE bundle_received SET summary = :summary WHERE id = :id")
_DONE = text("UPDATE head_office_order SET applied_at = :now WHERE id = :id")
_RECEIPT = text(
    "INSERT INTO order_receipt (id, kind, about, status, reason, at, evidence) "
    "VALUES (:id, :kind, :about, :status, :reason, :at, :evidence) ON CONFLICT (id) DO UPDATE SET "
    "status = excluded.status, reason = excluded.reason, at = excluded.at, evidence = excluded.evidence"
)
HANDLERS: Mapping[str, Callable[[Ground, Order, Any], Carried]] = {
    "credit_decision": carry_credit,
    "target": carry_target,
    "incentive": carry_incentive,
    "training_requirement": carry_training,
    "settlement": carry_settlement,
    "assignment": carry_reassignment,
    "erasure": carry_erasure,
    "wipe": carry_wipe,
}


def take_orders(ground: Ground, orders: Iterable[Order], bundle: str) -> list[Change]:
    """Keep the orders that are new, and carry out everything that is due; what changed, for people.

    An order before its date waits; one that came before does nothing again.
    """
    changes = []
    for order in orders:
        if ground.connection.execute(_KNOWN, {"id": order.id}).scalar():
            continue
        row = to_row(order)
        if order.kind == Reassignment.KIND:  # kept under the client's id where the number is another's here
            row["about"] = ground.arrived.get(order.about, order.about)
        ground.connection.execute(_KEEP, {**row, "content": dump(row["content"]), "bundle": bundle, "now": ground.now})
        if order.effective_from > ground.today.isoformat():
            changes.append(Change("order_waits", order.kind, new=order.effective_from))
    return [*changes, *carry_due(ground)]


def carry_due(ground: Ground) -> list[Change]:
    """Carry out every kept order whose date has come; what changed, for people.

    Where the order came some time ago, its bundle tells of it from now on.
    """
    changes: list[Change] = []
    for row in ground.connection.execute(_DUE, {"today": ground.today.isoformat()}).mappings().all():
        order = from_row({**row, "content": load_object(row["content"], row["id"])}, row["id"])
        carried = HANDLERS[order.kind](ground, order, order.content)
        write_receipt(ground, order.id, order.kind, carried)
        ground.connection.execute(_DONE, {"id": order.id, "now": ground.now})
        told = list(carried.changes)
        if carried.status == "refused":
            told.append(Change("order_refused", order.kind, new=carried.reason))
        _add_to_summary(ground.connection, row["bundle"], told)
        changes += told
    for order_id, carried in erase_ended(ground):
        write_receipt(ground, order_id, "erasure", carried)
        changes += carried.changes
    return changes


def _add_to_summary(connection: Connection, bundle: str, told: Sequence[Change]) -> None:
    """Nothing is there yet while the bundle itself is being received: then its summary is written at the end."""
    row = connection.execute(_SUMMARY, {"bundle": bundle}).first()
    if row is not None and told:
        summary = [*json.loads(row.summary), *(change.to_json() for change in told)]
        connection.execute(_TELL, {"id": row.id, "summary": json.dumps(summary, ensure_ascii=False)})


def is_due(connection: Connection, today: date) -> bool:
    """Whether something waited for a date which has come."""
    proven = proven_day(connection, today)
    values = {"today": today.isoformat(), "proven": proven.isoformat() if proven else ""}
    return connection.execute(_ANY_DUE, values).first() is not None


def purge_acknowledged(ground: Ground) -> list[Change]:
    """Purge the clients that went away, once head office has all of them; what changed."""
    changes: list[Change] = []
    for order_id, carried in purge_sent(ground, known_to_head_office(ground.connection)):
        write_receipt(ground, order_id, "assignment", carried)
        changes += carried.changes
    return changes


def write_receipt(ground: Ground, order_id: str, kind: str, carried: Carried) -> None:
    """The receipt, which travels back in the next bundle; an entry of this terminal's own."""
    with ground.own():
        ground.connection.execute(
            _RECEIPT,
            {
                "id": order_id, "kind": kind, "about": carried.about, "status": carried.status,
                "reason": carried.reason, "at": ground.now, "evidence": json.dumps(dict(carried.evidence)),
            },
        )  # fmt: skip
