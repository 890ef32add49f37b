"""Bulletins of the market department, as head office's `bulletins/*.toml` carries them."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, text

from advisor_tui.base.ids import IdSource
from advisor_tui.reference.bulletins import read_bulletins
from advisor_tui.reference.toml import Document, Source

AREA = "bulletins/"
_UPSERT = text(
    "INSERT INTO bulletin (id, code, kind, title_zh, title_en, body_zh, body_en, source, published_on, effective_from, "
    "affects) VALUES (:id, :code, :kind, :title_zh, :title_en, :body_zh, :body_en, :source, :published_on, "
    ":effective_from, :affects) ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, title_zh = excluded.title_zh, "
    "title_en = excluded.title_en, body_zh = excluded.body_zh, body_en = excluded.body_en, source = excluded.source, "
    "published_on = excluded.published_on, effective_from = excluded.effective_from, affects = excluded.affects, "
    "read_at = NULL"
)
_STORED = text(
    "SELECT code, kind, title_zh, title_en, body_zh, body_en, source, published_on, effective_from, affects "
    "FROM bulletin"
)


def bulletins_of(source: Source) -> list[Mapping[str, str | date]]:
    """The bulletins of a file; see `reference.bulletins.read_bulletins`.

    Raises:
        DeskError: `data_invalid`, naming the file, line and key.
    """
    document = Document(source)
    rows = read_bulletins(document)
    document.refuse()
    return rows


def store_bulletins(
    connection: Connection, rows: list[Mapping[str, str | date]], ids: IdSource
) -> Iterator[tuple[bool, Mapping[str, str | date]]]:
    """Insert or replace bulletins by code; yields whether it is new, and the row, of each that says something new."""
    known = {row["code"]: dict(row) for row in connection.execute(_STORED).mappings()}
    for row in rows:
        stored = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        if known.get(row["code"]) != stored:
            connection.execute(_UPSERT, {**stored, "id": ids.new()})
            yield row["code"] not in known, row
