"""Lawful erasure, reassignment and giving a terminal up: nothing of a client is left, and nothing else is lost."""

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.views.loans import NewLoan
from advisor_tui.rules.deadlines import Retention
from advisor_tui.rules.retention import Business, binding_rules, kept_until
from advisor_tui.store.audit import verify_chain, wrong_digests
from advisor_tui.sync.header import Ack
from advisor_tui.sync.orders.contents import Erasure, Reassignment, TargetGoal, Wipe
from advisor_tui.sync.package import ROWS
from advisor_tui.sync.row_changes import RowChange, write_row_changes
from tests.exchange_support import Exchanging, identity_of
from tests.support import STAFF_NO, client_id
from tests.sync.hq_pen import Pen

ORDER = Erasure("总行合规部", "客户要求")
SECRET = "绝密备注"
PROPOSAL = (
    "id, client_id, advisor_id, number, version, status, asked, created_at, solution, investable, note, based_on_id"
)


def rows(both: Exchanging, sql: str, *values: object) -> list[dict[str, Any]]:
    with both.desk.office.rows() as connection:
        return [dict(row) for row in connection.exec_driver_sql(sql, values).mappings()]


def run(both: Exchanging, *statements: str) -> None:
    with both.desk.office.write("client.edit") as session:
        for sql in statements:
            session.connection().exec_driver_sql(sql)
        session.commit()


def prospect(both: Exchanging) -> str:
    """Somebody with whom the bank never did business, but of whom much was written down."""
    run(
        both,
        "DELETE FROM holding WHERE client_id = (SELECT id FROM client WHERE number = 'C0001')",
        f"UPDATE client SET status = 'prospect', remark = '{SECRET}' WHERE number = 'C0001'",
        "UPDATE client SET remark = '' WHERE number = 'C0001'",
        "INSERT INTO household VALUES ('01936000-0000-7000-8000-0000000000aa', '张家')",
        "INSERT INTO household_member SELECT '01936000-0000-7000-8000-0000000000ab', "
        "'01936000-0000-7000-8000-0000000000aa', id, name, 'self', NULL, 0 FROM client WHERE number = 'C0001'",
        f"INSERT INTO household_member VALUES ('01936000-0000-7000-8000-0000000000ac', "
        f"'01936000-0000-7000-8000-0000000000aa', NULL, '{SECRET}', 'child', NULL, 1)",
    )
    return client_id(both.desk, "C0001")


def receipt(both: Exchanging) -> dict[str, Any]:
    [found] = rows(both, "SELECT * FROM order_receipt")
    return {**found, "evidence": json.loads(found["evidence"])}


def acknowledge(both: Exchanging, pen: Pen) -> tuple[str, ...]:
    """Head office has everything that was sealed."""
    [sent] = rows(both, "SELECT epoch, seq, sha256 FROM bundle_sent ORDER BY seq DESC LIMIT 1")
    [result] = both.desk.exchange.receive([pen.write({}, kind="heartbeat", ack=Ack(**sent))])
    return result.lines


def nothing_left(both: Exchanging, *secrets: str) -> None:
    """The whole file, decrypted, row by row, holds none of these; the chain and the digests are right."""
    with both.desk.office.rows() as connection:
        assert verify_chain(connection).ok
        assert wrong_digests(connection) == []
        names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        for name in names:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                text = " ".join(
                    value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value) for value in row
                )
                assert not any(secret in text for secret in secrets), (name, row)


