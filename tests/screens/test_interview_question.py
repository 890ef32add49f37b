"""The question page: one key at a time, on a real desk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from advisor_tui.base.languages import Lang, pick
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.drafts import drafts_of
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.rules.questionnaire import LATER, Answer, answered
from advisor_tui.screens.interview.interviews import InterviewScreen
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.interview.review import ReviewScreen
from advisor_tui.screens.interview.view import QuestionPane
from advisor_tui.screens.jump import JumpScreen
from advisor_tui.widgets.answer_field import AnswerField
from advisor_tui.widgets.answer_menu import AnswerMenu
from advisor_tui.widgets.answer_options import AnswerOptions
from tests.screens.interview_stage import InterviewStage, answer_all, is_on, settle, stands_at, usual
from tests.support import TODAY
from tests.waiting import settled

SIZE = (80, 24)
QUICK, FULL = "quick-2026", "full-2026"


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> Iterator[InterviewStage]:
    """An interview's screens in each language."""
    made = InterviewStage(tmp_path / "home", lang)
    yield made
    made.desk.close()


def drafts(stage: InterviewStage, interview: str) -> dict[str, str]:
    """What the desk keeps of what was typed and not given."""
    with stage.desk.office.read() as session:
        return drafts_of(session, interview)


def lead_to(stage: InterviewStage, question: str, code: str = QUICK) -> InterviewStep:
    """Answer everything before a question."""
    step = stage.desk.interviews.start(stage.client, code)
    while step.question is not None and step.question.id != question:
        step = stage.desk.interviews.answer(step.head.id, step.question.id, answered(usual(step.question)))
    return step


async def open_at(pilot: Pilot[None], stage: InterviewStage, question: str) -> QuestionScreen:
    """Open the parked interview, which stands at a question."""
    await settle(pilot, lambda _: stage.app.desk is not None, "unlocked")
    await pilot.press("f3")
    await settle(pilot, lambda s: isinstance(s, InterviewScreen) and stage.client in str(s.shown), "the list")
    await pilot.press("enter")
    await settle(pilot, stands_at(question), question)
    screen = pilot.app.screen
    assert isinstance(screen, QuestionScreen)
    return screen


def stored(stage: InterviewStage, interview: str, question: str) -> tuple[Answer | None, str]:
    """What the desk has of a question."""
    row = next(row for row in stage.desk.interviews.review(interview).rows if row.question.id == question)
    return row.answer, row.note


async def test_a_digit_answers_and_enter_goes_on(stage: InterviewStage) -> None:
    step = lead_to(stage, "consent")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "consent")
        assert isinstance(screen.focused, AnswerOptions)
        await pilot.press("2", "1", "enter")
        await settle(pilot, stands_at("capacity"))
    assert stored(stage, step.head.id, "consent")[0] == answered("yes")


async def test_full_width_digits_and_arrows_answer_too(stage: InterviewStage) -> None:
    step = lead_to(stage, "consent")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "consent")
        await pilot.press("２")
        await pilot.pause()
        assert "2 ●" in stage.screen_text()
        await pilot.press("up", "enter")
        await settle(pilot, stands_at("capacity"))
    assert stored(stage, step.head.id, "consent")[0] == answered("yes")


async def test_enter_without_an_answer_says_what_to_do(stage: InterviewStage) -> None:
    lead_to(stage, "consent")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "consent")
        await pilot.press("enter")
        await pilot.pause()
        assert "! " in stage.screen_text()
        await pilot.press("1")
        await pilot.pause()
        assert "! " not in stage.screen_text()
        assert stands_at("consent")(screen)


async def test_several_are_ticked_and_unticked(stage: InterviewStage) -> None:
    step = lead_to(stage, "goals")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "goals")
        await pilot.press("3", "1", "2", "1", "enter")
        await settle(pilot, lambda s: isinstance(s, QuestionScreen) and s.question_id != "goals" and not s.busy)
    assert stored(stage, step.head.id, "goals")[0] == answered(("education", "house"))


