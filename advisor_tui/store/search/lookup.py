"""Ranked search: whole names and numbers first, then their beginnings, then the rest, the richer client first.

A common query (one letter, a frequent surname) matches a fifth of the book; sorting all of them to show fifty would
take longer than a keystroke. Few matches are looked up and sorted. Many are met by walking down from the richest
client. What lies between is picked from the index of assets by the list of matches, without looking at a client.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from advisor_tui.store.search.terms import (
    FORWARD,
    INITIALS,
    TAIL,
    WHOLE,
    exact_paper_text,
    exact_text,
    front_text,
    has_digit,
    match_text,
    paper_text,
)

_FEW = 700
"""Matches that are looked up and sorted: about 2 µs each."""
_COMMON = 10
"""A band is common if at least one in so many clients is in it: walking meets a page of it within few steps."""
_WALK_FACTOR = 8
"""How many times the expected number of steps a walk may take before picking is cheaper."""
_BY_ASSETS = "ix_card_assets"
_NAMES = "SELECT rowid FROM client_search WHERE client_search MATCH :names"
_PAPERS = "SELECT rowid FROM paper_search WHERE paper_search MATCH :papers"
_BOTH = f"{_NAMES} UNION {_PAPERS}"
_COUNT_NAMES = "SELECT count(*) FROM client_search WHERE client_search MATCH :names"
_COUNT_SOME = "SELECT count(*) FROM ({} LIMIT :enough)"
# In the order of the rowids, in which both come: merged as they are, without a temporary table.
_COUNT_BOTH = f"SELECT count(*) FROM ({_BOTH} ORDER BY 1)"
_IS_EXACT = "(instr(terms, :exact_name) > 0 OR instr(terms, :exact_number) > 0 OR instr(paper_terms, :exact_paper) > 0)"
_IS_FRONT = (
    "(instr(terms, :front_name) > 0 OR instr(terms, :front_initials) > 0 OR instr(terms, :front_number) > 0"
    " OR instr(paper_terms, :exact_paper) > 0)"
)
_IS_MATCH = f"(instr(terms, :inner) > 0 OR instr(terms, :tail) > 0 OR instr(paper_terms, :tail) > 0 OR {_IS_FRONT})"
BAND = f"CASE WHEN {_IS_EXACT} THEN 0 WHEN {_IS_FRONT} THEN 1 ELSE 2 END"
"""The ORDER BY term of how well a client matches, the best first; its parameters are those of `parameters`."""
_BEST = "assets DESC, docid DESC"
_NEVER_FOUND = "\x00"
"""Stands for a kind of match that a query cannot have: no term contains it."""


def hits_sql(key: str) -> str:
    """The subquery of the `docid`s that a folded query finds; its parameters are those of `parameters`."""
    return _BOTH if has_digit(key) else _NAMES


def parameters(key: str) -> dict[str, str]:
    """The parameters of every statement here for a folded query."""
    digits = has_digit(key)
    return {
        "names": match_text(key),
        "papers": paper_text(key),
        "exact_name": f" {WHOLE}{key} ",
        "front_name": f" {WHOLE}{key}",
        "front_initials": f" {INITIALS}{key}",
        "inner": f" {key}",
        "exact_number": f" {FORWARD}{key} " if digits else _NEVER_FOUND,
        "front_number": f" {FORWARD}{key}" if digits else _NEVER_FOUND,
        "tail": f" {TAIL}{key[::-1]}" if digits else _NEVER_FOUND,
        "exact_paper": f" {TAIL}{key[::-1]} " if digits else _NEVER_FOUND,
    }


def count(connection: Connection, key: str, book: int) -> int:
    """How many clients a folded query finds in a book of so many."""

    def counted(sql: str) -> int:
        return int(connection.exec_driver_sql(sql, parameters(key)).scalar_one())

    if not has_digit(key):
        return counted(_COUNT_NAMES)
    # Every mobile number begins with 1: no paper can add a client then, and merging them all is what costs.
    if len(key) == 1 and counted(_COUNT_NAMES) >= book:
        return book
    return counted(_COUNT_BOTH)


def ranked(connection: Connection, key: str, limit: int = -1) -> list[int]:
    """The `docid`s of the clients that a folded query finds, best first."""
    sql = f"SELECT docid FROM client_card WHERE docid IN ({hits_sql(key)}) ORDER BY {BAND}, {_BEST} LIMIT :limit"
    return list(connection.exec_driver_sql(sql, {**parameters(key), "limit": limit}).scalars())


def best(connection: Connection, key: str, limit: int, *, found: int, book: int) -> list[int]:
    """The first of `ranked`, without sorting all of a common query's matches.

    Args:
        connection: A reader.
        key: The folded query.
        limit: How many are wanted.
        found: What `count` said.
        book: How many clients there are.
    """
    if found <= max(limit, _FEW):
        return ranked(connection, key, limit)
    return _Bands(connection, key, limit, found, book).fill()


@dataclass
class _Bands:
    """Fills a page band by band, each in the way that is the quickest for as many matches as it has."""

    connection: Connection
    key: str
    limit: int
    found: int
    book: int

    def fill(self) -> list[int]:
        """The best rows: whole matches, then beginnings, then the rest."""
        digits = has_digit(self.key)
        exact, exact_paper = exact_text(self.key), exact_paper_text(self.key) if digits else ""
        front, papers = front_text(self.key), paper_text(self.key) if digits else ""
        rest = f"{_IS_MATCH} AND NOT ({_IS_EXACT} OR {_IS_FRONT})"
        rows: list[int] = []
        for names, numbers, better, rule, known in (
            (exact, exact_paper, "", _IS_EXACT, None),
            (front, "", exact, f"{_IS_FRONT} AND NOT {_IS_EXACT}", None),
            (match_text(self.key), papers, front, rest, self.found),
        ):
            wanted = self.limit - len(rows)
            if wanted <= 0:
                break
            given: dict[str, str | int] = {**parameters(self.key), "names": names, "papers": numbers, "wanted": wanted}
            given |= {"better": better, "better_papers": exact_paper}
            band = self._size(given) if known is None else known
            if band:
                rows += self._band(band, rule, given)
        return rows

    def _size(self, given: dict[str, str | int]) -> int:
        """How many a band has, counted no further than where it is common."""
        sql = _COUNT_SOME.format(_BOTH if given["papers"] else _NAMES)
        enough = max(self.book // _COMMON, _FEW) + 1
        return int(self.connection.exec_driver_sql(sql, {**given, "enough": enough}).scalar_one())

    def _band(self, size: int, rule: str, given: dict[str, str | int]) -> list[int]:
        if size <= _FEW:
            return self._sorted(rule, given)
        if size * _COMMON >= self.book:
            budget = _WALK_FACTOR * self.limit * self.book // size
            walked = self._walk(rule, {**given, "budget": budget})
            if len(walked) == given["wanted"] or budget >= self.book:
                return walked
        return self._picked(given)

    def _sorted(self, rule: str, given: dict[str, str | int]) -> list[int]:
        """Look every match up and sort them."""
        hits = _BOTH if given["papers"] else _NAMES
        sql = f"SELECT docid FROM client_card WHERE docid IN ({hits}) AND {rule} ORDER BY {_BEST} LIMIT :wanted"
        return self._read(sql, given)

    def _walk(self, rule: str, given: dict[str, str | int]) -> list[int]:
        """Look at the richest clients one by one: many of them match."""
        sql = (
            f"SELECT docid FROM (SELECT docid, terms, paper_terms FROM client_card ORDER BY {_BEST} LIMIT :budget) "
            f"WHERE {rule} LIMIT :wanted"
        )
        return self._read(sql, given)

    def _picked(self, given: dict[str, str | int]) -> list[int]:
        """Go down the index of assets, which alone is read, and pick those that the search index names."""
        hits = _BOTH if given["papers"] else _NAMES
        if given["better"]:
            hits += " EXCEPT SELECT rowid FROM client_search WHERE client_search MATCH :better"
            if given["better_papers"]:
                hits += " EXCEPT SELECT rowid FROM paper_search WHERE paper_search MATCH :better_papers"
        book = f"client_card INDEXED BY {_BY_ASSETS}"
        sql = f"SELECT docid FROM {book} WHERE +docid IN ({hits}) ORDER BY {_BEST} LIMIT :wanted"
        return self._read(sql, given)

    def _read(self, sql: str, given: dict[str, str | int]) -> list[int]:
        return list(self.connection.exec_driver_sql(sql, given).scalars())
