"""A goal without amount or year says what was not asked, what was not told, and which questionnaire completes it."""

import pytest

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.asking import asking
from advisor_tui.desk.views.goal_words import gaps_text, no_amount
from advisor_tui.desk.views.interview_result import GoalGaps, GoalPart, GoalRow
from advisor_tui.rules.questionnaire import DECLINED, Question, Value, answered
from tests.desk.interview_walk import FULL, QUICK, completed
from tests.screens.interview_stage import usual
from tests.support import TODAY, client_id

BOTH = {"zh": "完整访谈", "en": "Full interview"}


def wants_a_home(question: Question) -> Value:
    return ("house",) if question.fact == "goals" else usual(question)


def only_goal(desk: Desk, interview: str) -> GoalRow:
    (goal,) = desk.interviews.result(interview).goals
    assert goal.kind == "house"
    return goal


def test_what_a_short_interview_did_not_ask_names_the_questionnaire_that_does(desk: Desk) -> None:
    gaps = only_goal(desk, completed(desk, client_id(desk, "C0001"), wants_a_home, QUICK)).gaps
    assert (gaps.unasked, gaps.untold) == (("amount", "year"), ())
    (asks,) = [q for q in desk.office.reference.questionnaires.on(TODAY) if q.title == gaps.completed_by]
    assert asking(asks, "house_amount")
    assert asking(asks, "house_years")


def test_what_was_asked_and_not_told_needs_no_other_questionnaire(desk: Desk) -> None:
    step = desk.interviews.start(client_id(desk, "C0001"), FULL)
    while (question := step.question) is not None:
        declines = question.fact in ("house_amount", "house_years")
        answer = DECLINED if declines else answered(wants_a_home(question))
        step = desk.interviews.answer(step.head.id, question.id, answer)
    desk.interviews.complete(step.head.id)
    assert only_goal(desk, step.head.id).gaps == GoalGaps((), ("amount", "year"), None)


def test_a_goal_of_which_all_is_known_has_no_gap(desk: Desk) -> None:
    goal = only_goal(desk, completed(desk, client_id(desk, "C0001"), wants_a_home, FULL))
    assert goal.amount_fen is not None
    assert goal.gaps == GoalGaps()
    assert gaps_text(goal.gaps) == ""


@pytest.mark.parametrize(
    ("lang", "unasked", "untold", "expected", "short"),
    [
        ("en", ("amount", "year"), (), "amount and year were not asked, Full interview completes it", "not asked"),
        ("zh", ("amount", "year"), (), "未询问金额和时间，可用《完整访谈》补全", "未询问"),
        ("en", (), ("amount",), "the amount was not told", "not told"),
        ("zh", ("year",), ("amount",), "未询问时间，可用《完整访谈》补全；客户未说明金额", "未说明"),
    ],
)
def test_the_gaps_in_words(
    lang: Lang, unasked: tuple[GoalPart, ...], untold: tuple[GoalPart, ...], expected: str, short: str
) -> None:
    use_language(lang)
    gaps = GoalGaps(unasked, untold, BOTH if unasked else None)
    assert gaps_text(gaps) == expected
    assert no_amount(gaps) == short
