"""The day page and the task queue by keys: done, put off, handed over, noted, taken back, gone to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.languages import Lang
from advisor_tui.desk.views.tasks import WorkItem
from advisor_tui.screens.loan.loan import LoanScreen
from advisor_tui.screens.market.bulletin import BulletinScreen
from advisor_tui.screens.more.complaint import ComplaintScreen
from advisor_tui.screens.work.day import DayScreen
from advisor_tui.screens.work.followup_outcome import FollowUpOutcomeScreen
from advisor_tui.screens.work.queue_screen import QueueScreen
from advisor_tui.screens.work.task_form import TaskFormScreen
from advisor_tui.store.tables import Advisor, Complaint, LoanCase, Task
from advisor_tui.widgets.dialog import Choices, Dialog
from tests.screens.work_stage import Elsewhere, WorkStage, answer, day, on, press, settle, shows, words
from tests.support import NOW, TODAY

SIZE = (80, 24)


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> WorkStage:
    """A book whose deposits do not mature on their own within the days looked at."""
    stage = WorkStage(tmp_path / "home", lang)
    with stage.desk.office.write("test.quiet") as session:
        session.connection().exec_driver_sql("UPDATE holding SET matures_on = NULL")
        session.commit()
    return stage


def queue(stage: WorkStage) -> list[WorkItem]:
    from advisor_tui.desk.views.common import Anchor

    return list(stage.desk.tasks.page("all", Anchor(), 100).rows)


def ready(stage: WorkStage, count: int) -> Callable[[], bool]:
    """Whether the queue's table shows so many lines."""

    def shown() -> bool:
        screen = stage.app.screen
        return isinstance(screen, QueueScreen) and screen.queue.total == count

    return shown


async def test_the_day_page_shows_what_is_due_the_week_and_the_news(stage: WorkStage, lang: Lang) -> None:
    stage.busy_day()
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot, ready(stage, 6), "six items")
        text = stage.text()
    assert words(lang, "投诉 7：理财产品说明不清", "Complaint 7: 理财产品说明不清") in text
    assert words(lang, "法定期限剩 2 天", "legal: 2 days left") in text
    assert words(lang, "风险测评 C3 12-01 到期", "Risk assessment C3 expires") in text
    assert words(lang, "回访 0 / 1", "Follow-ups 0 / 1") in text
    assert words(lang, "5 年期 LPR 下调", "5-year LPR down") in text
    lines = text.splitlines()
    assert "10:30" in lines[4]
    assert "T+1" in text
    assert all(len(line) <= 80 for line in lines)


async def test_an_empty_day_says_where_items_come_from(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, shows(stage, words(lang, "今日没有待办", "Nothing is due today")), "the empty state")


@pytest.mark.parametrize("area", ["day", "tasks"])
async def test_done_with_a_note_leaves_the_list_and_undo_brings_it_back(
    stage: WorkStage, lang: Lang, area: str
) -> None:
    stage.task()
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot, ready(stage, 1))
        if area == "tasks":
            await press(pilot, "f5")
            await settle(pilot, ready(stage, 1))
        await press(pilot, "1")
        await answer(pilot, "ok")
        await settle(pilot, ready(stage, 0), "the task is gone")
        with stage.desk.office.read() as session:
            task = session.exec(select(Task)).one()
        assert (task.status, task.note) == ("done", "ok")
        assert stage.app.status.today == 0
        await press(pilot, "ctrl+z")
        await settle(pilot, ready(stage, 1), "the task is back")
        await settle(pilot, lambda: stage.app.status.today == 1, "the status line follows")
        await press(pilot, "ctrl+z")
        await settle(pilot, shows(stage, words(lang, "没有可撤销的操作", "Nothing to take back")), "nothing left")


@pytest.mark.parametrize(("digit", "until"), [("1", day(1)), ("2", day(3)), ("3", day(1))])
async def test_an_item_is_put_off_by_a_digit(stage: WorkStage, digit: str, until: object) -> None:
    stage.task()
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, "2")
        await settle(pilot, on(pilot, Choices))
        await press(pilot, digit)
        await settle(pilot, ready(stage, 0))
    with stage.desk.office.read() as session:
        assert session.exec(select(Task)).one().snoozed_until == until


