"""The warehouse's tables: head office's own book-keeping, the journals as they came, and a copy of every desk table.

The copies are generated from the desk's metadata: the same names and columns, with the terminal and branch that a row
came from and the clock value of its last change; without the desk's constraints, which the desk has checked.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, DefaultClause, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from advisor_tui.store.tables import metadata as desk_metadata
from advisor_tui.store.tables.columns import Instant, is_synced

warehouse_metadata = MetaData()


class Warehouse(SQLModel, registry=registry(metadata=warehouse_metadata)):
    """The base of head office's own tables; apart from the desk's metadata."""


def _instant(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_type=Instant) if nullable else Field(sa_type=Instant)


def _count() -> Any:
    """A number without PostgreSQL's bound of 2³¹."""
    return Field(default=0, sa_type=BigInteger)


class Note(Warehouse, table=True):
    """What the warehouse knows of itself: its version where the file has no place for it, and who made it."""

    __tablename__ = "hq_note"
    name: str = Field(primary_key=True)
    value: str


class Terminal(Warehouse, table=True):
    """An enrolled terminal and its public keys.

    `full_due`: its next bundle gives it everything back; `full_last`: the number of the last part of the full that its
    present stream began with, 0 where it began with none; `asked_at`: when it was asked for everything, since head
    office was put back from a copy, until it answers.
    """

    __tablename__ = "hq_terminal"
    name: str = Field(primary_key=True)
    branch: str
    epoch: str
    peer_epoch: str
    signing_key: str
    recipient: str
    registered_at: datetime = _instant()
    full_due: bool = False
    full_last: int = _count()
    asked_at: datetime | None = _instant(nullable=True)


class Offer(Warehouse, table=True):
    """An enrolment that was offered: its one-time secret, and when it was used."""

    __tablename__ = "hq_offer"
    secret: str = Field(primary_key=True)
    terminal: str = Field(index=True)
    branch: str
    peer_epoch: str
    keys_sha256: str | None = None
    expires: str
    made_at: datetime = _instant()
    used_at: datetime | None = _instant(nullable=True)


class RevokedKey(Warehouse, table=True):
    """A signing key that counts no more."""

    __tablename__ = "hq_revoked"
    signing_key: str = Field(primary_key=True)
    terminal: str
    revoked_at: datetime = _instant()


class Stream(Warehouse, table=True):
    """How far a terminal's bundles and its journal were applied.

    `told_at`: its terminal began it because it was asked for everything, at this instant; `told_again`: another one
    told everything of it again.
    """

    __tablename__ = "hq_stream"
    sender: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    seq: int = _count()
    sha256: str
    schema_version: int = 0
    change_seq: int = _count()
    change_hash: str
    stopped: bool = False
    heard_at: datetime | None = _instant(nullable=True)
    told_at: datetime | None = _instant(nullable=True)
    told_again: bool = False


class Settlement(Warehouse, table=True):
    """A stopped stream was let go on: from where, and why."""

    __tablename__ = "hq_settlement"
    id: str = Field(primary_key=True)
    terminal: str = Field(index=True)
    epoch: str
    seq: int = _count()
    reason: str
    settled_at: datetime = _instant()


class Inbound(Warehouse, table=True):
    """A bundle that came in, and what became of it."""

    __tablename__ = "hq_inbound"
    sha256: str = Field(primary_key=True)
    name: str
    sender: str = Field(index=True)
    epoch: str = ""
    seq: int = _count()
    kind: str = ""
    status: str
    reason: str = ""
    entry: str = ""
    changes: int = _count()
    received_at: datetime = _instant()


class Outbound(Warehouse, table=True):
    """A bundle for a terminal; its bytes are kept until it is acknowledged."""

    __tablename__ = "hq_outbound"
    terminal: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    sha256: str
    prev_sha256: str
    signature: str
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    sealed_at: datetime = _instant()
    acknowledged_at: datetime | None = _instant(nullable=True)


class PublishedFile(Warehouse, table=True):
    """A version of a file of data/ that head office published; a terminal that lacks one that holds or will gets it."""

    __tablename__ = "hq_file"
    path: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    effective_from: date
    sha256: str
    text: str
    published_at: datetime = _instant()


