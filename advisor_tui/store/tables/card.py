"""What lists and search read: derived from the synced tables at each commit, rebuilt by one command, never synced."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

SORTABLE = ("name_key", "tier_rank", "assets", "risk_level", "last_contact_on", "next_due_on")
"""The columns that the client list sorts by, each with its index."""


class ClientCard(SQLModel, table=True):
    """What the client list sorts, filters and searches by; `docid` joins the search index, amounts in 分.

    Attributes:
        name_key: Pinyin of the name, a space between syllables, then a tab and the name: the order of a Chinese list.
        other_readings: Further readings of the name, separated by tabs; mostly "".
        terms: What search finds the client by, except paper numbers (`store.search.terms`).
        paper_terms: Terms of the numbers of identity papers.
        tier: The tier that the bank gave, else the one that the assets reach.
        tier_rank: 0 for the lowest tier.
        risk_level: 1–5 of the latest assessment, 0 without one.
        assessed_until: The last day on which that assessment holds.
        last_contact_on: The last contact or follow-up done, else `NEVER`.
        next_due_on: The earliest open task (where snoozed, when it comes back) or planned follow-up, else
            `NOTHING_DUE`.
        id_expires_on: When the first main identity paper expires, else `NOTHING_DUE`.
    """

    __tablename__ = "client_card"
    __table_args__ = tuple(Index(f"ix_card_{name}", name, "docid") for name in SORTABLE)
    docid: int = Field(primary_key=True)
    client_id: str = Field(unique=True)
    name_key: str
    other_readings: str
    terms: str
    paper_terms: str
    tier: str
    tier_rank: int
    assets: int
    debts: int
    risk_level: int
    assessed_until: date | None = Field(default=None, index=True)
    last_contact_on: date
    next_due_on: date
    id_expires_on: date = Field(index=True)


class CardDirty(SQLModel, table=True):
    """A client whose card must follow before the transaction commits; `what` has a bit for each source."""

    __tablename__ = "card_dirty"
    __table_args__ = ({"sqlite_with_rowid": False},)
    client_id: str = Field(primary_key=True)
    what: int
