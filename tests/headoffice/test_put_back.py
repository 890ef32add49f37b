"""Head office put back from an older copy of itself: after `restored` both sides have everything again, and agree."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.headoffice.tables import CopyState
from tests.exchange_support import TERMINAL, Exchanging, enrol, make_exchange, open_head_office
from tests.headoffice.test_older_copies import remark, rows
from tests.headoffice.test_orders import TARGETS, decision, folder
from tests.support import refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Exchanging]:
    """Both sides; the warehouse is a file, which is copied and put back with the rest of head office's folder."""
    made = make_exchange(tmp_path)
    with made.desk.office.write("test.loan") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO loan_case (id, client_id, advisor_id, number, kind, amount, purpose, status, applied_on) "
            "SELECT ?, id, advisor_id, 1, 'mortgage', 100000000, '', 'submitted', '2026-11-20' FROM client "
            "WHERE number = 'C0001'",
            (made.desk.office.ids.new(),),
        )
        session.commit()
    yield made
    made.close()


def night(both: Exchanging, folder: Path, data: Path | None = None) -> None:
    """What is new goes to head office, and its answer comes back; nothing is refused on either side."""
    both.clock.move(HOUR)
    both.desk.exchange.seal()
    both.desk.exchange.export(folder / "there")
    assert both.head_office.ingest(folder / "there").to_json()["quarantined"] == 0
    both.head_office.publish(data, folder / "back")
    both.desk.receive(sorted((folder / "back").glob("*.age")))


def lose_head_office(both: Exchanging, root: Path) -> None:
    """Head office's folder is what it was when it was copied."""
    both.head_office.close()
    shutil.rmtree(root / "hq")
    shutil.copytree(root / "copy", root / "hq")
    both.clock.move(HOUR)
    both.head_office = open_head_office(root / "hq", both.clock)


def copy_head_office(both: Exchanging, root: Path) -> None:
    both.head_office.close()
    shutil.copytree(root / "hq", root / "copy")
    both.clock.move(HOUR)
    both.head_office = open_head_office(root / "hq", both.clock)


def matters(both: Exchanging) -> tuple[str, ...]:
    [terminal] = both.head_office.status().terminals
    return terminal.matters


def agree(both: Exchanging) -> bool:
    """Whether every table is compared, and is the same on both sides; nothing waits, nothing was refused."""
    with both.head_office.context.warehouse.read() as session:
        states = session.exec(select(CopyState).where(CopyState.terminal == TERMINAL)).all()
    assert len(states) > 3
    assert [one.table_name for one in states if not one.checked] == []
    for state in states:
        here, there = rows(both, state.table_name)
        assert here == there, state.table_name
    home = both.head_office.context.home
    assert not [*home.quarantine.glob("*"), *home.parked.rglob("*.age")]
    inbox = both.desk.office.home.inbox
    assert not [*(inbox / "parked").glob("*.age"), *(inbox / "refused").glob("*.age")]
    with both.desk.office.rows() as connection:
        refused_here = connection.exec_driver_sql("SELECT count(*) FROM bundle_received WHERE status <> 'applied'")
        assert refused_here.scalar() == 0
    return True


def test_without_it_the_streams_stand_still(one: Exchanging, tmp_path: Path) -> None:
    """What head office acknowledged and lost the desk has no bytes of, and its own numbers are given again."""
    night(one, tmp_path / "first")
    copy_head_office(one, tmp_path)
    one.edit("C0001", "lost at head office")
    night(one, tmp_path / "second")
    night(one, tmp_path / "third")
    lose_head_office(one, tmp_path)
    one.edit("C0001", "after it")
    one.clock.move(HOUR)
    one.desk.exchange.export(tmp_path / "fourth")
    assert one.head_office.ingest(tmp_path / "fourth").to_json()["parked"] > 0
    one.head_office.publish(None, tmp_path / "back")
    refused("bundle_fork", lambda: one.desk.receive(sorted((tmp_path / "back").glob("*.age"))))


