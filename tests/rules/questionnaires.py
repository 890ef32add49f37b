"""Questionnaires and answers for the tests: a small one by hand, and any one by Hypothesis."""

from datetime import date
from functools import cache

from hypothesis import strategies as st

from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.rules.interview import visible
from advisor_tui.rules.questionnaire import (
    DECLINED,
    LATER,
    Answer,
    Condition,
    Item,
    Kind,
    Operator,
    Option,
    Question,
    Questionnaire,
    Section,
    Value,
    answered,
)
from advisor_tui.rules.said import ROLES, SOURCES, Figure, Figures, Relative, Relatives


def both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def question(
    question_id: str,
    kind: Kind = "choice",
    *,
    section: str = "a",
    options: tuple[str, ...] = ("x", "y"),
    show_if: tuple[Condition, ...] = (),
    required: bool = True,
    low: int | None = None,
    high: int | None = None,
) -> Question:
    chosen = tuple(Option(o, both(o)) for o in options) if kind in ("choice", "choices") else ()
    return Question(
        question_id,
        section,
        kind,
        both(question_id),
        options=chosen,
        items=tuple(Item(o, both(o)) for o in options) if kind == "figures" else (),
        show_if=show_if,
        required=required,
        low=low,
        high=high,
    )


def questionnaire(*questions: Question) -> Questionnaire:
    sections = tuple(dict.fromkeys(q.section for q in questions))
    return Questionnaire("q", 1, date(2026, 1, 1), both("q"), tuple(Section(s, both(s)) for s in sections), questions)


@cache
def shipped() -> list[Questionnaire]:
    return list(load_reference(data_root()).questionnaires)


def values(asked: Question) -> st.SearchStrategy[Value]:
    """Values that fit a question."""
    ids = [option.id for option in asked.options]
    if asked.kind == "choice":
        return st.sampled_from(ids)
    if asked.kind == "choices":
        alone = {option.id for option in asked.options if option.alone}
        others = [option_id for option_id in ids if option_id not in alone]
        least = asked.low or 1
        several = st.lists(st.sampled_from(others), min_size=least, max_size=asked.high, unique=True).map(tuple)
        return st.one_of(several, *(st.just((option_id,)) for option_id in sorted(alone)))
    if asked.kind == "date":
        first, last = date(asked.low or 1900, 1, 1), date(asked.high or 2100, 12, 31)
        return st.dates(first, last)
    if asked.kind == "text":
        return st.text("文字ab", min_size=1, max_size=asked.high or 20)
    if asked.kind == "figures":
        return figures(asked)
    if asked.kind == "members":
        return st.lists(relatives(), max_size=asked.high if asked.high is not None else 4).map(
            lambda rows: Relatives(tuple(rows))
        )
    low = asked.low if asked.low is not None else -(10**12)
    return st.integers(low, asked.high if asked.high is not None else 10**14)


@st.composite
def figures(draw: st.DrawFn, asked: Question) -> Figures:
    """One figure at least, each item once."""
    named = draw(st.lists(st.sampled_from([item.id for item in asked.items]), min_size=1, unique=True))
    high = asked.high if asked.high is not None else 10**14
    days = st.none() | st.dates(date(2000, 1, 1), date(2026, 11, 24))
    return Figures(
        tuple(
            Figure(item, draw(st.integers(asked.low or 0, high)), draw(st.sampled_from(SOURCES)), draw(days))
            for item in named
        )
    )


@st.composite
def relatives(draw: st.DrawFn) -> Relative:
    """Any member of a household."""
    name = draw(st.text("张王李雷", min_size=1, max_size=4))
    born_on = draw(st.none() | st.dates(date(1930, 1, 1), date(2026, 11, 24)))
    return Relative(name, draw(st.sampled_from(ROLES)), born_on, draw(st.booleans()))


def answer_to(asked: Question) -> st.SearchStrategy[Answer]:
    return st.one_of(values(asked).map(answered), st.sampled_from([LATER, DECLINED]))


@st.composite
def answers_for(draw: st.DrawFn, of: Questionnaire) -> dict[str, Answer]:
    """Answers to any questions, asked or not, as an interview in which answers were changed leaves them."""
    return {q.id: draw(answer_to(q)) for q in of.questions if draw(st.booleans())}


@st.composite
def full_answers(draw: st.DrawFn, of: Questionnaire) -> dict[str, Answer]:
    """A value to every question."""
    found = {q.id: answered(draw(values(q))) for q in of.questions}
    assert visible(of, found)
    return found


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Any small questionnaire whose conditions look back."""
    made: list[Question] = []
    for number in range(draw(st.integers(1, 8))):
        kinds: tuple[Kind, ...] = ("choice", "choices", "number", "figures", "members")
        kind = draw(st.sampled_from(kinds))
        show_if = tuple(_condition(draw, draw(st.sampled_from(made))) for _ in range(draw(st.integers(0, 2))) if made)
        section = "a" if number < 3 else "b"
        numeric = kind in ("number", "figures")
        made.append(
            question(
                f"q{number}",
                kind,
                section=section,
                options=("x", "y", "z"),
                show_if=show_if,
                required=draw(st.booleans()),
                low=0 if numeric else None,
                high=9 if numeric else None,
            )
        )
    return questionnaire(*made)


def _condition(draw: st.DrawFn, earlier: Question) -> Condition:
    if earlier.kind == "members":
        return Condition(earlier.id, draw(st.sampled_from(("is", "is_not"))), (draw(st.sampled_from(ROLES)),))
    if earlier.kind in ("number", "figures"):
        operators: tuple[Operator, ...] = ("is", "is_not", "at_least", "at_most")
        return Condition(earlier.id, draw(st.sampled_from(operators)), (draw(st.integers(0, 9)),))
    return Condition(earlier.id, draw(st.sampled_from(("is", "is_not"))), (draw(st.sampled_from("xyz")),))
