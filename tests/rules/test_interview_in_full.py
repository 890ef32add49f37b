"""Every reason why a value cannot answer a question, at its bounds; consent and papers that end the questions."""

from dataclasses import replace
from datetime import date

import pytest

from advisor_tui.rules.interview import (
    expired,
    fits,
    held_on,
    holds,
    next_question,
    previous_question,
    refuses,
    stops,
    visible,
)
from advisor_tui.rules.questionnaire import (
    DECLINED,
    LATER,
    Answer,
    Condition,
    Option,
    Question,
    Value,
    answered,
)
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives
from tests.rules.questionnaires import both, question, questionnaire

TODAY = date(2026, 11, 24)
FAMILY = Relatives((Relative("李雷", "spouse"), Relative("李小", "child")))
NONE = Option("none", both("none"), alone=True)
TICKS = replace(question("q", "choices", high=3), options=(*question("q", "choices").options, NONE))
MEMBERS = question("q", "members", low=1, high=2)
FIGURES = question("q", "figures", low=0)
TEXT = question("q", "text", high=2)


@pytest.mark.parametrize(
    ("of", "value", "reason"),
    [
        (TEXT, "", "too_short"),
        (TEXT, "一", ""),
        (TEXT, " 一二 ", ""),
        (TEXT, "一二三", "too_long"),
        (TEXT, 5, "wrong_kind"),
        (TEXT, ("一",), "wrong_kind"),
        (question("q", "text", low=0), "", ""),
        (question("q", "text", low=2), "一", "too_short"),
        (FIGURES, 5, "wrong_kind"),
        (FIGURES, "x", "wrong_kind"),
        (FIGURES, Figures((Figure("x", 0),)), ""),
        (MEMBERS, "李雷", "wrong_kind"),
        (MEMBERS, 2, "wrong_kind"),
        (MEMBERS, Relatives(()), "too_few"),
        (MEMBERS, FAMILY, ""),
        (MEMBERS, Relatives((*FAMILY.rows, Relative("李母", "parent"))), "too_many"),
        (question("q", "members"), Relatives(()), ""),
        (question("q", "date", low=2026, high=2026), TODAY, ""),
        (question("q", "date"), "2026-11-24", "wrong_kind"),
        (question("q", "date"), 2026, "wrong_kind"),
        (question("q", "date"), date.min, ""),
        (TICKS, ("x",), ""),
        (TICKS, (), "too_few"),
        (TICKS, ("none",), ""),
        (TICKS, ("none", "x"), "alone"),
        (TICKS, ("x", "none"), "alone"),
        (TICKS, ("x", "y"), ""),
        (TICKS, ("x", "w"), "unknown_option"),
        (TICKS, ("w",), "unknown_option"),
        (TICKS, ("none", "none"), "repeated_option"),
        (TICKS, 1, "wrong_kind"),
        (TICKS, "x", "wrong_kind"),
        (question("q", "choices", low=2), ("x",), "too_few"),
        (question("q", low=2, high=0), "x", ""),
        (question("q", "amount"), -5, ""),
        (question("q", "amount"), "5", "wrong_kind"),
        (question("q", "amount"), False, "wrong_kind"),
        (question("q", "number", low=3), 3, ""),
        (question("q", "number", low=3), 2, "too_low"),
        (question("q", "number", high=3), 4, "too_high"),
        (question("q", "number", low=0), 10**14, ""),
    ],
)
def test_a_value_has_to_fit_its_question_and_the_reason_is_a_word(of: Question, value: Value, reason: str) -> None:
    assert fits(of, value) == reason


def test_a_choice_of_an_option_that_excludes_others_is_one_choice() -> None:
    assert fits(replace(question("q"), options=(NONE,)), "none") == ""


@pytest.mark.parametrize(
    ("answer", "refused"),
    [(answered("no"), True), (answered("yes"), False), (DECLINED, False), (LATER, False), (None, False)],
)
def test_only_a_no_to_the_question_for_consent_refuses(answer: Answer | None, refused: bool) -> None:
    asks = replace(question("ok", options=("yes", "no")), fact="consent")
    answers = {} if answer is None else {"ok": answer}
    assert refuses(asks, answers) is refused
    assert stops(asks, answers) is refused
    assert not refuses(replace(asks, fact="marketing"), answers)
    shown = visible(questionnaire(asks, question("after")), answers)
    assert [one.id for one in shown] == (["ok"] if refused else ["ok", "after"])


def test_a_paper_has_expired_only_where_both_days_are_known() -> None:
    asks = replace(question("until", "date"), fact="id_expires")
    past = {"until": answered(date(2026, 11, 23))}
    assert expired(asks, held_on(past, TODAY))
    assert stops(asks, held_on(past, TODAY))
    assert not expired(asks, past)
    assert not expired(asks, held_on({}, TODAY))
    assert not expired(asks, held_on({"until": DECLINED}, TODAY))
    assert not expired(asks, held_on({"until": answered("2026-11-23")}, TODAY))
    assert not expired(replace(asks, fact="liquidity_on"), held_on(past, TODAY))


def test_an_answer_that_is_no_number_is_compared_with_no_bound() -> None:
    for value in ("3", ("3",), FAMILY, TODAY):
        assert not holds(Condition("q", "at_least", (0,)), {"q": answered(value)}, {"q"})
        assert not holds(Condition("q", "at_most", (9,)), {"q": answered(value)}, {"q"})
    assert holds(Condition("q", "at_least", (3, 9)), {"q": answered(3)}, {"q"})


def test_one_question_follows_the_other_both_ways() -> None:
    of = questionnaire(question("a"), question("b"), question("c"), question("d"))
    for one, other in (("a", "b"), ("b", "c"), ("c", "d")):
        after, before = next_question(of, {}, one), previous_question(of, {}, other)
        assert (after and after.id, before and before.id) == (other, one)
    first, last = next_question(of, {}, None), previous_question(of, {}, None)
    assert (first and first.id, last and last.id) == ("a", "d")
    assert (next_question(of, {}, "d"), previous_question(of, {}, "a")) == (None, None)
    empty = questionnaire()
    assert (next_question(empty, {}, None), previous_question(empty, {}, None)) == (None, None)
