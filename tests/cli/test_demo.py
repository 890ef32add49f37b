"""The demo: people who cannot exist, the same for the same seed and date, with a head office of its own."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent
from stdnum.iso7064 import mod_11_2

from advisor_tui.base.clock import FixedClock, SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.languages import LANGUAGES, Lang
from advisor_tui.cli.demo_branch import make_demo
from advisor_tui.desk.checks.identity import check_identity
from advisor_tui.desk.checks.phone import check_phone
from advisor_tui.desk.demo import build
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import open_home
from advisor_tui.desk.views.common import Anchor
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.store.audit import state_digest, verify_chain, wrong_digests
from tests.support import NOW

PASSPHRASE = "demo-desk-2026"


def _demo(root: Path, *, seed: int = 1, clients: int = 60, now: datetime = NOW, lang: Lang = "zh") -> Desk:
    return make_demo(root, PASSPHRASE, FixedClock(now), clients, seed, lang)


def _digest(root: Path, **more: Any) -> str:
    desk = _demo(root, **more)
    try:
        with desk.office.rows() as connection:
            return state_digest(connection)
    finally:
        desk.close()


def test_the_same_seed_and_date_give_the_same_state(tmp_path: Path) -> None:
    first = _digest(tmp_path / "1", clients=build.CLIENTS)
    assert _digest(tmp_path / "2", clients=build.CLIENTS) == first
    assert _digest(tmp_path / "3", clients=build.CLIENTS, now=NOW + timedelta(hours=1)) == first, (
        "the date alone counts"
    )
    others = {_digest(tmp_path / "4", seed=2), _digest(tmp_path / "5", now=NOW + timedelta(days=1))}
    assert len(others | {_digest(tmp_path / "6")}) == 3


def test_in_another_language_the_same_people_are_written_about(tmp_path: Path) -> None:
    assert _digest(tmp_path / "1", lang="en") == _digest(tmp_path / "2", lang="en")
    people, written = [], []
    for lang in LANGUAGES:
        desk = _demo(tmp_path / lang, lang=lang)
        with desk.office.rows() as connection:
            same = "SELECT c.number, c.name, c.born_on, k.assets FROM client c JOIN client_card k ON k.client_id = c.id"
            people.append([tuple(row) for row in connection.exec_driver_sql(f"{same} ORDER BY c.number")])
            own = (
                "SELECT summary FROM contact_log UNION SELECT title FROM task UNION SELECT subject FROM complaint "
                "UNION SELECT occupation FROM client UNION SELECT outcome FROM follow_up "
                "UNION SELECT purpose FROM loan_case UNION SELECT name FROM holding UNION SELECT note FROM task"
            )
            written.append("".join(connection.exec_driver_sql(own).scalars()))
        desk.close()
    assert people[0] == people[1]
    chinese = [sum("\u4e00" <= sign <= "\u9fff" for sign in text) for text in written]
    assert chinese[LANGUAGES.index("zh")] > 100
    assert chinese[LANGUAGES.index("en")] == 0


@pytest.mark.parametrize(("seed", "later"), [(1, 0), (1, 100), (7, 0)])
def test_the_client_of_the_readme_is_found_first_and_has_a_whole_life(tmp_path: Path, seed: int, later: int) -> None:
    desk = _demo(tmp_path, seed=seed, clients=200, now=NOW + timedelta(days=later))
    try:
        found = desk.clients.jump("zs", 5)[0].ref
        assert found.name == desk.office.reference.demo.shown.name
        with desk.office.rows() as connection:

            def count(table: str) -> int:
                sql = f"SELECT count(*) FROM {table} WHERE client_id = ?"
                return int(connection.exec_driver_sql(sql, (found.id,)).scalar_one())

            assert count("holding") >= 4
            assert count("contact_log") >= 3
            for table in ("household_member", "liability", "life_event", "follow_up", "cash_flow_item", "task"):
                assert count(table) >= 1, table
            card = "SELECT assets, risk_level FROM client_card WHERE client_id = ?"
            assets, level = connection.exec_driver_sql(card, (found.id,)).one()
        assert assets > 800_000_00
        assert level == 3
    finally:
        desk.close()


def test_so_do_books_of_several_transactions_with_a_thin_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_STEP", 40)
    monkeypatch.setattr(build, "WHOLE", 60)
    assert _digest(tmp_path / "1", clients=130) == _digest(tmp_path / "2", clients=130)


@pytest.mark.slow
def test_so_do_books_larger_than_the_whole_past(tmp_path: Path) -> None:
    clients = build.WHOLE + 1_500
    assert _digest(tmp_path / "1", clients=clients) == _digest(tmp_path / "2", clients=clients)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return _demo(tmp_path_factory.mktemp("demo"))


def test_nobody_in_it_can_exist(demo: Desk) -> None:
    """No region is numbered 990000 (GB/T 2260); in China no number of eleven digits begins with 100."""
    with demo.office.rows() as connection:
        phones = [row[0] for row in connection.exec_driver_sql("SELECT phone FROM client")]
        numbers = [row[0] for row in connection.exec_driver_sql("SELECT number FROM identity_document")]
    assert len(set(phones)) == len(set(numbers)) == 60
    for phone in phones:
        assert phone.startswith("100")
        assert len(phone) == 11
        assert not phonenumbers.is_valid_number(phonenumbers.parse(phone, "CN"))
        with pytest.raises(DeskError):
            check_phone(phone)  # no home but a demo takes it
    for number in numbers:
        assert number.startswith("990000")
        assert mod_11_2.is_valid(number)
        with pytest.raises(InvalidComponent):
            ric.get_birth_place(number)
        with pytest.raises(DeskError):
            check_identity("resident_id", number, today=NOW.date())


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


def test_a_large_book_is_plausible_in_its_thin_part_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_STEP", 50)
    monkeypatch.setattr(build, "WHOLE", 40)
    desk = _demo(tmp_path, clients=160)
    thin = "client_id IN (SELECT id FROM client WHERE number > 'C000040')"
    try:
        with desk.office.rows() as connection:

            def count(what: str, where: str = "") -> int:
                sql = f"SELECT count(DISTINCT client_id) FROM {what} WHERE {thin} {where}"
                return int(connection.exec_driver_sql(sql).scalar_one())

            assert count("client_card") == count("identity_document") == count("holding") == 120
            assert count("client_card", "AND assets > 0 AND terms <> ''") == 120
            assert 80 <= count("risk_assessment") < 120
            assert 80 <= count("contact_log") < 120
            assert len(set(connection.exec_driver_sql("SELECT risk_level FROM client_card").scalars())) >= 5
            own = "SELECT c.risk_level FROM client_card c WHERE c.client_id = holding.client_id"
            above = f"AND risk_level > max(1, ({own}))"
            assert count("holding", above) == 0, "nobody holds what is above the own level"
            assert verify_chain(connection).ok
            assert wrong_digests(connection) == []
        assert desk.tasks.counts().overdue <= 6
    finally:
        desk.close()


def test_it_tells_how_far_it_is_and_can_be_stopped_between_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_STEP", 10)
    told: list[tuple[int, int]] = []

    def stop_at_20(done: int, total: int) -> None:
        told.append((done, total))
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(tmp_path, PASSPHRASE, FixedClock(NOW), 40, 1, "zh", stop_at_20)
    assert told == [(0, 40), (10, 40), (20, 40)]
    open_home(Home(tmp_path / "desk"), PASSPHRASE, FixedClock(NOW), SeededIds(1, FixedClock(NOW))).close()  # not held
