"""The desk carries out head office's orders: once, from their date, told in plain words and receipted."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.opening import open_with_key
from advisor_tui.desk.views.loans import NewLoan
from advisor_tui.rules.credit_decisions import MOVES, next_status
from advisor_tui.store.audit import verify_chain, wrong_digests
from advisor_tui.store.tables.loan import CREDIT_DECISIONS, LOAN_STATUSES
from advisor_tui.sync.carrying.book import HANDLERS
from advisor_tui.sync.orders.contents import (
    CONTENTS,
    CreditDecision,
    Incentive,
    TargetGoal,
    TrainingRequirement,
    Wipe,
)
from tests.exchange_support import Exchanging, desk_key
from tests.support import STAFF_NO, client_id
from tests.sync.hq_pen import Pen

APPROVED = CreditDecision("approved", 40_000_000, 240, 31_500, "落实\x1b[2J抵押", "风险部", "2026-11-23")
TARGET = TargetGoal("new_loans", "2026-10-01", "2026-12-31", 500_000_000, "按放款额")


def rows(both: Exchanging, sql: str) -> list[dict[str, Any]]:
    with both.desk.office.rows() as connection:
        return [dict(row) for row in connection.exec_driver_sql(sql).mappings()]


def case(both: Exchanging, status: str = "submitted") -> str:
    """A loan case in a state."""
    found = both.desk.loans.add(NewLoan(client_id(both.desk, "C0001"), "consumer", 50_000_000, 240, None, "装修"))
    with both.desk.office.write("test.status") as session:
        session.connection().exec_driver_sql("UPDATE loan_case SET status = ? WHERE id = ?", (status, found))
        session.commit()
    return found


def receipts(both: Exchanging) -> list[tuple[str, str]]:
    return [(row["kind"], row["status"]) for row in rows(both, "SELECT kind, status FROM order_receipt ORDER BY id")]


def whole(both: Exchanging) -> None:
    with both.desk.office.rows() as connection:
        assert verify_chain(connection).ok
        assert wrong_digests(connection) == []


def test_there_is_a_hand_for_every_kind_of_order() -> None:
    assert HANDLERS.keys() <= CONTENTS.keys()


def test_an_approval_is_kept_moves_the_case_and_is_told(both: Exchanging, pen: Pen) -> None:
    loan = case(both)
    [result] = both.desk.exchange.receive([pen.orders(pen.order(APPROVED, loan))])
    assert len(result.lines) == 1
    assert "400,000.00" in result.lines[0]
    [made] = rows(both, "SELECT * FROM credit_decision")
    assert (made["loan_case_id"], made["decision"], made["amount"]) == (loan, "approved", 40_000_000)
    assert "\x1b" not in made["conditions"]
    assert both.desk.loans.get(loan).row.status == "approved"
    origins = {
        row["table_name"]: row["origin"]
        for row in rows(both, "SELECT table_name, origin FROM journal WHERE action = 'bundle.receive'")
    }
    assert origins == {"credit_decision": "HQ", "loan_case": "T0123", "order_receipt": "T0123"}
    assert receipts(both) == [("credit_decision", "applied")]
    whole(both)


def test_the_receipt_travels_back(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive([pen.orders(pen.order(APPROVED, case(both)))])
    both.send()
    assert both.ingest()["quarantined"] == 0
    with both.head_office.context.warehouse.write() as session:
        found = session.connection().exec_driver_sql("SELECT status FROM order_receipt").scalars().all()
    assert list(found) == ["applied"]


@pytest.mark.parametrize("status", LOAN_STATUSES)
@pytest.mark.parametrize("decision", CREDIT_DECISIONS)
def test_the_state_machine_is_the_one_of_the_page(status: str, decision: str) -> None:
    wanted = {
        ("submitted", "approved"): "approved",
        ("submitted", "approved_with_conditions"): "approved",
        ("submitted", "refused"): "refused",
        ("submitted", "returned"): "collecting",
        ("approved", "approved"): "approved",
        ("approved", "approved_with_conditions"): "approved",
        ("approved", "refused"): "refused",
    }
    assert next_status(status, decision) == wanted.get((status, decision))
    assert set(MOVES) <= set(LOAN_STATUSES)


@pytest.mark.parametrize("status", ["enquiry", "collecting", "signed", "paid_out", "withdrawn", "refused"])
def test_an_illegal_move_is_refused_by_itself_and_receipted(both: Exchanging, pen: Pen, status: str) -> None:
    loan = case(both, status)
    path = pen.orders(pen.order(APPROVED, loan), pen.order(TARGET, STAFF_NO))
    [result] = both.desk.exchange.receive([path])
    assert result.status == "applied"
    assert result.lines[0].startswith("!")
    assert rows(both, "SELECT * FROM credit_decision") == []
    assert both.desk.loans.get(loan).row.status == status
    assert receipts(both) == [("credit_decision", "refused"), ("target", "applied")]


def test_a_case_or_a_person_that_the_desk_has_not_is_refused(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive(
        [
            pen.orders(
                pen.order(APPROVED, "nowhere"),
                pen.order(TARGET, "9999"),
                pen.order(TARGET, ""),
                pen.order(TrainingRequirement("反洗钱", "2026-12-15"), "9999"),
                pen.order(Incentive("interviews", "2026-10-01", "2026-12-31", "每次 10 元"), ""),
            )
        ]
    )
    assert {status for _, status in receipts(both)} == {"refused"}
    reasons = {row["reason"] for row in rows(both, "SELECT reason FROM order_receipt")}
    assert len(reasons) == 3


def test_a_target_is_set_replaced_and_paid_by_a_formula(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive([pen.orders(pen.order(TARGET, STAFF_NO))])
    less = TargetGoal("new_loans", "2026-10-01", "2026-12-31", 300_000_000, "")
    formula = Incentive("new_loans", "2026-10-01", "2026-12-31", "放款额 × 0.1%")
    [result] = both.desk.exchange.receive([pen.orders(pen.order(less, STAFF_NO), pen.order(formula))])
    assert "5,000,000.00 → 3,000,000.00" in result.lines[0]
    [target] = both.desk.scorecard.targets()
    assert (target.figure.goal, target.formula) == (300_000_000, "放款额 × 0.1%")


def test_a_required_training_stands_on_both_pages_once(both: Exchanging, pen: Pen) -> None:
    training = TrainingRequirement("反洗钱", "2026-12-15")
    both.desk.exchange.receive([pen.orders(pen.order(training, STAFF_NO), pen.order(training))])
    [row] = both.desk.compliance.training()
    assert (row.topic, row.state) == ("反洗钱", "open")
    [task] = rows(both, "SELECT title, due_on FROM task")
    assert task == {"title": "反洗钱", "due_on": "2026-12-15"}


def test_an_order_waits_for_its_date_also_without_a_new_bundle(both: Exchanging, pen: Pen) -> None:
    [result] = both.desk.exchange.receive([pen.orders(pen.order(TARGET, STAFF_NO, effective="2026-11-26"))])
    assert "2026-11-26" in result.lines[0]
    assert receipts(both) == []
    both.clock.move(timedelta(days=1))
    assert both.desk.exchange.carry_due() == ()
    both.clock.move(timedelta(days=1))
    assert len(both.desk.exchange.carry_due()) == 1
    [bundle] = both.desk.exchange.view().received
    assert len(bundle.lines) == 2, "the page tells of it too"
    assert both.desk.exchange.carry_due() == ()
    assert receipts(both) == [("target", "applied")]
    assert both.desk.office.today == date(2026, 11, 26)


def test_opening_the_desk_carries_out_what_is_due(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive([pen.orders(pen.order(TARGET, STAFF_NO, effective="2026-11-26"))])
    both.desk.close()
    both.clock.move(timedelta(days=2))
    both.desk = open_with_key(both.desk.office.home, STAFF_NO, desk_key(), both.clock, Uuid7Source())
    assert receipts(both) == [("target", "applied")]


def test_an_order_that_comes_again_does_nothing_again(both: Exchanging, pen: Pen) -> None:
    order = pen.order(TrainingRequirement("反洗钱", "2026-12-15"), STAFF_NO)
    both.desk.exchange.receive([pen.orders(order)])
    with both.desk.office.write("test.pass") as session:
        session.connection().exec_driver_sql("UPDATE training SET completed_on = '2026-11-24'")
        session.commit()
    [again] = both.desk.exchange.receive([pen.orders(order)])
    assert (again.status, again.lines) == ("applied", ())
    assert len(rows(both, "SELECT id FROM training")) == 1


def test_one_bad_row_refuses_the_whole_bundle_and_changes_nothing(both: Exchanging, pen: Pen) -> None:
    before = rows(both, "SELECT * FROM table_state ORDER BY table_name")
    good = pen.orders(pen.order(TARGET, STAFF_NO))
    pen.seq, pen.prev = 0, "0" * 64
    row = json.dumps({"id": "x"}).encode() + b"\n"
    bad = pen.write({"orders.jsonl": row})
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([bad])
    assert caught.value.code == "row_invalid"
    assert good == bad
    assert rows(both, "SELECT * FROM table_state ORDER BY table_name") == before
    assert rows(both, "SELECT * FROM bundle_received") == []


@pytest.mark.parametrize("kind", ["heartbeat", "keys", "wipe"])
def test_a_kind_holds_its_own_tables_alone(both: Exchanging, pen: Pen, kind: str) -> None:
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([pen.orders(pen.order(TARGET, STAFF_NO), kind=kind)])
    assert caught.value.code == "bundle_kind"


def test_a_wipe_among_other_orders_is_refused(both: Exchanging, pen: Pen) -> None:
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive([pen.orders(pen.order(Wipe("x", discard_unsent=True)))])
    assert caught.value.code == "bundle_kind"
