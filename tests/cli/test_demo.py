"""The demo: people who cannot exist, the same for the same seed and date, with a head office of its own."""

from datetime import date
from pathlib import Path

import pytest
from stdnum.iso7064 import mod_11_2

from advisor_tui.base.clock import FixedClock, SystemClock
from advisor_tui.cli.demo_branch import make_demo
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.common import Anchor
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.store.audit import state_digest, verify_chain, wrong_digests
from tests.support import NOW

PASSPHRASE = "demo-desk-2026"


def _demo(root: Path, *, seed: int = 1, clients: int = 60) -> Desk:
    return make_demo(root, PASSPHRASE, FixedClock(NOW), clients, seed, "zh")


def _digest(root: Path, **more: int) -> str:
    desk = _demo(root, **more)
    try:
        with desk.office.rows() as connection:
            return state_digest(connection)
    finally:
        desk.close()


def test_the_same_seed_and_date_give_the_same_state(tmp_path: Path) -> None:
    first = _digest(tmp_path / "1")
    assert _digest(tmp_path / "2") == first
    assert _digest(tmp_path / "3", seed=2) != first


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return _demo(tmp_path_factory.mktemp("demo"))


def test_nobody_in_it_can_exist(demo: Desk) -> None:
    with demo.office.rows() as connection:
        phones = [row[0] for row in connection.exec_driver_sql("SELECT phone FROM client")]
        numbers = [row[0] for row in connection.exec_driver_sql("SELECT number FROM identity_document")]
    assert len(phones) == len(numbers) == 60
    assert all(phone.startswith("100") and len(phone) == 11 for phone in phones)
    assert all(number.startswith("990000") and mod_11_2.is_valid(number) for number in numbers)
    assert len(set(numbers)) == 60


def test_its_past_is_plausible(demo: Desk) -> None:
    today = date(2026, 11, 24)
    with demo.office.rows() as connection:
        states = connection.exec_driver_sql("SELECT table_name, rows FROM table_state")
        counts = {str(table): int(rows) for table, rows in states}
        assert verify_chain(connection).ok
        assert wrong_digests(connection) == []
        late = connection.exec_driver_sql("SELECT count(*) FROM client WHERE opened_on > ?", (today.isoformat(),))
        assert late.scalar_one() == 0
        odd = connection.exec_driver_sql(
            "SELECT count(*) FROM contact_log JOIN client ON client.id = client_id "
            "WHERE date(at, '+8 hours') < opened_on"
        )
        assert odd.scalar_one() == 0
    for table in ("holding", "risk_assessment", "interview", "answer", "contact_log", "follow_up", "complaint", "task"):
        assert counts[table] > 0, table


def test_its_day_is_one_that_an_advisor_can_do(demo: Desk) -> None:
    due = demo.tasks.counts()
    assert 3 <= due.today <= 15
    assert due.overdue <= 4
    kinds = {item.kind for item in demo.tasks.page("all", Anchor(), 500).rows}
    assert {"maturity", "assessment", "complaint", "birthday"} <= kinds


def test_its_loan_cases_have_their_papers(demo: Desk) -> None:
    cases = demo.loans.list()
    assert cases
    assert all(case.papers for case in cases)
    assert not any(case.missing for case in cases if case.status == "submitted")


def test_it_is_enrolled_with_its_own_head_office_which_reads_its_bundles(tmp_path: Path) -> None:
    desk = _demo(tmp_path, clients=10)
    desk.lock()
    office = HeadOffice.open(tmp_path / "head-office", PASSPHRASE, SystemClock(), desk.office.ids)
    try:
        result = office.ingest(tmp_path / "desk" / "outbox").to_json()
        assert (result["applied"], result["quarantined"], result["parked"]) == (1, 0, 0)
        assert result["rows"] > 100
    finally:
        office.close()
