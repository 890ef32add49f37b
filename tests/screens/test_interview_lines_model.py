"""Lines of figures and of members while they are typed: sums, sources, offers, and how ages become dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.base.languages import use_language
from advisor_tui.base.money import WAN, YUAN, yuan
from advisor_tui.rules.plausibility import age_on
from advisor_tui.rules.questionnaire import Item, Question
from advisor_tui.rules.said import Figure, Figures, Relative, Relatives
from advisor_tui.screens.interview.figure_lines import FigureLines
from advisor_tui.screens.interview.member_lines import MemberLines, birth
from tests.rules.questionnaires import both

ITEMS = ("a", "b", "c", "d")
TODAY = date(2026, 11, 24)


def question(low: int | None = 0, high: int | None = None) -> Question:
    return Question("q", "s", "figures", both("q"), items=tuple(Item(i, both(i)) for i in ITEMS), low=low, high=high)


def lines(figures: Figures | None = None, **known: Figure) -> FigureLines:
    use_language("en")
    return FigureLines(question(high=10**15), figures, known)


AMOUNTS = st.integers(0, 10**14)
TYPED = st.one_of(
    AMOUNTS.map(lambda fen: (yuan(fen), fen)),
    AMOUNTS.map(lambda fen: (yuan(fen).translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，")), fen)),
    st.integers(0, 10**6).map(lambda wan: (f"{wan}万", wan * WAN)),
    st.integers(0, 10**6).map(lambda k: (f"{k}k", k * 1000 * YUAN)),
    st.sampled_from([("", None), ("12x", None), ("-", None), ("1.", None)]),
)


@given(st.lists(st.tuples(st.integers(0, 3), TYPED), max_size=12))
def test_the_total_is_the_sum_of_the_lines_in_whatever_order_they_are_typed_and_typed_again(
    keys: list[tuple[int, tuple[str, int | None]]],
) -> None:
    model, expected = lines(), dict[int, int]()
    for place, (text, fen) in keys:
        model.at = place
        model.type(text)
        expected.pop(place, None)
        if fen is not None:
            expected[place] = fen
        assert model.total_fen == sum(expected.values()), "after every key"
        model.leave()
        assert model.total_fen == sum(expected.values()), "and after the line was left"
    assert model.figures == Figures(tuple(Figure(ITEMS[place], expected[place]) for place in sorted(expected)))
    assert model.figures.total_fen == model.total_fen


@given(st.dictionaries(st.sampled_from(ITEMS), AMOUNTS, min_size=1))
def test_figures_shown_again_are_the_same_figures(said: dict[str, int]) -> None:
    figures = Figures(tuple(Figure(i, said[i], "document", TODAY) for i in ITEMS if i in said))
    model = lines(figures)
    for place in range(len(ITEMS)):
        model.at = place
        model.leave()
    assert model.figures == figures


def test_only_an_empty_line_takes_over_what_is_known() -> None:
    known = Figure("a", 5_00, "head_office", TODAY)
    model = lines(a=known)
    model.type("7")
    assert not model.take()
    model.type("")
    assert model.take()
    assert model.figures == Figures((known,))
    model.type("5")
    assert model.figures == Figures((known,)), "the same text is the same figure"
    model.type("50")
    assert model.figures == Figures((Figure("a", 50_00),)), "another one is the client's word"


@pytest.mark.parametrize("typed", ["-", "－", "—", "无"])
def test_what_was_not_spoken_of_is_not_offered_again(typed: str) -> None:
    model = lines(a=Figure("a", 5_00, "head_office", TODAY))
    model.type(typed)
    model.leave()
    assert not model.take()
    assert model.here.text == ""


def test_a_document_stays_the_source_of_a_figure_that_is_corrected() -> None:
    model = lines()
    model.type("5")
    model.turn_source(TODAY)
    model.type("50")
    assert model.figures == Figures((Figure("a", 50_00, "document", TODAY),))
    model.turn_source(TODAY)
    assert model.figures == Figures((Figure("a", 50_00),))


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [("", ""), ("5", ""), ("10", ""), ("11", "At most 10"), ("4", "At least 5"), ("x", "This is no amount")],
)
def test_what_is_wrong_with_a_line(typed: str, complaint: str) -> None:
    use_language("en")
    model = FigureLines(question(5_00, 10_00), None, {})
    model.at = 2
    model.type(typed)
    assert model.complaint(2) == complaint
    assert model.wrong == (2 if complaint else None)


# Members


def type_member(model: MemberLines, *parts: str) -> None:
    for part in parts:
        model.text = part
        assert model.enter(TODAY) == ""


@given(st.dates(date(1910, 1, 1), date(2026, 12, 31)), st.integers(0, 115))
def test_an_age_becomes_a_birth_date_of_that_age(today: date, years: int) -> None:
    if today.year - years >= 1900:
        assert age_on(birth(str(years), today), today) == years


@pytest.mark.parametrize(
    ("typed", "born_on"),
    [("2015-06-01", date(2015, 6, 1)), ("20150601", date(2015, 6, 1)), ("2015年6月", date(2015, 6, 1))],
)
def test_a_birth_date_is_read_as_every_date_is(typed: str, born_on: date) -> None:
    assert birth(typed, TODAY) == born_on


@pytest.mark.parametrize("typed", ["121", "2027-01-01", "1899-01-01", "abc", "1.5"])
def test_no_birth_date(typed: str) -> None:
    with pytest.raises(ValueError, match=typed):
        birth(typed, TODAY)


def test_29_february_has_a_birthday_in_every_year() -> None:
    assert birth("1", date(2024, 2, 29)) == date(2023, 2, 28)


def test_what_is_half_typed_of_the_next_member_waits_while_another_is_changed() -> None:
    model = MemberLines(None, ())
    type_member(model, "甲", "1", "", "2", "乙", "2")
    model.move(-1)
    model.move(-1)
    model.move(-1)
    assert (model.at, model.text) == (0, "甲")
    type_member(model, "甲甲", "3", "60", "1")
    assert model.rows == [Relative("甲甲", "parent", date(1966, 11, 24), dependent=True)]
    assert model.half_typed
    assert (model.at, model.text, model.present.role) == (1, "乙", "child")
    type_member(model, "乙", "2", "8", "1")
    assert [row.name for row in model.rows] == ["甲甲", "乙"]
    assert not model.half_typed


def test_nobody_is_offered_once_the_question_was_answered() -> None:
    known = (Relative("甲", "spouse"),)
    assert MemberLines(None, known).offered == known
    assert MemberLines(Relatives(()), known).offered == ()


def test_a_member_taken_out_is_not_offered_again() -> None:
    model = MemberLines(None, (Relative("甲", "spouse"),))
    assert model.take_known()
    model.move(-1)
    assert model.remove()
    assert (model.rows, model.offered) == ([], ())
