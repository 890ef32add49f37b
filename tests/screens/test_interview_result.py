"""What is left open when an interview is completed, the lines of its result, what F1 and Enter say of a question."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang, translate, writing_in
from advisor_tui.desk.views.doubt_words import doubt_text
from advisor_tui.desk.views.interview_result import GoalRow, InterviewResult, NeedRow
from advisor_tui.desk.views.interview_words import shown_value
from advisor_tui.rules.questionnaire import Question, answered
from advisor_tui.rules.said import Relative, Relatives
from advisor_tui.screens.help import keys_of
from advisor_tui.screens.interview.comparison import ComparisonScreen
from advisor_tui.screens.interview.fact_labels import FACT_LABELS
from advisor_tui.screens.interview.found import found
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.interview.result import ResultScreen
from advisor_tui.widgets.dialog import Choices
from tests.desk.interview_walk import FULL, QUICK, completed
from tests.screens.interview_pages import SIZE, answer_quick, joined, open_list, open_review
from tests.screens.interview_stage import InterviewStage, is_on, settle, stands_at

BOTH = {"zh": "目标", "en": "goal"}


@pytest.fixture
def stage(tmp_path: Path, lang: Lang) -> Iterator[InterviewStage]:
    """An interview's screens in each language."""
    made = InterviewStage(tmp_path / "home", lang)
    yield made
    made.desk.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


async def test_what_does_not_fit_is_told_before_completing_and_on_the_result(stage: InterviewStage) -> None:
    step = answer_quick(stage)
    stage.desk.interviews.answer(step.head.id, "cash_assets", answered(30_000_001))
    stage.desk.interviews.go_to(step.head.id, "")
    remarks = stage.desk.interviews.review(step.head.id).remarks
    assert "part_above_assets" in {remark.doubt.rule for remark in remarks}
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_review(pilot, stage)
        await pilot.press("2")
        await settle(pilot, is_on(Choices))
        told = squeezed(doubt_text(next(r.doubt for r in remarks if r.doubt.rule == "part_above_assets")))[:12]
        bare = "".join(filter(str.isalnum, joined(stage)))
        assert "".join(filter(str.isalnum, told)) in bare
        await pilot.press("2")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        assert {"zh": "尚未核清", "en": "Leftopen"}[stage.app.lang] in joined(stage)
        screen = pilot.app.screen
        assert isinstance(screen, ResultScreen)
        assert screen.shown is not None
        sentences = {row.sentence for row in found(screen.shown)}
        assert {doubt_text(remark.doubt) for remark in remarks} <= sentences


async def test_a_first_comparison_says_one_thing(stage: InterviewStage) -> None:
    completed(stage.desk, stage.client)
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("enter")
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        await pilot.press("5")
        await settle(pilot, is_on(ComparisonScreen))
        await settle(pilot, lambda _: {"zh": "首次访谈", "en": "firstinterview"}[stage.app.lang] in joined(stage))
        assert {"zh": "没有不同", "en": "Nothingdiffers"}[stage.app.lang] not in joined(stage)


async def test_f1_lists_the_keys_of_an_amount_and_enter_names_the_way_to_the_earlier_answer(
    stage: InterviewStage,
) -> None:
    completed(stage.desk, stage.client)
    step = stage.desk.interviews.start(stage.client, QUICK)
    stage.desk.interviews.answer(step.head.id, "consent", answered("yes"))
    stage.desk.interviews.go_to(step.head.id, "financial_assets")
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 2)
        await pilot.press("enter")
        await settle(pilot, stands_at("financial_assets"))
        assert {"Enter", "PgUp", "PgDn", "↓"} <= {key for key, _ in keys_of(pilot.app.screen)}
        stage.desk.interviews.go_to(step.head.id, "horizon")
        screen = pilot.app.screen
        assert isinstance(screen, QuestionScreen)
        screen.refresh_data()
        await settle(pilot, stands_at("horizon"))
        await pilot.press("enter")
        await pilot.pause()
        assert {"zh": "要沿用请按", "en": "takestheearlieranswerover"}[stage.app.lang] in joined(stage)


async def test_back_at_a_doubtful_answer_its_warning_stands_once(stage: InterviewStage) -> None:
    step = stage.desk.interviews.start(stage.client, QUICK)
    stage.desk.interviews.answer(step.head.id, "consent", answered("yes"))
    stage.desk.interviews.answer(step.head.id, "financial_assets", answered(100_000_00))
    stage.desk.interviews.go_to(step.head.id, "cash_assets")
    doubt = {"zh": "高于金融资产总额", "en": "wouldbe"}[stage.app.lang]
    async with stage.app.run_test(size=SIZE) as pilot:
        await open_list(pilot, stage, 1)
        await pilot.press("enter")
        await settle(pilot, stands_at("cash_assets"))
        await pilot.press(*"200000", "enter")
        await settle(pilot, stands_at("family_income"))
        assert joined(stage).count(doubt) == 1
        await pilot.press("pageup")
        await settle(pilot, stands_at("cash_assets"))
        assert joined(stage).count(doubt) == 1


def test_members_are_told_with_their_birth_month_and_who_lives_on_the_client() -> None:
    question = Question("m", "s", "members", BOTH, fact="members")
    told = Relatives((Relative("李小", "child", date(2015, 6, 1), dependent=True), Relative("李雷", "spouse")))
    with writing_in("zh"):
        assert shown_value(question, told) == "李小（子女、2015-06 出生、靠客户供养）、李雷（配偶）"


def test_a_loan_rate_carries_one_unit() -> None:
    with writing_in("zh"):
        assert translate(FACT_LABELS["loan_rate"]) == "贷款年利率"


def test_what_was_never_asked_is_not_said_to_be_nothing_and_needs_of_a_kind_are_told_apart(
    stage: InterviewStage,
) -> None:
    result = stage.desk.interviews.result(completed(stage.desk, stage.client))
    goal = GoalRow("g", "house", BOTH, 1_000_00, date(2030, 1, 1), 0, 1, ())
    needs = tuple(
        NeedRow(name, "goal_shortfall", BOTH, BOTH, None, (), about={"zh": name, "en": name}) for name in ("a", "b")
    )
    with writing_in("en"):
        bare = InterviewResult(result.head, None, (), needs, (goal,), (), ())
        lines = found(bare)
        assert len({line.title for line in lines}) == 3
        assert not any("set aside" in line.sentence.lower() for line in lines)


def test_a_need_names_its_goal_or_its_class_of_insurance(stage: InterviewStage) -> None:
    needs = stage.desk.interviews.result(completed(stage.desk, stage.client, code=FULL)).needs
    alike = [row for row in needs if row.kind in ("goal_shortfall", "insurance_missing")]
    assert alike
    assert all(row.about is not None for row in alike)