@pytest.mark.parametrize(
    ("typed", "fen", "shown"),
    [("1.8万", 1_800_000, "18,000"), ("300k", 30_000_000, "300,000"), ("１２３４５", 1_234_500, "12,345")],
)
async def test_an_amount_is_echoed_as_it_is_typed(stage: InterviewStage, typed: str, fen: int, shown: str) -> None:
    step = lead_to(stage, "monthly_expense")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "monthly_expense")
        assert isinstance(screen.focused, AnswerField)
        await pilot.press(*typed)
        await pilot.pause()
        assert f"= {shown}" in stage.screen_text()
        await pilot.press("enter")
        await settle(pilot, stands_at("debt_state"))
    assert stored(stage, step.head.id, "monthly_expense")[0] == answered(fen)


async def test_what_cannot_be_read_is_said_and_nothing_is_saved(stage: InterviewStage) -> None:
    step = lead_to(stage, "monthly_expense")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "monthly_expense")
        await pilot.press(*"12x", "enter")
        await pilot.pause()
        assert "300k" in stage.screen_text()
        assert screen.query_one(AnswerField).value == "12x"
        await pilot.press("backspace", "enter")
        await settle(pilot, stands_at("debt_state"))
    assert stored(stage, step.head.id, "monthly_expense")[0] == answered(1200)


@pytest.mark.parametrize("typed", ["2030-06-01", "20300601", "2030年6月"])
async def test_dates_are_understood(stage: InterviewStage, typed: str) -> None:
    step = lead_to(stage, "contact_time", FULL)
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "contact_time")
        screen.query_one(Input).value = typed
        await pilot.pause()
        assert "= 2030-06-01" in stage.screen_text()
        await pilot.press("enter")
        await settle(pilot, stands_at("remark"))
    assert str(stored(stage, step.head.id, "contact_time")[0]).count("2030, 6, 1") == 1


async def test_a_date_may_be_named_from_today(stage: InterviewStage) -> None:
    lead_to(stage, "contact_time", FULL)
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "contact_time")
        screen.query_one(Input).value = "下周五"
        await pilot.pause()
        assert {"zh": "= 2026-12-04 周五", "en": "= 2026-12-04 Fri"}[stage.app.lang] in stage.screen_text()


async def test_an_age_that_is_not_the_records_is_pointed_out_and_taken(stage: InterviewStage) -> None:
    step = lead_to(stage, "age")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "age")
        await pilot.press(*"30")
        await pilot.pause()
        doubt = {"zh": "? 客户档案：出生日期", "en": "? On the client's record: born on"}[stage.app.lang]
        assert doubt in stage.screen_text()
        await pilot.press("backspace", "backspace", *"46")
        await pilot.pause()
        assert doubt not in stage.screen_text()
        await pilot.press("backspace", "5", "enter")
        await settle(pilot, stands_at("financial_assets"))
    assert stored(stage, step.head.id, "age")[0] == answered(45)


async def test_typing_replaces_an_earlier_answer_and_an_arrow_keeps_it(stage: InterviewStage) -> None:
    lead_to(stage, "debt_state")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "debt_state")
        await pilot.press("pageup")
        await settle(pilot, stands_at("monthly_expense"))
        assert {"zh": "→ 保留原文", "en": "→ Keep it"}[stage.app.lang] in stage.screen_text()
        await pilot.press("right", "0")
        assert screen.query_one(AnswerField).value == "300,0000"
        screen.query_one(AnswerField).select_everything()
        await pilot.press("9")
        assert screen.query_one(AnswerField).value == "9"


@pytest.mark.parametrize(("keys", "status"), [(("enter",), "later"), (("right", "enter"), "declined")])
async def test_later_and_declined_are_answers(stage: InterviewStage, keys: tuple[str, ...], status: str) -> None:
    step = lead_to(stage, "monthly_expense")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "monthly_expense")
        await pilot.press("down")
        await pilot.pause()
        assert isinstance(screen.focused, AnswerMenu)
        await pilot.press(*keys)
        await settle(pilot, stands_at("debt_state"))
    answer = stored(stage, step.head.id, "monthly_expense")[0]
    assert answer is not None
    assert answer.status == status


async def test_down_below_the_last_option_leads_to_the_menu_and_up_back(stage: InterviewStage) -> None:
    lead_to(stage, "consent")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "consent")
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert isinstance(screen.focused, AnswerMenu)
        await pilot.press("7")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(screen.focused, AnswerOptions)
        assert pilot.app.screen is screen