def test_an_erasure_leaves_nothing_and_the_chain_still_verifies(both: Exchanging, pen: Pen) -> None:
    subject = prospect(both)
    printed = both.desk.office.printed("proposal.pdf")
    printed.write_text(SECRET, encoding="utf-8")
    others = rows(both, "SELECT number, name FROM client WHERE number <> 'C0001' ORDER BY number")
    [result] = both.desk.exchange.receive([pen.orders(pen.order(ORDER, "C0001"))])
    assert len(result.lines) == 1
    assert "C0001" not in result.lines[0]
    nothing_left(both, SECRET, "张三丰", "13800138000", "11010519491231002X", "zhangsanfeng", "张家", "C0001")
    assert not printed.exists()
    assert list(both.desk.office.home.inbox.glob("*.age")) == [], "the terminal could read the bundles that came in"
    assert rows(both, "SELECT number, name FROM client ORDER BY number") == others
    assert [row["status"] for row in rows(both, "SELECT status FROM erasure_order")] == ["executed"]
    told = receipt(both)
    assert (told["status"], told["about"]) == ("erased", subject)
    assert rows(both, "SELECT * FROM meta WHERE name = 'scrub'") == []
    [again] = both.desk.exchange.receive(sorted(pen.folder.glob("*.age")))
    assert again.status == "duplicate"
    assert list(both.desk.office.home.inbox.glob("*.age")) == []
    assert both.desk.office.home.database.with_name("desk.db-wal").stat().st_size < 100_000
    both.send()
    assert both.ingest()["quarantined"] == 0


def test_what_a_kill_left_of_an_erasure_is_removed_later(both: Exchanging, pen: Pen) -> None:
    prospect(both)
    both.desk.exchange.receive([pen.orders(pen.order(ORDER, "C0001"))])
    left = both.desk.office.home.inbox / "HQ-T0123-00000001.zip.age"
    left.write_bytes(b"x")
    run(both, "INSERT INTO meta VALUES ('scrub', '1')")
    both.desk.exchange.seal_if_needed()
    assert not left.exists()
    assert rows(both, "SELECT * FROM meta WHERE name = 'scrub'") == []


def test_the_receipt_is_signed_for_stock_tools(both: Exchanging, pen: Pen, tmp_path: Path) -> None:
    prospect(both)
    both.desk.exchange.receive([pen.orders(pen.order(ORDER, "C0001"))])
    evidence = receipt(both)["evidence"]
    said = json.loads(evidence["text"])
    assert said["receipt"] == "erased"
    assert said["entries"] == sum(last - first + 1 for first, last in evidence["blanked"]) > 0
    (tmp_path / "receipt.sig").write_text(evidence["signature"])
    hq = both.head_office.context.home
    command = [
        "ssh-keygen", "-Y", "verify", "-f", str(hq.allowed_signers), "-I", "terminal-T0123", "-n", "bundle@bank-sync",
        "-s", str(tmp_path / "receipt.sig"),
    ]  # fmt: skip
    for text, good in ((evidence["text"], True), (evidence["text"] + " ", False)):
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
        assert (done.returncode == 0) is good, done.stderr


def test_what_was_erased_never_comes_back(both: Exchanging, pen: Pen) -> None:
    subject = prospect(both)
    [whole] = rows(both, "SELECT * FROM client WHERE id = ?", subject)
    [log] = rows(both, "SELECT id FROM identity_document WHERE client_id = ?", subject)
    both.desk.exchange.receive([pen.orders(pen.order(ORDER, "C0001"))])
    hlc = "2026-11-25T00:00:00.000000Z-000000-HQ"
    back = [
        RowChange("client", subject, hlc, "HQ", "9001", "whole", {name: (None, one) for name, one in whole.items()}),
        RowChange("client", subject, hlc, "HQ", "9001", "edit", {"remark": ("", SECRET)}),
        RowChange("identity_document", log["id"], hlc, "HQ", "9001", "edit", {"number": ("", SECRET)}),
    ]
    both.desk.exchange.receive([pen.write({ROWS.path: write_row_changes(back)})])
    nothing_left(both, SECRET, "张三丰")
    assert rows(both, 'SELECT id FROM "conflict"') == []


def test_within_a_retention_period_the_records_are_locked_until_it_ends(both: Exchanging, pen: Pen) -> None:
    subject = client_id(both.desk, "C0001")
    [result] = both.desk.exchange.receive([pen.orders(pen.order(ORDER, "C0001"))])
    assert "2036-11-24" in result.lines[0]
    told = receipt(both)
    assert (told["status"], told["evidence"]) == ("restricted", {"until": "2036-11-24"})
    with pytest.raises(DeskError) as caught:
        both.edit("C0001", "x")
    assert caught.value.code == "client_locked"
    assert rows(both, "SELECT name, status FROM client WHERE id = ?", subject) == [
        {"name": "张三丰", "status": "restricted"}
    ]
    both.desk.exchange.seal()
    both.clock.move(timedelta(days=3653))
    acknowledge(both, pen)
    assert receipt(both)["status"] == "restricted"
    both.clock.move(timedelta(days=1))
    assert both.desk.exchange.carry_due() == (), "this desk's clock alone ends no legal period"
    assert len(acknowledge(both, pen)) == 1
    assert receipt(both)["status"] == "erased"
    nothing_left(both, "张三丰", "C0001")


