"""Walking the journal's chain: is every entry what it was when it was written?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.store.blanks import Blanks, authorised
from advisor_tui.store.hashing import GENESIS, digest_of, entry_hash, payload_hash
from advisor_tui.store.tables import metadata
from advisor_tui.store.triggers import row_json, synced_tables, table_columns

COLUMNS = (
    "seq", "instant", "hlc", "origin", "actor", "action", "table_name", "row_id", "salt", "payload", "payload_hash",
    "prev_hash", "hash",
)  # fmt: skip
"""The journal's columns, as a bundle's changes.jsonl carries them."""
_STEP = 5_000


@dataclass(frozen=True)
class AuditResult:
    """What the walk found.

    Attributes:
        entries: How many entries were walked.
        first_bad: The seq of the first entry that is not what it was, or None.
        reason: A word for what is wrong with it: `gap`, `chain`, `payload`, `hash`, `blank`, `short`.
        head: The hash that the chain ends with.
    """

    entries: int
    first_bad: int | None
    reason: str
    head: str

    @property
    def ok(self) -> bool:
        """Whether every entry is what it was."""
        return self.first_bad is None


def verify_chain(
    connection: Connection, *, sealed: tuple[int, str] | None = None, progress: Callable[[int], None] = lambda _: None
) -> AuditResult:
    """Walk the chain from its genesis and name the first bad entry.

    Args:
        connection: A reader.
        sealed: The last sealed seq and hash that HOME/head keeps: a journal shorter than it, or with another hash
            there, has lost or changed what was already sealed.
        progress: Called with the number of entries walked so far.
    """
    previous, expected, blanks = GENESIS, 0, authorised(connection)
    for row in _entries(connection):
        expected += 1
        values: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        fault = _fault(values, expected, previous, blanks)
        if not fault and sealed and values["seq"] == sealed[0] and values["hash"] != sealed[1]:
            fault = "chain"
        if fault:
            return AuditResult(expected, values["seq"], fault, previous)
        previous = values["hash"]
        if expected % _STEP == 0:
            progress(expected)
    progress(expected)
    if sealed and expected < sealed[0]:
        return AuditResult(expected, expected + 1, "short", previous)
    return AuditResult(expected, None, "", previous)


def _entries(connection: Connection) -> Iterator[tuple[Any, ...]]:
    last = 0
    statement = text(f"SELECT {', '.join(COLUMNS)} FROM journal WHERE seq > :last ORDER BY seq LIMIT :step")
    while True:
        rows = connection.execute(statement, {"last": last, "step": _STEP}).all()
        if not rows:
            return
        yield from (tuple(row) for row in rows)
        last = rows[-1][0]


def _fault(values: dict[str, Any], expected: int, previous: str, blanks: Blanks) -> str:
    if values["seq"] != expected:
        return "gap"
    if values["prev_hash"] != previous:
        return "chain"
    salt, payload = values["salt"], values["payload"]
    if salt is None or payload is None:
        if salt is not None or payload is not None or not blanks.allow(values["seq"]):
            return "blank"
    elif not _payload_fits(salt, payload, values["payload_hash"]):
        return "payload"
    header = [values[name] for name in COLUMNS[:8]]
    if entry_hash(header, values["payload_hash"], previous) != values["hash"]:
        return "hash"
    return ""


def _payload_fits(salt: str, payload: str, hashed: str) -> bool:
    try:
        return payload_hash(salt, payload) == hashed
    except ValueError:
        return False


def wrong_digests(connection: Connection) -> list[str]:
    """The synced tables whose kept row count or digest is not that of their rows; scans them all."""
    kept = {
        name: (rows, digest)
        for name, rows, digest in connection.execute(text("SELECT table_name, rows, digest FROM table_state"))
    }
    wrong = []
    for table in synced_tables(metadata):
        array = row_json(table_columns(connection, table))
        rows = [row for (row,) in connection.execute(text(f'SELECT {array} FROM "{table}"'))]
        if kept.get(table) != (len(rows), digest_of(table, rows)):
            wrong.append(table)
    return wrong


def state_digest(connection: Connection) -> str:
    """One digest over all synced tables' counts and digests: two desks with the same data have the same."""
    from hashlib import sha256

    rows = connection.execute(text("SELECT table_name, rows, digest FROM table_state ORDER BY table_name"))
    return sha256("\n".join(f"{name} {count} {digest}" for name, count, digest in rows).encode()).hexdigest()
