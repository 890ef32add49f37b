"""The journal and what is exchanged with head office; these tables are not journalled themselves."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from advisor_tui.store.tables.columns import Row, added_number, at_least, instant, one_of

BUNDLE_KINDS = ("delta", "full", "heartbeat", "keys", "wipe")
RECEIVED_STATUSES = ("applied", "duplicate", "parked", "quarantined")


class JournalEntry(SQLModel, table=True):
    """One change of a synced row, written by a trigger; docs/architecture.md, the journal."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_row", "table_name", "row_id"),)
    seq: int = Field(primary_key=True)
    instant: str
    hlc: str
    origin: str
    actor: str
    action: str
    table_name: str
    row_id: str
    salt: str | None = None
    payload: str | None = None
    payload_hash: str
    prev_hash: str
    hash: str


class TableState(SQLModel, table=True):
    """Row count and digest Σ SHA-256(table, id, row) mod 2²⁵⁶ of a synced table, kept by the triggers."""

    __tablename__ = "table_state"
    table_name: str = Field(primary_key=True)
    rows: int = 0
    digest: str = "0" * 64


class Meta(SQLModel, table=True):
    """What this database is: its terminal, epoch, and marks of the exchange."""

    __tablename__ = "meta"
    name: str = Field(primary_key=True)
    value: str


class BundleSent(Row, table=True):
    """A sealed bundle: its bytes are stored in the transaction that takes the sequence number."""

    __tablename__ = "bundle_sent"
    __table_args__ = (
        one_of("kind", BUNDLE_KINDS),
        at_least("seq", 1),
        Index("ux_bundle_sent", "epoch", "seq", unique=True),
        # The columns behind `content` are reached through every page of it: these are answered by the index alone.
        Index("ix_bundle_sent_sealed", "epoch", "seq", "sealed_at"),
        Index("ix_bundle_sent_open", "epoch", "delivered_at", "name"),
    )
    name: str = Field(index=True)
    epoch: str
    seq: int
    kind: str
    first_change: int | None = None
    last_change: int | None = None
    changes: int
    sha256: str
    prev_sha256: str
    signature: str
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    bytes: int
    sealed_at: datetime = instant()
    delivered_at: datetime | None = instant(nullable=True)
    acknowledged_at: datetime | None = instant(nullable=True)


class BundleReceived(Row, table=True):
    """A bundle that came in, and what became of it."""

    __tablename__ = "bundle_received"
    __table_args__ = (
        one_of("status", RECEIVED_STATUSES),
        Index("ix_bundle_received", "sender", "epoch", "seq"),
    )
    name: str
    sender: str
    epoch: str
    seq: int
    kind: str
    sha256: str
    status: str
    reason: str = ""
    summary: str = "{}"
    received_at: datetime = instant()
    schema_version: int = added_number("schema_version")
