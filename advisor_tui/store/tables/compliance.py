"""Who looked at what, and what must be erased."""

from datetime import date, datetime

from sqlalchemy import Index

from advisor_tui.store.tables.columns import Row, instant, is_date, not_empty, one_of, reference, synced

ACCESS_KINDS = ("reveal", "print", "export", "copy")
ERASURE_STATUSES = ("ordered", "restricted", "executed")


class AccessLog(Row, table=True):
    """A masked value was shown in full, or something left in clear."""

    __table_args__ = synced(
        one_of("kind", ACCESS_KINDS), not_empty("what"), Index("ix_access_log_client_at", "client_id", "at")
    )
    client_id: str | None = reference("client", nullable=True, cascade=True, index=False)
    advisor_id: str = reference("advisor", index=False)
    at: datetime = instant()
    kind: str
    what: str
    reason: str = ""


class ErasureOrder(Row, table=True):
    """An order to erase a client; within a legal retention period it restricts instead (PIPL 第四十七条)."""

    __table_args__ = synced(one_of("status", ERASURE_STATUSES), *is_date("restricted_until"))
    subject_id: str
    ordered_at: datetime = instant()
    ordered_by: str
    reason: str = ""
    status: str = "ordered"
    restricted_until: date | None = None
    executed_at: datetime | None = instant(nullable=True)
