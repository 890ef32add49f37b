"""Publishing that is disturbed: a place without room, work beyond one bundle, a terminal that cannot be served."""

import errno
from pathlib import Path

import pytest

from advisor_tui.headoffice import parts
from advisor_tui.headoffice.publish import Remarks
from advisor_tui.headoffice.tables import HeadOrder, OrderFor
from advisor_tui.sync import durable, sealing
from tests.exchange_support import TERMINAL, Exchanging
from tests.headoffice.many import register
from tests.headoffice.test_orders import decision, folder
from tests.support import TODAY, refused

OTHER = "T0124"


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.glob("*.age"))


def states(both: Exchanging) -> list[object]:
    return [order["terminals"] for order in both.head_office.orders()]


def trainings(both: Exchanging, tmp_path: Path, count: int) -> Path:
    """Orders for people, of whom head office knows one."""
    tables = "".join(f'[[training]]\nstaff = "1001"\ntopic = "第{n}课"\ndue_on = 2026-12-31\n' for n in range(count))
    return folder(tmp_path, tables)


def test_nothing_is_sealed_for_a_folder_that_takes_no_files(known: Exchanging, tmp_path: Path) -> None:
    known.head_office.decide("credit_decision", decision(), "test")
    (tmp_path / "file").write_bytes(b"")
    refused("cannot_write", lambda: known.head_office.publish(None, tmp_path / "file/to"))
    assert states(known) == [{TERMINAL: "waits"}]
    assert [one.seq for one in known.head_office.publish(None, tmp_path / "to")] == [1]


def test_a_folder_that_is_refused_a_file_of_data_is_left_as_it_was(known: Exchanging, tmp_path: Path) -> None:
    data = folder(tmp_path, "[[product]]\n", "products/odd.toml")
    refused("data_invalid", lambda: known.head_office.publish(data, tmp_path / "to/T0123"))
    assert not (tmp_path / "to").exists()


def test_what_a_full_disk_kept_from_being_written_comes_with_the_next_publish(
    known: Exchanging, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.head_office.decide("credit_decision", decision(), "test")
    write = durable.write_durably

    def full(path: Path, data: bytes, mode: int = 0o600) -> None:
        if path.name.endswith(".age"):
            raise OSError(errno.ENOSPC, "full", str(path))
        write(path, data, mode)

    monkeypatch.setattr("advisor_tui.headoffice.delivering.write_durably", full)
    told = refused("not_put", lambda: known.head_office.publish(None, tmp_path / "a"))
    assert told.params["count"] == 1
    assert "Nothing was changed" not in str(told)
    assert states(known) == [{TERMINAL: "sent"}]
    monkeypatch.undo()
    remarks = Remarks()
    sealed = known.head_office.publish(None, tmp_path / "b", remarks=remarks)
    assert [one.seq for one in sealed] == [2]
    assert remarks.earlier == ["HQ-T0123-00000001.zip.age"]
    assert names(tmp_path / "b") == ["HQ-T0123-00000001.zip.age", "HQ-T0123-00000002.zip.age"]
    known.desk.receive(sorted((tmp_path / "b").glob("*.age")))
    assert [order["status"] for order in receipts(known)] == ["applied"]
    known.head_office.publish(None, tmp_path / "c")
    assert names(tmp_path / "c") == ["HQ-T0123-00000003.zip.age"]  # what was put once is carried once


def receipts(both: Exchanging) -> list[dict[str, object]]:
    with both.desk.office.rows() as connection:
        return [dict(row) for row in connection.exec_driver_sql("SELECT status FROM order_receipt").mappings()]


def test_orders_beyond_one_bundle_go_into_the_next_numbers(
    known: Exchanging, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "TARGET_SEGMENT", 500)
    sealed = known.head_office.publish(trainings(known, tmp_path, 5), tmp_path / "a")
    assert [one.kind for one in sealed] == ["delta"] * len(sealed)
    assert len(sealed) > 2
    assert sum(one.orders for one in sealed) == 5
    assert [one.seq for one in sealed] == list(range(1, len(sealed) + 1))
    known.desk.receive(sorted((tmp_path / "a").glob("*.age")))
    assert [order["status"] for order in receipts(known)] == ["applied"] * 5


def test_a_terminal_that_cannot_be_served_is_named_and_stops_no_other(
    known: Exchanging, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(known.head_office, 1, first=124)
    data = trainings(known, tmp_path, 30)
    monkeypatch.setattr(sealing, "MAX_UNPACKED", 5_000)
    refused("bundle_too_large", lambda: known.head_office.publish(data, tmp_path / "a"))
    assert not (tmp_path / "a").exists()
    remarks = Remarks()
    sealed = known.head_office.publish(data, tmp_path / "b", remarks=remarks)
    assert {one.terminal for one in sealed} == {OTHER}
    assert {name: error.code for name, error in remarks.failures.items()} == {TERMINAL: "bundle_too_large"}
    assert states(known) == [{TERMINAL: "waits"}] * 30  # nothing of it counts as sent
    monkeypatch.undo()
    assert sum(one.orders for one in known.head_office.publish(None, tmp_path / "c")) == 30


def test_a_terminal_whose_key_counts_is_not_ordered_to_give_itself_up(known: Exchanging, tmp_path: Path) -> None:
    office = known.head_office
    refused("wipe_not_revoked", lambda: office.wipe(TERMINAL, "lost", discard_unsent=True))
    assert office.orders() == []
    office.revoke(TERMINAL)
    office.wipe(TERMINAL, "lost", discard_unsent=True)
    assert [one.kind for one in office.publish(None, tmp_path / "a")] == ["wipe"]


def test_an_order_is_taken_back_until_it_is_sent(known: Exchanging, tmp_path: Path) -> None:
    office = known.head_office
    order, _ = office.decide("credit_decision", decision(), "test")
    refused("order_unknown", lambda: office.withdraw("-"))
    refused("order_unknown", lambda: office.withdraw("0" * 12))
    refused("order_unknown", lambda: office.withdraw(order[-7:]))
    refused("order_unknown", lambda: office.withdraw("%" * 12))
    assert office.withdraw(order[-8:]) == order
    assert office.orders() == []
    with office.context.warehouse.read() as session:
        assert (session.get(HeadOrder, order), session.get(OrderFor, (order, TERMINAL))) == (None, None)
    assert [one.orders for one in office.publish(None, tmp_path / "a")] == [0]
    again, new = office.decide("credit_decision", decision(decided_on=TODAY), "test")
    assert new  # it may be given once more
    office.publish(None, tmp_path / "b")
    told = refused("order_sent", lambda: office.withdraw(again))
    assert told.where == again
