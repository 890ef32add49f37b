"""How `client_card` and the search index follow their sources, generated from one table of sources.

A card is derived data. Whatever way a source changes (objects, bulk statements, REPLACE, a cascade), a trigger notes
the client in `card_dirty`; `refresh` brings the noted cards up to date, once each and before the transaction commits.
Following row by row instead costs four times as much in an import: SQLite makes FTS5 write its terms out at each
statement that fires triggers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from advisor_tui.store.far_dates import NEVER, NOTHING_DUE
from advisor_tui.store.pinyin import name_key, other_readings
from advisor_tui.store.search.terms import SCHEMA as SEARCH_SCHEMA
from advisor_tui.store.search.terms import client_terms, paper_terms

PREFIX = "card_"
Tiers = Sequence[tuple[str, int]]
"""The bank's tiers, lowest first: id and floor of assets in 分."""


@dataclass(frozen=True)
class _Source:
    """What a table with a `client_id` adds to the card.

    `columns` are those whose change matters, `values` the card's columns as SQL over `client_card.client_id`.
    """

    table: str
    columns: tuple[str, ...]
    values: dict[str, str]


def _of(table: str, what: str, where: str = "") -> str:
    return f"(SELECT {what} FROM {table} WHERE client_id = client_card.client_id{where})"


def _latest_assessment(column: str) -> str:
    # A changed level counts once the client has confirmed it (令2025年第7号 第二十九条).
    return _of("risk_assessment", column, " AND level_change_confirmed = 1 ORDER BY assessed_on DESC, id DESC LIMIT 1")


_ASSETS = _of("holding", "coalesce(sum(value), 0)")


def _tier(assets: str) -> dict[str, str]:
    given = "(SELECT tier FROM client WHERE id = client_card.client_id)"
    return {"tier": f"tier_id({given}, {assets})", "tier_rank": f"tier_rank({given}, {assets})"}


_LAST_CONTACT = (
    "max(coalesce(" + _of("contact_log", "date(max(at), '+8 hours')") + f", '{NEVER}'), "
    "coalesce(" + _of("follow_up", "date(max(done_at), '+8 hours')", " AND status = 'done'") + f", '{NEVER}'))"
)
_NEXT_DUE = (
    "min(coalesce(" + _of("task", "min(max(due_on, coalesce(snoozed_until, due_on)))", " AND status = 'open'")
    + f", '{NOTHING_DUE}'), coalesce("
    + _of("follow_up", "min(planned_on)", " AND status = 'planned'") + f", '{NOTHING_DUE}'))"
)  # fmt: skip

_SOURCES = (
    _Source(
        "identity_document",
        ("number", "expires_on", "long_term", "main"),
        {
            "paper_terms": "paper_terms(" + _of("identity_document", "group_concat(number, char(10))") + ")",
            "id_expires_on": "coalesce("
            + _of("identity_document", "min(expires_on)", " AND main = 1 AND long_term = 0")
            + f", '{NOTHING_DUE}')",
        },
    ),
    _Source(
        "holding",
        ("value",),
        {"assets": _ASSETS, **_tier(_ASSETS)},
    ),
    _Source("liability", ("balance",), {"debts": _of("liability", "coalesce(sum(balance), 0)")}),
    _Source(
        "risk_assessment",
        ("id", "level", "level_change_confirmed", "assessed_on", "valid_until"),
        {
            "risk_level": f"coalesce({_latest_assessment('level')}, 0)",
            "assessed_until": _latest_assessment("valid_until"),
        },
    ),
    _Source("contact_log", ("at",), {"last_contact_on": _LAST_CONTACT}),
    _Source(
        "follow_up",
        ("status", "planned_on", "done_at"),
        {"last_contact_on": _LAST_CONTACT, "next_due_on": _NEXT_DUE},
    ),
    _Source("task", ("status", "due_on", "snoozed_until"), {"next_due_on": _NEXT_DUE}),
)
_NAMED = {
    "name_key": "name_key(c.name)",
    "other_readings": "other_readings(c.name)",
    "terms": "client_terms(c.name, c.number, c.phone)",
}
_EMPTY = {
    "paper_terms": "''",
    "tier": "tier_id(c.tier, 0)",
    "tier_rank": "tier_rank(c.tier, 0)",
    "assets": "0",
    "debts": "0",
    "risk_level": "0",
    "last_contact_on": f"'{NEVER}'",
    "next_due_on": f"'{NOTHING_DUE}'",
    "id_expires_on": f"'{NOTHING_DUE}'",
}
"""A card before anything but the client is known."""
_CLIENT, _TIER, _FIRST_SOURCE = 1, 2, 4
"""Bits of `card_dirty.what`: the client's names, the given tier, then one for each source."""
_EVERYTHING = _FIRST_SOURCE * 2 ** len(_SOURCES) - 1