async def test_the_earlier_answer_is_taken_over_only_on_purpose(stage: InterviewStage) -> None:
    step = lead_to(stage, "age")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "age")
        assert screen.query_one(AnswerField).value == ""
        assert "46" in stage.screen_text()
        await pilot.press("down", "left", "enter")
        await settle(pilot, stands_at("financial_assets"))
    assert stored(stage, step.head.id, "age")[0] == answered(46, "head_office", TODAY)


async def test_a_note_is_kept_literally_and_hidden_from_the_client(stage: InterviewStage) -> None:
    step = lead_to(stage, "monthly_expense")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "monthly_expense")
        await pilot.press(*"1.8")
        await pilot.press("down", "right", "right", "enter")
        await settle(pilot, lambda s: s.query(Input).first().has_focus and not isinstance(s, QuestionScreen))
        pilot.app.screen.query_one(Input).value = "[/]\x1b[31m[@click=app.quit]犹豫"
        await pilot.press("enter")
        await settle(pilot, lambda s: stands_at("monthly_expense")(s) and "犹豫" in stage.screen_text())
        assert screen.query_one(AnswerField).value == "1.8"
        assert "[/]" in stage.screen_text()
        assert "\x1b" not in stage.screen_text()
        await pilot.press("f12")
        await pilot.pause()
        assert "犹豫" not in stage.screen_text()
        await pilot.press("f12")
        await pilot.pause()
        assert "犹豫" in stage.screen_text()
    assert stored(stage, step.head.id, "monthly_expense")[1] == "[/]\ufffd[31m[@click=app.quit]犹豫"


async def test_page_keys_go_back_and_forth_and_lose_nothing(stage: InterviewStage) -> None:
    lead_to(stage, "debt_state")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "debt_state")
        await pilot.press("pageup")
        await settle(pilot, stands_at("monthly_expense"))
        assert screen.query_one(AnswerField).value == "300,000"
        await pilot.press("pagedown")
        await settle(pilot, stands_at("debt_state"))


async def test_keys_typed_ahead_belong_to_the_next_questions(stage: InterviewStage) -> None:
    """An answer is saved before the next question stands; what is typed meanwhile must not change the old one."""
    step = lead_to(stage, "consent")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "consent")
        for key, character in (("1", "1"), ("enter", "\r"), ("2", "2"), ("enter", "\r"), ("4", "4"), ("6", "6")):
            pilot.app.post_message(events.Key(key, character))
        await settle(pilot, lambda s: stands_at("age")(s) and s.query_one(AnswerField).value == "46")
    assert stored(stage, step.head.id, "consent")[0] == answered("yes")
    assert stored(stage, step.head.id, "capacity")[0] == answered("limited")


async def test_a_paste_of_several_lines_is_one_answer(stage: InterviewStage) -> None:
    step = lead_to(stage, "remark", FULL)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "remark")
        pilot.app.post_message(events.Paste("女儿\n2030 年留学"))
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot, is_on(ReviewScreen))
    assert stored(stage, step.head.id, "remark")[0] == answered("女儿 2030 年留学")


async def test_the_jump_list_offers_the_questions_first(stage: InterviewStage) -> None:
    lead_to(stage, "goals")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "goals")
        await pilot.press("ctrl+p")
        await settle(pilot, is_on(JumpScreen))
        await pilot.press("3", "enter")
        await settle(pilot, stands_at("age"))


async def test_parking_returns_to_the_list_and_enter_goes_on_there(stage: InterviewStage) -> None:
    lead_to(stage, "goals")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "goals")
        await pilot.press("ctrl+s")
        await settle(pilot, is_on(InterviewScreen))
        await pilot.press("enter")
        await settle(pilot, stands_at("goals"))


async def test_what_was_typed_and_not_given_is_kept_over_leaving_and_parking(stage: InterviewStage) -> None:
    lead_to(stage, "monthly_expense")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "monthly_expense")
        for typed, key in (("5", "escape"), ("67", "ctrl+s")):
            await pilot.press(*typed, key)
            await settle(pilot, is_on(InterviewScreen))
            await settled(pilot)
            await pilot.press("enter")
            await settle(pilot, stands_at("monthly_expense"))
            assert pilot.app.screen.query_one(AnswerField).value == typed
            await pilot.press("ctrl+a", "ctrl+k")
            await pilot.pause()
        assert {"zh": "已保存", "en": "Every answer is saved"}[stage.app.lang] in stage.screen_text()


