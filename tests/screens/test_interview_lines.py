"""Several figures and the members of a household: typed line by line, on a real desk."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from advisor_tui.base.languages import Lang
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.rules.questionnaire import Answer, Question, Value, answered
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives
from advisor_tui.screens.interview.figures import FiguresEditor
from advisor_tui.screens.interview.members import MembersEditor
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.interview.view import QuestionPane
from advisor_tui.widgets.answer_lines import LineField
from advisor_tui.widgets.answer_menu import AnswerMenu
from tests.screens.interview_lines import ITEMS, add_questionnaire, lead_to
from tests.screens.interview_stage import InterviewStage, settle, stands_at, usual
from tests.screens.test_interview_question import open_at, stored
from tests.support import TODAY

SIZE = (80, 24)
YUAN = 100


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> Iterator[InterviewStage]:
    """An interview's screens in each language, with a questionnaire of figures and members."""
    made = InterviewStage(tmp_path / "home", lang)
    add_questionnaire(made.desk)
    yield made
    made.desk.close()


def said(question: Question) -> Value:
    """What is said before the question under test."""
    if question.kind == "figures":
        return Figures((Figure("cash", 1_000_00),))
    if question.kind == "members":
        return Relatives(())
    return date(2030, 1, 1) if question.kind == "date" else usual(question)


async def at(pilot: Pilot[None], stage: InterviewStage, question: str) -> tuple[QuestionScreen, str]:
    """The screen at a question, and the interview's id."""
    step = lead_to(stage, question, said)
    return await open_at(pilot, stage, question), step.head.id


def put_known(screen: QuestionScreen, **known: object) -> InterviewStep:
    """Let the step know something, as the desk tells it."""
    assert screen.step is not None
    step = replace(screen.step, **known)  # type: ignore[arg-type]  # fields of the step, as the desk gives them
    screen.view._question = None
    screen.show_step(step)
    return step


def value_of(stage: InterviewStage, interview: str, question: str) -> Answer:
    """What the desk has as the answer."""
    answer = stored(stage, interview, question)[0]
    assert answer is not None
    return answer


# Figures


async def test_the_first_line_has_the_field_and_the_real_cursor(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "assets")
        assert isinstance(screen.focused, LineField)
        await pilot.pause()
        assert pilot.app.cursor_position == screen.focused.cursor_screen_offset
        assert "cash" in stage.screen_text().splitlines()[screen.focused.region.y]
        await pilot.press("down")
        await pilot.pause()
        assert "deposit" in stage.screen_text().splitlines()[screen.focused.region.y]
        assert pilot.app.cursor_position == screen.focused.cursor_screen_offset


async def test_twelve_lines_and_their_total_stand_whole_at_80_by_24(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "assets")
        await pilot.pause()
        assert screen.query_one(QuestionPane).scroll_y == 0
        text = stage.screen_text()
        assert all(item in text for item in ITEMS)
        assert {"zh": "合计（元）", "en": "Total (yuan)"}[stage.app.lang] in text
        assert screen.query_one(AnswerMenu).region.height == 1


