"""What head office's orders need of the store: locked clients, entries of one's own, blanks, a copy only to be read."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.store.audit import verify_chain, wrong_digests
from advisor_tui.store.blanks import blank, rows_of
from advisor_tui.store.store import Store
from advisor_tui.store.tables import Advisor, Branch, Client, ContactLog
from tests.support import NOW

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.create(tmp_path / "desk.db", KEY, FixedClock(NOW), tiers=[("standard", 0)], origin="T0001")
    with opened.write("1001", "test.make") as session:
        session.add(Branch(id="b", code="B1", name="支行"))
        session.flush()
        session.add(Advisor(id="a", staff_no="1001", name="王敏", branch_id="b"))
        session.flush()
        for number in "12":
            session.add(Client(id=f"c{number}", number=number, name="张三", advisor_id="a", branch_id="b"))
            session.flush()
            session.add(
                ContactLog(
                    id=f"l{number}", client_id=f"c{number}", advisor_id="a", at=NOW, channel="phone", summary="秘密"
                )
            )
        session.commit()
    yield opened
    opened.close()


def run(store: Store, sql: str, action: str = "client.edit", origin: str = "") -> None:
    with store.write("1001", action, origin=origin) as session:
        session.connection().exec_driver_sql(sql)
        session.commit()


def lock(store: Store) -> None:
    run(
        store, "INSERT INTO client_lock (id, why, order_id, since, last_change) "
        "VALUES ('c1', 'reassigned', 'o', '2026-11-24T00:00:00.000000Z', 1)",
    )  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE client SET remark = 'x' WHERE id = 'c1'",
        "DELETE FROM client WHERE id = 'c1'",
        "UPDATE contact_log SET summary = 'x' WHERE id = 'l1'",
        "UPDATE contact_log SET client_id = 'c1' WHERE id = 'l2'",
        "DELETE FROM contact_log WHERE id = 'l1'",
        "INSERT INTO contact_log (id, client_id, advisor_id, at, channel, summary) "
        "SELECT 'n', client_id, advisor_id, at, channel, summary FROM contact_log WHERE id = 'l1'",
    ],
)
def test_a_locked_client_changes_by_orders_alone(store: Store, sql: str) -> None:
    lock(store)
    with pytest.raises(DeskError) as caught:
        run(store, sql)
    assert caught.value.code == "client_locked"
    run(store, "UPDATE client SET remark = 'x' WHERE id = 'c2'")
    run(store, sql, "order.apply")


def test_entries_of_ones_own_stand_beside_head_offices(store: Store) -> None:
    with store.write("1001", "bundle.receive", origin="HQ") as session:
        session.connection().exec_driver_sql("UPDATE client SET remark = 'a' WHERE id = 'c1'")
        with store.own_entries():
            session.connection().exec_driver_sql("UPDATE client SET remark = 'b' WHERE id = 'c1'")
        session.connection().exec_driver_sql("UPDATE client SET remark = 'c' WHERE id = 'c1'")
        session.commit()
    run(store, "UPDATE client SET remark = 'd' WHERE id = 'c1'")
    with store.read() as session:
        found = session.connection().exec_driver_sql("SELECT origin FROM journal ORDER BY seq DESC LIMIT 4").scalars()
        assert list(found) == ["T0001", "HQ", "T0001", "HQ"]


def test_an_older_copy_is_only_read_and_stays_so_when_opened_again(store: Store) -> None:
    run(store, "INSERT INTO meta VALUES ('read_only', '1')")
    store.look_again()
    assert store.read_only
    store.close()
    again = Store.open(store.path, KEY, FixedClock(NOW), tiers=[("standard", 0)])
    assert again.read_only
    with pytest.raises(DeskError) as caught:
        run(again, "UPDATE client SET remark = 'x' WHERE id = 'c1'")
    assert caught.value.code == "restored_copy"
    run(again, "UPDATE client SET remark = 'x' WHERE id = 'c1'", origin="HQ")
    with again.write("1001", "test.end", always=True) as session:
        session.connection().exec_driver_sql("DELETE FROM meta WHERE name = 'read_only'")
        session.commit()
    again.look_again()
    run(again, "UPDATE client SET remark = 'y' WHERE id = 'c1'")
    again.close()


def erase(store: Store, *, status: str = "erased", named: bool = True) -> None:
    with store.write("1001", "order.apply", origin="HQ") as session:
        connection = session.connection()
        rows = rows_of(connection, "c1")
        connection.exec_driver_sql("DELETE FROM client WHERE id = 'c1'")
        ranges = blank(connection, rows)
        connection.execute(
            text(
                "INSERT INTO order_receipt (id, kind, about, status, reason, at, evidence) "
                "VALUES ('o', 'erasure', 'c1', :status, '', '2026-11-24T00:00:00.000000Z', :evidence)"
            ),
            {"status": status, "evidence": json.dumps({"blanked": ranges if named else ranges[1:]})},
        )
        session.commit()


def test_blanks_that_a_later_receipt_names_leave_the_chain_whole(store: Store) -> None:
    run(store, "UPDATE client SET remark = '秘密' WHERE id = 'c1'")
    run(store, "UPDATE client SET remark = 'x' WHERE id = 'c2'")
    erase(store)
    with store.read() as session:
        connection = session.connection()
        assert verify_chain(connection).ok
        assert wrong_digests(connection) == []
        left = connection.exec_driver_sql("SELECT table_name, row_id FROM journal WHERE payload IS NULL").all()
        assert {tuple(row) for row in left} == {("client", "c1"), ("contact_log", "l1")}
        assert connection.exec_driver_sql("SELECT count(*) FROM journal WHERE instr(payload, '秘密')").scalar() == 1


@pytest.mark.parametrize("how", [{"named": False}, {"status": "applied"}])
def test_a_blank_that_no_erasure_names_is_a_fault(store: Store, how: dict[str, bool]) -> None:
    erase(store, **how)  # type: ignore[arg-type]
    with store.read() as session:
        assert verify_chain(session.connection()).reason == "blank"


def test_a_receipt_names_only_what_was_before_it(store: Store) -> None:
    erase(store)
    with store.write("1001", "test.blank") as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE client SET remark = 'x' WHERE id = 'c2'")
        connection.exec_driver_sql(
            "UPDATE journal SET salt = NULL, payload = NULL WHERE seq = (SELECT max(seq) FROM journal)"
        )
        session.commit()
    with store.read() as session:
        assert verify_chain(session.connection()).reason == "blank"
