"""The first credit look on screen: label, both methods, what is missing, and the loan case by one key."""

from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang
from advisor_tui.screens.interview.credit import CreditScreen
from advisor_tui.screens.interview.result import ResultScreen
from advisor_tui.screens.loan.loan import LoanScreen
from tests.desk.loan_interview import hold_interview, office_with, questionnaire
from tests.screens.interview_stage import InterviewStage, is_on, settle


def stage_with_loan(root: Path, lang: Lang = "en", **changes: object) -> tuple[InterviewStage, str]:
    stage = InterviewStage(root, lang)
    stage.desk.move(office_with(stage.desk.office, questionnaire("loan")))
    return stage, hold_interview(stage.desk.office, stage.client, "loan", **changes)  # type: ignore[arg-type]  # facts


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("risk department", "Equal payments", "Equal principal", "4,490.45 yuan", "Ask property_fee")),
        ("zh", ("风险部门", "等额本息", "等额本金", "4,490.45 元", "问property_fee")),
    ],
)
async def test_the_look_shows_both_methods_the_label_and_what_is_missing(
    tmp_path: Path, lang: Lang, words: tuple[str, ...]
) -> None:
    stage, interview = stage_with_loan(tmp_path / "home", lang, property_fee=None)
    async with stage.app.run_test(size=(80, 120)) as pilot:
        stage.app.push_screen(ResultScreen(interview))
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        await pilot.press("6")
        await settle(pilot, lambda s: isinstance(s, CreditScreen) and s.shown is not None)
        await pilot.pause()
        text = stage.screen_text()
        for word in words:
            assert word in text, word
        assert text.count("×") > 20
        assert text.count("─") > 100


async def test_one_key_opens_the_case_and_again_goes_to_it(tmp_path: Path) -> None:
    stage, interview = stage_with_loan(tmp_path / "home")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        stage.app.push_screen(CreditScreen(interview))
        await settle(pilot, lambda s: isinstance(s, CreditScreen) and s.shown is not None)
        await pilot.press("1")
        await settle(pilot, is_on(LoanScreen))
        await pilot.press("escape")
        await settle(pilot, lambda s: isinstance(s, CreditScreen) and s.shown is not None and bool(s.shown.case_id))
        await pilot.press("1")
        await settle(pilot, is_on(LoanScreen))
        assert len(stage.desk.loans.list()) == 1


async def test_without_a_loan_the_result_offers_no_look(tmp_path: Path) -> None:
    stage, interview = stage_with_loan(tmp_path / "home", loan_kind="none")
    async with stage.app.run_test(size=(80, 24)) as pilot:
        stage.app.push_screen(ResultScreen(interview))
        await settle(pilot, lambda s: isinstance(s, ResultScreen) and s.shown is not None)
        await pilot.press("6")
        await pilot.pause()
        assert isinstance(stage.app.screen, ResultScreen)
        assert "Credit look" not in stage.screen_text()