def test_two_nights_after_it_both_sides_agree(one: Exchanging, tmp_path: Path) -> None:
    """Orders that head office forgot are done at the desk: their rows come back with their content."""
    night(one, tmp_path / "first", folder(tmp_path, TARGETS))
    copy_head_office(one, tmp_path)
    one.edit("C0001", "lost at head office")
    one.head_office.rotate_key()
    one.head_office.decide("credit_decision", decision(), "test")
    night(one, tmp_path / "second")
    night(one, tmp_path / "third")
    lose_head_office(one, tmp_path)
    one.edit("C0002", "sealed before it was asked")
    one.clock.move(HOUR)
    one.desk.exchange.export(tmp_path / "fourth")
    done = one.head_office.put_back()
    assert one.head_office.ingest(tmp_path / "fourth").to_json()["parked"] > 0  # sealed for the key that was lost too
    assert (done.asked, done.anew, done.revoked) == ((TERMINAL,), (), ())
    assert "asked" in matters(one)
    kinds = [bundle.kind for bundle in one.head_office.publish(None, tmp_path / "asking")]
    assert kinds == ["full", "keys"]
    told = one.desk.receive(sorted((tmp_path / "asking").glob("*.age")))
    assert any("everything again" in line or "重新" in line for view in told for line in view.lines)
    one.edit("C0003", "after it was asked")
    night(one, tmp_path / "fifth")
    night(one, tmp_path / "sixth")
    assert [remark(one, number) for number in ("C0001", "C0002", "C0003")] == [
        (text, text) for text in ("lost at head office", "sealed before it was asked", "after it was asked")
    ]
    assert agree(one)
    assert matters(one) == ()
    with one.head_office.context.warehouse.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM credit_decision").scalar() == 1
    night(one, tmp_path / "seventh", folder(tmp_path, TARGETS))
    assert agree(one)


def test_an_erasure_that_head_office_forgot_is_followed(one: Exchanging, tmp_path: Path) -> None:
    night(one, tmp_path / "first")
    copy_head_office(one, tmp_path)
    values = {"terminal": TERMINAL, "client": "C0004", "ordered_by": "合规部", "reason": "客户要求"}
    with one.desk.office.write("test.prospect") as session:
        session.connection().exec_driver_sql(
            "UPDATE client SET status = 'prospect', opened_on = NULL WHERE number = 'C0004'"
        )
        session.commit()
    one.head_office.decide("erasure", values, "test")
    night(one, tmp_path / "second")
    night(one, tmp_path / "third")
    lose_head_office(one, tmp_path)
    assert remark(one, "C0004")[0] is not None
    one.clock.move(HOUR)
    one.head_office.put_back()
    for name in ("fourth", "fifth", "sixth"):
        night(one, tmp_path / name)
    assert remark(one, "C0004") == (None, None)
    assert agree(one)


def test_enrolled_anew_after_it_a_desk_keeps_what_head_office_lost(one: Exchanging, tmp_path: Path) -> None:
    """The full of a head office that was put back may lack what it acknowledged: that was not deleted."""
    night(one, tmp_path / "first")
    copy_head_office(one, tmp_path)
    with one.desk.office.write("test.client") as session:
        ids = one.desk.office.ids
        session.connection().exec_driver_sql(
            "INSERT INTO training (id, advisor_id, topic, required) SELECT ?, id, '自学', 0 FROM advisor", (ids.new(),)
        )
        session.commit()
    night(one, tmp_path / "second")
    night(one, tmp_path / "third")
    lose_head_office(one, tmp_path)
    one.clock.move(HOUR)
    one.head_office.put_back()
    enrol(one.desk, one.head_office, tmp_path)
    night(one, tmp_path / "anew")
    night(one, tmp_path / "then")
    here, there = rows(one, "training")
    assert len(here) == len(there) == 1
