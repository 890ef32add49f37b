from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.interview import (
    effective_answers,
    expired,
    fits,
    held_on,
    holds,
    next_question,
    previous_question,
    progress,
    refuses,
    resume_question,
    visible,
    without_value,
)
from advisor_tui.rules.questionnaire import (
    DECLINED,
    LATER,
    Answer,
    Condition,
    Operator,
    Question,
    Questionnaire,
    Value,
    answered,
)
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives
from tests.rules.questionnaires import answer_to, answers_for, question, questionnaire, questionnaires, shipped
from tests.searching import examples

MARRIED = Condition("married", "is", ("x",))
BRANCHING = questionnaire(
    question("married"),
    question("spouse_income", "amount", show_if=(MARRIED,), low=0),
    question("children", "number", low=0, high=12),
    question("school", "text", section="b", show_if=(Condition("children", "at_least", (1,)),), required=False),
    question("last", "choices", section="b", options=("x", "y", "z"), high=2),
)


def asked(answers: dict[str, Answer]) -> list[str]:
    return [q.id for q in visible(BRANCHING, answers)]


@pytest.mark.parametrize(
    ("op", "values", "value", "expected"),
    [
        ("is", ("x",), "x", True),
        ("is", ("x", "y"), "y", True),
        ("is", ("x",), "y", False),
        ("is_not", ("x",), "y", True),
        ("is_not", ("x",), "x", False),
        ("is", ("x",), ("y", "x"), True),
        ("is_not", ("x",), ("y", "z"), True),
        ("is_not", ("x",), ("y", "x"), False),
        ("at_least", (3,), 3, True),
        ("at_least", (3,), 2, False),
        ("at_most", (3,), 3, True),
        ("at_most", (3,), 4, False),
        ("is", (0,), 0, True),
    ],
)
def test_a_condition_compares_the_answer(
    op: Operator, values: tuple[str | int, ...], value: Value, expected: bool
) -> None:
    assert holds(Condition("q", op, values), {"q": answered(value)}, {"q"}) is expected


@pytest.mark.parametrize("op", ["is", "is_not", "at_least", "at_most"])
@pytest.mark.parametrize("answer", [None, LATER, DECLINED])
def test_no_condition_holds_on_what_was_not_said(op: Operator, answer: Answer | None) -> None:
    answers = {} if answer is None else {"q": answer}
    assert not holds(Condition("q", op, (1,)), answers, {"q"})


def test_no_condition_holds_on_a_question_that_is_not_asked() -> None:
    assert not holds(MARRIED, {"married": answered("x")}, set())


def test_an_answer_opens_and_closes_the_questions_behind_it() -> None:
    assert asked({}) == ["married", "children", "last"]
    assert asked({"married": answered("x")}) == ["married", "spouse_income", "children", "last"]
    assert asked({"married": answered("y"), "children": answered(1)}) == ["married", "children", "school", "last"]


def test_a_hidden_answer_stays_but_does_not_count() -> None:
    answers = {"married": answered("y"), "spouse_income": answered(5)}
    assert list(effective_answers(BRANCHING, answers)) == ["married"]
    answers["married"] = answered("x")
    assert list(effective_answers(BRANCHING, answers)) == ["married", "spouse_income"]


def test_after_the_last_question_stands_the_review() -> None:
    assert next_question(BRANCHING, {}, "last") is None
    back = previous_question(BRANCHING, {}, None)
    assert back is not None
    assert back.id == "last"
    assert previous_question(BRANCHING, {}, "married") is None


def test_a_question_that_closed_under_the_advisor_still_has_its_neighbours() -> None:
    after, before = next_question(BRANCHING, {}, "school"), previous_question(BRANCHING, {}, "school")
    assert (after and after.id, before and before.id) == ("last", "children")


def test_an_interrupted_interview_goes_on_at_the_first_question_without_any_answer() -> None:
    answers = {"married": LATER, "children": DECLINED}
    first = resume_question(BRANCHING, answers)
    assert first is not None
    assert first.id == "last"
    assert resume_question(BRANCHING, {**answers, "last": answered(("x",))}) is None


def test_progress_counts_what_is_asked_now_and_not_what_was_put_off() -> None:
    state = progress(BRANCHING, {"married": answered("x"), "spouse_income": LATER, "children": DECLINED})
    assert (state.done, state.total) == (2, 4)
    assert [(s.section.id, s.done, s.total) for s in state.sections] == [("a", 2, 3), ("b", 0, 1)]


def test_whatever_the_reason_a_required_question_without_a_value_is_named() -> None:
    answers = {"married": DECLINED, "children": answered(2), "school": LATER}
    assert without_value(BRANCHING, answers) == ("married", "last")
    assert without_value(BRANCHING, {**answers, "married": answered("y"), "last": answered(("x",))}) == ()


CHOICES = question("q", "choices", options=("x", "y", "z"), high=2)
NUMBER = question("q", "number", low=0, high=12)
TEXT = question("q", "text", high=3)
DAY = question("q", "date", low=2026, high=2030)


