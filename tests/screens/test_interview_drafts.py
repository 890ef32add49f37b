"""A draft reads as it was written, and what cannot be read is no draft."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.interviews import Figures as Sums
from advisor_tui.desk.views.interviews import InterviewHead, InterviewStep
from advisor_tui.rules.interview import Progress
from advisor_tui.rules.questionnaire import Item, Option, Question
from advisor_tui.rules.said import ROLES, SOURCES, Relative, Relatives
from advisor_tui.screens.interview.drafts import Draft, read, written
from advisor_tui.screens.interview.figure_lines import FigureLines
from advisor_tui.screens.interview.member_lines import MemberLines, Typed
from tests.support import NOW, TODAY

BOTH = {"zh": "问", "en": "Asked"}
HEAD = InterviewHead("i", ClientRef("c", "张三", "C1"), 1, BOTH, 1, "open", NOW, None)
STEP = InterviewStep(HEAD, None, 1, None, "", None, Progress(0, 0, ()), Sums(), ())
CHOICE = Question("q", "s", "choices", BOTH, options=tuple(Option(name, BOTH) for name in "xyz"))
AMOUNT = Question("q", "s", "amount", BOTH)
LINES = Question("q", "s", "figures", BOTH, items=tuple(Item(name, BOTH) for name in "abc"))
MEMBERS = Question("q", "s", "members", BOTH)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))


def again(question: Question, draft: Draft) -> Draft:
    found = read(STEP, question, written(question, draft))
    assert found is not None
    return found


@given(TEXTS, st.sampled_from(SOURCES), DAYS)
def test_a_text_with_its_source_reads_as_it_was_written(text: str, source: str, as_of: date | None) -> None:
    draft = Draft(text, next(word for word in SOURCES if word == source), as_of)
    assert again(AMOUNT, draft) == draft


@given(st.sets(st.sampled_from("xyz")))
def test_ticks_read_as_they_were_written(chosen: set[str]) -> None:
    draft = Draft(chosen=tuple(sorted(chosen)))
    assert again(CHOICE, draft) == draft


@given(st.lists(st.tuples(st.integers(0, 2), TEXTS, st.sampled_from(SOURCES), DAYS), max_size=6))
def test_lines_of_figures_stand_as_they_were_left(keys: list[tuple[int, str, str, date | None]]) -> None:
    model = FigureLines(LINES, None, {})
    for place, text, source, as_of in keys:
        model.at = place
        model.type(text)
        if text:
            model.say(next(word for word in SOURCES if word == source), as_of)
    found = again(LINES, Draft(figures=model)).figures
    assert found is not None
    assert (found.at, found.figures) == (model.at, model.figures)
    assert [line.text for line in found.lines] == [line.text for line in model.lines]


KEYS = st.lists(st.tuples(st.sampled_from(["type", "enter", "up", "down", "remove"]), st.integers(0, 9)), max_size=24)


@given(KEYS)
def test_members_stand_as_they_were_left_and_go_on_alike(keys: list[tuple[str, int]]) -> None:
    model = MemberLines(None, ())
    for what, digit in keys:
        if what == "type":
            model.text = {"name": f"李{digit}", "born": str(digit)}.get(model.part, str(digit % 2 + 1))
        elif what == "enter":
            model.enter(TODAY)
        elif what == "remove":
            model.remove()
        else:
            model.move(-1 if what == "up" else 1)
    found = again(MEMBERS, Draft(members=model)).members
    assert found is not None
    for step in range(4):
        assert (found.members, found.at, found.part, found.text, found.half_typed) == (
            model.members, model.at, model.part, model.text, model.half_typed,
        ), step  # fmt: skip
        assert found.enter(TODAY) == model.enter(TODAY)
        found.move(-1)
        model.move(-1)


@pytest.mark.parametrize("question", [CHOICE, AMOUNT, LINES, MEMBERS], ids=lambda question: question.kind)
@pytest.mark.parametrize("content", ["", "[]", "{}", "nothing", '{"text": 1}', '{"rows": 1, "lines": [{}]}', "null"])
def test_what_cannot_be_read_is_no_draft(question: Question, content: str) -> None:
    assert read(STEP, question, content) is None


def test_an_option_that_is_gone_is_not_picked() -> None:
    assert read(STEP, CHOICE, '{"chosen": ["x", "w"]}') == Draft(chosen=("x",))


def test_every_role_reads_back() -> None:
    model = MemberLines(None, ())
    for place, _ in enumerate(ROLES, start=1):
        for typed in (f"人{place}", str(place), "", "2"):
            model.text = typed
            assert model.enter(TODAY) == ""
    found = again(MEMBERS, Draft(members=model)).members
    assert found is not None
    assert [row.role for row in found.rows] == list(ROLES)


def test_under_which_name_a_member_stands_on_file_is_kept() -> None:
    """Of a member who is done, and of the one who is being corrected."""
    told = Relative("李玫", "spouse", None, on_file_as="李梅")
    model = MemberLines(Relatives((told,)), ())
    present = Typed("李玫", "spouse", on_file_as="李梅")
    model.restore(0, model.part, "", present, Typed())
    found = again(MEMBERS, Draft(members=model)).members
    assert found is not None
    assert (list(found.rows), found.present) == ([told], present)
