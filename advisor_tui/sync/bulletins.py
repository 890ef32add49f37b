"""Bulletins of the market department, as head office's `bulletins/*.toml` carries them."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, text

from advisor_tui.base.ids import IdSource
from advisor_tui.base.text import one_line, safe_text
from advisor_tui.reference.toml import Document, Source

AREA = "bulletins/"
_KNOWN = ("code", "kind", "title", "body", "source", "published_on", "effective_from", "affects")
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


def read_bulletins(source: Source) -> list[Mapping[str, str | date]]:
    """The `[[bulletin]]` entries of a file, as rows of the table without id.

    Raises:
        DeskError: `data_invalid`, naming the file, line and key.
    """
    document = Document(source)
    rows: list[Mapping[str, str | date]] = []
    document.root.only("bulletin")
    for table in document.root.tables("bulletin", least=1):
        table.only(*_KNOWN)
        title, body = table.both("title"), table.optional_both("body") or {"zh": "", "en": ""}
        rows.append(
            {
                "code": one_line(table.text("code")),
                "kind": one_line(table.text("kind")),
                "title_zh": one_line(title["zh"]),
                "title_en": one_line(title["en"]),
                "body_zh": safe_text(body["zh"], lines=True),
                "body_en": safe_text(body["en"], lines=True),
                "source": one_line(table.text("source", "")),
                "published_on": table.day("published_on"),
                "effective_from": table.day("effective_from"),
                "affects": json.dumps([one_line(code) for code in table.words("affects")], ensure_ascii=False),
            }
        )
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
