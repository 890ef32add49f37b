"""Every change of a synced table is one journal entry, whatever code path makes it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.ids import SeededIds
from advisor_tui.store.audit import verify_chain, wrong_digests
from advisor_tui.store.store import Store
from advisor_tui.store.tables import Advisor, Branch, Client, Consent, metadata
from advisor_tui.store.triggers import journal_triggers, synced_tables, table_columns
from tests.searching import examples
from tests.support import NOW, some_key

LOCAL_TABLES = {
    "journal",
    "table_state",
    "meta",
    "bundle_sent",
    "bundle_received",
    "head_office_order",
    "client_lock",
    "card_dirty",
    "client_card",
    "enrolment",
    "published_file",
    "answer_draft",
}
"""What stays on the terminal: the journal itself, what is derived, the exchange's own books, and what is half typed."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.create(tmp_path / "desk.db", some_key(), FixedClock(NOW), tiers=[("standard", 0)], origin="T0001")
    with opened.write("1001", "test.branch") as session:
        session.add(Branch(id="b", code="B1", name="支行"))
        session.flush()
        session.add(Advisor(id="a", staff_no="1001", name="王敏", branch_id="b"))
        session.commit()
    yield opened
    opened.close()


def _client(number: str = "1", **more: Any) -> Client:
    return Client(id=f"c{number}", number=number, name="张三", advisor_id="a", branch_id="b", **more)


def _add(store: Store, *rows: Any) -> None:
    with store.write("1001", "test.add") as session:
        session.add_all(rows)
        session.commit()


def _entries(store: Store, after: int = 0) -> list[tuple[str, str, dict[str, list[Any]]]]:
    with store.read() as session:
        rows = session.connection().execute(
            text("SELECT table_name, row_id, payload FROM journal WHERE seq > :after ORDER BY seq"), {"after": after}
        )
        return [(table, row_id, json.loads(payload)) for table, row_id, payload in rows]


def _last(store: Store) -> int:
    with store.read() as session:
        return int(session.connection().exec_driver_sql("SELECT coalesce(max(seq), 0) FROM journal").scalar_one())


def _whole(store: Store) -> None:
    with store.read() as session:
        assert verify_chain(session.connection()).ok
        assert wrong_digests(session.connection()) == []


def test_every_table_is_synced_or_known_to_stay_local() -> None:
    assert set(metadata.tables) - set(synced_tables(metadata)) == LOCAL_TABLES


def test_every_synced_table_has_its_triggers_over_every_column(store: Store) -> None:
    with store.read() as session:
        connection = session.connection()
        triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        stored = {str(name): str(sql) for name, sql in triggers}
        for table in synced_tables(metadata):
            columns = [column.name for column in metadata.tables[table].columns]
            assert table_columns(connection, table) == columns
            for name, sql in journal_triggers(table, columns).items():
                assert stored[name] == sql
            for event in ("insert", "update", "delete"):
                for column in columns:
                    assert f'"{column}"' in stored[f"journal_{table}_{event}"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s: s.get_one(Client, "c1").__setattr__("remark", "新"), id="object"),
        pytest.param(lambda s: s.execute(update(Client).values(remark="新")), id="bulk statement"),
        pytest.param(
            lambda s: s.connection().exec_driver_sql("UPDATE client SET remark = '新' WHERE id = 'c1'"), id="raw SQL"
        ),
        pytest.param(
            lambda s: s.connection().exec_driver_sql(
                "INSERT INTO client SELECT * FROM client WHERE id = 'c1' ON CONFLICT (id) DO UPDATE SET remark = '新'"
            ),
            id="upsert",
        ),
        pytest.param(
            lambda s: s.connection().connection.driver_connection.executemany(
                "UPDATE client SET remark = ? WHERE id = ?", [("新", "c1")]
            ),
            id="driver",
        ),
    ],
)
def test_an_update_is_captured_with_old_and_new_value(store: Store, change: Any) -> None:
    _add(store, _client())
    before = _last(store)
    with store.write("1001", "test.update") as session:
        change(session)
        session.commit()
    assert _entries(store, before) == [("client", "c1", {"remark": ["", "新"]})]
    _whole(store)


