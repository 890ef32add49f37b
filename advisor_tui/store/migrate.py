"""Bringing an older database up to date, in one transaction."""

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.store.cards import card_triggers, drop_card_triggers, rebuild
from advisor_tui.store.frozen import drop_frozen_triggers, frozen_triggers
from advisor_tui.store.hashing import digest_of
from advisor_tui.store.locked import drop_locked_triggers, locked_triggers
from advisor_tui.store.schema import schema_version
from advisor_tui.store.tables import metadata
from advisor_tui.store.triggers import (
    create_journal_triggers,
    drop_journal_triggers,
    row_json,
    synced_tables,
    table_columns,
)

SCRIPTS = Path(__file__).with_name("migrations")


def migrate(connection: Connection, scripts: Path = SCRIPTS) -> int:
    """Run every migration after the file's version, and answer the new version.

    Batch operations rebuild tables and lose triggers, so the generated ones are dropped before and made anew after,
    over the columns that the tables then have; the digests are recomputed, and one journal entry tells of it. Foreign
    keys must be off on the connection, since SQLite ignores that switch inside a transaction.

    Raises:
        DeskError: `migration_failed` when a foreign key points nowhere afterwards; the caller rolls back.
    """
    directory = ScriptDirectory(str(scripts))
    before = schema_version(connection)
    steps = list(directory.iterate_revisions("head", f"{before:04d}" if before else "base"))
    drop_journal_triggers(connection)
    drop_card_triggers(connection)
    drop_frozen_triggers(connection)
    drop_locked_triggers(connection)
    context = MigrationContext.configure(connection, opts={"transactional_ddl": False})
    with Operations.context(context):
        for step in reversed(steps):
            step.module.upgrade()
            before = int(step.revision)
    create_journal_triggers(connection, metadata)
    for sql in (*card_triggers(), *frozen_triggers(), *locked_triggers(metadata)):
        connection.exec_driver_sql(sql)
    rebuild(connection)
    _recompute_digests(connection)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise DeskError(
            "migration_failed", mark("The database could not be brought up to date: {table}"), table=broken[0]
        )
    connection.exec_driver_sql(f"PRAGMA user_version = {before}")
    connection.execute(
        text(
            "INSERT INTO setting (id, name, value) VALUES ('schema', 'schema', :version) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ),
        {"version": str(before)},
    )
    return before


def _recompute_digests(connection: Connection) -> None:
    for table in synced_tables(metadata):
        array = row_json(table_columns(connection, table))
        rows = [row for (row,) in connection.execute(text(f'SELECT {array} FROM "{table}"'))]
        connection.execute(
            text("UPDATE table_state SET rows = :rows, digest = :digest WHERE table_name = :table"),
            {"rows": len(rows), "digest": digest_of(table, rows), "table": table},
        )
