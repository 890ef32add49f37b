"""A terminal that nobody unlocked for months, as in a leave or an illness: nothing of either side is lost."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor_tui.headoffice.tables import DESK_COLUMNS
from advisor_tui.sync import age
from tests.exchange_support import Exchanging, enrol
from tests.support import refused

BACK = "back"
ORDERS = 5


def table(both: Exchanging, name: str, *, at_head_office: bool) -> list[tuple[object, ...]]:
    statement = f'SELECT {", ".join(DESK_COLUMNS[name])} FROM "{name}" ORDER BY id'
    if at_head_office:
        with both.head_office.context.warehouse.read() as session:
            return [tuple(row) for row in session.connection().exec_driver_sql(statement)]
    with both.desk.office.rows() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def take_in(both: Exchanging, folder: Path) -> set[str]:
    return {one.status for one in both.desk.receive(sorted(folder.glob("*.age")))}


def send(both: Exchanging, folder: Path) -> dict[str, int]:
    both.desk.exchange.export(folder)
    return both.head_office.ingest(folder).to_json()


def require(both: Exchanging, topic: str) -> None:
    both.head_office.decide("training", {"topic": topic, "due_on": date(2030, 1, 31)}, "")


def leave(both: Exchanging, days: int, folder: Path) -> None:
    """Work that was not sent, and then so many days in which head office goes on and reaches nobody."""
    send(both, folder / "before")
    both.head_office.publish(None, folder / "acks")
    take_in(both, folder / "acks")
    both.edit("C0001", "not sent before the leave")
    for number in range(ORDERS):
        both.clock.move(timedelta(days=days / ORDERS))
        require(both, f"培训 {number}")
        both.head_office.publish(None, folder / BACK)


@pytest.mark.parametrize(("days", "sends_first"), [(40, True), (100, False), (400, True)])
def test_everything_of_both_sides_arrives(both: Exchanging, tmp_path: Path, days: int, sends_first: bool) -> None:
    leave(both, days, tmp_path)
    both.edit("C0002", "on the first day back")
    if sends_first:  # sealed for the key of the month in which the leave began
        counts = send(both, tmp_path / "first")
        assert (counts["applied"], counts["quarantined"]) == (1, 0)
    both.head_office.publish(None, tmp_path / BACK, again=True)
    assert take_in(both, tmp_path / BACK) <= {"applied", "duplicate"}
    assert len([row for row in table(both, "training", at_head_office=False) if "培训" in str(row)]) == ORDERS
    both.edit("C0003", "and on")
    counts = send(both, tmp_path / "then")
    assert (counts["quarantined"], counts["parked"]) == (0, 0)
    for name in ("client", "order_receipt", "task"):
        assert table(both, name, at_head_office=True) == table(both, name, at_head_office=False)
    remarks = [str(row) for row in table(both, "client", at_head_office=True)]
    assert all(any(said in row for row in remarks) for said in ("not sent before", "first day back", "and on"))
    [newest, *_] = both.head_office.context.keys.identities()
    last = max((tmp_path / "then").glob("*.age"))
    assert age.decrypt(last.read_bytes(), [newest], "")
    assert both.head_office.status().terminals[0].matters == ()


def test_an_expired_bundle_alone_is_refused_until_a_newer_one_comes(both: Exchanging, tmp_path: Path) -> None:
    """The newer one waits for it, and then vouches for it, whether or not it comes in the same hand."""
    leave(both, 40, tmp_path)
    files = sorted((tmp_path / BACK).glob("*.age"))
    before = table(both, "training", at_head_office=False)
    refused("bundle_expired", lambda: both.desk.receive(files[:1]))
    assert table(both, "training", at_head_office=False) == before
    assert [one.status for one in both.desk.receive(files[1:])] == ["parked"] * (len(files) - 1)
    assert {one.status for one in both.desk.receive(files[:1])} == {"applied"}
    assert len(table(both, "training", at_head_office=False)) == ORDERS
    assert not list((both.desk.office.home.inbox / "parked").iterdir())


def test_a_newer_bundle_of_another_stream_or_with_a_gap_vouches_for_nothing(both: Exchanging, tmp_path: Path) -> None:
    leave(both, 40, tmp_path)
    files = sorted((tmp_path / BACK).glob("*.age"))
    gap = [file for file in files if file != files[1]]
    refused("bundle_expired", lambda: both.desk.receive(gap))
    damaged = files[-1].read_bytes()
    files[-1].write_bytes(damaged[:-1] + bytes([damaged[-1] ^ 1]))
    for file in files[:-1]:
        if file != files[0]:
            both.clock.move(timedelta(days=10))  # by now only the damaged one would not have expired
    refused("bundle_expired", lambda: both.desk.receive(files))


def test_what_was_sealed_for_a_forgotten_month_is_opened_by_the_recovery_key(both: Exchanging, tmp_path: Path) -> None:
    both.edit("C0001", "two years ago")
    both.desk.exchange.export(tmp_path / "late")
    keys = both.head_office.context.keys
    first = keys.months()[0]
    both.clock.move(timedelta(days=720))
    both.head_office.publish(None, tmp_path / "x")
    both.clock.move(timedelta(days=9))
    keys.rotate(both.clock.today())
    keys.forget_old(both.clock.today() + timedelta(days=31))
    assert first not in keys.months()
    assert both.head_office.ingest(tmp_path / "late").to_json()["applied"] == 1
    (both.head_office.context.home.keys / "recovery.key").rename(tmp_path / "in the safe")
    assert len(list(keys.identities())) == len(keys.months())


def test_a_terminals_own_key_ends_after_two_years_and_its_work_comes_with_a_new_one(
    both: Exchanging, tmp_path: Path
) -> None:
    leave(both, 760, tmp_path)
    both.edit("C0002", "on the first day back")
    counts = send(both, tmp_path / "first")
    assert (counts["applied"], counts["quarantined"]) == (0, 1)
    assert "key_ends" in both.head_office.status().terminals[0].matters
    enrol(both.desk, both.head_office, tmp_path)
    counts = send(both, tmp_path / "anew")
    assert (counts["quarantined"], counts["parked"]) == (0, 0)
    both.head_office.publish(None, tmp_path / "full")
    take_in(both, tmp_path / "full")
    send(both, tmp_path / "on")
    with both.head_office.context.warehouse.read() as session:
        rows = session.connection().exec_driver_sql("SELECT number, remark FROM client ORDER BY number")
        kept = {number: remark for number, remark in rows}  # noqa: C416
    assert (kept["C0001"], kept["C0002"]) == ("not sent before the leave", "on the first day back")
    assert table(both, "client", at_head_office=True) == table(both, "client", at_head_office=False)
    assert "key_ends" not in both.head_office.status().terminals[0].matters
