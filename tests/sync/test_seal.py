"""Sealing takes the journal's new segment, once, and costs what the segment costs."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.diagnosis import verify_journal
from advisor_tui.desk.opening import open_with_key
from advisor_tui.store.store import Store
from advisor_tui.sync import seal
from tests.exchange_support import Exchanging, desk_key, enrol
from tests.support import STAFF_NO, make_desk

CLIENT_SIZED = {"client", "client_card", "holding", "identity_document", "journal", "contact_log", "task"}


def value(both: Exchanging, sql: str) -> object:
    with both.desk.office.rows() as connection:
        return connection.exec_driver_sql(sql).scalar()


def test_the_second_bundle_begins_where_the_first_ended(both: Exchanging) -> None:
    [first] = both.desk.exchange.seal()
    both.edit("C0001", "二")
    both.edit("C0002", "三")
    [second] = both.desk.exchange.seal()
    assert (first.seq, second.seq, second.changes) == (1, 2, 2)
    rows = both.desk.office.rows
    with rows() as connection:
        sent = connection.exec_driver_sql("SELECT * FROM bundle_sent ORDER BY seq").mappings().all()
    assert sent[1]["first_change"] == sent[0]["last_change"] + 1
    assert sent[1]["prev_sha256"] == sent[0]["sha256"]


def test_nothing_new_seals_nothing_but_one_heartbeat_a_day(both: Exchanging) -> None:
    both.desk.exchange.seal_if_needed()
    assert both.desk.exchange.seal_if_needed() == []
    both.clock.move(timedelta(days=1))
    [beat] = both.desk.exchange.seal_if_needed()
    assert (beat.seq, beat.changes) == (2, 0)
    assert both.desk.exchange.seal_if_needed() == []
    [asked] = both.desk.exchange.seal()
    assert (asked.seq, asked.changes) == (3, 0)


def test_sealing_itself_adds_nothing_to_the_journal(both: Exchanging) -> None:
    before = value(both, "SELECT max(seq) FROM journal")
    both.desk.exchange.seal()
    assert value(both, "SELECT max(seq) FROM journal") == before
    assert both.desk.exchange.unsealed() == 0


def test_locking_seals_what_changed(both: Exchanging) -> None:
    both.edit("C0001", "二")
    both.desk.lock()
    assert len(list((both.desk.office.home.outbox).glob("*.zip.age"))) == 1


def test_a_large_segment_goes_into_several_bundles_that_head_office_joins(
    both: Exchanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "TARGET_SEGMENT", 3_000)
    sealed = both.desk.exchange.seal()
    assert len(sealed) > 2
    both.send()
    counts = both.ingest()
    assert (counts["applied"], counts["rows"]) == (len(sealed), sum(one.changes for one in sealed))
    assert counts["rows"] == value(both, "SELECT max(seq) FROM journal")


def test_a_desk_that_is_not_enrolled_seals_nothing_at_lock_and_refuses_an_export(both: Exchanging) -> None:
    with both.desk.office.write("test") as session:
        session.connection().execute(text("DELETE FROM enrolment"))
        session.commit()
    assert both.desk.exchange.seal_if_needed() == []
    assert both.desk.exchange.unsealed() == 0
    for call in (both.desk.exchange.seal, lambda: both.desk.exchange.export(both.carried)):
        with pytest.raises(DeskError) as caught:
            call()
        assert caught.value.code == "not_enrolled"


def test_head_remembers_the_sealed_end_and_finds_a_cut_journal(both: Exchanging) -> None:
    from advisor_tui.sync.head import check_head, read_head

    both.desk.exchange.seal()
    home = both.desk.office.home
    end = read_head(home)
    assert end is not None
    assert (end.seq, end.hash) == (
        value(both, "SELECT max(seq) FROM journal"), value(both, "SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")
    )  # fmt: skip
    with both.desk.office.rows() as connection:
        check_head(connection, home)
    home.head.write_text(f'{{"seq": {end.seq + 1}, "hash": "{end.hash}"}}')
    with both.desk.office.rows() as connection, pytest.raises(DeskError) as caught:
        check_head(connection, home)
    assert caught.value.code == "journal_cut"


def restored(both: Exchanging) -> Exchanging:
    """The desk after it lost entries: its database is from before an edit that was sealed, HOME/head is not."""
    office = both.desk.office
    both.desk.exchange.seal()
    with office.rows() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    before = office.home.database.read_bytes()
    both.edit("C0001", "二")
    both.desk.exchange.seal()
    both.desk.close()
    office.home.database.write_bytes(before)
    both.desk = open_with_key(office.home, STAFF_NO, desk_key(), both.clock, SeededIds(3, both.clock))
    return both


@pytest.mark.parametrize("edited", [False, True], ids=["shorter", "grown-again"])
def test_a_journal_that_lost_sealed_entries_is_noticed_and_never_sealed(both: Exchanging, edited: bool) -> None:
    desk = restored(both).desk
    if edited:
        for remark in ("三", "四", "五"):
            both.edit("C0001", remark)
    files = sorted(path.name for path in desk.office.home.outbox.iterdir())
    end, head = value(both, "SELECT max(seq) FROM journal"), desk.office.home.head.read_bytes()
    exchange = desk.exchange
    for refused in (
        desk.check_journal, exchange.seal, exchange.seal_if_needed, lambda: exchange.export(both.carried)
    ):  # fmt: skip
        with pytest.raises(DeskError) as caught:
            refused()
        assert caught.value.code == "journal_cut"
    assert value(both, "SELECT max(seq) FROM journal") == end
    assert desk.office.home.head.read_bytes() == head
    assert sorted(path.name for path in desk.office.home.outbox.iterdir()) == files
    assert exchange.unsealed() >= 0


def _nothing_leaves(both: Exchanging, code: str) -> None:
    """Every way to seal, and both ways to look at the journal, refuse with this code and change nothing."""
    desk, progress = both.desk, lambda *_: None
    files = {path.name for path in desk.office.home.root.rglob("*")}
    for refused in (
        desk.check_journal, desk.exchange.seal, desk.exchange.seal_if_needed, lambda: verify_journal(desk.office),
        lambda: desk.exchange.export(both.carried), lambda: desk.compliance.verify(progress),
    ):  # fmt: skip
        with pytest.raises(DeskError) as caught:
            refused()
        assert caught.value.code == code
        assert caught.value.where == str(desk.office.home.head)
    assert {path.name for path in desk.office.home.root.rglob("*")} == files


def test_a_removed_head_does_not_switch_the_check_off(both: Exchanging) -> None:
    both.desk.exchange.seal()
    both.edit("C0001", "二")
    both.desk.office.home.head.unlink()
    _nothing_leaves(both, "head_missing")
    enrol(both.desk, both.head_office, both.carried, "T0124")
    both.desk.check_journal()
    assert verify_journal(both.desk.office).ok
    assert [sealed.seq for sealed in both.desk.exchange.seal()] == [1]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"{}", b'{"seq": null, "hash": ""}', b'{"seq": -1, "hash": ""}', b"\xff",
     b'{"seq": 0, "hash": ""}'],
)  # fmt: skip
def test_a_damaged_or_older_head_does_not_switch_the_check_off(both: Exchanging, content: bytes) -> None:
    for remark in ("二", "三"):
        both.edit("C0001", remark)
        both.desk.exchange.seal()
    both.desk.office.home.head.write_bytes(content)
    _nothing_leaves(both, "head_damaged")
    enrol(both.desk, both.head_office, both.carried, "T0124")
    assert [sealed.seq for sealed in both.desk.exchange.seal()] == [1]


def test_a_head_that_may_not_be_read_does_not_switch_the_check_off(both: Exchanging) -> None:
    both.desk.exchange.seal()
    head = both.desk.office.home.head
    head.unlink()
    head.mkdir()
    _nothing_leaves(both, "head_damaged")
    head.rmdir()


def test_where_nothing_was_sealed_there_is_no_head_to_miss(both: Exchanging, tmp_path: Path) -> None:
    alone = make_desk(tmp_path / "alone")
    for fresh in (both.desk, alone):
        assert not fresh.office.home.head.exists()
        fresh.check_journal()
        assert verify_journal(fresh.office).ok
    alone.close()


def test_a_bad_entry_is_told_before_a_missing_head(both: Exchanging) -> None:
    both.desk.exchange.seal()
    both.desk.office.home.head.unlink()
    with both.desk.office.store.write("test", "test") as session:
        session.connection().execute(text("UPDATE journal SET action = 'x' WHERE seq = 2"))
        session.commit()
    found = verify_journal(both.desk.office)
    assert (found.first_bad, found.reason) == (2, "hash")


def test_a_desk_that_was_enrolled_anew_seals_its_whole_journal_again(both: Exchanging) -> None:
    desk = restored(both).desk
    enrol(desk, both.head_office, both.carried, "T0124")
    desk.check_journal()
    [sealed] = desk.exchange.seal()
    assert sealed.seq == 1
    assert sealed.changes == value(both, "SELECT last_change FROM bundle_sent ORDER BY sealed_at DESC, seq LIMIT 1")


def test_no_statement_of_sealing_scans_a_client_sized_table(both: Exchanging) -> None:
    both.desk.exchange.seal()
    both.edit("C0001", "二")
    seen: list[tuple[str, object]] = []
    store: Store = both.desk.office.store
    for engine in (store._writer, store._reader):
        event.listen(
            engine,
            "before_cursor_execute",
            lambda c, cursor, statement, values, ctx, many: seen.append((statement, values)),
        )
    both.desk.exchange.export(both.carried)
    assert any("FROM journal" in statement for statement, _ in seen)
    with both.desk.office.rows() as connection:
        for statement, values in seen:
            if not statement.upper().startswith(("SELECT", "UPDATE", "INSERT", "DELETE")):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
            for row in plan:
                words = str(row[-1]).split()
                assert not (words[0] == "SCAN" and words[1] in CLIENT_SIZED), (statement, row[-1])


def test_other_work_waits_its_turn_and_is_in_the_next_bundle(both: Exchanging) -> None:
    started = threading.Event()

    def edit() -> None:
        started.set()
        both.edit("C0003", "同时")

    thread = threading.Thread(target=edit)
    with both.desk.office.write("client.edit") as session:
        thread.start()
        started.wait()
        session.connection().execute(text("UPDATE client SET remark = '先' WHERE number = 'C0001'"))
        session.commit()
    thread.join()
    both.send()
    assert both.ingest()["quarantined"] == 0
    assert value(both, "SELECT max(last_change) FROM bundle_sent") == value(both, "SELECT max(seq) FROM journal")


def test_the_view_tells_how_far_each_bundle_has_come(both: Exchanging) -> None:
    both.desk.exchange.seal()
    assert [row.state for row in both.desk.exchange.view().sent] == ["sealed"]
    both.clock.move(timedelta(hours=1))
    both.desk.exchange.export(both.carried)
    [row] = both.desk.exchange.view().sent
    assert row.state == "delivered"
    assert row.state_at - row.sealed_at == timedelta(hours=1)
