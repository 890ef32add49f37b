"""The bank's practice comes from data/rules/practice.toml: other figures there, another desk; none there, none here."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.desk.compliance import Compliance
from advisor_tui.desk.followups import FollowUps
from advisor_tui.desk.office import Office
from advisor_tui.desk.proposals import Proposals
from advisor_tui.desk.views.followups import NewFollowUp, Outcome
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.store.tables import Task, Training
from tests.desk.work_desk import TODAY, WorkDesk, work_desk

FILE = "rules/practice.toml"
SHIPPED = (data_root() / FILE).read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


def practising(desk: WorkDesk, old: str, new: str) -> Office:
    """The office after head office published another practice."""
    assert SHIPPED.count(old) == 1
    reference = load_reference(data_root(), [Source(FILE, SHIPPED.replace(old, new))])
    return desk.office.with_reference(reference)


def without(desk: WorkDesk, rule: str) -> Office:
    """The office of a bank that does not apply a practice."""
    return practising(desk, f"[[{rule}.edition]]\n", f"[[{rule}.edition]]\nactive = false\n")


def opened(desk: WorkDesk, office: Office, score: int) -> list[date]:
    follow_ups = FollowUps(office)
    follow_ups.log(follow_ups.plan(NewFollowUp(desk.client(), TODAY)), Outcome("phone", "said", score))
    with office.read() as session:
        return [row.due_on for row in session.exec(select(Task))]


@pytest.mark.parametrize(("score", "due"), [(3, [TODAY + timedelta(days=3)]), (4, [])])
def test_a_low_score_is_what_the_data_says(desk: WorkDesk, score: int, due: list[date]) -> None:
    figures = 'thresholds.score = { value = 2, unit = "score" }\nthresholds.workdays = { value = 1'
    changed = 'thresholds.score = { value = 3, unit = "score" }\nthresholds.workdays = { value = 3'
    assert opened(desk, practising(desk, figures, changed), score) == due


def test_without_the_practice_no_score_opens_a_task(desk: WorkDesk) -> None:
    assert opened(desk, without(desk, "low_satisfaction"), 1) == []


@pytest.mark.parametrize(("days", "ahead", "state"), [(60, 60, "expiring"), (60, 61, "valid"), (90, 61, "expiring")])
def test_papers_expire_as_early_as_the_data_says(desk: WorkDesk, days: int, ahead: int, state: str) -> None:
    office = practising(desk, "thresholds.remind_days = { value = 60", f"thresholds.remind_days = {{ value = {days}")
    until = TODAY + timedelta(days=ahead)
    desk.put(Training(id="t", advisor_id=desk.me, topic="AML", completed_on=TODAY, valid_until=until))
    assert [row.state for row in Compliance(office).training()] == [state]


def test_without_the_practice_a_paper_is_valid_to_its_last_day(desk: WorkDesk) -> None:
    tomorrow = TODAY + timedelta(days=1)
    desk.put(Training(id="t", advisor_id=desk.me, topic="AML", completed_on=TODAY, valid_until=tomorrow))
    assert [row.state for row in Compliance(without(desk, "staff_papers")).training()] == ["valid"]


@pytest.mark.parametrize(("days", "free"), [(30, 500_000_00), (29, 0)])
def test_money_matures_soon_within_the_days_of_the_data(desk: WorkDesk, days: int, free: int) -> None:
    client = desk.client()
    desk.holding(client, TODAY + timedelta(days=30))
    title = '[[maturing_soon.edition]]\nlaw = "本行客户联系与回访规范（示例）"\nconfirmed = false\npolicy = true\n'
    figure = 'thresholds.days = {{ value = {days}, unit = "days" }}'
    office = practising(desk, title + figure.format(days=30), title + figure.format(days=days))
    assert Proposals(office).of_client(client).suggested == free