class HeadOrder(Warehouse, table=True):
    """An order that head office gives: what it says as `orders.jsonl` carries it, and who gave it.

    `source` is the file that it came from, or who decided it by a command. The receipts are the terminals' own rows.
    """

    __tablename__ = "hq_order"
    id: str = Field(primary_key=True)
    kind: str
    about: str
    content: str
    source: str
    issued_at: datetime = _instant()
    effective_from: date
    sha256: str = Field(index=True)


class OrderFor(Warehouse, table=True):
    """A terminal that an order is for, and the epoch in which it was last sent; "" before that."""

    __tablename__ = "hq_order_for"
    order_id: str = Field(primary_key=True)
    terminal: str = Field(primary_key=True)
    epoch: str = ""


class LeavingRows(Warehouse, table=True):
    """The rows (rows.jsonl) of a client who left one terminal and has not arrived at the other; by the order's id."""

    __tablename__ = "hq_leaving"
    order_id: str = Field(primary_key=True)
    rows: str


class PublishedTo(Warehouse, table=True):
    """What a terminal was sent under a path and, of a file of data/, a version; with its digest."""

    __tablename__ = "hq_published"
    terminal: str = Field(primary_key=True)
    path: str = Field(primary_key=True)
    version: str = Field(default="", primary_key=True)
    epoch: str
    sha256: str


class CopyState(Warehouse, table=True):
    """Rows and digest of a terminal's copy of a table, kept as the terminal keeps its own.

    `checked` is False where entries came without content (head office's own): then the two cannot be compared, since
    the bundle that was received at `unchecked_since`.
    """

    __tablename__ = "hq_state"
    terminal: str = Field(primary_key=True)
    table_name: str = Field(primary_key=True)
    rows: int = _count()
    digest: str = "0" * 64
    checked: bool = True
    unchecked_since: datetime | None = _instant(nullable=True)


journal = Table(
    "hq_journal",
    warehouse_metadata,
    Column("epoch", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("terminal", Text, nullable=False),
    *(Column(name, Text) for name in ("instant", "hlc", "origin", "actor", "action", "table_name", "row_id")),
    *(Column(name, Text) for name in ("salt", "payload", "payload_hash", "prev_hash", "hash")),
    Index("ix_hq_journal_row", "table_name", "row_id"),
)
"""The terminals' journals as they came."""


def _copy(table: Table) -> Table:
    columns = [Column(column.name, _plain_type(column), primary_key=column.name == "id") for column in table.columns]
    return Table(
        table.name,
        warehouse_metadata,
        Column("terminal", Text, primary_key=True),
        Column("branch", Text, nullable=False),
        Column("hlc", Text, nullable=False),
        *columns,
    )


def _plain_type(column: Column[Any]) -> Any:
    return BigInteger() if isinstance(column.type, Boolean | Integer) else Text()


COPIES: dict[str, Table] = {name: _copy(table) for name, table in desk_metadata.tables.items() if is_synced(table.info)}
"""The copies by the desk's table names."""


DESK_COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(column.name for column in desk_metadata.tables[name].columns) for name in COPIES
}
"""The desk's columns of each table, in the order that its digest is taken in."""
NUMBERS: Mapping[str, frozenset[str]] = {
    name: frozenset(column.name for column in table.columns if isinstance(column.type, BigInteger))
    for name, table in COPIES.items()
}
"""The columns of each copy that hold whole numbers; all others hold text."""


def _default(column: Column[Any]) -> str | int | None:
    if column.nullable or not isinstance(column.server_default, DefaultClause):
        return None
    given = str(column.server_default.arg)
    return int(given) if isinstance(column.type, Boolean | Integer) else given


DEFAULTS: Mapping[str, Mapping[str, str | int | None]] = {
    name: {column.name: _default(column) for column in desk_metadata.tables[name].columns} for name in COPIES
}
"""What a column holds in a row of a program that did not have it yet: as the desk's own migration fills it."""
