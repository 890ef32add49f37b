"""Older databases are brought up to date; a new one and a migrated one are the same."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from advisor_tui.base.clock import FixedClock
from advisor_tui.store import migrate as migration
from advisor_tui.store.audit import verify_chain, wrong_digests
from advisor_tui.store.connect import connect
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.store.store import Store
from tests.support import BOOK, NOW, some_key

RELEASED = sorted((Path(__file__).parents[1] / "data" / "released").glob("schema-*.db"))
TIERS = [("standard", 0)]
ADD_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision = "{number:04d}"
down_revision = "{before:04d}"
branch_labels = depends_on = None


def upgrade():
    with op.batch_alter_table("client", recreate="always") as batch:
        batch.add_column(sa.Column("nickname", sa.String(), nullable=False, server_default=""))
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.create(tmp_path / "new.db", some_key(), FixedClock(NOW), tiers=TIERS, origin="T1")
    yield opened
    opened.close()


def _schema(connection: Connection) -> dict[tuple[str, str], str]:
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {(kind, name): re.sub(r"\s+", " ", sql).strip() for kind, name, sql in rows}


def _client(session_connection: Connection, number: str, **more: str) -> None:
    values = {"id": number, "number": number, "name": "张三", "advisor_id": "a", "branch_id": "b", **more}
    columns = [row[1] for row in session_connection.exec_driver_sql("PRAGMA table_info(client)") if row[3]]
    for name in columns:
        values.setdefault(name, {"capacity": "full", "status": "active"}.get(name, ""))
    names = ", ".join(values)
    session_connection.exec_driver_sql(
        f"INSERT INTO client ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values())
    )


def test_there_is_a_database_of_every_released_schema() -> None:
    assert [path.stem for path in RELEASED] == [f"schema-{number:04d}" for number in range(1, SCHEMA_VERSION + 1)]


def test_the_migrations_make_what_a_new_database_is(tmp_path: Path, store: Store) -> None:
    key = some_key()
    connect(tmp_path / "old.db", key).close()
    migrated = Store(tmp_path / "old.db", key, FixedClock(NOW), tiers=TIERS)
    with migrated.write("system", "schema.migrate") as session:
        assert migration.migrate(session.connection()) == SCHEMA_VERSION
        session.commit()
    with migrated.read() as old, store.read() as new:
        assert _schema(old.connection()) == _schema(new.connection())
        assert old.connection().exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA_VERSION
    migrated.close()


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: str(path.stem))
def test_a_released_database_opens_whole_and_writes_on(tmp_path: Path, path: Path, store: Store) -> None:
    copy = tmp_path / "desk.db"
    shutil.copyfile(path, copy)
    key = bytes.fromhex(path.with_suffix(".key").read_text().strip())
    migrated = Store.open(copy, key, FixedClock(NOW), tiers=TIERS)
    try:
        with migrated.write("1001", "test.after") as session:
            session.connection().exec_driver_sql("UPDATE client SET remark = 'after'")
            session.commit()
        with migrated.read() as session, store.read() as new:
            connection = session.connection()
            assert _schema(connection) == _schema(new.connection())
            assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA_VERSION
            names = {row[0] for row in connection.exec_driver_sql("SELECT name FROM client")}
            assert names == {row[1] for row in BOOK}
            told = connection.exec_driver_sql("SELECT payload FROM journal WHERE action = 'test.after'").scalars()
            assert [json.loads(payload)["remark"] for payload in told] == [["", "after"]] * len(BOOK)
            assert verify_chain(connection).ok
            assert wrong_digests(connection) == []
    finally:
        migrated.close()


def test_a_column_added_by_a_migration_is_journalled_too(tmp_path: Path, store: Store) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(migration.SCRIPTS, scripts)
    number = SCHEMA_VERSION + 1
    text = ADD_COLUMN.format(number=number, before=SCHEMA_VERSION)
    (scripts / "versions" / f"{number:04d}_nickname.py").write_text(text, encoding="utf-8")
    with store.write("1001", "test.before") as session:
        connection = session.connection()
        connection.exec_driver_sql("INSERT INTO branch VALUES ('b', 'B', 'B')")
        connection.exec_driver_sql("INSERT INTO advisor VALUES ('a', '1001', '王敏', 'b', 'advisor', 1)")
        _client(connection, "1")
        session.commit()
    store._pragma("foreign_keys = OFF")
    with store.write("system", "schema.migrate") as session:
        assert migration.migrate(session.connection(), scripts) == number
        session.commit()
    store._pragma("foreign_keys = ON")
    with store.write("1001", "test.after") as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE client SET nickname = '小张' WHERE id = '1'")
        _client(connection, "2", nickname="老张")
        session.commit()
    with store.read() as session:
        connection = session.connection()
        payloads = [
            json.loads(row[0])
            for row in connection.exec_driver_sql(
                "SELECT payload FROM journal WHERE action = 'test.after' ORDER BY seq"
            )
        ]
        assert payloads[0] == {"nickname": ["", "小张"]}
        assert payloads[1]["nickname"] == [None, "老张"]
        told = connection.exec_driver_sql("SELECT payload FROM journal WHERE action = 'schema.migrate'").all()
        assert [json.loads(row[0])["value"] for row in told] == [[None, str(number)]]
        assert verify_chain(connection).ok
        assert wrong_digests(connection) == []
        cards = connection.exec_driver_sql("SELECT count(*) FROM client_card").scalar_one()
        assert cards == 2


def test_a_migration_that_breaks_a_foreign_key_is_rolled_back(tmp_path: Path, store: Store) -> None:
    from advisor_tui.base.errors import DeskError

    with store.write("1001", "test.orphan") as session:
        session.connection().exec_driver_sql("INSERT INTO branch VALUES ('b', 'B', 'B')")
        session.commit()
    store._pragma("foreign_keys = OFF")
    with store.write("1001", "test.orphan") as session:
        session.connection().exec_driver_sql("INSERT INTO advisor VALUES ('a', '1', 'x', 'nobody', 'advisor', 1)")
        session.commit()
    with store.write("system", "schema.migrate") as session, pytest.raises(DeskError) as refusal:
        migration.migrate(session.connection())
    assert refusal.value.code == "migration_failed"
    with store.read() as session:
        assert verify_chain(session.connection()).ok


def test_alembic_is_imported_only_for_an_older_database() -> None:
    import subprocess
    import sys

    code = (
        "import sys, pathlib, tempfile\n"
        "from tests.support import make_desk\n"
        "make_desk(pathlib.Path(tempfile.mkdtemp()) / 'h').close()\n"
        "assert 'sqlalchemy' in sys.modules and 'alembic' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
