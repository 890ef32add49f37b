"""Loans, market, complaints, journal, training and scorecard by keys, in both languages at 80 by 24."""

from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.base.languages import Lang
from advisor_tui.screens.loan.form import LoanFormScreen
from advisor_tui.screens.loan.loan import LoanScreen
from advisor_tui.screens.market.bulletin import BulletinScreen
from advisor_tui.screens.more.access_log import AccessLogScreen
from advisor_tui.screens.more.complaint import ComplaintScreen
from advisor_tui.screens.more.complaint_form import ComplaintFormScreen
from advisor_tui.screens.more.complaints import ComplaintsScreen
from advisor_tui.screens.more.journal import JournalScreen, Walk
from advisor_tui.screens.more.journal_entry import JournalEntryScreen
from advisor_tui.screens.more.scorecard import ScorecardScreen
from advisor_tui.screens.more.training import AgreementsScreen, TrainingScreen
from advisor_tui.screens.work.followup_form import FollowUpFormScreen
from advisor_tui.store.tables import Bulletin, CashFlowItem, Complaint, CreditDecision, LoanCase, LoanDocument
from advisor_tui.widgets.dialog import Dialog
from advisor_tui.widgets.line_table import LineTable
from tests.screens.work_stage import Elsewhere, WorkStage, answer, day, on, press, settle, shows, words
from tests.support import NOW, TODAY

SIZE = (80, 24)


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> WorkStage:
    return WorkStage(tmp_path / "home", lang)


# Loans


async def test_a_loan_case_is_opened_with_its_papers_and_carried_to_submission(stage: WorkStage, lang: Lang) -> None:
    stage.put(CashFlowItem(id="i", client_id=stage.clients[0], direction="in", kind="salary", amount=3_000_000))
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "f7")
        await settle(pilot, shows(stage, words(lang, "没有贷款", "No loan case")), "the empty state")
        await press(pilot, "ctrl+n")
        await settle(pilot, on(pilot, LoanFormScreen))
        await press(pilot, "1", "enter", *"100w", "enter", *"360", "enter", *"3.5", "ctrl+s")
        await settle(pilot, on(pilot, LoanScreen))
        await settle(pilot, shows(stage, "4,490.45"), "the level payment")
        assert words(lang, "月房产支出占月收入", "house costs take") in stage.text()
        await press(pilot, "1")
        await settle(pilot, shows(stage, words(lang, "份必需资料", "required papers are missing")), "not yet")
        for _ in range(stage.app.screen.query_one(LineTable).total):
            await press(pilot, "enter", "down")
        with stage.desk.office.read() as session:
            assert all(paper.received_on == TODAY for paper in session.exec(select(LoanDocument)))
        await press(pilot, "1")
        await settle(pilot, shows(stage, words(lang, "风险部门审批中", "With the risk department")), "submitted")
        await press(pilot, "ctrl+z")
        await settle(pilot, shows(stage, words(lang, "收集资料", "Collecting papers")), "taken back")
        await press(pilot, "escape")
        await settle(pilot, shows(stage, words(lang, "办理中的贷款  1", "Loan cases under way  1")), "the list")


