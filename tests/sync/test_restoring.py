"""An older copy of a desk, or a new one in its place, gets everything back and loses nothing that it made itself."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import open_with_key
from advisor_tui.store.audit import verify_chain, wrong_digests
from advisor_tui.store.tables import metadata
from advisor_tui.store.tables.columns import is_synced
from advisor_tui.sync.header import GENESIS, Ack
from advisor_tui.sync.package import ROWS
from advisor_tui.sync.restoring import LEFT
from advisor_tui.sync.row_changes import RowChange, write_row_changes
from tests.exchange_support import Exchanging, desk_key, identity_of
from tests.support import STAFF_NO, make_desk
from tests.sync.hq_pen import Pen

PEER = "01936000-0000-7000-8000-00000000feed"


def rows(both: Exchanging, sql: str, *values: object) -> list[dict[str, Any]]:
    with both.desk.office.rows() as connection:
        return [dict(row) for row in connection.exec_driver_sql(sql, values).mappings()]


def reopen(both: Exchanging) -> None:
    both.desk.close()
    both.desk = open_with_key(both.desk.office.home, STAFF_NO, desk_key(), both.clock, Uuid7Source())


def everything(desk: Desk) -> list[RowChange]:
    """What head office has of a desk: every row of every table, parents first."""
    clock = f"{instant_text(desk.office.clock.now() + timedelta(minutes=1))}-000000-HQ"  # after all that is here
    found = []
    with desk.office.rows() as connection:
        for table in metadata.sorted_tables:
            if is_synced(table.info):
                for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}" ORDER BY id').mappings():
                    payload = {name: (None, value) for name, value in row.items()}
                    found.append(RowChange(table.name, row["id"], clock, "T0123", STAFF_NO, "whole", payload))
    return found


def values_of(rows: Sequence[RowChange]) -> dict[str, dict[str, Any]]:
    """What the rows hold, by id, without records of losers: an older copy does not know who has seen what."""
    return {row.row_id: row.values for row in rows if not row.deletes and row.table_name != "conflict"}


def states(both: Exchanging) -> list[tuple[str, int, str]]:
    return [tuple(row.values()) for row in rows(both, "SELECT * FROM table_state ORDER BY table_name")]


@pytest.fixture
def lost(both: Exchanging, tmp_path: Path) -> Sequence[RowChange]:
    """The desk is an older copy of itself; what the newer one had, head office has."""
    both.edit("C0001", "旧")
    both.send()
    both.ingest()
    both.desk.close()
    database = both.desk.office.home.database
    shutil.copy(database, tmp_path / "backup.db")
    both.desk = open_with_key(both.desk.office.home, STAFF_NO, desk_key(), both.clock, Uuid7Source())
    both.edit("C0001", "新")
    with both.desk.office.write("test.lost") as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE holding SET value = 7 WHERE id = (SELECT min(id) FROM holding)")
        session.commit()
    papers = [one for one in everything(both.desk) if one.table_name == "identity_document"]
    with both.desk.office.write("test.lost") as session:
        session.connection().exec_driver_sql("DELETE FROM identity_document")
        session.commit()
    both.send()
    both.ingest()
    gone = [replace(one, payload={name: (old, None) for name, old in one.values.items()}) for one in papers]
    found = [*everything(both.desk), *gone]
    both.desk.close()
    shutil.copy(tmp_path / "backup.db", database)
    for leftover in database.parent.glob(f"{database.name}-*"):
        leftover.unlink()
    both.desk = open_with_key(both.desk.office.home, STAFF_NO, desk_key(), both.clock, Uuid7Source())
    return found


def learn(both: Exchanging, tmp_path: Path) -> None:
    """Head office acknowledges what this copy never sent."""
    [bundle] = both.head_office.publish(None, tmp_path / "ack")
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([tmp_path / "ack" / bundle.file])
    assert caught.value.code == "restored_copy"


def answer(both: Exchanging, pen: Pen, changes: Sequence[RowChange], **header: Any) -> Path:
    """Head office's full, in a stream of its own."""
    identity = identity_of(both)
    [asked] = rows(both, "SELECT seq, sha256 FROM bundle_sent WHERE epoch = ? AND seq = 1", identity.epoch)
    ack = Ack(identity.epoch, asked["seq"], asked["sha256"])
    values = {"kind": "full", "epoch": PEER, "ack": ack, **header}
    return pen.write({ROWS.path: write_row_changes(changes)}, **values)


def test_an_older_copy_only_reads_and_asks_for_everything(
    both: Exchanging, lost: Sequence[RowChange], tmp_path: Path
) -> None:
    assert lost
    before = identity_of(both).epoch
    learn(both, tmp_path)
    assert identity_of(both).epoch != before
    with pytest.raises(DeskError) as caught:
        both.edit("C0001", "x")
    assert caught.value.code == "restored_copy"
    assert both.desk.exchange.view().read_only
    [asked] = both.desk.exchange.seal_if_needed()
    assert (asked.seq, asked.changes) == (1, 0)
    assert rows(both, "SELECT kind FROM bundle_sent ORDER BY sealed_at, seq DESC")[0]["kind"]
    assert both.desk.exchange.seal_if_needed() == []
    reopen(both)
    assert both.desk.office.store.read_only
    both.desk.check_journal()
    assert [file.file for file in both.desk.exchange.export(both.carried)] == [asked.file]