@pytest.mark.parametrize("path", ["object", "core bulk", "raw"])
def test_an_insert_is_captured_with_every_column(store: Store, path: str) -> None:
    before = _last(store)
    values = {name: value for name, value in _client().model_dump().items() if value is not None}
    with store.write("1001", "test.insert") as session:
        if path == "object":
            session.add(_client())
        elif path == "core bulk":
            session.execute(insert(metadata.tables["client"]), [values])
        else:
            names = ", ".join(values)
            places = ", ".join(f":{name}" for name in values)
            session.connection().execute(text(f"INSERT INTO client ({names}) VALUES ({places})"), values)
        session.commit()
    ((table, row_id, payload),) = _entries(store, before)
    assert (table, row_id) == ("client", "c1")
    assert list(payload) == [column.name for column in metadata.tables["client"].columns]
    assert payload["name"] == [None, "张三"]
    _whole(store)


def test_replace_is_captured_as_a_delete_and_an_insert(store: Store) -> None:
    _add(store, Branch(id="x", code="X", name="旧"))
    before = _last(store)
    with store.write("1001", "test.replace") as session:
        session.connection().exec_driver_sql("REPLACE INTO branch (id, code, name) VALUES ('x', 'X', '新')")
        session.commit()
    found = _entries(store, before)
    assert [payload["name"] for _, _, payload in found] == [["旧", None], [None, "新"]]
    _whole(store)


def test_a_foreign_key_cascade_is_captured(store: Store) -> None:
    _add(store, _client())
    _add(store, Consent(id="k", client_id="c1", kind="marketing", given=True, decided_on=NOW.date()))
    before = _last(store)
    with store.write("1001", "test.cascade") as session:
        session.delete(session.get_one(Client, "c1"))
        session.commit()
    assert {(table, row_id) for table, row_id, _ in _entries(store, before)} == {("client", "c1"), ("consent", "k")}
    _whole(store)


def test_nothing_changed_is_no_entry(store: Store) -> None:
    _add(store, _client())
    before = _last(store)
    with store.write("1001", "test.same") as session:
        session.connection().exec_driver_sql("UPDATE client SET remark = remark, name = name")
        session.commit()
    assert _entries(store, before) == []


def test_a_unit_of_work_rolls_back_unless_it_was_committed(store: Store) -> None:
    before = _last(store)
    with store.write("1001", "test.forgotten") as session:
        session.add(_client())
        session.flush()
    with store.read() as session:
        assert session.get(Client, "c1") is None
    assert _last(store) == before


def test_a_statement_that_fails_leaves_its_number_to_the_next(store: Store) -> None:
    with store.write("1001", "test.failed") as session:
        connection = session.connection()
        with pytest.raises(DBAPIError, match="UNIQUE"):
            connection.exec_driver_sql("INSERT INTO branch VALUES ('x', 'X', '甲'), ('y', 'X', '乙')")
        connection.exec_driver_sql("INSERT INTO branch VALUES ('x', 'X', '丙')")
        session.commit()
    _whole(store)


def test_the_id_of_a_row_never_changes(store: Store) -> None:
    _add(store, _client())
    with store.write("1001", "test.id") as session, pytest.raises(DBAPIError, match="never changes"):
        session.connection().exec_driver_sql("UPDATE client SET id = 'other'")


def test_the_journal_only_grows(store: Store) -> None:
    with store.write("1001", "test.delete") as session, pytest.raises(DBAPIError, match="only grows"):
        session.connection().exec_driver_sql("DELETE FROM journal")


def test_a_reader_cannot_write(store: Store) -> None:
    with store.read() as session, pytest.raises(DBAPIError, match="readonly"):
        session.connection().exec_driver_sql("DELETE FROM client")


def test_an_entry_names_actor_action_origin_and_a_rising_clock(store: Store) -> None:
    _add(store, _client("1"), _client("2"))
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT actor, action, origin, hlc FROM journal ORDER BY seq").all()
    assert {tuple(row)[:3] for row in rows} == {("1001", "test.branch", "T0001"), ("1001", "test.add", "T0001")}
    clocks = [row[3] for row in rows]
    assert clocks == sorted(set(clocks))


