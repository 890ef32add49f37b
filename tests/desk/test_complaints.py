"""Complaints: deadlines by law (令2020年第3号), extension, decision, withdrawal."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.complaints import Complaints
from advisor_tui.desk.tasks import Tasks
from advisor_tui.desk.views.common import Anchor
from advisor_tui.desk.views.complaints import NewComplaint
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from tests.desk.work_desk import TODAY, WorkDesk, work_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


@pytest.fixture
def complaints(desk: WorkDesk) -> Complaints:
    return Complaints(desk.office)


def new(grade: str = "simple", received_on: date = TODAY) -> NewComplaint:
    return NewComplaint("产品说明不清", "", received_on, grade=grade)


@pytest.mark.parametrize(("grade", "days"), [("simple", 15), ("complex", 30)])
def test_the_term_counts_calendar_days_from_receipt(complaints: Complaints, grade: str, days: int) -> None:
    view = complaints.get(complaints.add(new(grade)))
    assert view.row.due_on == TODAY + timedelta(days=days)
    assert view.days == days
    assert view.law.startswith("《银行业保险业消费投诉处理管理办法》")
    assert "第十八条" in view.law
    assert complaints.deadline(TODAY, grade).due_on == view.row.due_on


def test_only_a_complex_one_is_extended_once_and_with_a_reason(complaints: Complaints) -> None:
    made = complaints.add(new())
    with pytest.raises(DeskError) as simple:
        complaints.extend(made, "总行批准")
    complaints.make_complex(made, "涉及三家机构")
    with pytest.raises(DeskError) as silent:
        complaints.extend(made, " ")
    assert complaints.extend(made, "总行批准") == TODAY + timedelta(days=60)
    with pytest.raises(DeskError) as twice:
        complaints.extend(made, "再延")
    assert [error.value.code for error in (simple, silent, twice)] == [
        "not_complex",
        "reason_missing",
        "extended_already",
    ]
    view = complaints.get(made)
    assert view.row.due_on == TODAY + timedelta(days=60)
    assert not view.can_extend
    assert "2026-11-24 王敏: 总行批准" in view.text


def test_a_term_that_has_passed_is_not_extended(desk: WorkDesk, complaints: Complaints) -> None:
    made = complaints.add(new("complex"))
    desk.clock.move(timedelta(days=31))
    with pytest.raises(DeskError) as refusal:
        complaints.extend(made, "总行批准")
    assert refusal.value.code == "too_late"


def test_a_decision_needs_words_and_starts_the_review_term(complaints: Complaints) -> None:
    made = complaints.add(new())
    with pytest.raises(DeskError) as silent:
        complaints.decide(made, "")
    assert silent.value.code == "decision_missing"
    complaints.decide(made, "属实，已补充说明并致歉", told_on=TODAY)
    view = complaints.get(made)
    assert view.row.status == "decided"
    assert view.review_until == TODAY + timedelta(days=30)
    assert complaints.list() == ()
    assert [row.id for row in complaints.list(closed=True)] == [made]
    complaints.undo()
    assert complaints.get(made).row.status == "open"


def test_a_withdrawn_complaint_ends_that_day(complaints: Complaints) -> None:
    made = complaints.add(new())
    complaints.withdraw(made, "误会已澄清")
    assert complaints.get(made).decided_on == TODAY
    with pytest.raises(DeskError) as refusal:
        complaints.decide(made, "x")
    assert refusal.value.code == "not_open"


def test_a_complaint_is_not_received_tomorrow(complaints: Complaints) -> None:
    with pytest.raises(DeskError) as refusal:
        complaints.add(new(received_on=TODAY + timedelta(days=1)))
    assert refusal.value.code == "in_the_future"


def test_the_nearest_deadline_stands_first_and_numbers_count_up(complaints: Complaints) -> None:
    later = complaints.add(new("complex"))
    sooner = complaints.add(new(received_on=TODAY - timedelta(days=3)))
    rows = complaints.list()
    assert [row.id for row in rows] == [sooner, later]
    assert [row.left for row in rows] == [12, 30]
    assert sorted(row.number for row in rows) == [1, 2]


def test_list_and_queue_cite_the_law_of_the_day_of_receipt(desk: WorkDesk) -> None:
    shipped = (data_root() / "rules" / "deadlines.toml").read_text(encoding="utf-8")
    head, _, rest = shipped.partition("[[complaint_terms.edition]]")
    edition, mark, others = rest.partition("\n\n[")
    older = edition.replace("effective_from = 2020-03-01", "effective_from = 2020-03-01\neffective_to = 2026-11-22")
    newer = edition.replace("2020-03-01", "2026-11-23").replace("第十八条、", "第九十九条、")
    assert edition not in (older, newer)
    text = "[[complaint_terms.edition]]".join((head, older + "\n", newer)) + mark + others
    office = desk.office.with_reference(load_reference(data_root(), [Source("rules/deadlines.toml", text)]))
    complaints = Complaints(office)
    days = {complaints.add(new(received_on=TODAY - timedelta(days=ago))): ago for ago in (2, 1, 0)}
    laws = {item.place.ref: item.law for item in Tasks(office).page("all", Anchor(), 10).rows}
    assert laws == {made: complaints.get(made).law for made in days}
    assert {days[made]: "第九十九条" in law for made, law in laws.items()} == {2: False, 1: True, 0: True}
