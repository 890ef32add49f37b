"""Paper forms that are keyed in: their number, once in a home, and on what is shown and printed."""

import re
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import Lang, use_language, writing_in
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interview.papers import InterviewPapers
from tests.desk.interview_walk import FULL, QUICK
from tests.desk.loan_interview import hold_interview, office_with, questionnaire
from tests.documents.reading import words_of
from tests.documents.test_documents import text_of
from tests.screens.interview_stage import answer_all
from tests.support import TODAY, client_id


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


def test_a_form_keyed_in_has_the_numbers_that_stand_on_it(desk: Desk, client: str) -> None:
    """Questions that are not asked leave gaps, on paper and on the screen alike."""
    step = answer_all(desk, desk.interviews.start(client, FULL, medium="paper", form_number="A1"))
    asked_of = desk.office.reference.questionnaires.latest(FULL, TODAY).questions
    printed = {question.id: place for place, question in enumerate(asked_of, start=1)}
    rows = desk.interviews.review(step.head.id).rows
    assert len(rows) < len(printed)
    assert all(row.place == printed[row.question.id] for row in rows)
    step = desk.interviews.go_to(step.head.id, rows[-1].question.id)
    assert step.place == printed[rows[-1].question.id]
    assert step.numbers == {row.question.id: row.place for row in rows}


def key_in(desk: Desk, client: str, number: str, code: str = QUICK) -> str:
    return desk.interviews.start(client, code, medium="paper", form_number=number).head.id


def test_a_form_s_number_is_kept_as_it_is_compared(desk: Desk, client: str) -> None:
    step = desk.interviews.start(client, QUICK, medium="paper", form_number=" ａ-0017 ")
    assert step.head.form_number == "A-0017"
    assert desk.interviews.of_client(client).rows[0].head.form_number == "A-0017"
    assert desk.interviews.start(client, FULL).head.form_number == ""


@pytest.mark.parametrize(("number", "code"), [("", "form_number_missing"), (" \n", "form_number_missing"),
                                              ("1" * 41, "form_number_long")])  # fmt: skip
def test_a_form_has_a_number_of_its_own(desk: Desk, client: str, number: str, code: str) -> None:
    with pytest.raises(DeskError) as refused:
        key_in(desk, client, number)
    assert refused.value.code == code
    assert desk.interviews.of_client(client).rows == ()


def test_a_number_is_keyed_in_once_in_a_home_and_the_refusal_says_where(desk: Desk, client: str) -> None:
    first = key_in(desk, client, "A-1")
    for other, code in ((client_id(desk, "C0002"), QUICK), (client, FULL)):
        with pytest.raises(DeskError) as refused:
            key_in(desk, other, "a-1", code)
        assert (refused.value.code, refused.value.where) == ("form_number_used", first)
        assert "张三丰" in str(refused.value)
        assert "C0001" in str(refused.value)


def test_a_parked_form_is_gone_on_with_and_a_talk_is_another_interview(desk: Desk, client: str) -> None:
    form = key_in(desk, client, "A-1")
    talk = desk.interviews.start(client, QUICK).head.id
    assert len({form, talk, key_in(desk, client, "A-2")}) == 3
    assert key_in(desk, client, "A-1") == form
    assert desk.interviews.start(client, QUICK).head.id == talk


def test_a_form_that_was_given_up_may_be_keyed_in_anew(desk: Desk, client: str) -> None:
    form = key_in(desk, client, "A-1")
    desk.interviews.abandon(form)
    assert key_in(desk, client, "A-1") != form


@pytest.mark.parametrize(("lang", "label"), [("zh", "录入依据"), ("en", "Keyed in from form")])
def test_the_record_names_the_form(desk: Desk, client: str, tmp_path: Path, lang: Lang, label: str) -> None:
    use_language(lang)
    step = answer_all(desk, desk.interviews.start(client, QUICK, medium="paper", form_number="A-0017"))
    desk.interviews.complete(step.head.id)
    text = text_of(desk.interview_papers.record(step.head.id).read_bytes(), tmp_path)
    assert label in text
    assert "A-0017" in text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("贷款初步测算", "风险部门决定", "等额本息", "4,490.45", "未说明：每月物业费")),
        ("en", ("First credit look", "risk department", "Equal payments", "4,490.45", "Property fee a month")),
    ],
)
def test_the_record_holds_the_first_credit_look_with_its_label(
    desk: Desk, client: str, tmp_path: Path, lang: Lang, words: tuple[str, ...]
) -> None:
    use_language(lang)
    office = office_with(desk.office, questionnaire("loan"))
    papers = InterviewPapers(office)
    interview = hold_interview(office, client, "loan", property_fee=None)
    text = " ".join(text_of(papers.record(interview).read_bytes(), tmp_path).split())
    for word in words:
        assert word in text
    without = hold_interview(office, client, "loan", loan_kind="none")
    assert words[0] not in text_of(papers.record(without).read_bytes(), tmp_path)


def test_how_many_answers_a_question_takes_stands_on_the_form_once(desk: Desk, client: str, tmp_path: Path) -> None:
    with writing_in("en"):
        text = words_of(desk.interview_papers.form(client, "short-2026").read_bytes(), tmp_path)
    assert text.count("(uptothree)") == 1
    assert "severalanswers" not in text


@pytest.mark.parametrize(
    ("lang", "before"),
    [("zh", "视第{place}题“{question}”的回答填写"), ("en", "dependsontheanswertoquestion{place},“{question}”")],
)
def test_a_question_that_hangs_on_another_names_its_printed_number_and_its_text(
    desk: Desk, client: str, tmp_path: Path, lang: Lang, before: str
) -> None:
    """Whoever fills it in on paper finds the one before; the loan's questions hang on the one that asks for a loan."""
    printed = desk.office.reference.questionnaires.latest(FULL, TODAY)
    asked = "".join(printed.by_id["goals"].text[lang].split())
    with writing_in(lang):
        text = words_of(desk.interview_papers.form(client, FULL).read_bytes(), tmp_path)
    [place] = re.findall(rf"(\d+)\.{re.escape(asked)}", text)
    assert before.format(place=place, question=asked) in text
