"""What head office orders: the orders as they came, the receipts that go back, locked clients, fields in conflict."""

from datetime import date, datetime

from sqlalchemy import Index

from advisor_tui.store.tables.columns import (
    Row,
    at_least,
    instant,
    is_date,
    is_json,
    not_empty,
    one_of,
    reference,
    synced,
)

RECEIPT_STATUSES = ("applied", "refused", "restricted", "erased", "purged")
LOCK_REASONS = ("reassigned", "restricted")
CONFLICT_KINDS = ("edit", "delete", "late")
CONFLICT_CHOICES = ("", "kept", "lost")


class HeadOfficeOrder(Row, table=True):
    """An order of head office, under its own id; local: it waits here until its date, and the receipt travels back."""

    __table_args__ = (
        is_json("content"),
        *is_date("effective_from"),
        Index("ix_order_due", "applied_at", "effective_from"),
    )
    kind: str
    about: str
    issued_at: datetime = instant()
    effective_from: date
    content: str
    bundle: str
    received_at: datetime = instant()
    applied_at: datetime | None = instant(nullable=True)


class OrderReceipt(Row, table=True):
    """What became of an order, under the order's id; it travels back to head office like every change.

    `about` is a row's id and never a name or number; `evidence` says what was done, as JSON: the journal's blanked
    ranges of an erasure, and the receipt's text with this terminal's signature.
    """

    __table_args__ = synced(one_of("status", RECEIPT_STATUSES), not_empty("kind"), is_json("evidence"))
    kind: str
    about: str
    status: str
    reason: str = ""
    at: datetime = instant()
    evidence: str = "{}"


class ClientLock(Row, table=True):
    """A client, under the client's id, whose rows only head office may change; local.

    `last_change` is the journal's end at locking: once head office has acknowledged it, a reassigned client is purged.
    """

    __table_args__ = (one_of("why", LOCK_REASONS), at_least("last_change"), *is_date("until"))
    why: str
    order_id: str
    since: datetime = instant()
    last_change: int
    until: date | None = None


class Conflict(Row, table=True):
    """A field that two sides changed, or an edit that came too late: the loser is kept until someone settles it.

    `kept` and `lost` are JSON values; of a whole row that is in question, `field` is "" and both are its columns.
    """

    __table_args__ = synced(
        one_of("kind", CONFLICT_KINDS),
        one_of("choice", CONFLICT_CHOICES),
        is_json("kept"),
        is_json("lost"),
        Index("ix_conflict_open", "settled_at", "found_at"),
    )
    kind: str
    client_id: str | None = reference("client", nullable=True, cascade=True)
    table_name: str
    row_id: str
    field: str
    kept: str
    kept_hlc: str
    kept_actor: str
    lost: str
    lost_hlc: str
    lost_actor: str
    found_at: datetime = instant()
    settled_at: datetime | None = instant(nullable=True)
    settled_by: str = ""
    choice: str = ""