async def test_what_was_typed_and_not_given_is_kept_by_itself_and_goes_with_the_answer(stage: InterviewStage) -> None:
    step = lead_to(stage, "monthly_expense")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "monthly_expense")
        await pilot.press(*"678")
        await settle(pilot, lambda _: "monthly_expense" in drafts(stage, step.head.id))
        assert "678" in drafts(stage, step.head.id)["monthly_expense"]
        await pilot.press("enter")
        await settle(pilot, stands_at("debt_state"))
        screen.keep_typed()
        await pilot.pause()
        assert drafts(stage, step.head.id) == {}


async def test_a_keeping_that_comes_after_the_answer_keeps_nothing_of_it(stage: InterviewStage) -> None:
    step = lead_to(stage, "monthly_expense")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "monthly_expense")
        held: list[Callable[[Desk], object]] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stage.app, "act", lambda job, *_: held.append(job))
            await pilot.press(*"678")
            screen.keep_typed()
        await pilot.press("enter")
        await settle(pilot, stands_at("debt_state"))
        assert held
        for job in held:  # their threads come as late as that
            job(stage.desk)
        assert drafts(stage, step.head.id) == {}


@pytest.mark.slow
async def test_every_question_fits_a_terminal_of_80_by_24(stage: InterviewStage) -> None:
    """Nothing of any question is cut or scrolled away, nor the menu below it; of several figures no line."""
    step = answer_all(stage.desk, stage.desk.interviews.start(stage.client, FULL))
    interview = step.head.id
    stage.desk.interviews.answer(interview, "goals", answered(tuple(
        option.id for option in next(q for q, _ in step.asked if q.id == "goals").options if not option.alone
    )[:7]))  # fmt: skip
    asked = stage.desk.interviews.current(interview).asked
    stage.desk.interviews.go_to(interview, asked[0][0].id)
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, asked[0][0].id)
        for question, _ in asked:
            screen.go_to_place(question.id)
            await settle(pilot, stands_at(question.id))
            pane = screen.query_one(QuestionPane)
            if question.kind == "figures":  # what does not fit stands below the lines and their total
                lines = screen.query_one(".answer-lines--below").region
                assert lines.bottom <= pane.region.bottom, pick(question.text)
                assert pane.scroll_y == 0
            else:
                assert pane.max_scroll_y == 0, pick(question.text)
            assert screen.query_one(AnswerMenu).region.height == 1


async def test_an_answer_put_off_is_marked_and_enter_leaves_it(stage: InterviewStage) -> None:
    step = lead_to(stage, "monthly_expense")
    stage.desk.interviews.answer(step.head.id, "monthly_expense", LATER)
    stage.desk.interviews.back(step.head.id)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "monthly_expense")
        await pilot.press("enter")
        await settle(pilot, stands_at("debt_state"))
    assert stored(stage, step.head.id, "monthly_expense")[0] == LATER


async def test_switching_the_language_keeps_the_question_and_its_answer(stage: InterviewStage) -> None:
    lead_to(stage, "debt_state")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "debt_state")
        await pilot.press("pageup")
        await settle(pilot, stands_at("monthly_expense"))
        other: Lang = "en" if stage.app.lang == "zh" else "zh"
        stage.app.change_settings(Settings(lang=other))
        words = {"zh": "日常支出", "en": "family spend"}[other]
        await settle(pilot, lambda s: stands_at("monthly_expense")(s) and words in stage.screen_text())
        assert screen.query_one(AnswerField).value == "300,000"
        assert isinstance(screen.focused, AnswerField)


async def test_a_doubt_goes_along_to_the_next_question_and_no_further(stage: InterviewStage) -> None:
    lead_to(stage, "age")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "age")
        for key in ("1", "enter"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        await settle(pilot, stands_at("financial_assets"))
        await pilot.pause()
        told = {"zh": "? 第 3 题：客户档案：出生日期", "en": "? Question 3: On the client's record:"}[stage.app.lang]
        assert told in stage.screen_text()
        assert not pilot.app._notifications
        await pilot.press(*"5000000", "enter")
        await settle(pilot, stands_at("cash_assets"))
        await pilot.pause()
        assert told not in stage.screen_text()


@pytest.mark.parametrize("question", ["monthly_expense", "goals", "consent"])
async def test_parking_and_the_client_view_are_named_at_every_question(stage: InterviewStage, question: str) -> None:
    lead_to(stage, question)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, question)
        await pilot.pause()
        last = stage.screen_text().splitlines()[-1]
        words = {"zh": ("Ctrl+S 暂存", "F12 客户视图"), "en": ("Ctrl+S Park", "F12 Client view")}[stage.app.lang]
        assert all(word in last for word in words)


