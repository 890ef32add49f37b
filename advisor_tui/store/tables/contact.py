"""What happened with a client and in the client's life."""

from datetime import date, datetime

from sqlalchemy import Index

from advisor_tui.store.tables.columns import Row, instant, is_bool, is_date, one_of, reference, synced

CHANNELS = ("visit", "phone", "wechat", "video", "home_visit", "message", "letter", "other")
LIFE_EVENTS = (
    "birthday",
    "marriage",
    "child",
    "school",
    "house",
    "job",
    "retirement",
    "illness",
    "death",
    "move",
    "other",
)


class ContactLog(Row, table=True):
    """A contact with a client; a correction is a new entry."""

    __table_args__ = synced(one_of("channel", CHANNELS), Index("ix_contact_log_client_at", "client_id", "at"))
    client_id: str = reference("client", cascade=True, index=False)
    advisor_id: str = reference("advisor", index=False)
    at: datetime = instant()
    channel: str
    summary: str
    corrects_id: str | None = reference("contact_log", nullable=True)


class LifeEvent(Row, table=True):
    """An event of a client's life, past or expected."""

    __table_args__ = synced(one_of("kind", LIFE_EVENTS), *is_date("happens_on"), is_bool("yearly"), is_bool("lunar"))
    client_id: str = reference("client", cascade=True)
    kind: str
    happens_on: date
    yearly: bool = False
    lunar: bool = False
    remark: str = ""
