"""A receipt makes head office delete and blank: so it must prove that this was ordered, of whom, and who did it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from advisor_tui.headoffice.registry import find_terminal
from advisor_tui.headoffice.tables import HeadOrder, OrderFor
from advisor_tui.sync import sshsig
from advisor_tui.sync.identity import load_signing_key, new_signing_key
from advisor_tui.sync.strict_json import dump
from tests.exchange_support import TERMINAL, Exchanging, identity_of, plain_zip, repack, write_signed
from tests.support import client_id

FIRST, SECOND = (f"T0123-HQ-{seq:08d}.zip.age" for seq in (1, 2))
INVENTED = "01936000-0000-7000-8000-00000000abcd"
Forged = dict[str, Any]


def order_erasure(both: Exchanging, number: str, terminal: str = TERMINAL) -> str:
    order, _ = both.head_office.decide(
        "erasure", {"terminal": TERMINAL, "client": number, "ordered_by": "合规部", "reason": "本人要求"}, "test"
    )
    if terminal != TERMINAL:
        with both.head_office.context.warehouse.write() as session:
            given = session.get_one(OrderFor, (order, TERMINAL))
            session.add(OrderFor(order_id=order, terminal=terminal))
            session.delete(given)
            session.commit()
    return order


def entries_of(both: Exchanging, number: str) -> list[list[int]]:
    """The numbers of the journal's entries of a client, as ranges."""
    with both.desk.office.rows() as connection:
        found = connection.exec_driver_sql(
            "SELECT seq FROM journal WHERE row_id = ? ORDER BY seq", (client_id(both.desk, number),)
        )
        return [[seq, seq] for seq in found.scalars()]


def write_receipt(both: Exchanging, forged: Forged) -> None:
    """What a program that is not ours could write into a desk's journal."""
    evidence = {
        "blanked": forged["ranges"], "text": dump(forged["said"]),
        "signature": sshsig.sign(forged["key"], dump(forged["said"]).encode()).decode(),
    }  # fmt: skip
    with both.desk.office.write("order.apply") as session:
        session.connection().exec_driver_sql(
            "INSERT INTO order_receipt (id, kind, about, status, reason, at, evidence) VALUES (?, ?, ?, ?, '', ?, ?)",
            (
                forged["id"], forged["kind"], forged["about"], forged["said"]["receipt"], "2026-11-24T00:00:00.000000Z",
                json.dumps(evidence),
            ),
        )  # fmt: skip
        session.commit()


def forge(both: Exchanging, order: str, number: str) -> Forged:
    """A receipt of the erasure of a client who is still at the desk, in order in all else."""
    about, ranges = client_id(both.desk, number), entries_of(both, number)
    said = {
        "receipt": "erased", "order": order, "subject": about, "terminal": TERMINAL,
        "at": "2026-11-24T00:00:00.000000Z", "entries": sum(last - first + 1 for first, last in ranges),
    }  # fmt: skip
    return {
        "id": order, "kind": "erasure", "about": about, "ranges": ranges, "said": said,
        "key": identity_of(both).signer(),
    }  # fmt: skip


def send_without_digest(both: Exchanging) -> str:
    """What became of the second bundle, which hides that the client is still at the desk."""
    both.send()
    write_signed(both, SECOND, repack(plain_zip(both, both.carried / SECOND), {"state_digest": {}}))
    [outcome] = [one for one in both.head_office.ingest(both.carried).outcomes if one.file == SECOND]
    return outcome.refusal.code if outcome.refusal else outcome.status


def held(both: Exchanging) -> tuple[list[str], int]:
    """The numbers of the clients at head office, and how many entries have their content."""
    with both.head_office.context.warehouse.read() as session:
        connection = session.connection()
        numbers = list(connection.exec_driver_sql("SELECT number FROM client ORDER BY number").scalars())
        told = "SELECT count(*) FROM hq_journal WHERE payload IS NOT NULL"
        return numbers, connection.exec_driver_sql(told).scalar_one()


def other_order(forged: Forged, both: Exchanging) -> None:
    forged["id"] = forged["said"]["order"] = INVENTED


def others_order(forged: Forged, both: Exchanging) -> None:
    forged["id"] = forged["said"]["order"] = order_erasure(both, "C0002", "T0999")


def another_client(forged: Forged, both: Exchanging) -> None:
    """The order is about C0001; the receipt is about C0002 and names its entries."""
    forged |= forge(both, forged["id"], "C0002")


