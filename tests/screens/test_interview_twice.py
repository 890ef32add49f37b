"""Typed twice: equal entries are accepted, different ones are shown and count for nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import Lang
from advisor_tui.rules.questionnaire import Kind, Value, answered
from advisor_tui.rules.said import Figure, Figures
from advisor_tui.screens.interview.question import QuestionScreen
from advisor_tui.screens.interview.twice import Taken, Twice, typed_twice
from tests.rules.questionnaires import question
from tests.screens.interview_stage import InterviewStage, settle, stands_at, usual

ONE, OTHER = Figures((Figure("a", 100),)), Figures((Figure("a", 10),))
BY_DOCUMENT = Figures((Figure("a", 100, "document"),))


@pytest.mark.parametrize(
    ("entries", "taken"),
    [
        ((5,), ("again",)),
        ((5, 5), ("again", "accepted")),
        ((5, 50), ("again", "different")),
        ((1, 2, 2), ("again", "different", "again")),
        ((1, 2, 2, 2), ("again", "different", "again", "accepted")),
        ((1, 1, 1), ("again", "accepted", "again")),
        ((ONE, ONE), ("again", "accepted")),
        ((ONE, BY_DOCUMENT), ("again", "accepted")),
        ((ONE, OTHER), ("again", "different")),
        (("110105 19491231 002x", "１１０１０５19491231002X"), ("again", "accepted")),
        (("11010519491231002X", "110105194912310021"), ("again", "different")),
    ],
)
def test_entries_are_compared_by_what_they_mean(entries: tuple[Value, ...], taken: tuple[Taken, ...]) -> None:
    twice = Twice()
    assert tuple(twice.take("q", entry) for entry in entries) == taken


def test_both_different_entries_are_shown_until_the_next_one() -> None:
    twice = Twice()
    twice.take("q", 10)
    assert (twice.waiting, twice.both) == (True, None)
    assert twice.take("q", 1) == "different"
    assert (twice.waiting, twice.both) == (False, (10, 1))
    twice.take("q", 10)
    assert (twice.waiting, twice.both) == (True, None)


def test_another_question_begins_anew() -> None:
    twice = Twice()
    twice.take("q", 1)
    assert twice.take("r", 1) == "again"


@given(st.lists(st.tuples(st.sampled_from("qr"), st.integers(1, 3)), max_size=30))
def test_only_two_equal_entries_running_are_ever_accepted(entries: list[tuple[str, int]]) -> None:
    twice, before = Twice(), ("", 0)
    for asked, entry in entries:
        waiting = twice.waiting and asked == before[0]
        taken = twice.take(asked, entry)
        assert (taken == "accepted") == (waiting and entry == before[1])
        assert (taken == "again") == (not waiting)
        before = (asked, entry)


@pytest.mark.parametrize(
    ("kind", "fact", "wanted"),
    [
        ("amount", "monthly_expense", True),
        ("figures", "financial_assets", True),
        ("text", "id_number", True),
        ("text", "guardian_id", True),
        ("text", "remark", False),
        ("number", "age", False),
        ("choice", "capacity", False),
        ("date", "id_expires", False),
    ],
)
def test_money_and_numbers_of_papers_are_typed_twice(kind: Kind, fact: str, wanted: bool) -> None:
    assert typed_twice(replace(question("q", kind), fact=fact)) is wanted


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_an_amount_of_a_paper_form_counts_once_it_was_typed_twice_alike(tmp_path: Path, lang: Lang) -> None:
    stage = InterviewStage(tmp_path / "home", lang)
    try:
        step = stage.desk.interviews.start(stage.client, "quick-2026", medium="paper", form_number="F-0001")
        while step.question is not None and step.question.id != "financial_assets":
            step = stage.desk.interviews.answer(step.head.id, step.question.id, answered(usual(step.question)))
        async with stage.app.run_test(size=(80, 24)) as pilot:
            stage.app.push_screen(QuestionScreen(step.head.id))
            await settle(pilot, stands_at("financial_assets"))
            await pilot.press(*"300000", "enter")
            await settle(pilot, lambda _: {"zh": "再录一次", "en": "a second time"}[lang] in stage.screen_text())
            await pilot.press(*"30000", "enter")
            await settle(pilot, lambda _: {"zh": "两次录入不一致", "en": "differ"}[lang] in stage.screen_text())
            assert "300,000" in stage.screen_text()
            await pilot.press(*"300000", "enter")
            await settle(pilot, lambda _: {"zh": "再录一次", "en": "a second time"}[lang] in stage.screen_text())
            await pilot.press(*"300000", "enter")
            await settle(pilot, stands_at("cash_assets"))
        answer = stage.desk.interviews.go_to(step.head.id, "financial_assets").answer
        assert answer is not None
        assert answer.value == 30_000_000
    finally:
        stage.desk.close()
