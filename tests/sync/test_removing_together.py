"""An erasure and a reassignment of the same client, and clocks that are wrong: the law's period and one owner hold."""

from datetime import timedelta

from advisor_tui.sync.orders.contents import Erasure, Reassignment
from tests.exchange_support import Exchanging
from tests.support import client_id
from tests.sync.hq_pen import Pen
from tests.sync.test_removing import acknowledge, nothing_left, prospect, receipt, rows

ERASE = Erasure("总行合规部", "客户要求")
GO = Reassignment("T0123", "T0124", "1002", "李雷", "")


def statuses(both: Exchanging) -> dict[str, str]:
    return {row["kind"]: row["status"] for row in rows(both, "SELECT kind, status FROM order_receipt")}


def test_a_restricted_client_goes_nowhere(both: Exchanging, pen: Pen) -> None:
    both.desk.exchange.receive([pen.orders(pen.order(ERASE, "C0001"))])
    [before] = rows(both, "SELECT * FROM client_lock")
    both.desk.exchange.receive([pen.orders(pen.order(GO, "C0001"))])
    assert statuses(both) == {"erasure": "restricted", "assignment": "refused"}
    both.desk.exchange.seal()
    acknowledge(both, pen)
    assert rows(both, "SELECT * FROM client_lock") == [before]
    assert rows(both, "SELECT status FROM client WHERE number = 'C0001'") == [{"status": "restricted"}]


def test_a_client_who_goes_is_still_purged_where_the_law_locks_the_records(both: Exchanging, pen: Pen) -> None:
    """The other terminal gets the erasure too, and locks them there; here is one owner less, not one more."""
    both.desk.exchange.receive([pen.orders(pen.order(GO, "C0001"))])
    both.desk.exchange.receive([pen.orders(pen.order(ERASE, "C0001"))])
    assert statuses(both) == {"assignment": "applied", "erasure": "refused"}
    acknowledge(both, pen)
    assert statuses(both)["assignment"] == "purged"
    nothing_left(both, "张三丰", "C0001")


def test_a_client_who_goes_is_erased_at_once_where_nothing_binds(both: Exchanging, pen: Pen) -> None:
    subject = prospect(both)
    both.desk.exchange.receive([pen.orders(pen.order(GO, "C0001"))])
    both.desk.exchange.receive([pen.orders(pen.order(ERASE, subject))])
    assert statuses(both) == {"assignment": "applied", "erasure": "erased"}
    assert rows(both, "SELECT id FROM client_lock") == []
    nothing_left(both, "张三丰", "C0001")


def test_a_clock_years_ahead_ends_no_retention(both: Exchanging, pen: Pen) -> None:
    subject = client_id(both.desk, "C0001")
    both.desk.exchange.receive([pen.orders(pen.order(ERASE, "C0001"))])
    both.clock.move(timedelta(days=31 * 365))
    assert both.desk.exchange.carry_due() == ()
    assert rows(both, "SELECT number FROM client WHERE id = ?", subject) == [{"number": "C0001"}]
    assert receipt(both)["status"] == "restricted"
