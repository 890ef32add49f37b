"""The warehouse on either database: made whole or not there, brought up to date, its refusals in words."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice import office as making
from advisor_tui.headoffice import warehouse as opening
from advisor_tui.headoffice.dialects import Dialect, Postgres, SqlCipher
from advisor_tui.headoffice.rows import row_array
from advisor_tui.headoffice.tables import COPIES, warehouse_metadata
from advisor_tui.headoffice.warehouse import WarehouseDatabase
from tests.exchange_support import Exchanging, make_head_office, open_head_office
from tests.postgres import Server, need_server
from tests.support import NOW, refused, some_key

CLOCK = FixedClock(NOW)


@pytest.fixture
def server() -> Server:
    return need_server()


@pytest.fixture(params=["sqlcipher", "postgres"])
def dialect(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Dialect]:
    """An empty database."""
    if request.param == "sqlcipher":
        (tmp_path / "w.db").touch()
        yield SqlCipher(tmp_path / "w.db", some_key())
    else:
        running = need_server()
        yield Postgres(running.address(running.database()))


def columns(warehouse: WarehouseDatabase) -> dict[str, set[str]]:
    with warehouse.read() as session:
        found = inspect(session.connection())
        return {name: {column["name"] for column in found.get_columns(name)} for name in warehouse_metadata.tables}


def test_an_older_warehouse_gets_what_it_lacks_and_its_digests_follow(both: Exchanging) -> None:
    """As if `answer.source`, which a migration added to the desk, had come after this warehouse was made."""
    both.send()
    both.ingest()
    warehouse = both.head_office.context.warehouse
    with warehouse.write() as session:
        connection = session.connection()
        before = connection.exec_driver_sql("SELECT * FROM hq_state ORDER BY 1, 2").all()
        assert connection.exec_driver_sql("SELECT count(*) FROM identity_document").scalar_one() == 2
        connection.exec_driver_sql('ALTER TABLE "identity_document" DROP COLUMN "main"')
        connection.exec_driver_sql('ALTER TABLE "answer" DROP COLUMN "source"')
        connection.exec_driver_sql("DROP TABLE hq_published")
        warehouse.dialect.stamp(connection, 1)
        session.commit()
    again = WarehouseDatabase.open(warehouse.dialect)
    assert columns(again) == {name: set(table.columns.keys()) for name, table in warehouse_metadata.tables.items()}
    with again.read() as session:
        connection = session.connection()
        assert again.dialect.version(connection) == opening.VERSION
        after = connection.exec_driver_sql("SELECT * FROM hq_state ORDER BY 1, 2").all()
    again.close()
    changed = {old[1] for old, new in zip(before, after, strict=True) if old != new}
    assert changed == {"identity_document"}  # a column without a default of the desk's: nothing is known to fill it


def test_a_new_column_holds_what_the_desks_migration_fills_it_with(dialect: Dialect) -> None:
    warehouse = WarehouseDatabase.create(dialect, "one")
    with warehouse.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("INSERT INTO answer (terminal, branch, hlc, id) VALUES ('T0123', 'BJ01', 'x', 'a1')")
        connection.exec_driver_sql('ALTER TABLE "answer" DROP COLUMN "source"')
        connection.exec_driver_sql('ALTER TABLE "proposal_line" DROP COLUMN "pinned"')
        opening.bring_up_to_date(connection)
        assert connection.exec_driver_sql("SELECT source FROM answer").scalar_one() == "client"
        kinds = {column["name"]: column["type"] for column in inspect(connection).get_columns("proposal_line")}
        assert "INT" in str(kinds["pinned"]).upper()
    warehouse.close()


@pytest.mark.parametrize(("version", "code"), [(opening.VERSION + 1, "newer_schema"), (0, "warehouse_empty")])
def test_another_warehouse_than_ours_is_refused(dialect: Dialect, version: int, code: str) -> None:
    warehouse = WarehouseDatabase.create(dialect, "one")
    with warehouse.write() as session:
        dialect.stamp(session.connection(), version)
        session.commit()
    warehouse.close()
    assert refused(code, lambda: WarehouseDatabase.open(dialect)).where == dialect.place


def test_a_second_writer_waits_and_is_told(dialect: Dialect) -> None:
    warehouse, other = WarehouseDatabase.create(dialect, "one"), WarehouseDatabase.open(dialect)
    with warehouse.write() as session, session.begin():
        session.connection()
        with other.read() as reading:  # while somebody writes, a report can be read
            assert reading.connection().exec_driver_sql("SELECT count(*) FROM hq_terminal").scalar_one() == 0
        with pytest.raises(DeskError) as busy, other.write() as second:
            second.connection()
    assert busy.value.code == "home_busy"
    warehouse.close()
    other.close()


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_characters="\0"))))
def test_a_rows_array_is_what_sqlite_writes(values: list[str | int | None]) -> None:
    sql = f"SELECT json_array({', '.join('?' * len(values))})"
    assert sqlite3.connect(":memory:").execute(sql, values).fetchone()[0] == row_array(values)


def test_every_copy_can_be_found_added_merged_and_removed_in_few_and_in_many(dialect: Dialect) -> None:
    warehouse = WarehouseDatabase.create(dialect, "one")
    table, names = COPIES["client"], ("terminal", "branch", "hlc", "id", "name")
    for many in (3, 500):
        ids = [f"c{number}" for number in range(many)]
        with warehouse.write() as session:
            connection = session.connection()
            dialect.add(connection, table, names, [("T0123", "BJ01", "1", one, f"{one}\t\\N'\"中") for one in ids])
            changed = [("T0123", "BJ01", "2", one, "changed") for one in ids[1:]] + [("T0123", "B", "2", "new", None)]
            dialect.merge(connection, table, names, changed)
            found = {row[0]: row[1] for row in dialect.find(connection, table, ("id", "name"), "T0123", [*ids, "new"])}
            assert found == {**dict.fromkeys(ids[1:], "changed"), ids[0]: f"{ids[0]}\t\\N'\"中", "new": None}
            assert not list(dialect.find(connection, table, ("id",), "T9999", ids))
            dialect.remove(connection, table, "T9999", ids)
            dialect.remove(connection, table, "T0123", ids)
            left = connection.exec_driver_sql("SELECT id FROM client").all()
            assert [tuple(row) for row in left] == [("new",)]
    warehouse.close()


def test_a_head_office_on_a_server_is_made_and_opened_by_its_address_under_the_passphrase(
    server: Server, tmp_path: Path
) -> None:
    address = server.address(server.database())
    make_head_office(tmp_path / "hq", CLOCK, address).close()
    opened = open_head_office(tmp_path / "hq", CLOCK)
    assert isinstance(opened.context.warehouse.dialect, Postgres)
    opened.close()
    files = {path.name for path in (tmp_path / "hq").rglob("*") if path.is_file()}
    assert not {name for name in files if name.startswith("warehouse.db") or name in ("warehouse.key", "attempt")}
    for path in (tmp_path / "hq").rglob("*"):
        assert not path.is_file() or str(server.folder).encode() not in path.read_bytes()


@pytest.mark.parametrize("step", ["write_lists", "sync_folder"])
def test_what_was_interrupted_on_a_server_is_begun_anew(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    address = server.address(server.database())

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, step, stop)
        with pytest.raises(KeyboardInterrupt):
            make_head_office(tmp_path / "hq", CLOCK, address)
    if step == "write_lists":
        refused("no_head_office", lambda: open_head_office(tmp_path / "hq", CLOCK))
        make_head_office(tmp_path / "hq", CLOCK, address).close()
    open_head_office(tmp_path / "hq", CLOCK).close()


def test_the_warehouse_of_another_head_office_is_not_touched(server: Server, tmp_path: Path) -> None:
    address = server.address(server.database())
    first = make_head_office(tmp_path / "hq", CLOCK, address)
    refused("warehouse_taken", lambda: make_head_office(tmp_path / "hq2", CLOCK, address))
    first.enrol("T0123", "BJ01", tmp_path / "offer")
    first.close()


@pytest.mark.parametrize(
    "address", ["hq.db", "sqlite:///hq.db", "postgresql://", "mysql://u@h/d", "postgresql+asyncpg://h/d"]
)
def test_what_is_no_address_is_refused_before_anything_is_made(tmp_path: Path, address: str) -> None:
    refused("warehouse_address", lambda: make_head_office(tmp_path / "hq", CLOCK, address))
    assert not (tmp_path / "hq").exists()


def test_a_server_that_refuses_is_named_without_its_password(server: Server, tmp_path: Path) -> None:
    nobody = f"postgresql://hq:geheim@/nowhere?host={server.folder}"
    for address in (nobody, nobody.replace(str(server.folder), str(tmp_path))):
        with pytest.raises(DeskError) as caught:
            make_head_office(tmp_path / "hq", CLOCK, address)
        refusal = caught.value
        assert refusal.code == "warehouse_unreachable"
        assert "nowhere" in refusal.where
        assert "geheim" not in refusal.where + str(refusal)


def test_a_role_without_rights_is_told_so(server: Server, tmp_path: Path) -> None:
    name = server.database()
    server.run("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN")
    refusal = refused(
        "warehouse_forbidden", lambda: make_head_office(tmp_path / "hq", CLOCK, server.address(name, "reader"))
    )
    assert "reader" in refusal.where


def test_a_database_of_another_encoding_is_refused(server: Server, tmp_path: Path) -> None:
    name = f"latin_{tmp_path.name[-12:].replace('-', '_')}"
    server.run(f"CREATE DATABASE \"{name}\" ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    refusal = refused("warehouse_encoding", lambda: make_head_office(tmp_path / "hq", CLOCK, server.address(name)))
    assert refusal.params["encoding"] == "LATIN1"
