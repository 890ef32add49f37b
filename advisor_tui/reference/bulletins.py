"""Reads bulletins of the market department: `bulletins/*.toml` of the folder that head office publishes."""

import json
from collections.abc import Mapping
from datetime import date

from advisor_tui.base.text import one_line, safe_text
from advisor_tui.reference.toml import Document

_KEYS = ("code", "kind", "title", "body", "source", "published_on", "effective_from", "affects")


def read_bulletins(document: Document) -> list[Mapping[str, str | date]]:
    """The `[[bulletin]]` entries of a file, as rows of the table without id; mistakes are noted in the document."""
    rows: list[Mapping[str, str | date]] = []
    document.root.only("bulletin")
    for table in document.root.tables("bulletin", least=1):
        table.only(*_KEYS)
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
    return rows
