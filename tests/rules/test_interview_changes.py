from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.interview_changes import Change, changes
from advisor_tui.rules.questionnaire import (
    DECLINED,
    LATER,
    Answer,
    Answers,
    Condition,
    Question,
    Questionnaire,
    Section,
    answered,
)

BOTH = {"zh": "问", "en": "q"}


def number(name: str, fact: str = "", *show_if: Condition) -> Question:
    return Question(name, "s", "number", BOTH, fact=fact, show_if=show_if)


def held_with(*questions: Question) -> Questionnaire:
    return Questionnaire("q", 1, date(2026, 1, 1), BOTH, (Section("s", BOTH),), questions)


A, B = number("a", "age"), number("b")
HIDDEN = number("c", "", Condition("b", "at_least", (10,)))
FULL = held_with(A, B, HIDDEN)
STATES = st.sampled_from([None, LATER, DECLINED, answered(1), answered(2), answered(20)])


def names(found: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [
        ("" if row.before is None else row.before.question.id, "" if row.now is None else row.now.question.id)
        for row in found
    ]


def said(**states: Answer | None) -> Answers:
    return {name: state for name, state in states.items() if state is not None}


def test_a_fact_is_followed_through_another_questionnaire() -> None:
    other = held_with(number("years_old", "age"), number("d"))
    found = changes((FULL, said(a=answered(40), b=answered(1))), (other, said(years_old=answered(41), d=answered(3))))
    assert names(found) == [("a", "years_old"), ("", "d"), ("b", "")]


def test_a_question_that_one_of_the_two_did_not_ask_is_a_difference() -> None:
    before, now = said(b=answered(20), c=answered(1)), said(b=answered(1), c=answered(1))
    assert names(changes((FULL, before), (FULL, now))) == [("b", "b"), ("c", "")]


def test_ticks_have_no_order() -> None:
    several = held_with(Question("k", "s", "choices", BOTH))
    one, other = {"k": answered(("x", "y"))}, {"k": answered(("y", "x"))}
    assert changes((several, one), (several, other)) == ()


@given(st.fixed_dictionaries({"a": STATES, "b": STATES, "c": STATES}))
def test_nothing_differs_from_itself(states: dict[str, Answer | None]) -> None:
    assert changes((FULL, said(**states)), (FULL, said(**states))) == ()


@given(st.fixed_dictionaries({"a": STATES, "b": STATES}), st.fixed_dictionaries({"a": STATES, "b": STATES}))
def test_exactly_what_was_said_otherwise_is_listed(
    before: dict[str, Answer | None], now: dict[str, Answer | None]
) -> None:
    plain = held_with(A, B)
    found = changes((plain, said(**before)), (plain, said(**now)))
    assert names(found) == [(name, name) for name in ("a", "b") if before[name] != now[name]]
