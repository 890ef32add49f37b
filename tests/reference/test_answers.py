import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.errors import DeskError
from advisor_tui.reference.answers import decode_answer, encode_answer, parse_answer
from advisor_tui.rules.questionnaire import DECLINED, Kind, Question, Value, answered
from tests.rules.questionnaires import answer_to, question, shipped, values

CHOICE = question("q", options=("x", "y", "z"))
CHOICES = question("q", "choices", options=("x", "y", "z"), high=2)
AMOUNT = question("q", "amount", low=0, high=100_000_000_00)
RATE = question("q", "rate", low=0, high=360_000)
NUMBER = question("q", "number", low=0, high=120)
DAY = question("q", "date")
TEXT = question("q", "text", high=10)


@pytest.mark.parametrize(
    ("of", "typed", "value"),
    [
        (CHOICE, "2", "y"),
        (CHOICE, "３", "z"),
        (CHOICES, "13", ("x", "z")),
        (CHOICES, "3 1", ("x", "z")),
        (CHOICES, "３、１", ("x", "z")),
        (AMOUNT, "1.8万", 1_800_000),
        (AMOUNT, "１８，０００", 1_800_000),
        (AMOUNT, "300k", 30_000_000),
        (AMOUNT, "0", 0),
        (AMOUNT, "1万5", 1_500_000),
        (RATE, "3.5", 35_000),
        (RATE, "3.5%", 35_000),
        (RATE, "百分之3.5", 35_000),
        (NUMBER, "４６", 46),
        (DAY, "2026-11-24", date(2026, 11, 24)),
        (DAY, "20261124", date(2026, 11, 24)),
        (DAY, "2026年11月4日", date(2026, 11, 4)),
        (TEXT, " 想换房 ", "想换房"),
        (TEXT, "a\x1b]52;c", "a\ufffd]52;c"),
    ],
)
def test_what_is_typed_is_read_as_it_was_meant(of: Question, typed: str, value: Value) -> None:
    assert parse_answer(of, typed) == value


@pytest.mark.parametrize(
    ("of", "typed"),
    [
        (CHOICE, "4"),
        (CHOICE, "0"),
        (CHOICE, "12"),
        (CHOICE, ""),
        (CHOICE, "x"),
        (CHOICES, "123"),
        (CHOICES, "14"),
        (CHOICES, ""),
        (AMOUNT, "很多"),
        (AMOUNT, "-5"),
        (AMOUNT, "20亿"),
        (RATE, "35000"),
        (RATE, "-1"),
        (NUMBER, "46.5"),
        (NUMBER, "121"),
        (NUMBER, "-1"),
        (DAY, "2026-02-30"),
        (DAY, "下周"),
        (TEXT, " "),
        (TEXT, "一二三四五六七八九十多"),
    ],
)
def test_what_does_not_answer_is_refused_with_what_is_expected(of: Question, typed: str) -> None:
    with pytest.raises(DeskError) as refused:
        parse_answer(of, typed)
    assert (refused.value.code, refused.value.where) == ("answer_invalid", "q")
    assert "{" not in str(refused.value)


@given(st.data())
def test_an_answer_comes_back_from_the_store_as_it_went(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from([q for of in shipped() for q in of.questions]))
    answer = data.draw(answer_to(asked))
    assert decode_answer(asked, encode_answer(answer)) == answer


@pytest.mark.parametrize("stored", [{"status": "answered", "value": "w"}, {"status": "answered", "value": 1}, {}])
def test_a_stored_value_that_the_question_does_not_take_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(DeskError):
        decode_answer(CHOICE, stored)
    assert decode_answer(CHOICE, {"status": "declined"}) == DECLINED


@given(st.data())
def test_figures_and_members_come_back_from_json_as_they_were(data: st.DataObject) -> None:
    asked = question("q", data.draw(st.sampled_from(("figures", "members"))), options=("x", "y", "z"), low=0, high=9)
    answer = answered(data.draw(values(asked)))
    stored = json.loads(json.dumps(encode_answer(answer)))
    assert decode_answer(asked, stored) == answer


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        ("figures", "x"),
        ("figures", [1]),
        ("figures", [{"item": "x", "fen": "1"}]),
        ("figures", [{"item": "x", "fen": True}]),
        ("figures", [{"item": "x", "fen": 1, "source": "rumour"}]),
        ("figures", [{"item": "x", "fen": 1, "as_of": "2026-02-30"}]),
        ("figures", [{"item": "w", "fen": 1}]),
        ("members", {"name": "x"}),
        ("members", [{"name": "x", "role": "friend"}]),
        ("members", [{"name": "x", "role": "child", "dependent": "yes"}]),
    ],
)
def test_what_is_not_figures_or_members_is_refused(kind: Kind, stored: object) -> None:
    with pytest.raises(DeskError) as refused:
        decode_answer(question("q", kind, options=("x", "y")), {"status": "answered", "value": stored})
    assert refused.value.code == "answer_invalid"


@pytest.mark.parametrize("typed", ["2030年6月", "2030-06", "2030/6"])
@pytest.mark.parametrize("today", [None, date(2026, 11, 24)])
def test_the_last_day_of_a_paper_is_asked_for_whole(typed: str, today: date | None) -> None:
    """Neither the first nor the last day of the month may stand for it."""
    assert parse_answer(DAY, typed, today) == date(2030, 6, 1)
    with pytest.raises(DeskError, match="2030-06-01"):
        parse_answer(replace(DAY, fact="id_expires"), typed, today)
    assert parse_answer(replace(DAY, fact="id_expires"), "2030年6月30日", today) == date(2030, 6, 30)


def test_the_bounds_of_a_rate_are_told_in_percent() -> None:
    with pytest.raises(DeskError) as refused:
        parse_answer(RATE, "40")
    assert "36 %" in str(refused.value)