async def test_an_item_is_put_off_to_a_typed_day(stage: WorkStage, lang: Lang) -> None:
    stage.task()
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, "2")
        await settle(pilot, on(pilot, Choices))
        await press(pilot, "4")
        await answer(pilot, "2026-11-24")
        assert words(lang, "不得早于 2026-11-25", "Not before 2026-11-25") in stage.text()
        await press(pilot, *["backspace"] * 10)
        await answer(pilot, "+6")
        await settle(pilot, ready(stage, 0))
    with stage.desk.office.read() as session:
        assert session.exec(select(Task)).one().snoozed_until == day(6)


async def test_a_legal_deadline_is_not_put_off(stage: WorkStage, lang: Lang) -> None:
    stage.put(Complaint(id=stage.id(), number=1, received_on=day(-13), due_on=day(2), subject="排队"))
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, "2")
        await settle(pilot, on(pilot, Choices))
        await press(pilot, "1")
        await settle(pilot, shows(stage, words(lang, "法定期限不能顺延", "A legal deadline cannot be put off")), "no")
        assert ready(stage, 1)()


async def test_work_is_handed_over_to_a_colleague(stage: WorkStage, lang: Lang) -> None:
    stage.task()
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, "3")
        await settle(
            pilot, shows(stage, words(lang, "没有登记本网点其他客户经理", "No other advisor of the branch")), "nobody"
        )
        stage.colleague()
        await press(pilot, "3")
        await settle(pilot, on(pilot, Choices))
        await press(pilot, "1")
        await answer(pilot, "please")
        await settle(pilot, ready(stage, 0))
    with stage.desk.office.read() as session:
        task = session.exec(select(Task)).one()
        colleague = session.exec(select(Advisor).where(Advisor.staff_no == "1002")).one()
    assert (task.advisor_id, task.note) == (colleague.id, "please")


async def test_a_note_is_shown_under_the_queue(stage: WorkStage) -> None:
    stage.task()
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, "f5")
        await settle(pilot, ready(stage, 1))
        await press(pilot, "4")
        await answer(pilot, "[/]call")
        await settle(pilot, shows(stage, "[/]call"), "the note, as literal text")


async def test_a_derived_item_becomes_a_task_only_when_it_is_acted_on(stage: WorkStage) -> None:
    stage.maturity(day(7))
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 1))
        with stage.desk.office.read() as session:
            assert session.exec(select(Task)).all() == []
        await press(pilot, "4")
        await answer(pilot, "x")
        await settle(pilot, lambda: bool(queue(stage)[0].note))
        assert [item.kind for item in queue(stage)] == ["maturity"]
        await press(pilot, "ctrl+z")
        await settle(pilot, lambda: not queue(stage)[0].note)
        with stage.desk.office.read() as session:
            assert session.exec(select(Task)).all() == []


async def test_enter_goes_to_where_an_item_is_done(stage: WorkStage) -> None:
    client = stage.clients[1]
    stage.maturity(day(7))
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, "enter")
        await settle(pilot, lambda: bool(Elsewhere.asked))
        assert Elsewhere.asked == [("clients", "open", client)]
        assert stage.app.current_client is not None
        assert stage.app.current_client.id == client


@pytest.mark.parametrize(
    ("kind", "screen"), [("complaint", ComplaintScreen), ("follow_up", FollowUpOutcomeScreen), ("loan", LoanScreen)]
)
@pytest.mark.parametrize("key", ["enter", "1"])
async def test_complaints_follow_ups_and_loans_open_on_top(
    stage: WorkStage, kind: str, screen: type[DayScreen], key: str
) -> None:
    if kind == "complaint":
        stage.put(Complaint(id=stage.id(), number=1, received_on=TODAY, due_on=day(15), subject="排队"))
    elif kind == "follow_up":
        stage.follow_up()
    else:
        loan = LoanCase(
            id="loan",
            client_id=stage.clients[0],
            advisor_id=stage.me,
            number=1,
            kind="mortgage",
            amount=1,
            applied_on=TODAY,
        )
        stage.put(loan)
        stage.task(loan_case_id="loan")
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, key)
        if kind == "loan" and key == "1":
            await settle(pilot, on(pilot, Dialog), "a task is ticked off")
            return
        await settle(pilot, on(pilot, screen))
        await press(pilot, "escape")
        await settle(pilot, on(pilot, DayScreen))


