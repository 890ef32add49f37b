"""A database with cards and search but no journal: what the tests of derived data need."""

from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from advisor_tui.store.cards import card_schema, card_triggers, refresh, register_card_functions
from advisor_tui.store.tables import metadata

TIERS = (("standard", 0), ("gold", 5_000_000), ("private", 1_000_000_000))
ADVISOR, BRANCH = "advisor-1", "branch-1"


def plain_engine() -> Engine:
    """An empty database in memory, its cards refreshed at every commit."""

    def connect() -> Any:
        connection = sqlcipher.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        register_card_functions(connection, TIERS)
        return connection

    engine = create_engine("sqlite://", creator=connect, module=sqlcipher, poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        metadata.create_all(connection)
        for sql in (*card_schema(), *card_triggers()):
            connection.exec_driver_sql(sql)
        connection.exec_driver_sql("INSERT INTO branch (id, code, name) VALUES (?, 'B', 'B')", (BRANCH,))
        connection.exec_driver_sql(
            "INSERT INTO advisor (id, staff_no, name, branch_id, role, active) VALUES (?, '1', 'A', ?, 'advisor', 1)",
            (ADVISOR, BRANCH),
        )
    event.listen(engine, "commit", refresh)
    return engine


CLIENT = (
    "INTO client (id, number, name, phone, email, address, occupation, employer, nationality, tax_residence, education,"
    " tier, capacity, status, advisor_id, branch_id, guardian, remark) VALUES (:id, :number, :name, :phone, '', '', '',"
    f" '', 'CN', 'CN', '', :tier, 'full', 'active', '{ADVISOR}', '{BRANCH}', '', '')"
)


def add_client(connection: Connection, id: str, name: str, number: str = "", phone: str = "", tier: str = "") -> None:
    """Insert or replace a client."""
    given = {"id": id, "name": name, "number": number or id, "phone": phone, "tier": tier}
    connection.exec_driver_sql(f"INSERT OR REPLACE {CLIENT}", given)


def add_paper(connection: Connection, id: str, client: str, number: str, expires: str | None = None) -> None:
    """Insert or replace an identity paper."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO identity_document (id, client_id, kind, number, expires_on, long_term, main)"
        " VALUES (?, ?, 'other', ?, ?, 0, 1)",
        (id, client, number, expires),
    )


def add_holding(connection: Connection, id: str, client: str, value: int, matures: str | None = None) -> None:
    """Insert or replace a position."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO holding (id, client_id, reference, kind, name, product_code, currency, amount, value,"
        " matures_on, source) VALUES (?, ?, ?, 'fund', 'F', '', 'CNY', ?, ?, ?, 'document')",
        (id, client, id, value, value, matures),
    )
