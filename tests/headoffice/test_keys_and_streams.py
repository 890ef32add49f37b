"""Keys that change, terminals that are lost or fall back, streams that stop: what head office does about each."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.headoffice.lists import all_revoked
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS, RevokedKey, Terminal
from advisor_tui.sync.revocation import read_krl
from tests.exchange_support import TERMINAL, Exchanging, enrol, plain_zip, repack, write_signed
from tests.support import make_desk, refused

FIRST, SECOND, THIRD = (f"T0123-HQ-{seq:08d}.zip.age" for seq in (1, 2, 3))


def published(both: Exchanging, folder: Path) -> list[tuple[str, int]]:
    return [(one.kind, one.seq) for one in both.head_office.publish(None, folder)]


def book(both: Exchanging, table: str) -> list[tuple[object, ...]]:
    columns = ", ".join(f'"{name}"' for name in DESK_COLUMNS[table])
    with both.head_office.context.warehouse.read() as session:
        rows = session.connection().exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY id')
        return [tuple(row) for row in rows]


def test_each_revocation_raises_the_lists_version(both: Exchanging, tmp_path: Path) -> None:
    home = both.head_office.context.home
    first = read_krl(home.revoked.read_bytes(), "")
    both.head_office.revoke(TERMINAL)
    second = read_krl(home.revoked.read_bytes(), "")
    both.head_office.revoke(TERMINAL)
    assert (first.version, len(first.keys)) < (second.version, len(second.keys)) == (2, 1)
    assert read_krl(home.revoked.read_bytes(), "") == second


def test_a_terminal_is_told_of_a_new_key_once_and_seals_for_it(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    assert published(both, tmp_path / "a") == [("heartbeat", 1)]  # the keys of its enrolment still hold
    name = both.head_office.rotate_key()
    assert name == "hq-2026-11-02"
    assert published(both, tmp_path / "b") == [("keys", 2)]
    assert published(both, tmp_path / "c") == [("heartbeat", 3)]
    for folder in "abc":
        both.desk.receive(sorted((tmp_path / folder).glob("*.age")))
    both.edit("C0001", "for the new key")
    both.send()
    keys = both.head_office.context.keys
    [newest, *_] = keys.identities()
    from advisor_tui.sync import age

    assert age.decrypt((both.carried / SECOND).read_bytes(), [newest], "")
    assert both.ingest()["applied"] == 1


def test_what_a_lost_stick_carried_is_copied_again_byte_by_byte(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    published(both, tmp_path / "lost")
    published(both, tmp_path / "b")
    assert len(list((tmp_path / "b").glob("*.age"))) == 1
    both.head_office.publish(None, tmp_path / "c", again=True)
    files = sorted(path.name for path in (tmp_path / "c").glob("*.age"))
    assert files == [f"HQ-T0123-{seq:08d}.zip.age" for seq in (1, 2, 3)]
    assert (tmp_path / "c" / files[0]).read_bytes() == (tmp_path / "lost" / files[0]).read_bytes()
    both.desk.receive(sorted((tmp_path / "c").glob("*.age")))
    both.desk.exchange.seal()
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "d", again=True)
    assert [path.name for path in (tmp_path / "d").glob("*.age")] == ["HQ-T0123-00000004.zip.age"]


def test_a_new_month_makes_its_key_when_something_is_published(both: Exchanging, tmp_path: Path) -> None:
    both.clock.move(timedelta(days=20))
    assert published(both, tmp_path / "a") == [("keys", 1)]
    assert both.head_office.context.keys.months() == ["hq-2026-11", "hq-2026-12"]


def test_keys_are_kept_for_24_months(both: Exchanging, tmp_path: Path) -> None:
    keys = both.head_office.context.keys
    for month in ("hq-2024-10", "hq-2024-11", "hq-2024-12"):
        keys._write_age(month)
    published(both, tmp_path / "a")
    assert keys.months() == ["hq-2024-11", "hq-2024-12", "hq-2026-11"]
    assert not list((both.head_office.context.home.keys).glob("hq-2024-10*"))
    assert len(list(keys.identities())) == 3


def test_a_revoked_terminal_gets_nothing_but_the_order_to_give_itself_up(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    both.head_office.revoke(TERMINAL)
    both.head_office.wipe(TERMINAL, "stolen", discard_unsent=True)
    assert published(both, tmp_path / "b") == [("wipe", 1)]
    assert published(both, tmp_path / "c") == []


def test_the_machine_in_the_place_of_one_given_up_is_never_told_to_go(both: Exchanging, tmp_path: Path) -> None:
    """Not by the order that was sent to the lost one, and not by one that nobody had published yet."""
    both.send()
    both.ingest()
    office = both.head_office
    office.revoke(TERMINAL)
    office.wipe(TERMINAL, "stolen", discard_unsent=True)
    published(both, tmp_path / "a")
    office.wipe(TERMINAL, "stolen, told once more", discard_unsent=True)
    both.desk.close()
    both.clock.move(timedelta(hours=1))
    fresh = make_desk(tmp_path / "fresh", book=False, clock=both.clock)
    enrol(fresh, office, tmp_path)
    assert [kind for kind, _ in published(both, tmp_path / "b")] == ["full"]
    fresh.receive(sorted((tmp_path / "b").glob("*.age")))
    assert fresh.office.home.keys.exists()
    fresh.close()


def test_a_terminal_that_was_made_anew_gets_everything_back(both: Exchanging, tmp_path: Path) -> None:
    """A new enrolment: the old key counts no more, a new epoch begins, and `full` comes first."""
    both.send()
    both.edit("C0001", "the last word")
    both.send()
    both.ingest()
    before = {table: book(both, table) for table in COPIES}
    office = both.head_office
    with office.context.warehouse.read() as session:
        old = session.get_one(Terminal, TERMINAL)
    both.desk.close()
    fresh = make_desk(tmp_path / "fresh", book=False, clock=both.clock)
    enrol(fresh, office, tmp_path)
    with office.context.warehouse.read() as session:
        assert session.get(RevokedKey, old.signing_key) is not None
        assert len(all_revoked(session).keys) == 1
        assert session.get_one(Terminal, TERMINAL).epoch != old.epoch
    bundles = office.publish(None, tmp_path / "back")
    assert [one.kind for one in bundles] == ["full", "keys"]  # the old key is among the revoked ones now
    assert bundles[0].rows == sum(map(len, before.values()))
    assert published(both, tmp_path / "again") == []
    fresh.receive(sorted((tmp_path / "back").glob("*.age")))
    fresh.exchange.export(tmp_path / "new")
    assert office.ingest(tmp_path / "new").to_json()["quarantined"] == 0
    assert book(both, "client") == before["client"]
    with fresh.office.rows() as connection:
        assert (
            connection.exec_driver_sql("SELECT remark FROM client WHERE number = 'C0001'").scalar() == "the last word"
        )
    fresh.close()


def stop(both: Exchanging) -> bytes:
    """Another bundle with an applied number; the true one's bytes."""
    both.send()
    both.ingest()
    true = (both.carried / FIRST).read_bytes()
    write_signed(both, FIRST, repack(plain_zip(both, both.carried / FIRST), {}))
    assert both.ingest()["quarantined"] == 1
    assert both.head_office.status().terminals[0].matters[0] == "stopped"
    return true


