"""An erasure and a reassignment of one client, as head office gives them: the law holds, and nobody has two owners."""

from pathlib import Path

import pytest

from advisor_tui.headoffice.content import Folded
from advisor_tui.headoffice.order_book import due_orders
from advisor_tui.headoffice.own_rows import rows_removed
from advisor_tui.headoffice.tables import Terminal, journal
from tests.exchange_support import TERMINAL, Exchanging
from tests.headoffice.many import register
from tests.headoffice.test_orders import exchange, reassign
from tests.headoffice.test_report import add
from tests.support import client_id, refused

ERASE = {"terminal": TERMINAL, "client": "C0001", "ordered_by": "合规部", "reason": "本人要求"}


def kinds_due(known: Exchanging, terminal: str) -> list[tuple[str, str]]:
    with known.head_office.context.warehouse.read() as session:
        due = due_orders(session, session.get_one(Terminal, terminal))
    return [(order.kind, order.about) for order in due.orders]


def test_an_erasure_goes_to_both_ends_of_a_reassignment_by_the_clients_id(known: Exchanging, tmp_path: Path) -> None:
    reassign(known)
    known.head_office.decide("erasure", ERASE, "test")
    assert known.head_office.decide("erasure", ERASE, "test")[1] is False, "given once, however often it is said"
    subject = client_id(known.desk, "C0001")
    assert kinds_due(known, TERMINAL) == [("assignment", "C0001"), ("erasure", subject)]
    assert kinds_due(known, "T0124") == [], "the erasure comes after the client"
    known.head_office.publish(None, tmp_path / "a", terminals=[TERMINAL])
    exchange(known, tmp_path, "a", TERMINAL)
    assert kinds_due(known, "T0124") == [("assignment", "C0001"), ("erasure", subject)]


def test_an_erasure_of_a_client_who_stays_is_for_one_terminal(known: Exchanging) -> None:
    register(known.head_office, 1, first=124)
    known.head_office.decide("erasure", ERASE, "test")
    assert kinds_due(known, TERMINAL) == [("erasure", "C0001")]
    assert kinds_due(known, "T0124") == []


def test_a_client_whom_an_erasure_holds_is_not_reassigned(known: Exchanging) -> None:
    register(known.head_office, 1, first=124)
    known.head_office.decide("erasure", ERASE, "test")
    assert refused("order_refused", lambda: reassign_only(known)).where == "--client"


@pytest.mark.parametrize(("staff", "fits"), [("2002", True), ("9999", False)])
def test_a_client_goes_to_somebody_who_works_there(known: Exchanging, staff: str, fits: bool) -> None:
    register(known.head_office, 1, first=124)
    add(known, "advisor", {"terminal": "T0124", "staff_no": "2002"})
    if fits:
        reassign_only(known, staff)
    else:
        assert refused("order_refused", lambda: reassign_only(known, staff)).where == "--to-staff"


def test_a_client_may_go_to_a_colleague_at_the_same_terminal(known: Exchanging) -> None:
    """Which also mends a reassignment whose name for the new advisor was wrong."""
    values = {"terminal": TERMINAL, "client": "C0001", "to_terminal": TERMINAL, "to_staff": "1001", "to_name": "王敏"}
    known.head_office.decide("assignment", values, "test")
    assert kinds_due(known, TERMINAL) == [("assignment", "C0001")]


def reassign_only(known: Exchanging, staff: str = "2002") -> None:
    values = {"terminal": TERMINAL, "client": "C0001", "to_terminal": "T0124", "to_staff": staff, "to_name": "陈"}
    known.head_office.decide("assignment", values, "test")


def test_an_erasure_blanks_what_every_terminal_had_told_of_the_client(known: Exchanging) -> None:
    """A client who was purged at one terminal and erased at the next stands in both journals as they came."""
    warehouse = known.head_office.context.warehouse
    subject = client_id(known.desk, "C0001")
    with warehouse.write() as session:
        connection = session.connection()
        of_client = journal.select().where(journal.c.row_id == subject, journal.c.payload.is_not(None))
        row = dict(connection.execute(of_client).mappings().all()[0])
        connection.execute(journal.insert(), [{**row, "terminal": "T0124", "epoch": "another", "seq": 1}])
        receipt = Folded("", {"status": "erased", "evidence": f'{{"blanked":[[{row["seq"]},{row["seq"]}]]}}'})
        rows_removed(connection, TERMINAL, row["epoch"], {"order": receipt})
        left = connection.execute(of_client).all()
        session.rollback()
    assert left == []
