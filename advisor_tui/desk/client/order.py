"""In which order the client list stands, and where a page of it begins.

The whole book runs along one index per sort (keyset pages). A search or a filter makes its list of `docid`s once per
state of the data: a filter that lets a few through would make a walk along the index read the whole book.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from sqlalchemy import Connection

from advisor_tui.desk.views.clients import ClientFilter, ClientQuery
from advisor_tui.desk.views.common import Anchor
from advisor_tui.store.pinyin import folded
from advisor_tui.store.search import lookup

COLUMNS = {
    "match": "assets",
    "name": "name_key",
    "tier": "tier_rank",
    "assets": "assets",
    "risk": "risk_level",
    "contact": "last_contact_on",
    "due": "next_due_on",
}
"""The card's column of each sort of the list."""


@dataclass(frozen=True)
class Stretch:
    """Consecutive rows of a list: their `docid`s, the first one's place (-1 if not counted) and the list's length."""

    docids: list[int]
    first: int
    total: int


class Order(Protocol):
    """A list of clients in an order."""

    def stretch(self, connection: Connection, anchor: Anchor, count: int) -> Stretch:
        """At most `count` consecutive rows at an anchor whose key is a client's id."""
        ...


class IndexOrder:
    """The whole book along an index; `total` is its length as the caller knows it."""

    def __init__(self, column: str, *, descending: bool) -> None:
        self.total = 0
        forward, backward = ("DESC", "ASC") if descending else ("ASC", "DESC")
        after, before = ("<", ">") if descending else (">", "<")
        pick = f"SELECT docid FROM client_card {{}}ORDER BY {column} {{0}}, docid {{0}} LIMIT ?"  # noqa: S608  (columns of ours)
        place = f"WHERE ({column}, docid) {{}} (?, ?) "
        self._start = pick.replace("{}", "").replace("{0}", forward)
        self._end = pick.replace("{}", "").replace("{0}", backward)
        self._after = pick.replace("{}", place.format(after)).replace("{0}", forward)
        self._before = pick.replace("{}", place.format(before)).replace("{0}", backward)
        self._count = f"SELECT count(*) FROM client_card WHERE ({column}, docid) {before} (?, ?)"  # noqa: S608  (columns of ours)
        self._spot = f"SELECT {column}, docid FROM client_card WHERE client_id = ?"  # noqa: S608  (columns of ours)
        self._stood: dict[str, tuple[object, int]] = {}

    def stretch(self, connection: Connection, anchor: Anchor, count: int) -> Stretch:
        """See `Order`."""
        spot = self._find(connection, anchor.key) if anchor.key else None
        if anchor.kind == "start" or (spot is None and anchor.kind != "end"):
            return Stretch(self._read(connection, self._start, (count,)), 0, self.total)
        if spot is None:
            docids = self._read(connection, self._end, (count,))[::-1]
            return Stretch(docids, self.total - len(docids), self.total)
        if anchor.kind == "after":
            return Stretch(self._read(connection, self._after, (*spot, count)), -1, self.total)
        earlier = self._read(connection, self._before, (*spot, count if anchor.kind == "before" else count // 2))[::-1]
        if anchor.kind == "before":
            return Stretch(earlier, -1, self.total)
        # A deleted client leaves a place: what follows it moves up.
        there = [spot[1]] if self._is_there(connection, spot[1]) else []
        later = self._read(connection, self._after, (*spot, count - len(earlier) - len(there)))
        if len(later) < count - len(earlier) - len(there):
            earlier = self._read(connection, self._before, (*spot, count - len(later) - len(there)))[::-1]
        before = int(connection.exec_driver_sql(self._count, spot).scalar_one())
        return Stretch([*earlier, *there, *later], before - len(earlier), self.total)

    def _find(self, connection: Connection, key: str) -> tuple[object, int] | None:
        row = connection.exec_driver_sql(self._spot, (key,)).first()
        if row is None:
            return self._stood.get(key)
        if len(self._stood) > 500:
            self._stood.clear()
        self._stood[key] = (row[0], row[1])
        return self._stood[key]

    @staticmethod
    def _is_there(connection: Connection, docid: int) -> bool:
        sql = "SELECT 1 FROM client_card WHERE docid = ?"
        return connection.exec_driver_sql(sql, (docid,)).first() is not None

    @staticmethod
    def _read(connection: Connection, sql: str, parameters: tuple[object, ...]) -> list[int]:
        return list(connection.exec_driver_sql(sql, parameters).scalars())


class ListOrder:
    """A search's or a filter's list."""

    def __init__(self, docids: list[int], stood: "ListOrder | None" = None) -> None:
        self._docids = array("q", docids)
        self._stood: dict[str, int] = stood._stood if stood else {}

    def stretch(self, connection: Connection, anchor: Anchor, count: int) -> Stretch:
        """See `Order`."""
        total = len(self._docids)
        place = self._place(connection, anchor.key) if anchor.key else 0
        start, end = {
            "start": (0, count),
            "end": (total - count, total),
            "after": (place + 1, place + 1 + count),
            "before": (place - count, place),
            "around": (min(place - count // 2, total - count), max(place - count // 2, 0) + count),
        }[anchor.kind]
        start, end = max(0, start), min(max(0, end), total)
        return Stretch(self._docids[start:end].tolist(), start, total)

    def _place(self, connection: Connection, key: str) -> int:
        docid = connection.exec_driver_sql("SELECT docid FROM client_card WHERE client_id = ?", (key,)).scalar()
        try:
            place = self._docids.index(docid if isinstance(docid, int) else -1)
        except ValueError:
            return self._stood.get(key, 0)
        if len(self._stood) > 500:
            self._stood.clear()
        self._stood[key] = place
        return place


def read_list(connection: Connection, query: ClientQuery, rank: Mapping[str, int], today: date) -> list[int]:
    """All `docid`s of a search or a filter, in its order.

    Args:
        connection: A reader.
        query: With a text or a filter.
        rank: The rank of each tier.
        today: The business date.
    """
    key = folded(query.text)
    if key and query.sort == "match" and query.filter.empty:
        return lookup.ranked(connection, key)
    conditions, parameters = _conditions(query.filter, rank, today)
    if key:
        conditions.append(f"docid IN ({lookup.hits_sql(key)})")
        parameters |= lookup.parameters(key)
    best = lookup.BAND + ", " if key and query.sort == "match" else ""
    way = "DESC" if query.descending or query.sort == "match" else "ASC"
    # The plus keeps SQLite from walking the sort's index through the whole book.
    sql = (
        f"SELECT docid FROM client_card WHERE {' AND '.join(conditions)} "  # noqa: S608  (constants only)
        f"ORDER BY {best}+{COLUMNS[query.sort]} {way}, +docid {way}"
    )
    return list(connection.exec_driver_sql(sql, parameters).scalars())


def _conditions(wanted: ClientFilter, rank: Mapping[str, int], today: date) -> tuple[list[str], dict[str, str | int]]:
    conditions: list[str] = []
    parameters: dict[str, str | int] = {"today": today.isoformat()}
    if wanted.tier:
        conditions.append("tier_rank = :rank AND tier = :tier")
        parameters |= {"rank": rank.get(wanted.tier, 0), "tier": wanted.tier}
    if wanted.follow_up_due:
        conditions.append(
            "client_id IN (SELECT client_id FROM follow_up WHERE status = 'planned' AND planned_on <= :today)"
        )
    if wanted.maturing_days is not None:
        conditions.append("client_id IN (SELECT client_id FROM holding WHERE matures_on BETWEEN :today AND :until)")
        parameters["until"] = (today + timedelta(days=wanted.maturing_days)).isoformat()
    if wanted.assessment_expired:
        conditions.append("assessed_until < :today")
    if wanted.no_contact_days is not None:
        conditions.append("last_contact_on < :since")
        parameters["since"] = (today - timedelta(days=wanted.no_contact_days)).isoformat()
    return conditions, parameters