def anothers_entries(forged: Forged, both: Exchanging) -> None:
    forged["ranges"] += entries_of(both, "C0002")
    forged["said"]["entries"] = len(forged["ranges"])


def shared_entries(forged: Forged, both: Exchanging) -> None:
    """Of the advisor and the branch, who are nobody's."""
    forged["ranges"] = [[1, forged["ranges"][-1][1]]]
    forged["said"]["entries"] = forged["ranges"][0][1]


def purge(forged: Forged, both: Exchanging) -> None:
    """An erasure was ordered, not that the client goes away."""
    forged["said"]["receipt"], forged["kind"] = "purged", "assignment"


def other_text(forged: Forged, both: Exchanging) -> None:
    forged["said"]["subject"] = client_id(both.desk, "C0002")


def other_count(forged: Forged, both: Exchanging) -> None:
    forged["said"]["entries"] += 1


def strangers_signature(forged: Forged, both: Exchanging) -> None:
    forged["key"] = load_signing_key(new_signing_key()[0].encode())


FORGERIES = [
    other_order, others_order, another_client, anothers_entries, shared_entries, purge, other_text, other_count,
    strangers_signature,
]  # fmt: skip


@pytest.mark.parametrize("change", FORGERIES)
def test_a_receipt_that_proves_nothing_removes_nothing(
    both: Exchanging, change: Callable[[Forged, Exchanging], None]
) -> None:
    both.send()
    both.ingest()
    forged = forge(both, order_erasure(both, "C0001"), "C0001")
    change(forged, both)
    before = held(both)
    write_receipt(both, forged)
    assert send_without_digest(both) == "receipt_unproven"
    assert held(both) == before
    with both.head_office.context.warehouse.read() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("SELECT count(*) FROM order_receipt").scalar() == 0


def test_a_signature_over_another_text_is_refused_as_such(both: Exchanging) -> None:
    both.send()
    both.ingest()
    forged = forge(both, order_erasure(both, "C0001"), "C0001")
    write_receipt(both, forged)
    with both.desk.office.write("order.apply") as session:
        session.connection().exec_driver_sql(
            "UPDATE order_receipt SET evidence = replace(evidence, 'erased', 'purged')"
        )
        session.commit()
    assert send_without_digest(both) == "signature_wrong"


def test_what_was_ordered_and_done_is_removed(both: Exchanging, tmp_path: Path) -> None:
    """With household and relatives; everything that was sent of the client is blanked, and nothing else."""
    with both.desk.office.write("test.prospect") as session:
        for sql in (
            "UPDATE client SET status = 'prospect', opened_on = NULL WHERE number IN ('C0001', 'C0004')",
            "DELETE FROM holding WHERE client_id = (SELECT id FROM client WHERE number = 'C0001')",
            "INSERT INTO household VALUES ('01936000-0000-7000-8000-0000000000aa', '张家')",
            "INSERT INTO household_member SELECT '01936000-0000-7000-8000-0000000000ab', "
            "'01936000-0000-7000-8000-0000000000aa', id, name, 'self', NULL, 0 FROM client WHERE number = 'C0001'",
            "INSERT INTO household_member VALUES ('01936000-0000-7000-8000-0000000000ac', "
            "'01936000-0000-7000-8000-0000000000aa', NULL, '张小丰', 'child', NULL, 1)",
        ):
            session.connection().exec_driver_sql(sql)
        session.commit()
    both.send()
    both.ingest()
    order = order_erasure(both, "C0001")
    both.head_office.publish(None, tmp_path / "order")
    both.desk.receive(sorted((tmp_path / "order").glob("*.age")))
    both.send()
    assert (both.ingest()["quarantined"], held(both)[0]) == (0, ["C0002", "C0003", "C0004", "C0005"])
    with both.head_office.context.warehouse.read() as session:
        connection = session.connection()
        told = text("SELECT count(*) FROM hq_journal WHERE payload LIKE :name")
        for name in ("张三丰", "张小丰", "单雄信"):
            assert bool(connection.execute(told, {"name": f"%{name}%"}).scalar()) is (name == "单雄信")
        assert session.get_one(HeadOrder, order).kind == "erasure"
        assert find_terminal(session, TERMINAL).signing_key
    [given] = both.head_office.orders()
    assert given["terminals"] == {TERMINAL: "erased"}
