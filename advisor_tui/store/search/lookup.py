"""Ranked search: whole names and numbers first, then their beginnings, then the rest, the richer client first.

A common query (one letter, a frequent surname) matches a fifth of the book; sorting all of them to show fifty would
take longer than a keystroke. Then the index of assets is walked from the top until the page is full, within a budget
that bounds the worst case.
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

_WALK_FACTOR = 8
"""How many times the expected number of steps a walk may take before sorting everything is cheaper."""
_NAMES = "SELECT rowid FROM client_search WHERE client_search MATCH :names"
_PAPERS = "SELECT rowid FROM paper_search WHERE paper_search MATCH :papers"
_BOTH = f"{_NAMES} UNION {_PAPERS}"
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


def count(connection: Connection, key: str) -> int:
    """How many clients a folded query finds."""
    sql = f"SELECT count(*) FROM ({hits_sql(key)})"
    return int(connection.exec_driver_sql(sql, parameters(key)).scalar_one())


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
    if not _is_common(found, limit, book):
        return ranked(connection, key, limit)
    return _Bands(connection, key, limit, found, book).fill()


def _is_common(found: int, limit: int, book: int) -> bool:
    # Sorting costs `found` look-ups, walking about limit · book / found of them.
    return found > limit and found * found > limit * book


@dataclass
class _Bands:
    """Fills a page band by band."""

    connection: Connection
    key: str
    limit: int
    found: int
    book: int

    def fill(self) -> list[int]:
        """The best rows: whole matches, then beginnings, then the rest."""
        digits = has_digit(self.key)
        rest = f"{_IS_MATCH} AND NOT ({_IS_EXACT} OR {_IS_FRONT})"
        rows: list[int] = []
        for names, papers, rule, known in (
            (exact_text(self.key), exact_paper_text(self.key) if digits else "", _IS_EXACT, None),
            (front_text(self.key), "", f"{_IS_FRONT} AND NOT {_IS_EXACT}", None),
            (match_text(self.key), paper_text(self.key) if digits else "", rest, self.found),
        ):
            wanted = self.limit - len(rows)
            if wanted <= 0:
                break
            hits = _BOTH if papers else _NAMES
            given: dict[str, str | int] = {**parameters(self.key), "names": names, "papers": papers, "limit": wanted}
            band = self._count(hits, given) if known is None else known
            if not _is_common(band, self.limit, self.book):
                rows += self._sorted(hits, rule, given) if band else []
                continue
            budget = _WALK_FACTOR * self.limit * self.book // band
            walked = self._walk(rule, wanted, budget)
            if len(walked) < wanted and budget < self.book:
                return ranked(self.connection, self.key, self.limit)
            rows += walked
        return rows

    def _count(self, hits: str, given: dict[str, str | int]) -> int:
        return int(self.connection.exec_driver_sql(f"SELECT count(*) FROM ({hits})", given).scalar_one())

    def _sorted(self, hits: str, rule: str, given: dict[str, str | int]) -> list[int]:
        sql = f"SELECT docid FROM client_card WHERE docid IN ({hits}) AND {rule} ORDER BY {_BEST} LIMIT :limit"
        return list(self.connection.exec_driver_sql(sql, given).scalars())

    def _walk(self, rule: str, wanted: int, budget: int) -> list[int]:
        sql = (
            f"SELECT docid FROM (SELECT docid, terms, paper_terms FROM client_card ORDER BY {_BEST} LIMIT :budget) "
            f"WHERE {rule} LIMIT :wanted"
        )
        given = {**parameters(self.key), "budget": budget, "wanted": wanted}
        return list(self.connection.exec_driver_sql(sql, given).scalars())