def test_a_settled_stream_goes_on_with_what_was_refused_meanwhile(both: Exchanging) -> None:
    stop(both)
    for text in ("two", "three"):
        both.edit("C0001", text)
        both.send()
    (both.carried / FIRST).unlink()
    assert both.ingest()["quarantined"] == 2
    refused("reason_missing", lambda: both.head_office.settle(TERMINAL, " "))
    done = both.head_office.settle(TERMINAL, "somebody's old stick")
    assert (done.applied, done.stopped) == (2, False)
    assert both.head_office.status().terminals[0].last == 3
    assert sorted(path.name for path in both.head_office.context.home.archive.glob("*/*.age")) == [FIRST, SECOND, THIRD]
    left = list(both.head_office.context.home.quarantine.rglob("*.age"))
    assert [path.name for path in left] == [FIRST]  # the contradiction stays
    assert both.head_office.status().terminals[0].quarantined == 1
    refused("stream_runs", lambda: both.head_office.settle(TERMINAL, "again"))


def test_a_terminal_that_really_went_another_way_stops_again(both: Exchanging) -> None:
    stop(both)
    both.edit("C0001", "two")
    both.send()
    (both.carried / FIRST).unlink()
    write_signed(both, SECOND, repack(plain_zip(both, both.carried / SECOND), {"prev_sha256": "1" * 64}))
    both.ingest()
    done = both.head_office.settle(TERMINAL, "looked into")
    assert (done.applied, done.stopped) == (0, True)
    refused("terminal_unknown", lambda: both.head_office.settle("T9999", "x"))