async def test_an_expiring_assessment_leads_into_an_interview(stage: WorkStage) -> None:
    stage.busy_day()
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 6))
        places = [item.kind for item in queue(stage)]
        await press(pilot, *["down"] * places.index("assessment"), "enter")
        await settle(pilot, lambda: bool(Elsewhere.asked))
    assert Elsewhere.asked == [("interview", "new", stage.clients[2])]


async def test_tab_and_enter_read_the_news(stage: WorkStage) -> None:
    stage.busy_day()
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 6))
        await press(pilot, "tab", "enter")
        await settle(pilot, on(pilot, BulletinScreen))


async def test_the_filter_shows_all_today_overdue_and_the_week(stage: WorkStage, lang: Lang) -> None:
    stage.task("a", TODAY)
    stage.task("b", day(-2))
    stage.task("c", day(3))
    stage.task("d", day(30))
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot, ready(stage, 2))
        await press(pilot, "f5")
        await settle(pilot, ready(stage, 4), "all")
        await press(pilot, "right")
        await settle(pilot, ready(stage, 2), "today, late ones first")
        assert words(lang, "[今日]", "[For today]") in stage.text()
        await press(pilot, "right")
        await settle(pilot, ready(stage, 1), "overdue")
        await press(pilot, "ctrl+r")
        await settle(pilot, ready(stage, 3), "this week")
        await press(pilot, "left", "left", "left")
        await settle(pilot, ready(stage, 4), "all again")


async def test_a_task_is_written_down_about_the_client_at_the_desk(stage: WorkStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "f5", "ctrl+n")
        await settle(pilot, on(pilot, TaskFormScreen))
        await pilot.press(*"call")
        await press(pilot, "enter", *["backspace"] * 10, *"+2", "enter", *"930", "ctrl+s")
        await settle(pilot, ready(stage, 1))
    with stage.desk.office.read() as session:
        task = session.exec(select(Task)).one()
    assert (task.title, task.due_on, task.due_time, task.client_id) == ("call", day(2), "09:30", stage.clients[0])
    assert task.created_at == NOW


async def test_closing_a_filled_task_form_asks_first(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "f5", "ctrl+n")
        await settle(pilot, on(pilot, TaskFormScreen))
        await press(pilot, "x", "escape")
        await settle(pilot, on(pilot, Choices))
        await press(pilot, "enter")
        await settle(pilot, on(pilot, TaskFormScreen), "No stands first")


async def test_hostile_names_show_as_literal_text(stage: WorkStage) -> None:
    stage.task("[@click=app.quit]x[/] \x1b]52;c;eA==\x07")
    async with stage.app.run_test(size=(120, 40), notifications=True) as pilot:
        await settle(pilot, ready(stage, 1))
        await press(pilot, "1")
        await answer(pilot, "")
        await settle(pilot, ready(stage, 0))
        assert "\x1b" not in stage.text()


async def test_a_title_that_is_cut_in_the_list_stands_whole_below_it(stage: WorkStage, lang: Lang) -> None:
    title = "请客户携带身份证原件、收入证明与房产证复印件到行办理双录，并确认联系方式" * 2
    stage.task(title)
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f5")
        await settle(pilot, ready(stage, 1), "the task")
        await settle(pilot, lambda: title in "".join(stage.text().split()), "the whole title")
        assert words(lang, "今日到期", "due today") in stage.text().splitlines()[-3] + stage.text().splitlines()[-4]