def test_a_presented_proposal_does_not_stand_in_the_way(both: Exchanging, pen: Pen) -> None:
    prospect(both)
    client = client_id(both.desk, "C0001")
    loan = both.desk.loans.add(NewLoan(client, "consumer", 50_000_000, 240, None, SECRET))
    run(
        both,
        f"UPDATE loan_case SET applied_on = '2000-01-01' WHERE id = '{loan}'",
        "UPDATE client SET status = 'closed', opened_on = '2000-01-01' WHERE number = 'C0001'",
        f"INSERT INTO proposal ({PROPOSAL}) SELECT 'p1', id, advisor_id, 1, 1, 'draft', '{{}}', "
        "'2000-01-01T00:00:00.000000Z', '{}', 1, '', NULL FROM client WHERE number = 'C0001'",
        f"INSERT INTO proposal ({PROPOSAL}) SELECT 'p2', client_id, advisor_id, 1, 2, 'draft', '{{}}', "
        "'2000-01-02T00:00:00.000000Z', '{}', 1, '', 'p1' FROM proposal",
        "UPDATE proposal SET status = 'presented'",
    )
    both.desk.exchange.receive([pen.orders(pen.order(ORDER, "C0001"))])
    assert receipt(both)["status"] == "erased"
    assert rows(both, "SELECT id FROM proposal") == []
    nothing_left(both, SECRET)
    triggers = rows(both, "SELECT count(*) AS n FROM sqlite_schema WHERE name GLOB 'frozen_*'")
    assert triggers[0]["n"] > 5


@pytest.mark.parametrize(
    ("business", "rules"),
    [
        (Business(None, assessed=True), ()),
        (Business(date(2026, 1, 1)), ("retention_due_diligence",)),
        (Business(date(2026, 1, 1), assessed=True), ("retention_due_diligence", "retention_suitability")),
        (
            Business(date(2026, 1, 1), kinds=frozenset({"wmp_public", "fund_private", "deposit"})),
            ("retention_due_diligence", "retention_fund", "retention_wmp"),
        ),
        (
            Business(date(2026, 1, 1), kinds=frozenset({"insurance"})),
            ("retention_due_diligence", "retention_insurance_long"),
        ),
    ],
)
def test_the_retention_rules_that_bind(business: Business, rules: tuple[str, ...]) -> None:
    assert binding_rules(business) == rules
    years = {"retention_due_diligence": 10, "retention_suitability": 5, "retention_wmp": 20, "retention_fund": 20,
             "retention_insurance_long": 10}  # fmt: skip
    until = kept_until(business, {name: Retention(number) for name, number in years.items()})
    assert until == (date(2026 + max(years[rule] for rule in rules), 1, 1) if rules else None)
    if rules:
        with pytest.raises(KeyError):
            kept_until(business, {})


def goes(pen: Pen, effective: str = "2026-11-24") -> Path:
    return pen.orders(pen.order(Reassignment("T0123", "T0124", "1002", "李雷", "调岗"), "C0001", effective))


def test_a_client_that_goes_is_locked_sealed_and_purged_once_acknowledged(both: Exchanging, pen: Pen) -> None:
    both.edit("C0001", SECRET)
    [result] = both.desk.exchange.receive([goes(pen)])
    assert "李雷" in result.lines[0]
    with pytest.raises(DeskError) as caught:
        both.edit("C0001", "x")
    assert caught.value.code == "client_locked"
    assert both.desk.exchange.unsealed() == 0, "what was not sent is sealed at once"
    assert rows(both, "SELECT id FROM client WHERE number = 'C0001'") != []
    lines = acknowledge(both, pen)
    assert len(lines) == 1
    nothing_left(both, SECRET, "张三丰", "C0001")
    assert receipt(both)["status"] == "purged"
    assert rows(both, "SELECT id FROM client_lock") == []


