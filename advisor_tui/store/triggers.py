"""The triggers that journal every change of a synced table, generated from its columns.

Each change writes one row of `journal` in the same transaction and keeps the table's count and digest, so no code path
(objects, bulk statements, raw SQL, REPLACE, upserts, cascades) can change data without it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, MetaData, text

from advisor_tui.store.tables.columns import is_synced

PREFIX = "journal_"


def synced_tables(metadata: MetaData) -> list[str]:
    """The names of the journalled tables, sorted."""
    return sorted(name for name, table in metadata.tables.items() if is_synced(table.info))


def table_columns(connection: Connection, table: str) -> list[str]:
    """A table's columns as the database has them, in order."""
    rows = connection.execute(text("SELECT name FROM pragma_table_info(:table)"), {"table": table})
    return [name for (name,) in rows]


def _quoted(name: str, prefix: str = "") -> str:
    return f'{prefix}"{name}"'


def row_json(columns: Sequence[str], prefix: str = "") -> str:
    """The SQL of a row as a JSON array of its columns: what the digest is taken over."""
    return f"json_array({', '.join(_quoted(name, prefix) for name in columns)})"


APPEND = (
    "CREATE VIEW journal_append (seq, previous, table_name, row_id, payload, rows, plus, minus) AS "
    "SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL WHERE 0",
    """CREATE TRIGGER journal_append INSTEAD OF INSERT ON journal_append BEGIN
  INSERT INTO journal (seq, instant, hlc, origin, actor, action, table_name, row_id, salt, payload, payload_hash,
    prev_hash, hash)
  VALUES (NEW.seq, journal_instant(), journal_hlc(NEW.seq), journal_origin(), journal_actor(), journal_action(),
    NEW.table_name, NEW.row_id, journal_salt(NEW.seq), NEW.payload, journal_payload_hash(NEW.seq, NEW.payload),
    NEW.previous, journal_entry_hash(NEW.seq, NEW.table_name, NEW.row_id, NEW.payload, NEW.previous));
  UPDATE table_state SET rows = rows + NEW.rows, digest = digest_add(digest, NEW.table_name, NEW.plus, NEW.minus)
  WHERE table_name = NEW.table_name;
END""",
)
"""How an entry is made, the same for all tables: the triggers of a table hand their change to this view.

What is inserted into a view is computed once, whatever refers to it; a subquery for it costs a temporary table an entry
(docs/decisions/0001).
"""


def _append(table: str, row_id: str, payload: str, rows: int, plus: str, minus: str) -> str:
    return f"""
  INSERT INTO journal_append VALUES (
    coalesce((SELECT max(seq) FROM journal), 0) + 1,
    coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), journal_genesis()),
    '{table}', {row_id}, {payload}, {rows}, {plus}, {minus});"""


def journal_triggers(table: str, columns: Sequence[str]) -> dict[str, str]:
    """The four triggers of a table, by name: insert, update, delete, and the refusal to change an id."""
    both = [(name, _quoted(name, "OLD."), _quoted(name, "NEW.")) for name in columns]
    inserted = ", ".join(f"'{name}', json_array(NULL, {new})" for name, _, new in both)
    deleted = ", ".join(f"'{name}', json_array({old}, NULL)" for name, old, _ in both)
    changed = " OR ".join(f"{old} IS NOT {new}" for _, old, new in both)
    # Parts without change are NULL, and json_patch over {} drops them (RFC 7396): cheaper than a union of selects.
    pairs = ", ".join(f"'{name}', iif({old} IS {new}, NULL, json_array({old}, {new}))" for name, old, new in both)
    new_row, old_row = row_json(columns, "NEW."), row_json(columns, "OLD.")
    changes = f"json_patch('{{}}', json_object({pairs}))"
    insert = _append(table, "NEW.id", f"json_object({inserted})", 1, new_row, "NULL")
    update = _append(table, "OLD.id", changes, 0, new_row, old_row)
    delete = _append(table, "OLD.id", f"json_object({deleted})", -1, "NULL", old_row)
    bodies = {
        "insert": f'AFTER INSERT ON "{table}" BEGIN{insert}\nEND',
        "update": f'AFTER UPDATE ON "{table}" WHEN {changed} BEGIN{update}\nEND',
        "delete": f'AFTER DELETE ON "{table}" BEGIN{delete}\nEND',
        "id": f"""BEFORE UPDATE OF id ON "{table}" WHEN OLD.id IS NOT NEW.id BEGIN
  SELECT RAISE(ABORT, 'the id of a row never changes');
END""",
    }
    return {
        f"{PREFIX}{table}_{event}": f'CREATE TRIGGER "{PREFIX}{table}_{event}" {body}' for event, body in bodies.items()
    }


def create_journal_triggers(connection: Connection, metadata: MetaData) -> None:
    """Create the triggers of all synced tables over the columns that the database has, and their state rows."""
    for sql in APPEND:
        connection.exec_driver_sql(sql)
    for table in synced_tables(metadata):
        for sql in journal_triggers(table, table_columns(connection, table)).values():
            connection.exec_driver_sql(sql)
        connection.execute(text("INSERT OR IGNORE INTO table_state VALUES (:table, 0, :zero)"), {
            "table": table, "zero": "0" * 64,
        })  # fmt: skip
    connection.exec_driver_sql(
        "CREATE TRIGGER journal_is_append_only BEFORE DELETE ON journal "
        "BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
    )


def drop_journal_triggers(connection: Connection) -> None:
    """Drop all generated triggers, as a migration must before it rebuilds a table."""
    names = connection.exec_driver_sql(
        f"SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '{PREFIX}*'"
    )
    for (name,) in list(names):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    connection.exec_driver_sql("DROP VIEW IF EXISTS journal_append")
