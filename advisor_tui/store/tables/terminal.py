"""What this terminal is to head office, and what head office published; local, never journalled, never sent."""

from datetime import date, datetime

from sqlmodel import Field

from advisor_tui.store.tables.columns import Row, instant, is_bool, is_date, is_json, not_empty


class Enrolment(Row, table=True):
    """An enrolment with head office; at most one is active, a new one starts a new epoch.

    The terminal's private keys lie here and nowhere else, under the database's encryption.
    `recipients` maps the names of head office's age keys to the keys, the newest last.
    """

    __table_args__ = (is_bool("active"), is_json("recipients"), not_empty("terminal"))
    active: bool = Field(default=True, index=True)
    terminal: str
    branch: str
    epoch: str
    peer_epoch: str
    signing_key: str
    age_identity: str
    head_office_key: str
    recipients: str
    recovery: str
    keys_file: str
    enrolled_at: datetime = instant()


class PublishedFile(Row, table=True):
    """A version of a file of data/ that head office published; from its date it outranks the shipped one."""

    __table_args__ = (not_empty("path"), *is_date("effective_from"))
    path: str = Field(index=True)
    version: str
    effective_from: date
    sha256: str
    text: str
    bundle: str
    received_at: datetime = instant()
