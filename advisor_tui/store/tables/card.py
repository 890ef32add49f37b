"""What lists and search read: derived from the synced tables by triggers, rebuilt by one command, never synced."""

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

SORTABLE = ("name_key", "tier_rank", "assets", "risk_level", "last_contact_on", "next_due_on")
"""The columns that the client list sorts by, each with its index."""


class ClientCard(SQLModel, table=True):
    """One line of the client list; `docid` joins the search index, amounts in 分.

    Attributes:
        name_key: Pinyin of the name without spaces, then the name: the order of a Chinese list.
        initials: First letters of the pinyin; `initials_alt` those of a second reading, or "".
        tier_rank: 0 for the lowest tier.
        next_due_on: The earliest open task or planned follow-up.
    """

    __tablename__ = "client_card"
    __table_args__ = (
        *(Index(f"ix_card_{name}", name, "docid") for name in SORTABLE),
        Index("ix_card_initials", "initials"),
        Index("ix_card_initials_alt", "initials_alt", sqlite_where=text("initials_alt <> ''")),
    )
    docid: int = Field(primary_key=True)
    client_id: str = Field(unique=True)
    number: str
    name: str
    name_key: str
    initials: str
    initials_alt: str = ""
    tier: str
    tier_rank: int
    assets: int = 0
    debts: int = 0
    risk_level: int = 0
    assessed_until: date | None = Field(default=None, index=True)
    last_contact_on: date | None = None
    next_due_on: date | None = None
    next_maturity_on: date | None = Field(default=None, index=True)
    id_expires_on: date | None = Field(default=None, index=True)