@pytest.mark.parametrize(
    ("of", "value", "reason"),
    [
        (question("q"), "x", ""),
        (question("q"), "w", "unknown_option"),
        (question("q"), ("x",), "wrong_kind"),
        (question("q"), 1, "wrong_kind"),
        (CHOICES, ("x", "y"), ""),
        (CHOICES, ("x", "x"), "repeated_option"),
        (CHOICES, ("x", "y", "z"), "too_many"),
        (CHOICES, (), "too_few"),
        (CHOICES, "x", "wrong_kind"),
        (NUMBER, 0, ""),
        (NUMBER, 12, ""),
        (NUMBER, 13, "too_high"),
        (NUMBER, -1, "too_low"),
        (NUMBER, True, "wrong_kind"),
        (NUMBER, "3", "wrong_kind"),
        (TEXT, "三个字", ""),
        (TEXT, "四个字了", "too_long"),
        (TEXT, "  ", "too_short"),
        (DAY, date(2026, 1, 1), ""),
        (DAY, date(2025, 12, 31), "too_low"),
        (DAY, date(2031, 1, 1), "too_high"),
        (DAY, "2026-01-01", "wrong_kind"),
    ],
)
def test_a_value_has_to_fit_its_question(of: Question, value: Value, reason: str) -> None:
    assert fits(of, value) == reason


@st.composite
def led(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Answer]]:
    of = draw(st.one_of(questionnaires(), st.sampled_from(shipped())))
    return of, draw(answers_for(of))


@given(led())
@examples(150)
def test_no_question_is_asked_whose_condition_is_false(case: tuple[Questionnaire, dict[str, Answer]]) -> None:
    of, answers = case
    shown = {q.id for q in visible(of, answers)}
    refused = False  # without consent nothing more is asked
    for q in of.questions:
        expected = not refused and all(holds(condition, answers, shown) for condition in q.show_if)
        assert (q.id in shown) is expected
        refused = refused or (expected and refuses(q, answers))


@given(st.data())
@examples(100)
def test_an_interview_always_reaches_its_end_and_back_is_the_same_way(data: st.DataObject) -> None:
    of = data.draw(st.one_of(questionnaires(), st.sampled_from(shipped())))
    answers: dict[str, Answer] = {}
    way: list[str] = []
    current = next_question(of, answers, None)
    while current is not None:
        assert current.id not in way, "an answer must not change what was asked before it"
        way.append(current.id)
        answers[current.id] = data.draw(answer_to(current))
        current = next_question(of, answers, current.id)
    assert way == [q.id for q in visible(of, answers)]
    assert resume_question(of, answers) is None
    back: list[str] = []
    current = previous_question(of, answers, None)
    while current is not None:
        back.append(current.id)
        current = previous_question(of, answers, current.id)
    assert back == way[::-1]


@given(led())
@examples(100)
def test_progress_and_what_is_asked_agree(case: tuple[Questionnaire, dict[str, Answer]]) -> None:
    of, answers = case
    shown, state = visible(of, answers), progress(of, answers)
    assert state.total == len(shown) == sum(s.total for s in state.sections)
    put_off = [q for q in shown if answers.get(q.id, LATER).status == "later"]
    assert state.done == state.total - len(put_off)
    lacking = {q.id for q in shown if q.required and answers.get(q.id, LATER).value is None}
    assert set(without_value(of, answers)) == lacking


def test_a_condition_on_members_looks_at_who_lives_on_the_clients_income() -> None:
    said = answered(Relatives((Relative("李雷", "spouse"), Relative("李小", "child", dependent=True))))
    for role, holding in (("child", True), ("spouse", False), ("parent", False)):
        assert holds(Condition("members", "is", (role,)), {"members": said}, {"members"}) is holding
        assert holds(Condition("members", "is_not", (role,)), {"members": said}, {"members"}) is not holding
    alone = {"members": answered(Relatives(()))}
    assert not holds(Condition("members", "is", ("child",)), alone, {"members"})


@pytest.mark.parametrize(("until", "stopped"), [(-1, True), (0, False), (1, False)])
def test_nothing_is_asked_behind_an_identity_paper_that_has_expired(until: int, stopped: bool) -> None:
    """反洗钱法 arts. 28, 29: the last day itself still counts."""
    today = date(2026, 11, 24)
    short = questionnaire(
        replace(question("expiry", "date"), fact="id_expires"), question("after", "text", required=False)
    )
    answers = held_on({"expiry": answered(today + timedelta(days=until))}, today)
    assert [item.id for item in visible(short, answers)] == (["expiry"] if stopped else ["expiry", "after"])
    assert expired(short.questions[0], answers) is stopped


def test_figures_answer_for_what_they_add_up_to() -> None:
    figures = answered(Figures((Figure("a", 100), Figure("b", 250, "document", date(2026, 11, 1)))))
    assert holds(Condition("money", "at_least", (350,)), {"money": figures}, {"money"})
    assert not holds(Condition("money", "at_least", (351,)), {"money": figures}, {"money"})
    assert not holds(Condition("money", "at_most", (349,)), {"money": figures}, {"money"})


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((), "too_few"),
        ((Figure("a", 0),), ""),
        ((Figure("a", 1), Figure("b", 2)), ""),
        ((Figure("a", 1), Figure("a", 2)), "repeated_option"),
        ((Figure("c", 1),), "unknown_option"),
        ((Figure("a", -1),), "too_low"),
        ((Figure("a", 1), Figure("b", 1001)), "too_high"),
    ],
)
def test_each_figure_stands_once_within_the_bounds(rows: tuple[Figure, ...], reason: str) -> None:
    asked = question("money", "figures", options=("a", "b"), low=0, high=1000)
    assert fits(asked, Figures(rows)) == reason