def test_an_older_copy_begins_anew_and_nothing_acknowledged_is_lost(both: Exchanging, tmp_path: Path) -> None:
    """The desk of the first night is put back; what it did later and sent comes back to it."""
    from advisor_tui.base.home import Home
    from advisor_tui.base.ids import Uuid7Source
    from advisor_tui.desk.opening import open_with_key
    from tests.exchange_support import desk_key
    from tests.support import STAFF_NO

    both.edit("C0002", "on the first day")
    both.send()
    home = both.desk.office.home.root
    both.desk.close()
    shutil.copytree(home, tmp_path / "backup")
    both.desk = open_with_key(Home(home), STAFF_NO, desk_key(), both.clock, Uuid7Source())
    both.edit("C0001", "said later")
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "acks")
    both.desk.close()
    both.desk = open_with_key(Home(tmp_path / "backup"), STAFF_NO, desk_key(), both.clock, Uuid7Source())
    refused("restored_copy", lambda: both.desk.receive(sorted((tmp_path / "acks").glob("*.age"))))
    both.desk.exchange.export(tmp_path / "ask")
    assert both.head_office.ingest(tmp_path / "ask").to_json()["quarantined"] == 0
    assert both.head_office.status().terminals[0].matters[-1] == "full_due"
    bundles = both.head_office.publish(None, tmp_path / "full")
    assert [(one.kind, one.seq) for one in bundles] == [("full", 1), ("keys", 2)]
    both.desk.receive(sorted((tmp_path / "full").glob("*.age")))
    with both.desk.office.rows() as connection:
        remark = connection.exec_driver_sql("SELECT remark FROM client WHERE number = 'C0001'").scalar()
    assert remark == "said later"
    both.edit("C0003", "and on")
    both.desk.exchange.export(tmp_path / "on")
    counts = both.head_office.ingest(tmp_path / "on").to_json()
    assert (counts["quarantined"], counts["parked"]) == (0, 0)
    with both.head_office.context.warehouse.read() as session:
        kept = dict(
            tuple(row) for row in session.connection().exec_driver_sql("SELECT number, remark FROM client").all()
        )
    assert [kept[f"C000{n}"] for n in (1, 2, 3)] == ["said later", "on the first day", "and on"]


@pytest.mark.parametrize("field", [{"seq": 2}, {"prev_sha256": "1" * 64}, {"kind": "heartbeat"}])
def test_only_a_first_full_begins_an_epoch(both: Exchanging, field: dict[str, object]) -> None:
    both.send()
    both.ingest()
    other = {"epoch": "0199b2a0-0000-7000-8000-000000000001", "kind": "full", "changes": [], "counts": {}}
    name = f"T0123-HQ-{field.get('seq', 1):08d}.zip.age"
    values = {**other, **field, "bundle": name.removesuffix(".zip.age")}
    write_signed(both, name, repack(plain_zip(both, both.carried / FIRST), values, {}))
    result = both.head_office.ingest(both.carried)
    assert [outcome.refusal.code for outcome in result.outcomes if outcome.refusal] == ["bundle_unknown_epoch"]
