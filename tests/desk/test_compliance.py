"""The journal as it is shown, its verification, training and agreements, and the numbers of the week."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.compliance import Compliance
from advisor_tui.desk.day import Day
from advisor_tui.desk.scorecard import Scorecard
from advisor_tui.desk.tasks import Tasks
from advisor_tui.desk.views.common import Anchor
from advisor_tui.desk.work.journal_rows import shown
from advisor_tui.store.tables import Agreement, Feedback, Proposal, Target, Training
from tests.desk.work_desk import NOW, TODAY, WorkDesk, work_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


def test_the_journal_pages_from_the_newest_entry_without_gaps(desk: WorkDesk) -> None:
    for number in range(20):
        desk.client(f"客户{number}")
    compliance = Compliance(desk.office)
    whole = compliance.journal(Anchor(), 1000)
    seqs = [row.seq for row in whole.rows]
    assert seqs == list(range(23, 0, -1))
    assert whole.total == 23
    first = compliance.journal(Anchor(), 5)
    after = compliance.journal(Anchor("after", str(first.rows[-1].seq)), 5)
    assert [row.seq for row in after.rows] == seqs[5:10]
    assert after.first_index == 5
    before = compliance.journal(Anchor("before", str(after.rows[0].seq)), 3)
    assert [row.seq for row in before.rows] == seqs[2:5]
    assert before.first_index == 2
    assert [row.seq for row in compliance.journal(Anchor("end"), 4).rows] == [4, 3, 2, 1]
    around = compliance.journal(Anchor("around", "10"), 6)
    assert 10 in [row.seq for row in around.rows]
    assert around.rows[0].seq == 23 - around.first_index


def test_an_entry_tells_who_when_and_what_and_masks_people(desk: WorkDesk) -> None:
    desk.client("张三丰", phone="13800138000")
    view = Compliance(desk.office).entry(4)
    values = {change.field: change.new for change in view.changes}
    assert (view.row.actor, view.row.action, view.row.table, view.row.kind) == ("S1", "test.put", "client", "insert")
    assert view.row.at == NOW
    assert values["name"] == "张**"
    assert values["phone"] == "138****8000"
    assert values["status"] == "active"
    with pytest.raises(DeskError) as refusal:
        Compliance(desk.office).entry(99)
    assert refusal.value.code == "no_entry"


@pytest.mark.parametrize(
    ("table", "field", "value", "expected"),
    [
        ("identity_document", "number", "110105194912310021", "1****************1"),
        ("client", "born_on", "1966-11-24", "***"),
        ("client", "remark", "离异", "***"),
        ("task", "note", "password", "***"),
        ("holding", "value", 50_000, "50000"),
        ("task", "due_on", "2026-11-24", "2026-11-24"),
        ("task", "status", "open", "open"),
        ("task", "note", None, ""),
    ],
)
def test_values_are_masked_unless_they_tell_nothing_of_a_person(
    table: str, field: str, value: object, expected: str
) -> None:
    assert shown(table, field, value) == expected


def test_verifying_walks_the_whole_chain(desk: WorkDesk) -> None:
    seen: list[int] = []
    found = Compliance(desk.office).verify(seen.append)
    assert (found.ok, found.entries, found.first_bad) == (True, 3, None)
    assert seen == [3]


def test_a_changed_entry_is_named(desk: WorkDesk) -> None:
    with desk.office.write("test.change") as session:
        session.connection().exec_driver_sql("UPDATE journal SET actor = 'X' WHERE seq = 2")
        session.commit()
    found = Compliance(desk.office).verify(lambda _: None)
    assert (found.ok, found.first_bad, found.reason) == (False, 2, "hash")


def test_what_needs_doing_stands_first_among_trainings(desk: WorkDesk) -> None:
    def training(name: str, until: date | None, completed: date | None = TODAY) -> Training:
        return Training(id=name, advisor_id=desk.me, topic=name, completed_on=completed, valid_until=until)

    desk.put(
        training("valid", TODAY + timedelta(days=61)),
        training("expiring", TODAY),
        training("expired", TODAY - timedelta(days=1)),
        training("open", None, None),
    )
    assert [row.state for row in Compliance(desk.office).training()] == ["expired", "open", "expiring", "valid"]


def test_agreements_name_their_party(desk: WorkDesk) -> None:
    client = desk.client("张三丰")
    desk.put(
        Agreement(id="a", advisor_id=desk.me, kind="confidentiality", form_number="F1", signed_on=TODAY),
        Agreement(id="c", client_id=client, kind="service", form_number="F2", signed_on=TODAY),
    )
    assert [(row.party, row.is_client) for row in Compliance(desk.office).agreements()] == [
        ("王敏", False),
        ("张三丰", True),
    ]


def target(desk: WorkDesk, metric: str, goal: int, start: date, end: date) -> Target:
    return Target(id=metric, advisor_id=desk.me, metric=metric, starts_on=start, ends_on=end, goal=goal)


def test_the_week_takes_its_part_of_a_months_target_by_working_days(desk: WorkDesk) -> None:
    desk.put(
        target(desk, "product_sales", 21_000_000, date(2026, 11, 1), date(2026, 11, 30)),
        target(desk, "satisfaction", 450, date(2026, 11, 1), date(2026, 11, 30)),
    )
    week = {figure.name: figure for figure in Scorecard(desk.office).week()}
    assert week["product_sales"].goal == 5_000_000
    assert week["satisfaction"].goal == 450
    assert week["satisfaction"].value is None


def test_satisfaction_is_the_mean_and_follow_ups_are_measured_against_the_plan(desk: WorkDesk) -> None:
    client = desk.client()
    desk.put(*(Feedback(id=str(n), client_id=client, score=n, given_on=TODAY) for n in (3, 4, 5)))
    desk.follow_up(client, TODAY, status="done", done_at=NOW)
    desk.follow_up(client, TODAY)
    desk.put(
        Proposal(id="p", client_id=client, advisor_id=desk.me, number=1, created_at=NOW, presented_at=NOW),
    )
    week = {figure.name: (figure.value, figure.goal) for figure in Scorecard(desk.office).week()}
    assert week["satisfaction"] == (400, None)
    assert week["follow_ups"] == (1, 2)
    assert week["proposals"] == (1, None)


def test_the_day_page_joins_queue_week_and_bulletins(desk: WorkDesk) -> None:
    for number in range(3):
        desk.task(TODAY, title=str(number))
    desk.task(TODAY + timedelta(days=3))
    page = Day(desk.office, Tasks(desk.office)).page(2)
    assert (len(page.items), page.total) == (2, 3)
    assert [figure.name for figure in page.figures][:2] == ["follow_ups", "proposals"]
    assert page.bulletins == ()