def test_edits_after_the_cut_over_are_named_for_review(both: Exchanging, pen: Pen) -> None:
    both.clock.move(timedelta(days=-2))
    both.edit("C0001", "交接前")
    both.clock.move(timedelta(days=2))
    both.edit("C0001", "交接后")
    [last] = rows(both, "SELECT max(seq) AS seq FROM journal")
    [result] = both.desk.exchange.receive([goes(pen, "2026-11-23")])
    assert any(line.startswith("!") for line in result.lines)
    late = receipt(both)["evidence"]["late"]
    assert last["seq"] in late
    before = rows(both, "SELECT seq FROM journal WHERE instr(payload, '交接前') AND NOT instr(payload, '交接后')")
    assert not {row["seq"] for row in before} & set(late)
    acknowledge(both, pen)
    assert receipt(both)["evidence"]["late"] == late


def test_a_purged_client_can_come_back_whole(both: Exchanging, pen: Pen) -> None:
    subject = client_id(both.desk, "C0001")
    [whole] = rows(both, "SELECT * FROM client WHERE id = ?", subject)
    both.desk.exchange.receive([goes(pen)])
    acknowledge(both, pen)
    hlc = "2026-11-25T00:00:00.000000Z-000000-HQ"
    change = RowChange("client", subject, hlc, "T0124", "1002", "whole", {k: (None, v) for k, v in whole.items()})
    order = pen.order(Reassignment("T0124", "T0123", STAFF_NO, "王敏", ""), "C0001")
    from advisor_tui.sync.orders.order import write_orders
    from advisor_tui.sync.package import ORDERS

    path = pen.write({ROWS.path: write_row_changes([change]), ORDERS.path: write_orders([order])})
    [result] = both.desk.exchange.receive([path])
    assert any("王敏" in line for line in result.lines)
    both.edit("C0001", "回来了")
    [now] = rows(both, "SELECT advisor_id, ends_on FROM assignment WHERE client_id = ? AND ends_on IS NULL", subject)
    assert now["advisor_id"] == both.desk.office.me.id


def test_an_order_for_others_or_about_nobody_is_refused(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive(
        [
            pen.orders(
                pen.order(Reassignment("T0001", "T0002", "1002", "李雷", ""), "C0001"),
                pen.order(Reassignment("T0123", "T0002", "1002", "李雷", ""), "C9999"),
                pen.order(Reassignment("T0001", "T0123", "9999", "李雷", ""), "C0001"),
                pen.order(ORDER, "C9999"),
            )
        ]
    )
    found = rows(both, "SELECT status, reason FROM order_receipt")
    assert {row["status"] for row in found} == {"refused"}
    assert len({row["reason"] for row in found}) == 3


def test_a_terminal_is_given_up_only_when_head_office_has_everything(both: Exchanging, pen: Pen) -> None:
    home = both.desk.office.home
    both.desk.receive([pen.orders(pen.order(Wipe("报废", discard_unsent=False)), kind="wipe")])
    assert receipt(both)["status"] == "refused"
    assert home.keys.exists()
    [view] = both.desk.receive([pen.orders(pen.order(Wipe("报废", discard_unsent=True)), kind="wipe")])
    assert view.wiped
    assert not home.keys.exists()
    assert not home.database.exists()
    assert [path for folder in (home.outbox, home.inbox) for path in folder.iterdir() if path.is_file()] == []


def test_orders_of_a_wiped_desk_stay_in_their_bundle(both: Exchanging, pen: Pen) -> None:
    with pytest.raises(DeskError) as caught:
        both.desk.receive(
            [
                pen.orders(
                    pen.order(Wipe("x", discard_unsent=True)),
                    pen.order(TargetGoal("interviews", "2026-10-01", "2026-12-31", 5, ""), STAFF_NO),
                    kind="wipe",
                )
            ]
        )
    assert caught.value.code == "bundle_kind"
    assert identity_of(both).terminal == "T0123"
