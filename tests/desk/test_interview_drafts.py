"""What was typed and not given: kept on this terminal until it is given, and nowhere else."""

import pytest
from sqlmodel import col, func, select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.drafts import drafts_of
from advisor_tui.rules.questionnaire import answered
from advisor_tui.store.tables import AnswerDraft, JournalEntry
from tests.desk.interview_walk import QUICK
from tests.screens.interview_stage import answer_all, usual
from tests.support import client_id

TYPED = '{"text": "67", "source": "client", "as_of": null}'


@pytest.fixture
def interview(desk: Desk) -> str:
    """An interview at its fourth question."""
    step = desk.interviews.start(client_id(desk, "C0001"), QUICK)
    for _ in range(3):
        assert step.question is not None
        step = desk.interviews.answer(step.head.id, step.question.id, answered(usual(step.question)))
    return step.head.id


def kept(desk: Desk, interview: str) -> dict[str, str]:
    with desk.office.read() as session:
        return drafts_of(session, interview)


def entries(desk: Desk) -> int:
    with desk.office.read() as session:
        return session.exec(select(func.count()).select_from(JournalEntry)).one()


def test_a_draft_comes_back_when_the_interview_is_gone_on_with(desk: Desk, interview: str) -> None:
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED, "age": "{}"})
    desk.interviews.keep_drafts(interview, {"age": ""})
    step = desk.interviews.resume(interview)
    assert step.drafts == {"financial_assets": TYPED}
    assert step.question is not None
    assert step.question.id == "financial_assets"


def test_a_draft_is_neither_journalled_nor_an_answer(desk: Desk, interview: str) -> None:
    before = entries(desk)
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED})
    assert entries(desk) == before
    assert desk.interviews.current(interview).answer is None


def test_the_answer_takes_its_draft_along_and_no_other(desk: Desk, interview: str) -> None:
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED, "monthly_expense": TYPED})
    desk.interviews.answer(interview, "financial_assets", answered(5))
    assert kept(desk, interview) == {"monthly_expense": TYPED}


def test_a_refused_answer_leaves_its_draft(desk: Desk, interview: str) -> None:
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED})
    with pytest.raises(DeskError):
        desk.interviews.answer(interview, "financial_assets", answered(-1))
    assert kept(desk, interview) == {"financial_assets": TYPED}


@pytest.mark.parametrize("how", ["complete", "abandon"])
def test_nothing_half_typed_outlives_the_interview(desk: Desk, interview: str, how: str) -> None:
    answer_all(desk, desk.interviews.current(interview))
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED})
    if how == "complete":
        desk.interviews.complete(interview)
    else:
        desk.interviews.abandon(interview)
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED})
    assert kept(desk, interview) == {}


def test_an_answered_interview_goes_on_where_something_was_being_typed(desk: Desk, interview: str) -> None:
    answer_all(desk, desk.interviews.current(interview))
    desk.interviews.go_to(interview, "financial_assets")
    assert desk.interviews.resume(interview).question is None
    desk.interviews.go_to(interview, "financial_assets")
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED})
    at = desk.interviews.resume(interview).question
    assert at is not None
    assert at.id == "financial_assets"


def test_a_draft_goes_with_its_interview(desk: Desk, interview: str) -> None:
    desk.interviews.keep_drafts(interview, {"financial_assets": TYPED})
    with desk.office.write("test.erase") as session:
        session.connection().exec_driver_sql("DELETE FROM interview WHERE id = ?", (interview,))
        session.commit()
    with desk.office.read() as session:
        assert session.exec(select(AnswerDraft).where(col(AnswerDraft.interview_id) == interview)).all() == []
