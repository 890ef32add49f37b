from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.rules.questionnaire import (
    DECLINED,
    LATER,
    Answer,
    Band,
    Condition,
    Option,
    Question,
    Questionnaire,
    Scoring,
    Step,
    Value,
    answered,
)
from advisor_tui.rules.scoring import Points, least, level_of, most, score
from tests.rules.questionnaires import answers_for, both, full_answers, question, questionnaire, shipped
from tests.searching import examples

BANDS = tuple(Band(level, low, low + 1) for level, low in enumerate((0, 2, 4, 6, 8), start=1))


def scored(question_id: str, *points: int) -> Question:
    options = tuple(Option(f"o{place}", both("o"), points=p) for place, p in enumerate(points))
    return replace(question(question_id), options=options)


SMALL = replace(
    questionnaire(
        scored("loss", 0, 2, 4),
        replace(scored("kinds", 0, 1, 3), kind="choices"),
        replace(question("age", "number", low=0, high=120), steps=(Step(0, 0), Step(18, 2), Step(65, 1))),
        question("unwilling", options=("yes", "no")),
        question("consent", options=("yes", "no")),
    ),
    scoring=Scoring(
        BANDS,
        lowest=(Condition("unwilling", "is", ("yes",)),),
        formal=True,
        formal_if=(Condition("consent", "is", ("yes",)),),
    ),
)


def said(loss: int, kinds: tuple[int, ...], age: int, unwilling: str = "no", consent: str = "yes") -> dict[str, Answer]:
    return {
        "loss": answered(f"o{loss}"),
        "kinds": answered(tuple(f"o{kind}" for kind in kinds)),
        "age": answered(age),
        "unwilling": answered(unwilling),
        "consent": answered(consent),
    }


@pytest.mark.parametrize(
    ("answers", "total", "level"),
    [
        (said(0, (0,), 10), 0, 1),
        (said(1, (0,), 17), 2, 2),
        (said(1, (0,), 18), 4, 3),
        (said(1, (0,), 64), 4, 3),
        (said(1, (0,), 65), 3, 2),
        (said(2, (0, 1), 40), 7, 4),
        (said(2, (1, 2), 40), 9, 5),
    ],
)
def test_points_add_up_and_of_several_ticks_the_highest_counts(
    answers: dict[str, Answer], total: int, level: int
) -> None:
    result = score(SMALL, answers)
    assert (result.total, result.level, result.formal) == (total, level, True)


def test_the_result_names_what_each_answer_gave() -> None:
    result = score(SMALL, said(2, (1,), 40))
    assert [(p.question, p.points, p.known) for p in result.points] == [
        ("loss", 4, True),
        ("kinds", 1, True),
        ("age", 2, True),
    ]


def test_the_lowest_class_outweighs_any_score() -> None:
    result = score(SMALL, said(2, (2,), 40, unwilling="yes"))
    assert (result.total, result.level, result.lowest_class, result.lowest_because) == (9, 1, True, ("unwilling",))


@pytest.mark.parametrize("answer", [None, LATER, DECLINED])
def test_without_an_answer_the_least_counts_and_nothing_is_formal(answer: Answer | None) -> None:
    answers = said(2, (2,), 40)
    del answers["loss"]
    if answer is not None:
        answers["loss"] = answer
    result = score(SMALL, answers)
    assert (result.total, result.level, result.missing, result.formal) == (5, 3, ("loss",), False)
    assert not result.points[0].known


def test_a_refused_consent_stands_against_a_formal_result() -> None:
    result = score(SMALL, said(2, (2,), 40, consent="no"))
    assert (result.missing, result.blocked_by, result.formal) == ((), ("consent",), False)


def test_a_questionnaire_without_scoring_is_refused() -> None:
    with pytest.raises(ValueError, match="q"):
        score(questionnaire(question("a")), {})


def test_the_score_of_81_has_a_level() -> None:
    """The defect seen in the field: `>= 63 and <= 80`, then `> 81`, lets 81 fall through to C1."""
    house = (Band(1, 24, 34), Band(2, 35, 48), Band(3, 49, 62), Band(4, 63, 80), Band(5, 81, 120))
    assert [level_of(house, total) for total in (24, 34, 35, 80, 81, 120)] == [1, 1, 2, 4, 5, 5]


