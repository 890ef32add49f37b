"""The task queue: one ranked list from all sources, and what is done with its items."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.tasks import Tasks
from advisor_tui.desk.views.common import Anchor
from advisor_tui.desk.views.tasks import DueCounts, NewTask, WorkItem
from advisor_tui.desk.work import sources as task_sources
from advisor_tui.store.tables import Complaint, FollowUp, Task
from tests.desk.work_desk import TODAY, WorkDesk, work_desk


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[WorkDesk]:
    with work_desk(tmp_path / "home") as desk:
        yield desk


@pytest.fixture
def tasks(desk: WorkDesk) -> Tasks:
    return Tasks(desk.office)


def items(tasks: Tasks) -> list[WorkItem]:
    return list(tasks.page("all", Anchor(), 1000).rows)


def kinds(tasks: Tasks) -> list[str]:
    return [item.kind for item in items(tasks)]


def test_every_source_puts_its_item_into_one_ranked_list(desk: WorkDesk, tasks: Tasks) -> None:
    client = desk.client(born_on=date(1966, 11, 24))
    desk.holding(client, day(7))
    desk.assessment(client, day(7))
    desk.paper(client, day(30))
    desk.complaint(day(-13), day(2))
    desk.task(day(-1))
    desk.follow_up(client, TODAY, planned_time="10:30")
    assert kinds(tasks) == ["complaint", "own", "follow_up", "maturity", "assessment", "id_document", "birthday"]
    assert tasks.counts() == DueCounts(today=6, overdue=1)
    assert [row.why[0].word for row in items(tasks)] == ["legal", "late", "at", "until", "until", "until", "today"]


def test_an_item_says_what_it_is_about(desk: WorkDesk, tasks: Tasks) -> None:
    client = desk.client(born_on=date(1966, 11, 24))
    desk.holding(client, day(7))
    complaint = desk.complaint(day(-13), day(2))
    found = {item.kind: item for item in items(tasks)}
    assert found["maturity"].facts["amount_fen"] == 50_000_000
    assert found["maturity"].facts["offset"] == -7
    assert found["maturity"].client is not None
    assert found["maturity"].client.name == "张三丰"
    assert found["birthday"].facts["age"] == 60
    assert found["complaint"].place.ref == complaint
    assert "第十八条" in found["complaint"].law


@pytest.mark.parametrize(
    ("matures", "offset"),
    [(31, None), (30, -30), (20, -30), (7, -7), (3, -3), (1, -1), (-1, 1), (-40, None)],
)
def test_a_maturity_shows_the_contact_that_has_begun(
    desk: WorkDesk, tasks: Tasks, matures: int, offset: int | None
) -> None:
    desk.holding(desk.client(), day(matures))
    begun = [item.facts["offset"] for item in items(tasks) if item.state != "later"]
    assert begun == ([] if offset is None else [offset])


def test_an_expired_assessment_is_overdue_the_day_after_its_last_day(desk: WorkDesk, tasks: Tasks) -> None:
    desk.assessment(desk.client(), TODAY)
    assert tasks.counts() == DueCounts(1, 0)
    desk.clock.move(timedelta(days=1))
    assert tasks.counts() == DueCounts(0, 1)


def test_items_of_other_advisors_and_closed_clients_are_not_mine(desk: WorkDesk, tasks: Tasks) -> None:
    desk.holding(desk.client(advisor_id=desk.colleague), day(7))
    desk.holding(desk.client(status="closed"), day(7))
    desk.task(TODAY, advisor_id=desk.colleague)
    assert items(tasks) == []


def test_the_branch_lead_sees_the_clients_of_all(tmp_path: Path) -> None:
    with work_desk(tmp_path / "lead", role="lead") as desk:
        desk.holding(desk.client(advisor_id=desk.colleague), day(7))
        assert kinds(Tasks(desk.office)) == ["maturity"]


def test_done_on_a_derived_item_writes_its_task_and_hides_it(desk: WorkDesk, tasks: Tasks) -> None:
    holding = desk.holding(desk.client(), day(7))
    tasks.done(items(tasks)[0].key, "客户愿意续存")
    assert [item for item in items(tasks) if item.state != "later"] == []
    with desk.office.read() as session:
        task = session.exec(select(Task)).one()
    assert (task.status, task.note, task.kind) == ("done", "客户愿意续存", "maturity")
    assert task.subject == f"maturity:{holding}:{day(7)}:-7"
    desk.clock.move(timedelta(days=4))
    assert [item.facts["offset"] for item in items(tasks)] == [-3]


@pytest.mark.parametrize("filter_name", ["all", "today", "week"])
def test_a_snoozed_item_comes_back_on_its_day_once(desk: WorkDesk, tasks: Tasks, filter_name: str) -> None:
    desk.holding(desk.client(), day(20))
    key = items(tasks)[0].key
    tasks.snooze(key, day(3))
    assert tasks.counts() == DueCounts(0, 0)
    desk.clock.move(timedelta(days=3))
    rows = tasks.page(filter_name, Anchor(), 10).rows  # type: ignore[arg-type]  # parametrised literals
    assert [(row.kind, row.state) for row in rows] == [("maturity", "today")]


def test_snoozing_a_follow_up_plans_it_for_that_day(desk: WorkDesk, tasks: Tasks) -> None:
    follow_up = desk.follow_up(desk.client(), TODAY)
    tasks.snooze(f"follow_up:{follow_up}", day(1))
    with desk.office.read() as session:
        assert session.get_one(FollowUp, follow_up).planned_on == day(1)


def test_a_day_that_is_not_in_the_future_is_refused(desk: WorkDesk, tasks: Tasks) -> None:
    task = desk.task(TODAY)
    with pytest.raises(DeskError) as refusal:
        tasks.snooze(f"task:{task}", TODAY)
    assert refusal.value.code == "not_later"


def test_a_legal_deadline_can_be_neither_snoozed_nor_ticked_off(desk: WorkDesk, tasks: Tasks) -> None:
    key = f"complaint:{desk.complaint(TODAY, day(15))}"
    with pytest.raises(DeskError) as snoozed:
        tasks.snooze(key, day(1))
    with pytest.raises(DeskError) as ticked:
        tasks.done(key)
    assert (snoozed.value.code, ticked.value.code) == ("legal_deadline", "decide_complaint")


@pytest.mark.parametrize("source", ["task", "follow_up", "maturity", "complaint"])
def test_a_handed_over_item_leaves_the_queue_and_comes_back_by_undo(desk: WorkDesk, tasks: Tasks, source: str) -> None:
    client = desk.client()
    {
        "task": lambda: desk.task(TODAY),
        "follow_up": lambda: desk.follow_up(client, TODAY),
        "maturity": lambda: desk.holding(client, day(20)),
        "complaint": lambda: desk.complaint(TODAY, day(15), handler_id=desk.me),
    }[source]()
    before = items(tasks)
    assert len(before) == 1
    tasks.hand_over(before[0].key, desk.colleague, "请代为跟进")
    assert items(tasks) == []
    undone = tasks.undo()
    assert undone is not None
    assert undone.action == "task.hand_over"
    assert items(tasks) == before


def test_work_is_handed_over_only_inside_the_branch(desk: WorkDesk, tasks: Tasks) -> None:
    task = desk.task(TODAY)
    with pytest.raises(DeskError) as refusal:
        tasks.hand_over(f"task:{task}", "nobody")
    assert refusal.value.code == "unknown_advisor"
    assert [colleague.name for colleague in tasks.colleagues()] == ["李强"]


def test_notes_add_up(desk: WorkDesk, tasks: Tasks) -> None:
    task = desk.task(TODAY, note="first")
    tasks.note(f"task:{task}", "second\x1b[31m")
    assert items(tasks)[0].note == "first\nsecond\ufffd[31m"


def test_a_note_on_a_complaint_is_dated_and_signed(desk: WorkDesk, tasks: Tasks) -> None:
    complaint = desk.complaint(TODAY, day(15))
    tasks.note(f"complaint:{complaint}", "已电话致歉")
    with desk.office.read() as session:
        assert session.get_one(Complaint, complaint).text == "2026-11-24 王敏: 已电话致歉"


@pytest.mark.parametrize("action", ["done", "snooze", "note"])
@pytest.mark.parametrize("source", ["task", "follow_up", "maturity"])
def test_undo_restores_the_queue_as_it_was(desk: WorkDesk, tasks: Tasks, source: str, action: str) -> None:
    client = desk.client()
    {
        "task": lambda: desk.task(TODAY),
        "follow_up": lambda: desk.follow_up(client, TODAY),
        "maturity": lambda: desk.holding(client, day(20)),
    }[source]()
    before = items(tasks)
    key = before[0].key
    {
        "done": lambda: tasks.done(key, "x"),
        "snooze": lambda: tasks.snooze(key, day(1)),
        "note": lambda: tasks.note(key, "x"),
    }[action]()
    assert items(tasks) != before
    assert tasks.undo() is not None
    assert items(tasks) == before
    assert tasks.undo() is None


def test_undo_writes_new_journal_entries_and_takes_none_away(desk: WorkDesk, tasks: Tasks) -> None:
    task = desk.task(TODAY)
    tasks.done(f"task:{task}")
    tasks.undo()
    with desk.office.rows() as connection:
        actions = [action for (action,) in connection.execute(text("SELECT action FROM journal ORDER BY seq"))]
    assert actions[-2:] == ["task.done", "task.done.undo"]


def test_undo_refuses_when_the_row_was_changed_since(desk: WorkDesk, tasks: Tasks) -> None:
    task = desk.task(TODAY)
    tasks.snooze(f"task:{task}", day(1))
    with desk.office.write("test.change") as session:
        row = session.get_one(Task, task)
        row.snoozed_until = day(5)
        session.add(row)
        session.commit()
    with pytest.raises(DeskError) as refusal:
        tasks.undo()
    assert refusal.value.code == "changed_since"
    with desk.office.read() as session:
        assert session.get_one(Task, task).snoozed_until == day(5)


def test_an_own_task_needs_a_title_and_can_be_undone(desk: WorkDesk, tasks: Tasks) -> None:
    with pytest.raises(DeskError) as refusal:
        tasks.add(NewTask(" ", TODAY))
    assert refusal.value.code == "title_missing"
    tasks.add(NewTask("寄合同", day(2), time="09:00"))
    assert [(item.title or {})["zh"] for item in items(tasks)] == ["寄合同"]
    tasks.undo()
    assert items(tasks) == []


def test_pages_join_to_the_whole_list(desk: WorkDesk, tasks: Tasks) -> None:
    for offset in range(25):
        desk.task(day(offset % 5 - 2), title=f"t{offset}")
    whole = items(tasks)
    first = tasks.page("all", Anchor(), 10)
    rest = tasks.page("all", Anchor("after", first.rows[-1].key), 100)
    assert [*first.rows, *rest.rows] == whole
    before = tasks.page("all", Anchor("before", rest.rows[0].key), 4)
    assert list(before.rows) == whole[6:10]
    around = tasks.page("all", Anchor("around", whole[12].key), 6)
    assert whole[12] in around.rows
    assert tasks.page("overdue", Anchor(), 100).total == 10
    assert tasks.page("all", Anchor("end"), 5).rows == tuple(whole[-5:])


def test_counts_are_kept_until_a_table_of_the_queue_changes(desk: WorkDesk, tasks: Tasks) -> None:
    desk.task(TODAY)
    tasks.counts()
    kept = tasks._queue.read()
    desk.put(Task(id="x", advisor_id=desk.me, kind="own", title="later", due_on=TODAY, created_at=desk.clock.now()))
    assert tasks._queue.read() is not kept
    assert tasks._queue.read() is tasks._queue.read()


def test_no_statement_walks_a_client_sized_table(desk: WorkDesk) -> None:
    for offset in range(3):
        desk.holding(desk.client(), day(offset))
    allowed = {"tasks", "follow_ups", "complaints", "maturities", "assessments", "id_documents", "birthdays", "handled"}
    assert set(task_sources.STATEMENTS) == allowed
    params = {"me": "m", "everyone": True, "days": '["01-01"]'} | dict.fromkeys(("until", "first", "last"), f"{TODAY}")
    with desk.office.rows() as connection:
        for name, statement in task_sources.STATEMENTS.items():
            sql = text(f"EXPLAIN QUERY PLAN {statement}")
            asked = {key: params[key] for key in sql.compile().params}
            plan = [row[3] for row in connection.execute(sql, asked)]
            assert plan, name
            scans = [step for step in plan if step.startswith("SCAN") and "json_each" not in step]
            assert not scans, (name, plan)