async def test_enter_leads_down_and_on_the_last_line_gives_the_answer(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        _, interview = await at(pilot, stage, "assets")
        await pilot.press(*"1.5", "万", "enter", "enter", *"３００", "enter")
        for _ in ITEMS[3:-1]:
            await pilot.press("enter")
        await pilot.press(*"7", "enter")
        await settle(pilot, stands_at("debts"))
    given = Figures((Figure("cash", 15_000_00), Figure("wmp", 300_00), Figure("other", 7_00)))
    assert value_of(stage, interview, "assets") == answered(given)


async def test_the_total_and_the_line_below_follow_every_key(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        _, _ = await at(pilot, stage, "assets")
        await pilot.press(*"10000", "enter")
        for typed, total in (("2", "10,002"), ("0", "10,020"), ("万", "210,000"), ("backspace", "10,020")):
            await pilot.press(typed)
            await pilot.pause()
            below, foot = _total_line(stage), stage.screen_text()
            assert below.endswith(total)
            short = {"zh": {"210,000": "资产 21.0 万"}, "en": {"210,000": "Assets 210,000"}}[stage.app.lang]
            assert short.get(total, "") in foot


def _total_line(stage: InterviewStage) -> str:
    words = {"zh": "合计（元）", "en": "Total (yuan)"}[stage.app.lang]
    return next(line for line in stage.screen_text().splitlines() if words in line).rstrip()


async def test_a_burst_of_keys_fills_line_after_line_and_goes_on(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        _, interview = await at(pilot, stage, "assets")
        keys: list[tuple[str, str]] = []
        for digit in "123456789123":
            keys += [(digit, digit), ("0", "0"), ("enter", "\r")]
        keys += [("8", "8"), ("9", "9")]
        for key, character in keys:
            pilot.app.post_message(events.Key(key, character))
        await settle(pilot, lambda s: stands_at("debts")(s) and s.view.editors.field.value == "89")  # type: ignore[attr-defined]
    amounts = [int(digit) * 10 * YUAN for digit in "123456789123"]
    assert value_of(stage, interview, "assets") == answered(
        Figures(tuple(Figure(item, fen) for item, fen in zip(ITEMS, amounts, strict=True)))
    )


async def test_a_paste_is_one_amount_of_one_line(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "assets")
        pilot.app.post_message(events.Paste("１２.５万\n"))
        await pilot.pause()
        await pilot.pause()
        assert "= 125,000" in stage.screen_text()
        model = screen.query_one(FiguresEditor).model
        assert model is not None
        assert model.figures == Figures((Figure("cash", 125_000_00),))


@pytest.mark.parametrize(
    ("typed", "zh", "en"), [("12x", "金额看不懂", "This is no amount"), ("2亿", "至多 1,000,000", "At most 1,000,000")]
)
async def test_what_is_wrong_stands_at_its_line_and_is_not_passed(
    stage: InterviewStage, typed: str, zh: str, en: str
) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "assets")
        words = {"zh": zh, "en": en}[stage.app.lang]
        await pilot.press(*typed, "enter")
        await pilot.pause()
        row = next(line for line in stage.screen_text().splitlines() if "cash" in line)
        assert f"! {words}" in row
        assert isinstance(screen.focused, LineField)
        await pilot.press("down")
        await pilot.pause()
        row = next(line for line in stage.screen_text().splitlines() if "cash" in line)
        assert f"! {words}" in row, "also while another line has the field"
        for _ in ITEMS[1:]:
            await pilot.press("enter")
        await pilot.pause()
        assert stands_at("assets")(screen), "an answer with a mistake is not given"
        assert screen.focused.value == {"2亿": "200,000,000"}.get(typed, typed)


async def test_an_empty_answer_is_not_given(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "assets")
        for _ in ITEMS:
            await pilot.press("enter")
        await pilot.pause()
        assert stands_at("assets")(screen)
        assert "! " in stage.screen_text()


async def test_down_below_the_last_line_leads_to_the_other_answers(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "assets")
        for _ in ITEMS:
            await pilot.press("down")
        await pilot.pause()
        assert isinstance(screen.focused, AnswerMenu)
        await pilot.press("up")
        await pilot.pause()
        assert isinstance(screen.focused, LineField)


async def test_a_figure_of_a_document_keeps_its_date(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        _, interview = await at(pilot, stage, "assets")
        await pilot.press(*"500", "f11")
        await settle(pilot, lambda s: not isinstance(s, QuestionScreen))
        await pilot.press(*"2026-11-20", "enter")
        words = {"zh": "资料 2026-11-20", "en": "document 2026-11-20"}[stage.app.lang]
        await settle(pilot, lambda s: stands_at("assets")(s) and words in stage.screen_text())
        await pilot.press("enter", *"600", "f11")
        await settle(pilot, lambda s: not isinstance(s, QuestionScreen))
        await pilot.press("enter")
        await settle(pilot, stands_at("assets"))
        await pilot.press("enter", *"700", "f11")
        await settle(pilot, lambda s: not isinstance(s, QuestionScreen))
        await pilot.press("enter")
        await settle(pilot, stands_at("assets"))
        await pilot.press("f11")
        for _ in ITEMS[2:]:
            await pilot.press("enter")
        await settle(pilot, stands_at("debts"))
    assert value_of(stage, interview, "assets") == answered(
        Figures(
            (
                Figure("cash", 500_00, "document", date(2026, 11, 20)),
                Figure("deposit", 600_00, "document", TODAY),
                Figure("wmp", 700_00),
            )
        )
    )


async def test_enter_on_an_empty_line_takes_over_what_the_bank_s_books_say(stage: InterviewStage) -> None:
    of = date(2026, 11, 23)
    books = {item: Figure(item, 40_000_00, "head_office", of) for item in ("cash", "wmp", "fund", "car")}
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, interview = await at(pilot, stage, "assets")
        put_known(screen, known_figures=books)
        await pilot.pause()
        words = {"zh": "总行账 2026-11-23", "en": "head office 2026-11-23"}[stage.app.lang]
        assert words in stage.screen_text()
        await pilot.press("enter", "enter", *"5", "enter", "-", "enter")
        for _ in ITEMS[4:-1]:
            await pilot.press("down")
        await pilot.press("enter")
        await settle(pilot, stands_at("debts"))
    assert value_of(stage, interview, "assets") == answered(
        Figures((Figure("cash", 40_000_00, "head_office", of), Figure("wmp", 5_00)))
    ), "typed over: the client's word; - and an arrow take nothing over"


async def test_a_figure_taken_over_and_typed_over_is_the_client_s(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "assets")
        put_known(screen, known_figures={"cash": Figure("cash", 9_00, "head_office", TODAY)})
        await pilot.press("enter", "up")
        model = screen.query_one(FiguresEditor).model
        assert model is not None
        assert model.lines[0].source == "head_office"
        await pilot.press("8")
        await pilot.pause()
        assert model.figures == Figures((Figure("cash", 8_00),))


# Members


async def test_members_are_typed_one_after_the_other(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, interview = await at(pilot, stage, "members")
        assert isinstance(screen.focused, LineField)
        await pilot.press(*"李梅", "enter", "1", "enter", *"1985年3月2日", "enter", "２", "enter")
        await pilot.press(*"小明", "enter", "2", "enter", *"8", "enter", "1", "enter")
        await pilot.press(*"外婆", "enter", "5", "enter", "enter", "1", "enter")
        await pilot.pause()
        text = stage.screen_text()
        assert "1985-03-02" in text
        assert {"zh": "（8 岁）", "en": "(aged 8)"}[stage.app.lang] in text
        await pilot.press("enter")
        await settle(pilot, stands_at("assets"))
    assert value_of(stage, interview, "members") == answered(
        Relatives(
            (
                Relative("李梅", "spouse", date(1985, 3, 2), dependent=False),
                Relative("小明", "child", TODAY.replace(year=TODAY.year - 8), dependent=True),
                Relative("外婆", "other", None, dependent=True),
            )
        )
    )


async def test_nobody_else_is_an_answer(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        _, interview = await at(pilot, stage, "members")
        await pilot.press("enter")
        await settle(pilot, stands_at("assets"))
    assert value_of(stage, interview, "members") == answered(Relatives(()))


@pytest.mark.parametrize("keys", [("delete",), ("backspace", "enter")])
async def test_a_member_is_taken_out(stage: InterviewStage, keys: tuple[str, ...]) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "members")
        for name in ("甲", "乙"):
            await pilot.press(name, "enter", "1", "enter", "enter", "2", "enter")
        await pilot.press("up", "up", *keys)
        await pilot.pause()
        assert screen.query_one(MembersEditor).value == Relatives((Relative("乙", "spouse"),))


async def test_a_wrong_digit_or_date_is_said_and_stayed_at(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "members")
        await pilot.press("甲", "enter", "6", "enter")
        await pilot.pause()
        assert "! " in stage.screen_text()
        await pilot.press("backspace", "1", "enter", *"2030-01-01", "enter")
        await pilot.pause()
        assert "! " in stage.screen_text()
        model = screen.query_one(MembersEditor).model
        assert model is not None
        assert (model.part, model.present.role, model.rows) == ("born", "spouse", [])


async def test_more_members_than_the_question_takes_are_refused(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "members")
        for name in "甲乙丙丁":
            await pilot.press(name, "enter", "1", "enter", "enter", "2", "enter")
        await pilot.press("enter")
        await pilot.pause()
        assert stands_at("members")(screen)
        assert {"zh": "3", "en": "at most 3"}[stage.app.lang] in stage.screen_text()


async def test_those_on_file_are_offered_and_may_be_refused(stage: InterviewStage) -> None:
    known = (Relative("李梅", "spouse", date(1985, 3, 2)), Relative("小明", "child", None, dependent=True))
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, interview = await at(pilot, stage, "members")
        put_known(screen, known_members=known)
        await pilot.pause()
        assert "李梅" in stage.screen_text()
        editor = screen.query_one(MembersEditor)
        await pilot.press("enter")
        await pilot.pause()
        assert editor.value == Relatives(known)
        put_known(screen, known_members=known)
        await pilot.press("-", "enter")
        await pilot.pause()
        assert editor.value == Relatives(())
        put_known(screen, known_members=known)
        await pilot.press("enter", "enter")
        await settle(pilot, stands_at("assets"))
    assert value_of(stage, interview, "members") == answered(Relatives(known))


@pytest.mark.parametrize(
    ("digit", "expected"),
    [
        ("1", Relative("李玫", "spouse", None, on_file_as="李梅")),
        ("2", Relative("李梅", "spouse")),
        ("3", Relative("李玫", "spouse")),
    ],
    ids=["the name is corrected", "the name on file is right", "somebody else"],
)
async def test_a_spouse_on_file_under_another_name_is_asked_about(
    stage: InterviewStage, digit: str, expected: Relative
) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, interview = await at(pilot, stage, "members")
        put_known(screen, known_members=(Relative("李梅", "spouse", date(1985, 3, 2)),))
        await pilot.press("李", "玫", "enter", "1", "enter", "enter", "2", "enter", "enter")
        await settle(pilot, lambda s: not isinstance(s, QuestionScreen))
        await pilot.pause()
        assert "1985-03-02" in stage.screen_text()
        await pilot.press(digit)
        await settle(pilot, stands_at("assets"))
    assert value_of(stage, interview, "members") == answered(Relatives((expected,)))


# What is known of one value, who says it, what stops


async def test_enter_on_an_empty_field_takes_over_what_is_known(stage: InterviewStage) -> None:
    from advisor_tui.desk.views.interviews import Known

    async with stage.app.run_test(size=(120, 40)) as pilot:
        screen, interview = await at(pilot, stage, "debts")
        put_known(screen, known=Known(15_000_00, "interview", date(2025, 10, 3)))
        await pilot.pause()
        offer = {
            "zh": "Enter 沿用 15,000 元（以往访谈 2025-10-03）",
            "en": "Enter takes over 15,000 yuan (earlier interview 2025-10-03)",
        }[stage.app.lang]
        assert offer in stage.screen_text()
        await pilot.press("f12")
        await pilot.pause()
        assert offer not in stage.screen_text()
        await pilot.press("f12", "enter")
        await settle(pilot, stands_at("remark"))
    assert value_of(stage, interview, "debts") == answered(15_000_00, "client", date(2025, 10, 3))


async def test_one_value_has_a_source_too(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        _, interview = await at(pilot, stage, "debts")
        await pilot.press(*"300")
        await pilot.pause()
        assert {"zh": "= 300 元  客户口述", "en": "= 300 yuan  client says"}[stage.app.lang] in stage.screen_text()
        await pilot.press("f11")
        await settle(pilot, lambda s: not isinstance(s, QuestionScreen))
        await pilot.press("enter")
        await settle(pilot, stands_at("debts"))
        await pilot.press("enter")
        await settle(pilot, stands_at("remark"))
    assert value_of(stage, interview, "debts") == answered(300_00, "document", TODAY)


async def test_what_was_typed_and_not_given_stands_there_again(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, interview = await at(pilot, stage, "assets")
        not_given = {"zh": "尚未提交", "en": "Not given yet"}[stage.app.lang]
        assert not_given not in stage.screen_text()
        await pilot.press(*"500", "enter", *"12x")
        await pilot.pause()
        assert not_given in stage.screen_text()
        await pilot.press("pageup")
        await settle(pilot, stands_at("members"))
        await pilot.press("pageup")
        await settle(pilot, stands_at("id_expires"))
        assert screen.left()
        await pilot.press("pageup")
        await settle(pilot, stands_at("first"))
        await pilot.press("2", "pagedown")
        await settle(pilot, stands_at("id_expires"))
        await pilot.press("pageup")
        await settle(pilot, stands_at("first"))
        await pilot.pause()
        assert "2 ●" in stage.screen_text()
        await pilot.press("enter", "enter", "enter")
        await settle(pilot, stands_at("assets"))
        model = screen.query_one(FiguresEditor).model
        assert model is not None
        assert [line.text for line in model.lines[:2]] == ["500", "12x"]
        assert stored(stage, interview, "assets")[0] is None
    assert value_of(stage, interview, "first") == answered("b")


async def test_an_expired_paper_is_said_to_stop_the_interview_before_it_is_given(stage: InterviewStage) -> None:
    async with stage.app.run_test(size=SIZE) as pilot:
        screen, _ = await at(pilot, stage, "id_expires")
        assert screen.step is not None
        assert screen.step.refusing is not None
        told = screen.step.refusing.sentence[stage.app.lang][:12]
        await pilot.press(*"2030-01-01")
        await pilot.pause()
        assert told not in stage.screen_text()
        await pilot.press(*["backspace"] * 10, *"2026-11-23")
        await pilot.pause()
        assert f"! {told}" in stage.screen_text()
        await pilot.press("backspace", "4")
        await pilot.pause()
        assert told not in stage.screen_text(), "its last day is included"
