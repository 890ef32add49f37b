"""The calendar by keys: views, planning, moving, the outcome and the next contact, the .ics file."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from advisor_tui.base.languages import Lang
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.screens.work.calendar import CalendarScreen
from advisor_tui.screens.work.followup_form import FollowUpFormScreen
from advisor_tui.screens.work.followup_outcome import FollowUpOutcomeScreen
from advisor_tui.store.tables import AccessLog, Client, Feedback, FollowUp, Task
from advisor_tui.widgets.dialog import Choices
from advisor_tui.widgets.line_table import LineTable
from advisor_tui.widgets.month_grid import MonthGrid
from tests.screens.work_stage import WorkStage, answer, day, on, press, settle, shows, words
from tests.support import TODAY

SIZE = (80, 24)


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> WorkStage:
    return WorkStage(tmp_path / "home", lang)


def cursor(stage: WorkStage) -> date:
    return stage.app.screen.query_one(MonthGrid).cursor


def follow_ups(stage: WorkStage) -> list[FollowUp]:
    with stage.desk.office.read() as session:
        return list(session.exec(select(FollowUp).order_by(col(FollowUp.planned_on))))


async def test_the_arrows_move_by_day_week_and_month(stage: WorkStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6")
        await settle(pilot, on(pilot, CalendarScreen))
        for key, expected in (
            ("right", date(2026, 11, 25)),
            ("down", date(2026, 12, 2)),
            ("left", date(2026, 12, 1)),
            ("up", TODAY),
            ("pagedown", date(2026, 12, 24)),
            ("pageup", TODAY),
            ("pageup", date(2026, 10, 24)),
            ("home", TODAY),
        ):
            await press(pilot, key)
            assert cursor(stage) == expected


async def test_october_names_its_holiday_and_its_make_up_day(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "f6", "pageup")
        await settle(pilot, shows(stage, words(lang, "国庆节", "National Day")), "the holiday")
        text = stage.text()
    assert words(lang, "班 调休", "make-up work") in text
    assert words(lang, "工作日 18", "working days 18") in text


async def test_an_unknown_year_is_marked_and_warned_of_once(stage: WorkStage, lang: Lang) -> None:
    warning = words(lang, "2027 年放假安排尚未公布", "The working days of 2027 are not published")
    async with stage.app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "f6", "pagedown")
        await settle(pilot, shows(stage, warning), "the warning")
        assert words(lang, "元旦?", "New Year's Day?") in stage.text()
        stage.app.clear_notifications()
        await press(pilot, "pagedown", "pageup")
        await settle(pilot)
        assert warning not in stage.text()


async def test_month_week_and_agenda_show_the_same_follow_ups(stage: WorkStage, lang: Lang) -> None:
    stage.follow_up(TODAY)
    stage.follow_up(day(2), "14:00", client=1)
    stage.follow_up(day(20), "", client=2)
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6")
        await settle(pilot, shows(stage, "10:30"))
        assert "14:00" not in stage.text()
        await press(pilot, "2")
        await settle(pilot, shows(stage, "14:00"), "the week")
        assert "李慧敏" not in stage.text()
        await press(pilot, "3")
        await settle(pilot, shows(stage, "李慧敏"), "the agenda")
        assert isinstance(stage.app.focused, LineTable)
        await press(pilot, "1")
        await settle(pilot, lambda: isinstance(stage.app.focused, MonthGrid), "the month")


async def test_a_follow_up_is_planned_and_a_day_off_is_named(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "f6", "ctrl+n")
        await settle(pilot, on(pilot, FollowUpFormScreen))
        await settle(pilot, shows(stage, words(lang, "按频率建议", "the cadence proposes")), "the proposal")
        await press(pilot, *["backspace"] * 10, *"2026-11-28")
        warning = words(lang, "2026-11-28 不是工作日（周末）", "2026-11-28 is not worked (weekend)")
        await settle(pilot, shows(stage, warning), "a Saturday")
        assert "2026-11-30" in stage.text()
        await press(pilot, "enter", *"0930", "enter", "right", "enter", "right", "enter", *"x", "ctrl+s")
        await settle(pilot, on(pilot, CalendarScreen))
    planned = follow_ups(stage)
    assert [(row.planned_on, row.planned_time, row.channel, row.purpose, row.title) for row in planned] == [
        (date(2026, 11, 28), "09:30", "visit", "maturity", "x")
    ]
    assert planned[0].client_id == stage.clients[0]


async def test_a_bad_day_stays_in_the_form_with_its_complaint(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6", "ctrl+n")
        await settle(pilot, on(pilot, FollowUpFormScreen))
        await press(pilot, *["backspace"] * 10, *"2026-11-23", "ctrl+s")
        await settle(pilot, shows(stage, words(lang, "不得早于 2026-11-24", "Not before 2026-11-24")))
        await press(pilot, *["backspace"] * 10, *"soon", "ctrl+s")
        await settle(pilot, shows(stage, words(lang, "请输入日期", "A day such as")))
        assert on(pilot, FollowUpFormScreen)()


async def test_planning_without_a_client_asks_for_one(stage: WorkStage) -> None:
    stage.app.current_client = None
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6", "ctrl+n")
        await settle(pilot, lambda: type(stage.app.screen).__name__ == "JumpScreen", "the client list")
        await press(pilot, "escape")
        await settle(pilot, on(pilot, CalendarScreen), "nobody chosen: nothing to plan")


async def test_a_follow_up_is_taken_up_and_put_down_on_another_day(stage: WorkStage, lang: Lang) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "f6")
        await settle(pilot, shows(stage, "10:30"))
        await press(pilot, "tab", "equals_sign")
        await settle(pilot, shows(stage, words(lang, "为张三丰改期", "Move 张三丰")), "taken up")
        await press(pilot, "escape", "tab", "equals_sign", "right", "right", "enter")
        await settle(pilot, lambda: follow_ups(stage)[0].planned_on == day(2), "put down")
        await settle(pilot, lambda: cursor(stage) == day(2))
        await press(pilot, "ctrl+z")
        await settle(pilot, lambda: follow_ups(stage)[0].planned_on == TODAY, "taken back")


async def test_a_follow_up_is_moved_to_a_typed_day(stage: WorkStage) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6")
        await settle(pilot, shows(stage, "10:30"))
        await press(pilot, "tab", "equals_sign", "equals_sign")
        await answer(pilot, "+8")
        await settle(pilot, lambda: follow_ups(stage)[0].planned_on == day(8))


async def test_a_follow_up_is_struck_out_and_comes_back(stage: WorkStage) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6")
        await settle(pilot, shows(stage, "10:30"))
        await press(pilot, "tab", "delete")
        await answer(pilot, "")
        await settle(pilot, lambda: follow_ups(stage)[0].status == "cancelled")
        await press(pilot, "ctrl+z")
        await settle(pilot, lambda: follow_ups(stage)[0].status == "planned")


async def log_outcome(stage: WorkStage, pilot: object, score: int) -> None:
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)
    await press(pilot, "f6")
    await settle(pilot, shows(stage, "10:30"))
    await press(pilot, "tab", "enter")
    await settle(pilot, on(pilot, FollowUpOutcomeScreen))
    await settle(pilot, shows(stage, "138****8000"), "the phone is masked")
    await press(pilot, *"ok", "enter", "enter", "enter", str(score + 1), "ctrl+s")
    await settle(pilot, on(pilot, Choices), "the next contact is proposed")


async def test_the_next_contact_is_accepted_with_enter(stage: WorkStage, lang: Lang) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await log_outcome(stage, pilot, 5)
        assert words(lang, "下次联系张三丰（钻石）", "Next contact with 张三丰 (Diamond)") in stage.text()
        await press(pilot, "enter")
        await settle(pilot, on(pilot, CalendarScreen))
        rows = follow_ups(stage)
        assert [(row.status, row.satisfaction) for row in rows] == [("done", 5), ("planned", None)]
        assert rows[1].after_id == rows[0].id
        assert (rows[1].planned_on, rows[1].purpose) == (date(2026, 11, 27), "maturity")
        stage.app.clear_notifications()
        await settle(pilot, shows(stage, "5/5"), "the outcome stands in the calendar")


async def test_the_next_contact_may_be_changed(stage: WorkStage) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=SIZE) as pilot:
        await log_outcome(stage, pilot, 4)
        await press(pilot, "2")
        await settle(pilot, on(pilot, FollowUpFormScreen))
        await press(pilot, *["backspace"] * 10, *"+9", "ctrl+s")
        await settle(pilot, on(pilot, CalendarScreen), "back where it began")
    assert [row.planned_on for row in follow_ups(stage)] == [TODAY, day(9)]


@pytest.mark.parametrize("key", ["3", "escape"])
async def test_no_next_contact_is_planned_when_none_is_wanted(stage: WorkStage, key: str) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=SIZE) as pilot:
        await log_outcome(stage, pilot, 4)
        await press(pilot, key)
        await settle(pilot, on(pilot, CalendarScreen))
    assert [row.status for row in follow_ups(stage)] == ["done"]


async def test_low_satisfaction_opens_a_task(stage: WorkStage, lang: Lang) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await log_outcome(stage, pilot, 2)
        assert words(lang, "满意度偏低", "Low satisfaction") in stage.text()
        await press(pilot, "3")
        await settle(pilot, on(pilot, CalendarScreen))
    with stage.desk.office.read() as session:
        assert session.exec(select(Feedback)).one().score == 2
        task = session.exec(select(Task)).one()
    assert (task.kind, task.due_on) == ("low_satisfaction", day(1))


@pytest.mark.parametrize(("digit", "name"), [("1", "张**"), ("2", "张三丰")])
async def test_the_calendar_file_is_masked_unless_asked_otherwise(
    stage: WorkStage, lang: Lang, digit: str, name: str
) -> None:
    stage.follow_up()
    async with stage.app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "f6")
        await settle(pilot, shows(stage, "10:30"))
        await press(pilot, "5")
        await settle(pilot, on(pilot, Choices))
        await press(pilot, digit)
        folder = stage.desk.office.home.print
        await settle(pilot, lambda: any(folder.glob("*.ics")), "the file")
        await settle(pilot, shows(stage, words(lang, "项回访已写入", "follow-ups stand in")))
    file = next(folder.glob("*.ics"))
    assert name in file.read_text(encoding="utf-8").replace("\r\n ", "")
    with stage.desk.office.read() as session:
        assert session.exec(select(AccessLog)).one().kind == "export"


async def test_another_area_may_ask_for_a_plan(stage: WorkStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        stage.app.open_area("calendar", "new", stage.clients[3])
        await settle(pilot, on(pilot, FollowUpFormScreen))
        await settle(pilot, shows(stage, "John Smith"))


async def test_the_key_line_says_what_enter_does_with_what_has_the_focus(stage: WorkStage, lang: Lang) -> None:
    log = words(lang, "Enter 记录结果", "Enter Log the outcome")
    stage.follow_up()
    stage.follow_up(time="15:00", client=1, status="done", outcome="同意续做")
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "f6")
        await settle(pilot, shows(stage, words(lang, "Enter 进入当日回访", "Enter To its follow-ups")), "on the days")
        await press(pilot, "enter")
        await settle(pilot, shows(stage, log), "on a planned follow-up")
        await press(pilot, "down")
        await settle(pilot, lambda: log not in stage.text(), "on one that is done")
        await press(pilot, "enter")
        await settle(pilot, shows(stage, words(lang, "已记录：同意续做", "Logged already: 同意续做")), "its outcome")
        assert isinstance(pilot.app.screen, CalendarScreen)
        await press(pilot, "up", "equals_sign")
        await settle(pilot, shows(stage, words(lang, "Enter 放到这一天", "Enter Put down here")), "while moving")


async def test_who_is_sent_to_a_day_stands_on_its_follow_ups(stage: WorkStage) -> None:
    stage.follow_up(day(9))
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        stage.app.open_area("calendar", "open", day(9).isoformat())
        await settle(pilot, lambda: isinstance(stage.app.focused, LineTable), "the follow-ups have the focus")
        await press(pilot, "enter")
        await settle(pilot, on(pilot, FollowUpOutcomeScreen), "the first Enter logs")


async def test_who_is_sent_to_a_day_stands_on_the_client_at_the_desk(stage: WorkStage) -> None:
    stage.follow_up(day(9), "09:00", client=0)
    theirs = stage.follow_up(day(9), "11:00", client=1)
    with stage.desk.office.read() as session:
        client = session.get_one(Client, stage.clients[1])
        stage.app.current_client = ClientRef(client.id, client.name, client.number)
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        stage.app.open_area("calendar", "open", day(9).isoformat())
        await settle(pilot, lambda: isinstance(stage.app.focused, LineTable), "the follow-ups have the focus")
        screen = pilot.app.screen
        assert isinstance(screen, CalendarScreen)
        await settle(pilot, lambda: screen.table.cursor_key == theirs, "the row of the client at the desk")


@pytest.mark.parametrize(("offset", "said"), [(-1, True), (0, False), (9, True)])
async def test_an_outcome_of_another_day_says_that_it_is_dated_today(
    stage: WorkStage, lang: Lang, offset: int, said: bool
) -> None:
    follow_up = stage.follow_up(day(offset))
    async with stage.app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.app.push_screen(FollowUpOutcomeScreen(follow_up))
        await settle(pilot, shows(stage, "138****8000"), "the follow-up")
        told = words(
            lang, f"原定 {day(offset)}；本次联系按今日 {TODAY} 记录", f"Planned for {day(offset)}; the contact is"
        )
        assert (told in stage.text()) == said
        assert words(lang, "如：同意续做", "e.g. will renew") in stage.text()


async def test_the_signs_of_the_grid_and_whose_delay_is_counted_are_named(stage: WorkStage, lang: Lang) -> None:
    stage.follow_up(day(-1))
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f6")
        await settle(pilot, shows(stage, words(lang, "逾期回访 1", "late follow-ups 1")), "what is late")
        assert words(lang, "● 计划  ○ 已完成", "● planned  ○ done") in stage.text()
        await press(pilot, "3")
        await settle(pilot, lambda: "○" not in stage.text(), "no grid, no legend")