async def test_a_bad_amount_or_rate_stays_in_the_form(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f7", "ctrl+n")
        await settle(pilot, on(pilot, LoanFormScreen))
        await press(pilot, "enter", *"much", "enter", "enter", *"99", "ctrl+s")
        await settle(pilot, shows(stage, words(lang, "请输入金额", "An amount such as")))
        assert words(lang, "请输入年利率", "A yearly rate in percent") in stage.text()


async def test_the_decision_of_the_risk_department_is_shown(stage: WorkStage, lang: Lang) -> None:
    client = stage.clients[0]
    loan = LoanCase(
        id="loan",
        client_id=client,
        advisor_id=stage.me,
        number=1,
        kind="car",
        amount=100_000_00,
        status="approved",
        applied_on=TODAY,
    )
    stage.put(
        loan,
        CreditDecision(
            id="d",
            loan_case_id="loan",
            client_id=client,
            decision="approved_with_conditions",
            conditions="追加担保",
            decided_on=TODAY,
        ),
    )
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f7", "enter")
        await settle(pilot, shows(stage, "追加担保"))
        assert words(lang, "附条件批准", "Approved with conditions") in stage.text()
        assert words(lang, "本笔没有资料清单", "No papers in this case") in stage.text()
        await press(pilot, "2")
        await answer(pilot, "no")
        await settle(pilot, shows(stage, words(lang, "客户撤回", "Withdrawn by the client")))
        await press(pilot, "3")
        await settle(pilot, lambda: Elsewhere.asked == [("clients", "open", client)])


# Market


async def test_reading_a_bulletin_marks_it_and_names_its_holders(stage: WorkStage, lang: Lang) -> None:
    stage.busy_day()
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f8")
        title = words(lang, "5 年期 LPR 下调", "5-year LPR down")
        await settle(pilot, shows(stage, title))
        with stage.desk.office.write("test.hold") as session:
            session.connection().exec_driver_sql("UPDATE holding SET product_code = 'WMP1' WHERE name = '定期存款'")
            session.commit()
        await press(pilot, "enter")
        await settle(pilot, on(pilot, BulletinScreen))
        await settle(pilot, shows(stage, "李慧敏"), "the largest holder")
        with stage.desk.office.read() as session:
            assert session.exec(select(Bulletin)).one().read_at == NOW
        assert words(lang, "请告知客户", "Please tell clients") in stage.text()
        await press(pilot, "1")
        await settle(pilot, on(pilot, FollowUpFormScreen))
        await settle(pilot, shows(stage, "李慧敏"))


async def test_an_empty_market_says_how_bulletins_come(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f8")
        await settle(pilot, shows(stage, words(lang, "总行文件经 F9 数据交换到达", "arrive with F9 Exchange")))


# Complaints


async def test_a_complaint_is_registered_with_its_legal_term(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "2")
        await settle(pilot, on(pilot, ComplaintsScreen))
        await settle(pilot, shows(stage, words(lang, "没有投诉", "No complaint")), "the empty state")
        await press(pilot, "ctrl+n")
        await settle(pilot, on(pilot, ComplaintFormScreen))
        await settle(pilot, shows(stage, "2026-12-09"), "15 days")
        assert "银保监会令2020年第3号" in stage.text()
        await press(pilot, *"queue", "enter", "enter", "enter", "enter", "enter", "2")
        await settle(pilot, shows(stage, "2026-12-24"), "30 days")
        await press(pilot, "enter")
        await settle(pilot, on(pilot, ComplaintsScreen))
        await settle(pilot, shows(stage, "queue"))
    with stage.desk.office.read() as session:
        row = session.exec(select(Complaint)).one()
    assert (row.subject, row.grade, row.due_on, row.client_id) == ("queue", "complex", day(30), stage.clients[0])


async def test_a_complaint_is_extended_decided_and_taken_back(stage: WorkStage, lang: Lang) -> None:
    stage.put(Complaint(id="c", number=1, received_on=day(-5), due_on=day(10), subject="排队"))
    async with stage.app.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "f9", "2")
        await settle(pilot, shows(stage, "排队"))
        await press(pilot, "enter")
        await settle(pilot, on(pilot, ComplaintScreen))
        await settle(pilot, shows(stage, "银保监会令2020年第3号"))
        await press(pilot, "3")
        await answer(pilot, "boss")
        await settle(pilot, shows(stage, words(lang, "只有复杂投诉可以延期", "Only a complex complaint")))
        await press(pilot, "2")
        await answer(pilot, "boss")
        await settle(pilot, shows(stage, "2026-12-19"), "30 days from receipt")
        await press(pilot, "3")
        await answer(pilot, "boss")
        await settle(pilot, shows(stage, "2027-01-18"), "60 days from receipt")
        await press(pilot, "1")
        await answer(pilot, "true")
        await answer(pilot, "")
        await settle(pilot, shows(stage, words(lang, "投诉人可于", "the complainant may ask until")), "decided")
        await press(pilot, "ctrl+z")
        await settle(pilot, shows(stage, "2027-01-18"))
        with stage.desk.office.read() as session:
            row = session.get_one(Complaint, "c")
        assert (row.status, row.extended) == ("open", True)


async def test_a_withdrawn_complaint_stands_among_the_closed_ones(stage: WorkStage, lang: Lang) -> None:
    stage.put(Complaint(id="c", number=1, received_on=TODAY, due_on=day(15), subject="排队"))
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "2")
        await settle(pilot, shows(stage, "排队"))
        await press(pilot, "enter", "4")
        await settle(pilot, on(pilot, Dialog))
        await press(pilot, "2")
        await answer(pilot, "ok")
        await settle(pilot, lambda: stage.desk.complaints.get("c").row.status == "withdrawn")
        await press(pilot, "escape")
        await settle(pilot, shows(stage, words(lang, "没有投诉", "No complaint")))
        await press(pilot, "1")
        await settle(pilot, shows(stage, words(lang, "已撤诉", "withdrawn")))