def test_the_full_brings_everything_back_and_work_goes_on(
    both: Exchanging, pen: Pen, lost: Sequence[RowChange], tmp_path: Path
) -> None:
    learn(both, tmp_path)
    both.desk.exchange.seal_if_needed()
    [result] = both.desk.receive([answer(both, pen, lost)])
    assert result.status == "applied"
    assert not both.desk.office.store.read_only
    assert not both.desk.exchange.view().read_only
    assert rows(both, "SELECT remark FROM client WHERE number = 'C0001'") == [{"remark": "新"}]
    assert rows(both, "SELECT id FROM identity_document") == []
    assert values_of(everything(both.desk)) == values_of(lost)
    with both.desk.office.rows() as connection:
        assert verify_chain(connection).ok
        assert wrong_digests(connection) == []
    both.edit("C0001", "weiter")
    [sealed] = both.desk.exchange.seal()
    assert sealed.seq == 2
    [sent] = rows(
        both, "SELECT first_change, kind FROM bundle_sent WHERE seq = 2 AND epoch = ?", identity_of(both).epoch
    )
    assert sent == {"first_change": 1, "kind": "delta"}, "the new epoch tells the whole journal"


def test_what_the_copy_made_before_it_knew_is_not_lost(
    both: Exchanging, pen: Pen, lost: Sequence[RowChange], tmp_path: Path
) -> None:
    both.edit("C0002", "副本改")
    both.edit("C0001", "副本也改")
    learn(both, tmp_path)
    both.desk.exchange.seal_if_needed()
    both.desk.receive([answer(both, pen, lost)])
    remarks = {row["number"]: row["remark"] for row in rows(both, "SELECT number, remark FROM client")}
    assert remarks["C0002"] == "" or remarks["C0002"] == "副本改"
    found = rows(both, 'SELECT kept, lost FROM "conflict" ORDER BY id')
    both_values = {(one["kept"], one["lost"]) for one in found}
    assert any("副本改" in "".join(pair) for pair in both_values)
    assert any("副本也改" in "".join(pair) for pair in both_values)


def test_a_full_in_parts_ends_with_the_last(
    both: Exchanging, pen: Pen, lost: Sequence[RowChange], tmp_path: Path
) -> None:
    learn(both, tmp_path)
    both.desk.exchange.seal_if_needed()
    half = len(lost) // 2
    both.desk.receive([answer(both, pen, lost[:half], counts={LEFT: len(lost) - half})])
    assert both.desk.office.store.read_only
    both.desk.receive([answer(both, pen, lost[half:], ack=None)])
    assert not both.desk.office.store.read_only
    assert values_of(everything(both.desk)) == values_of(lost)


@pytest.mark.parametrize("header", [{"kind": "delta"}, {"ack": None}, {"ack": Ack(PEER, 1, GENESIS)}])
def test_no_other_stream_is_followed(
    both: Exchanging, pen: Pen, lost: Sequence[RowChange], tmp_path: Path, header: dict[str, Any]
) -> None:
    learn(both, tmp_path)
    both.desk.exchange.seal_if_needed()
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([answer(both, pen, lost, **header)])
    assert caught.value.code == "bundle_unknown_epoch"
    assert both.desk.office.store.read_only


def test_a_healthy_desk_follows_no_full_of_another_epoch(both: Exchanging, pen: Pen) -> None:
    both.send()
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([answer(both, pen, everything(both.desk))])
    assert caught.value.code == "bundle_unknown_epoch"


def test_a_new_desk_in_the_old_ones_place_gets_everything(both: Exchanging, pen: Pen, tmp_path: Path) -> None:
    old = make_desk(tmp_path / "old", clock=both.clock)
    with old.office.write("test.more") as session:
        session.connection().exec_driver_sql("UPDATE client SET remark = '从前'")
        session.commit()
    given = everything(old)
    old.close()
    with both.desk.office.write("test.empty") as session:  # a desk just made: its branch and its advisor alone
        for table in reversed(metadata.sorted_tables):
            if is_synced(table.info) and table.name not in ("branch", "advisor"):
                session.connection().exec_driver_sql(f'DELETE FROM "{table.name}"')
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        session.commit()
    both.clock.move(timedelta(minutes=1))
    both.desk.receive([pen.write({ROWS.path: write_row_changes(given)}, kind="full")])
    assert {row.row_id: row.values for row in everything(both.desk)} == {row.row_id: row.values for row in given}
    assert both.desk.office.me.id in {change.row_id for change in given if change.table_name == "advisor"}
    both.send()
    assert both.ingest()["quarantined"] == 0


def test_a_newer_schema_waits_and_is_told_to_be_newer(both: Exchanging, pen: Pen) -> None:
    [newer] = both.desk.exchange.receive([pen.write({}, kind="heartbeat", schema=99, min_reader=99)])
    assert newer.status == "parked"
    assert len(newer.lines) == 1


def test_an_older_schema_than_the_highest_is_refused(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive([pen.write({}, kind="heartbeat", schema=6, min_reader=5)])
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([pen.write({}, kind="heartbeat", schema=5, min_reader=5)])
    assert caught.value.code == "bundle_downgrade"
