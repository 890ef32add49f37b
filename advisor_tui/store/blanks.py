"""Blanked entries of the journal: which rows were a client's, how they are blanked, and what authorises it.

A blank counts only where a later entry names it: the receipt of head office's order, in the same transaction.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

AUTHORISING = "order_receipt"
"""The table whose entries authorise blanks: receipts of orders to erase or to purge."""
STATUSES = ("erased", "purged")
_KEPT = ("order_receipt", "erasure_order")
"""They tell of the erasure by ids alone, and stay."""
_RECEIPTS = text("SELECT seq, payload FROM journal WHERE table_name = :table AND payload IS NOT NULL ORDER BY seq")
_OWN = text(
    "SELECT DISTINCT table_name, row_id FROM journal WHERE instr(payload, :subject) > 0 AND :subject IN ("
    "json_extract(payload, '$.client_id[0]'), json_extract(payload, '$.client_id[1]'), "
    "json_extract(payload, '$.other_id[0]'), json_extract(payload, '$.other_id[1]'))"
)
_ENTRIES = text("SELECT seq FROM journal WHERE table_name = :table AND row_id = :row")
_BLANK = text("UPDATE journal SET salt = NULL, payload = NULL WHERE seq = :seq")


@dataclass(frozen=True)
class Blanks:
    """The blanks that receipts name: ranges of seq, sorted, each with the seq of the entry that names it."""

    firsts: Sequence[int]
    ranges: Sequence[tuple[int, int, int]]

    def allow(self, seq: int) -> bool:
        """Whether a later entry names this one."""
        place = bisect_right(self.firsts, seq)
        return any(first <= seq <= last and seq < by for first, last, by in self.ranges[:place])


def authorised(connection: Connection) -> Blanks:
    """What the journal's receipts of erasures and purges name."""
    found: list[tuple[int, int, int]] = []
    for seq, payload in connection.execute(_RECEIPTS, {"table": AUTHORISING}):
        values = json.loads(payload)
        status, evidence = (values.get(name, [None, None])[1] for name in ("status", "evidence"))
        if status in STATUSES and evidence:
            found += [(first, last, seq) for first, last in json.loads(evidence).get("blanked", [])]
    found.sort()
    return Blanks([first for first, _, _ in found], found)


def rows_of(connection: Connection, subject: str) -> set[tuple[str, str]]:
    """Every row that was ever a client's, and the client's own; those gone long since too. Scans the journal."""
    rows = {(table, row) for table, row in connection.execute(_OWN, {"subject": subject}) if table not in _KEPT}
    return rows | {("client", subject)}


def blank(connection: Connection, rows: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """Blank salt and payload of every entry of these rows; the ranges of seq, for the receipt."""
    seqs: list[int] = []
    for table, row in sorted(rows):
        seqs += connection.execute(_ENTRIES, {"table": table, "row": row}).scalars()
    if seqs:
        connection.execute(_BLANK, [{"seq": seq} for seq in seqs])
    ranges: list[tuple[int, int]] = []
    for seq in sorted(seqs):
        if ranges and seq == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], seq)
        else:
            ranges.append((seq, seq))
    return ranges