def card_schema() -> list[str]:
    """The statements that make the search index; the card's own table stands in the metadata."""
    return list(SEARCH_SCHEMA)


def card_triggers() -> list[str]:
    """The statements that make all triggers, each named `card_…`."""
    sources = [sql for bit, source in _bits() for sql in _source_triggers(bit, source)]
    return [*_client_triggers(), *sources, *_search_triggers()]


def drop_card_triggers(connection: Connection) -> None:
    """Drop the generated triggers, as a migration must before it rebuilds a table."""
    names = connection.exec_driver_sql(
        f"SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '{PREFIX}*'"
    )
    for (name,) in list(names):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def register_card_functions(connection: Any, tiers: Tiers) -> None:
    """Register what the refresh asks for on a driver connection."""
    floors = list(tiers)
    ranks = {tier: rank for rank, (tier, _) in enumerate(floors)}

    def reached(given: str, assets: int) -> int:
        if given in ranks:
            return ranks[given]
        return max((rank for rank, (_, floor) in enumerate(floors) if assets >= floor), default=0)

    def tier_id(given: str, assets: int) -> str:
        if given or not floors:
            return given
        return floors[reached(given, assets)][0]

    for name, count, function in (
        ("name_key", 1, name_key),
        ("other_readings", 1, other_readings),
        ("client_terms", 3, client_terms),
        ("paper_terms", 1, paper_terms),
        ("tier_id", 2, tier_id),
        ("tier_rank", 2, reached),
    ):
        connection.create_function(name, count, function, deterministic=True)


def refresh(connection: Connection) -> None:
    """Bring the noted cards up to date, inside the caller's transaction and before it commits."""
    bits = set(connection.exec_driver_sql("SELECT DISTINCT what FROM card_dirty").scalars())
    if not bits:
        return
    for bit, sql in _REFRESH:
        if any(bit & what for what in bits):
            connection.exec_driver_sql(sql)
    connection.exec_driver_sql("DELETE FROM card_dirty")


def rebuild(connection: Connection) -> None:
    """Throw all cards and the search index away and make them anew, inside the caller's transaction."""
    connection.exec_driver_sql("DELETE FROM client_card")
    connection.exec_driver_sql("DELETE FROM client_search")
    connection.exec_driver_sql("DELETE FROM paper_search")
    connection.exec_driver_sql(f"INSERT OR REPLACE INTO card_dirty SELECT id, {_EVERYTHING} FROM client")
    refresh(connection)


def compact(connection: Connection) -> None:
    """Rewrite the search index so that nothing of deleted clients is left in it (an erasure's last step)."""
    for table in ("client_search", "paper_search"):
        connection.exec_driver_sql(f"INSERT INTO {table}({table}) VALUES ('optimize')")


def _bits() -> list[tuple[int, _Source]]:
    return [(_FIRST_SOURCE << place, source) for place, source in enumerate(_SOURCES)]


def _dirty(bit: int) -> str:
    return f"(SELECT client_id FROM card_dirty WHERE what & {bit})"


def _set(values: dict[str, str]) -> str:
    return ", ".join(f"{column} = {sql}" for column, sql in values.items())