def test_the_hybrid_clock_goes_on_when_the_wall_clock_is_set_back(tmp_path: Path) -> None:
    from datetime import timedelta

    clock, key = FixedClock(NOW), some_key()
    store = Store.create(tmp_path / "d.db", key, clock, tiers=[("standard", 0)], origin="T1")
    _add(store, Branch(id="1", code="1", name="1"))
    store.close()
    clock.move(timedelta(days=-365))
    store = Store.open(tmp_path / "d.db", key, clock, tiers=[("standard", 0)])
    _add(store, Branch(id="2", code="2", name="2"))
    with store.read() as session:
        clocks = [row[0] for row in session.connection().exec_driver_sql("SELECT hlc FROM journal ORDER BY seq")]
    store.close()
    assert clocks == sorted(set(clocks))


COLUMNS = (
    "instant", "hlc", "origin", "actor", "action", "table_name", "row_id", "salt", "payload", "payload_hash",
    "prev_hash", "hash",
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_changed_byte_in_any_journal_column_is_found(store: Store, column: str, seq: int) -> None:
    _add(store, _client("1"), _client("2"))
    with store.write("1001", "test.forge") as session:
        connection = session.connection()
        connection.exec_driver_sql(
            f"UPDATE journal SET {column} = "
            f"iif(substr({column}, 1, 1) = '0', '1', '0') || substr({column}, 2) WHERE seq = {seq}"
        )
        session.commit()
    with store.read() as session:
        assert verify_chain(session.connection()).first_bad == seq


@pytest.mark.parametrize(("change", "first_bad"), [("seq = 9 WHERE seq = 4", 9), ("seq = 9 WHERE seq = 2", 3)])
def test_a_moved_entry_is_found(store: Store, change: str, first_bad: int) -> None:
    _add(store, _client("1"), _client("2"))
    with store.write("1001", "test.forge") as session:
        session.connection().exec_driver_sql(f"UPDATE journal SET {change}")
        session.commit()
    with store.read() as session:
        assert verify_chain(session.connection()).first_bad == first_bad


def test_a_journal_shorter_than_the_last_seal_is_found(store: Store) -> None:
    with store.read() as session:
        whole = verify_chain(session.connection())
        assert verify_chain(session.connection(), sealed=(whole.entries, whole.head)).ok
        short = verify_chain(session.connection(), sealed=(whole.entries + 3, "f" * 64))
        assert (short.first_bad, short.reason) == (whole.entries + 1, "short")
        other = verify_chain(session.connection(), sealed=(whole.entries, "f" * 64))
        assert (other.first_bad, other.reason) == (whole.entries, "chain")


OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["insert", "update", "delete"]), st.integers(0, 5), st.text(max_size=8)), max_size=25
)


@examples(25, one_fixture=True)
@given(operations=OPERATIONS)
def test_the_journal_replays_to_the_rows_that_are_there(store: Store, operations: list[tuple[str, int, str]]) -> None:
    with store.write("1001", "test.random") as session:
        for kind, place, value in operations:
            _apply(session, kind, f"r{place}", value.replace("\ud800", ""))
        session.commit()
    replayed: dict[str, dict[str, Any]] = {}
    for table, row_id, payload in _entries(store):
        if table != "branch":
            continue
        new = {name: pair[1] for name, pair in payload.items()}
        if "id" in payload and payload["id"][1] is None:
            replayed.pop(row_id)
        else:
            replayed.setdefault(row_id, {}).update(new)
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT id, code, name FROM branch").mappings()
        assert replayed == {row["id"]: dict(row) for row in rows}
    _whole(store)


def _apply(session: Session, kind: str, row_id: str, value: str) -> None:
    there = session.get(Branch, row_id)
    if kind == "insert" and there is None:
        session.add(Branch(id=row_id, code=f"code-{row_id}", name=value or "-"))
    elif kind == "update" and there is not None:
        there.name = value or "-"
    elif kind == "delete" and there is not None:
        session.delete(there)
    session.flush()


def test_seeded_ids_are_version_7_and_differ(clock: FixedClock) -> None:
    source = SeededIds(1, clock)
    ids = [source.new() for _ in range(5000)]
    assert len(set(ids)) == 5000
    assert {(item[14], item[19] in "89ab") for item in ids} == {("7", True)}