@pytest.mark.parametrize("of", [of for of in shipped() if of.scoring], ids=lambda of: of.id)
class TestShipped:
    def bands(self, of: Questionnaire) -> tuple[Band, ...]:
        assert of.scoring is not None
        return of.scoring.bands

    def test_every_total_that_can_be_reached_lies_in_exactly_one_band(self, of: Questionnaire) -> None:
        questions = [q for q in of.questions if q.scored]
        for total in range(sum(map(least, questions)), sum(map(most, questions)) + 1):
            inside = [band.level for band in self.bands(of) if band.low <= total <= band.high]
            assert inside == [level_of(self.bands(of), total)]

    def test_more_points_never_mean_a_lower_level(self, of: Questionnaire) -> None:
        levels = [level_of(self.bands(of), total) for total in range(-5, self.bands(of)[-1].high + 50)]
        assert all(earlier <= later for earlier, later in pairwise(levels))
        assert set(levels) == {1, 2, 3, 4, 5}

    @given(data=st.data())
    @examples(60)
    def test_any_answers_whatever_have_a_level(self, of: Questionnaire, data: st.DataObject) -> None:
        result = score(of, data.draw(answers_for(of)))
        assert result.level in {1, 2, 3, 4, 5}
        assert result.total == sum(points.points for points in result.points)
        assert result.formal is (not result.missing and not result.blocked_by)

    @given(data=st.data())
    @examples(60)
    def test_leaving_an_answer_out_never_raises_the_level(self, of: Questionnaire, data: st.DataObject) -> None:
        answers = data.draw(full_answers(of))
        whole = score(of, answers)
        gone = data.draw(st.sampled_from([q.id for q in of.questions if q.scored]))
        left = score(of, {**answers, gone: DECLINED})
        assert left.total <= whole.total
        assert left.level <= whole.level
        assert not left.formal

    @given(data=st.data())
    @examples(60)
    def test_an_answer_of_more_points_never_lowers_total_or_level(self, of: Questionnaire, data: st.DataObject) -> None:
        answers = data.draw(full_answers(of))
        asked = data.draw(st.sampled_from([q for q in of.questions if q.scored and q.kind == "choice"]))
        low, high = sorted(data.draw(st.tuples(*[st.sampled_from(asked.options)] * 2)), key=lambda o: o.points or 0)
        less = score(of, {**answers, asked.id: answered(low.id)})
        more = score(of, {**answers, asked.id: answered(high.id)})
        assert less.total <= more.total
        assert more.level >= less.level or more.lowest_class

    @pytest.mark.parametrize(
        ("question_id", "option"), [("capacity", "limited"), ("capacity", "none"), ("unwilling_to_lose", "yes")]
    )
    def test_no_capacity_or_no_loss_borne_is_the_lowest_class(
        self, of: Questionnaire, question_id: str, option: str
    ) -> None:
        result = score(of, {question_id: answered(option)})
        assert result.lowest_class
        assert result.level == 1
        assert result.lowest_because == (question_id,)


def test_what_an_answer_scores_is_told_whether_it_is_known_or_not() -> None:
    assert score(SMALL, {}).points == (Points("loss", 0, False), Points("kinds", 0, False), Points("age", 0, False))


def scored_alone(asked: Question, value: Value) -> Points:
    alone = replace(questionnaire(asked), scoring=Scoring(BANDS))
    (only,) = score(alone, {asked.id: answered(value)}).points
    return only


def test_an_option_is_found_by_its_whole_id_and_one_that_is_gone_scores_the_least() -> None:
    options = (Option("o1", both("o"), points=9), Option("o10", both("o"), points=3))
    asked = replace(question("q"), options=options)
    assert scored_alone(asked, "o10") == Points("q", 3, True)
    assert scored_alone(asked, "o1") == Points("q", 9, True)
    assert scored_alone(asked, "gone") == Points("q", 3, True)


def test_a_number_below_every_step_or_none_at_all_scores_as_the_first_step() -> None:
    asked = replace(question("q", "number"), steps=(Step(10, 4), Step(20, 7)))
    assert [scored_alone(asked, value).points for value in (9, 10, 19, 20, 99)] == [4, 4, 4, 7, 7]
    assert scored_alone(asked, "many") == Points("q", 4, True)
