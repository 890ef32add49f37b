"""Market information that comes in from head office."""

from datetime import date, datetime

from sqlmodel import Field

from advisor_tui.store.tables.columns import Row, instant, is_date, is_json, not_empty, synced


class Bulletin(Row, table=True):
    """A bulletin of the market department; `affects` lists product codes or rates as JSON."""

    __table_args__ = synced(not_empty("kind"), *is_date("published_on", "effective_from"), is_json("affects"))
    code: str = Field(unique=True)
    kind: str
    title_zh: str
    title_en: str
    body_zh: str = ""
    body_en: str = ""
    source: str = ""
    published_on: date = Field(index=True)
    effective_from: date
    affects: str = "[]"
    read_at: datetime | None = instant(nullable=True)