_REFRESH = (
    (
        _CLIENT,
        f"DELETE FROM client_card WHERE client_id IN {_dirty(_CLIENT)} "
        "AND NOT EXISTS (SELECT 1 FROM client WHERE id = client_id)",
    ),
    (
        _CLIENT,
        f"UPDATE client_card SET {_set(_NAMED)} FROM client c WHERE c.id = client_card.client_id "
        f"AND client_card.client_id IN {_dirty(_CLIENT)}",
    ),
    # Before the new cards are made: those have the given tier already.
    (_TIER, f"UPDATE client_card SET {_set(_tier('client_card.assets'))} WHERE client_id IN {_dirty(_TIER)}"),
    (
        _CLIENT,
        f"INSERT INTO client_card (client_id, {', '.join((*_NAMED, *_EMPTY))}) "
        f"SELECT c.id, {', '.join((*_NAMED.values(), *_EMPTY.values()))} FROM client c WHERE c.id IN {_dirty(_CLIENT)} "
        "AND NOT EXISTS (SELECT 1 FROM client_card WHERE client_id = c.id)",
    ),
    *(
        (bit, f"UPDATE client_card SET {_set(source.values)} WHERE client_id IN {_dirty(bit)}")
        for bit, source in _bits()
    ),
)
"""The statements of a refresh, each with the bit that asks for it."""


def _note(bit: int, ids: str) -> str:
    return f"INSERT INTO card_dirty VALUES {ids} ON CONFLICT (client_id) DO UPDATE SET what = what | {bit}"


def _client_triggers() -> list[str]:
    return [
        # With the tier: after a REPLACE the card of the replaced client is still there.
        "CREATE TRIGGER card_client_insert AFTER INSERT ON client "
        f"BEGIN {_note(_CLIENT | _TIER, f'(new.id, {_CLIENT | _TIER})')}; END",
        "CREATE TRIGGER card_client_update AFTER UPDATE OF name, number, phone ON client "
        "WHEN (old.name, old.number, old.phone) IS NOT (new.name, new.number, new.phone) "
        f"BEGIN {_note(_CLIENT, f'(new.id, {_CLIENT})')}; END",
        "CREATE TRIGGER card_client_tier AFTER UPDATE OF tier ON client WHEN old.tier IS NOT new.tier "
        f"BEGIN {_note(_TIER, f'(new.id, {_TIER})')}; END",
        f"CREATE TRIGGER card_client_delete AFTER DELETE ON client BEGIN {_note(_CLIENT, f'(old.id, {_CLIENT})')}; END",
    ]


def _source_triggers(bit: int, source: _Source) -> list[str]:
    columns = ("client_id", *source.columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    # A task may belong to no client.
    event = f"CREATE TRIGGER card_{source.table}_{{}} AFTER {{}} ON {source.table} WHEN {{}} BEGIN {{}}; END"
    of_old, of_new = f"(old.client_id, {bit})", f"(new.client_id, {bit})"
    there = "coalesce(old.client_id, new.client_id)"
    return [
        event.format("insert", "INSERT", "new.client_id IS NOT NULL", _note(bit, of_new)),
        event.format("delete", "DELETE", "old.client_id IS NOT NULL", _note(bit, of_old)),
        event.format(
            "update", f"UPDATE OF {', '.join(columns)}", f"({old}) IS NOT ({new}) AND {there} IS NOT NULL",
            _note(bit, f"(coalesce(new.client_id, old.client_id), {bit}), ({there}, {bit})"),
        ),
    ]  # fmt: skip


def _search_triggers() -> list[str]:
    triggers = []
    for table, column in (("client_search", "terms"), ("paper_search", "paper_terms")):
        forget = f"DELETE FROM {table} WHERE rowid = old.docid"
        # A select instead of VALUES, so that a client without papers costs no row.
        learn = f"INSERT INTO {table} (rowid, terms) SELECT new.docid, new.{column} WHERE new.{column} <> ''"
        triggers += [
            f"CREATE TRIGGER {PREFIX}{table}_insert AFTER INSERT ON client_card BEGIN {learn}; END",
            f"CREATE TRIGGER {PREFIX}{table}_update AFTER UPDATE OF {column} ON client_card "
            f"WHEN old.{column} IS NOT new.{column} BEGIN {forget}; {learn}; END",
            f"CREATE TRIGGER {PREFIX}{table}_delete AFTER DELETE ON client_card BEGIN {forget}; END",
        ]
    return triggers
