"""Files in clear that this program wrote about a client who was removed: prints, also saved ones, and rejected rows.

The name of a print is made of the ids of what it shows (a proposal, an interview, a loan case, the client), also where
somebody put `saved-` before it to keep it. What was rejected of an imported list holds rows of many: theirs stay.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import Connection, text

from advisor_tui.base.home import Home
from advisor_tui.sync.durable import write_durably

SCRUB = "scrub"
"""In `meta` while the search index, the write-ahead log and files may still hold what was removed: how to find it."""
_REJECTED = ".rejected"
_WORDS = text(
    "SELECT name FROM client WHERE id = :subject UNION SELECT number FROM client WHERE id = :subject "
    "UNION SELECT phone FROM client WHERE id = :subject "
    "UNION SELECT number FROM identity_document WHERE client_id = :subject"
)
_PAPERS = text(
    "SELECT count(*), coalesce(date(max(at), '+8 hours'), '') FROM access_log "
    "WHERE client_id = :subject AND kind IN ('print', 'export', 'copy')"
)
_READ = text("SELECT value FROM meta WHERE name = :name")
_NOTE = text("INSERT OR REPLACE INTO meta (name, value) VALUES (:name, :value)")


def words_of(connection: Connection, subject: str) -> list[str]:
    """By what a row of a list is known to be about a client; asked before the client is deleted."""
    return sorted(str(word) for word in connection.execute(_WORDS, {"subject": subject}).scalars() if word)


def papers_of(connection: Connection, subject: str) -> tuple[int, str]:
    """How often something of a client left in clear, and on which day (ISO, UTC+8) last; "" where nothing did."""
    count, last = connection.execute(_PAPERS, {"subject": subject}).one()
    return int(count), str(last)


def note_removed(connection: Connection, rows: Iterable[tuple[str, str]], words: Iterable[str]) -> None:
    """Note in the transaction that removes a client what `remove_files` looks for after it."""
    before = removed(connection) or {}
    value = {
        "ids": sorted({*before.get("ids", ()), *(row for _, row in rows)}),
        "words": sorted({*before.get("words", ()), *words}),
    }
    connection.execute(_NOTE, {"name": SCRUB, "value": json.dumps(value, ensure_ascii=False)})


def forget_removed(connection: Connection) -> None:
    """Keep of the note only that the database itself is still to be cleared."""
    connection.execute(_NOTE, {"name": SCRUB, "value": "{}"})


def removed(connection: Connection) -> Mapping[str, list[str]] | None:
    """What was noted and is not cleared away yet; None where nothing is."""
    stored = connection.execute(_READ, {"name": SCRUB}).scalar()
    if stored is None:
        return None
    found = json.loads(stored)
    return found if isinstance(found, dict) else {}


def remove_files(home: Home, what: Mapping[str, list[str]]) -> None:
    """Remove every unsaved print, the saved ones about what was removed, and its rows in lists of what was rejected."""
    ids, words = what.get("ids", []), frozenset(what.get("words", []))
    for file in home.print.glob("*"):
        if not file.is_file():
            continue
        if not file.name.startswith("saved-") or any(row in file.name for row in ids):
            file.unlink(missing_ok=True)
        elif _REJECTED in file.name and words:
            _cut(file, words)


def _cut(file: Path, words: frozenset[str]) -> None:
    """Write a list anew without the rows that name somebody in a cell of their own."""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    kept = [row for row in rows if not words & {cell.removeprefix("'").strip() for cell in row}]
    if len(kept) == len(rows):
        return
    if len(kept) <= 1:  # the header alone
        file.unlink()
        return
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(kept)
    write_durably(file, buffer.getvalue().encode("utf-8-sig"))