# Journal


async def test_the_journal_tells_who_changed_what_and_masks_people(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "4")
        await settle(pilot, on(pilot, JournalScreen))
        await settle(pilot, shows(stage, "test.book"))
        await press(pilot, "end")
        table = stage.app.screen.query_one(LineTable)
        await settle(pilot, lambda: table.cursor_key == "1", "the first entry")
        await press(pilot, "down", "up", "up", "enter")
        await settle(pilot, on(pilot, JournalEntryScreen))
        await settle(pilot, shows(stage, "张**"), "the name is masked")
        assert "13800138000" not in stage.text()


async def test_verifying_says_that_every_entry_is_what_it_was(stage: WorkStage, lang: Lang) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "4", "1")
        await settle(pilot, shows(stage, words(lang, "均与原貌一致", "every one is what it was")))


async def test_verifying_names_a_changed_entry(stage: WorkStage, lang: Lang) -> None:
    with stage.desk.office.write("test.change") as session:
        session.connection().exec_driver_sql("UPDATE journal SET actor = 'X' WHERE seq = 3")
        session.commit()
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "4", "1")
        await settle(pilot, shows(stage, words(lang, "第 3 条：记录头被改动", "Entry 3: its header was changed")))


def test_a_walk_that_is_to_stop_ends_with_a_refusal() -> None:
    from advisor_tui.base.errors import DeskError

    told: list[int] = []
    walk = Walk(told.append)
    walk(5)
    walk.stop = True
    with pytest.raises(DeskError) as refusal:
        walk(10)
    assert (told, refusal.value.code) == ([5], "stopped")


async def test_the_access_log_shows_what_left_in_clear(stage: WorkStage, lang: Lang) -> None:
    stage.follow_up()
    stage.desk.followups.export(TODAY, day(7))
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "4", "2")
        await settle(pilot, on(pilot, AccessLogScreen))
        await settle(pilot, shows(stage, words(lang, "导出", "Exported")))


# Training, agreements, scorecard


async def test_training_shows_what_needs_doing_and_leads_to_agreements(stage: WorkStage, lang: Lang) -> None:
    stage.busy_day()
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "3")
        await settle(pilot, on(pilot, TrainingScreen))
        await settle(pilot, shows(stage, words(lang, "! 已到期", "! expired")))
        assert "反洗钱年度培训" in stage.text()
        await press(pilot, "1")
        await settle(pilot, on(pilot, AgreementsScreen))
        await settle(pilot, shows(stage, words(lang, "尚无协议", "No agreement on file")))


async def test_the_scorecard_measures_against_targets(stage: WorkStage, lang: Lang) -> None:
    stage.busy_day()
    async with stage.app.run_test(size=SIZE) as pilot:
        await press(pilot, "f9", "7")
        await settle(pilot, on(pilot, ScorecardScreen))
        await settle(pilot, shows(stage, words(lang, "2,100.0 万", "¥21,000,000")))
        assert "0%" in stage.text()