async def test_the_other_answers_stand_whole_with_the_keys_that_lead_there(stage: InterviewStage) -> None:
    lead_to(stage, "age")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "age")
        await pilot.pause()
        words = {"zh": ("稍后再问", "沿用以前的回答"), "en": ("Ask later", "As before")}[stage.app.lang]
        row = next(line for line in stage.screen_text().splitlines() if words[0] in line)
        assert words[1] in row
        assert "↓ ← →" in row
        await pilot.press("down")
        await pilot.pause()
        row = next(line for line in stage.screen_text().splitlines() if words[0] in line)
        assert words[1] in row


async def test_a_pick_that_was_not_given_is_said(stage: InterviewStage) -> None:
    step = lead_to(stage, "consent")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "consent")
        saved = {"zh": "每一题都已保存", "en": "Every answer is saved"}[stage.app.lang]
        assert saved in stage.screen_text()
        await pilot.press("1")
        await pilot.pause()
        assert saved not in stage.screen_text()
        assert not screen.unsaved(), "leaving loses nothing"
        await pilot.press("enter")
        await settle(pilot, stands_at("capacity"))
        await pilot.pause()
        assert saved in stage.screen_text()
    assert stored(stage, step.head.id, "consent")[0] == answered("yes")


async def test_enter_on_an_untouched_choice_takes_over_what_is_known(stage: InterviewStage) -> None:
    """It is shown first; a pick hides it, and a picked option counts instead."""
    step = lead_to(stage, "id_kind", FULL)
    offer = {"zh": "Enter 沿用 居民身份证", "en": "Enter takes over Resident identity card"}[stage.app.lang]
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "id_kind")
        await pilot.pause()
        assert stage.screen_text().count(offer) == 1
        await pilot.press("2")
        await pilot.pause()
        assert offer not in stage.screen_text()
        await pilot.press("pagedown")
        await settle(pilot, stands_at("id_number"))
        await pilot.press("pageup")
        await settle(pilot, stands_at("id_kind"))
        assert screen.view.editors.options.chosen == ("passport",)
        await pilot.press("1", "enter")
        await settle(pilot, stands_at("id_number"))
    assert stored(stage, step.head.id, "id_kind")[0] == answered("resident_id")


async def test_enter_gives_what_is_known_of_an_untouched_choice(stage: InterviewStage) -> None:
    step = lead_to(stage, "id_kind", FULL)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_at(pilot, stage, "id_kind")
        await pilot.press("enter")
        await settle(pilot, stands_at("id_number"))
    given = stored(stage, step.head.id, "id_kind")[0]
    assert given is not None
    assert (given.value, given.source) == ("resident_id", "head_office")


@pytest.mark.parametrize("question", ["consent", "marketing", "unwilling_to_lose"])
async def test_what_has_to_be_said_anew_is_never_taken_over_by_enter(stage: InterviewStage, question: str) -> None:
    """A consent and a confirmation hold by being given, a level rests on what is said today."""
    stage.desk.interviews.complete(answer_all(stage.desk, stage.desk.interviews.start(stage.client, FULL)).head.id)
    step = lead_to(stage, question, FULL)
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, question)
        assert screen.step is not None
        assert screen.step.known is not None or question == "consent"
        assert screen.view.editors.known is None
        before = stored(stage, step.head.id, question)
        await pilot.press("enter")
        await pilot.pause()
    assert stored(stage, step.head.id, question)[0] == before[0]


async def test_a_scored_question_offers_nothing_to_enter(stage: InterviewStage) -> None:
    step = lead_to(stage, "age")
    async with stage.app.run_test(size=SIZE) as pilot:
        screen = await open_at(pilot, stage, "age")
        assert screen.step is not None
        assert screen.step.known is not None
        await pilot.press("enter")
        await pilot.pause()
        assert stands_at("age")(screen)
        assert "! " in stage.screen_text()
    assert stored(stage, step.head.id, "age")[0] is None
