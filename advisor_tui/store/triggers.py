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


def _append(table: str, row_id: str, payload: str) -> str:
    # The two subqueries carry LIMIT so that SQLite keeps them apart (it never flattens such a subquery into a join) and
    # computes the payload once. Salt and clock are the same for the same seq however often they are asked.
    return f"""
  INSERT INTO journal
  SELECT l.seq, journal_instant(), journal_hlc(l.seq), journal_origin(), journal_actor(), journal_action(), '{table}',
    {row_id}, journal_salt(l.seq), p.payload, journal_payload_hash(journal_salt(l.seq), p.payload), l.hash,
    journal_entry_hash(l.seq, journal_hlc(l.seq), '{table}', {row_id}, p.payload, l.hash)
  FROM (
      SELECT seq + 1 AS seq, hash FROM (SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1)
      UNION ALL SELECT 1, journal_genesis() LIMIT 1
    ) l, (SELECT {payload} AS payload LIMIT 1) p;"""


def _digest(table: str, rows: int, plus: str, minus: str) -> str:
    count = f"rows = rows + {rows}, " if rows else ""
    return f"""
  UPDATE table_state SET {count}digest = digest_add(digest, '{table}', {plus}, {minus}) WHERE table_name = '{table}';"""


def journal_triggers(table: str, columns: Sequence[str]) -> dict[str, str]:
    """The four triggers of a table, by name: insert, update, delete, and the refusal to change an id."""
    both = [(name, _quoted(name, "OLD."), _quoted(name, "NEW.")) for name in columns]
    inserted = ", ".join(f"'{name}', json_array(NULL, {new})" for name, _, new in both)
    deleted = ", ".join(f"'{name}', json_array({old}, NULL)" for name, old, _ in both)
    changed = " OR ".join(f"{old} IS NOT {new}" for _, old, new in both)
    # Parts without change are NULL, and json_patch over {} drops them (RFC 7396): cheaper than a union of selects.
    pairs = ", ".join(f"'{name}', iif({old} IS {new}, NULL, json_array({old}, {new}))" for name, old, new in both)
    new_row, old_row = row_json(columns, "NEW."), row_json(columns, "OLD.")
    bodies = {
        "insert": f"""AFTER INSERT ON "{table}" BEGIN{_append(table, "NEW.id", f"json_object({inserted})")}
{_digest(table, 1, new_row, "NULL")}
END""",
        "update": f"""AFTER UPDATE ON "{table}" WHEN {changed} BEGIN
{_append(table, "OLD.id", f"json_patch('{{}}', json_object({pairs}))")}
{_digest(table, 0, new_row, old_row)}
END""",
        "delete": f"""AFTER DELETE ON "{table}" BEGIN{_append(table, "OLD.id", f"json_object({deleted})")}
{_digest(table, -1, "NULL", old_row)}
END""",
        "id": f"""BEFORE UPDATE OF id ON "{table}" WHEN OLD.id IS NOT NEW.id BEGIN
  SELECT RAISE(ABORT, 'the id of a row never changes');
END""",
    }
    return {
        f"{PREFIX}{table}_{event}": f'CREATE TRIGGER "{PREFIX}{table}_{event}" {body}' for event, body in bodies.items()
    }


def create_journal_triggers(connection: Connection, metadata: MetaData) -> None:
    """Create the triggers of all synced tables over the columns that the database has, and their state rows."""
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
