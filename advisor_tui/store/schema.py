"""Making the schema, and bringing an older one up to date."""

from pathlib import Path

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark

SCHEMA_VERSION = 5
"""The `user_version` of a database made today: the number of the newest migration."""


def create_schema(connection: Connection) -> None:
    """Create all tables, triggers and the search index in an empty database, and stamp it."""
    # An existing database is opened without them: the client list stands before the tables are imported.
    from advisor_tui.store.cards import card_schema, card_triggers
    from advisor_tui.store.frozen import frozen_triggers
    from advisor_tui.store.locked import locked_triggers
    from advisor_tui.store.tables import metadata
    from advisor_tui.store.triggers import create_journal_triggers

    metadata.create_all(connection)
    for sql in (*card_schema(), *card_triggers(), *frozen_triggers(), *locked_triggers(metadata)):
        connection.exec_driver_sql(sql)
    create_journal_triggers(connection, metadata)
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def schema_version(connection: Connection) -> int:
    """The schema's number that the file carries."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def check_version(connection: Connection, path: Path) -> bool:
    """Whether the schema is current; False asks for a migration.

    Raises:
        DeskError: `newer_schema` for a database of a later program.
    """
    version = schema_version(connection)
    if version > SCHEMA_VERSION:
        raise DeskError(
            "newer_schema",
            mark("This database was made by a newer version of the program (schema {found}, known {known})."),
            where=str(path),
            found=version,
            known=SCHEMA_VERSION,
        )
    return version == SCHEMA_VERSION
