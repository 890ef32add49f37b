"""What an interview checks of a person: names, numbers and phones, an expired paper, capacity by age."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.interview_words import shown_answer
from advisor_tui.rules.questionnaire import answered
from advisor_tui.store.tables import AccessLog, Answer, Client
from tests.desk.interview_due_diligence import at, recording, tell, told
from tests.desk.interview_walk import FULL
from tests.screens.interview_stage import answer_all
from tests.support import TODAY, client_id, make_desk


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0003")


@pytest.mark.parametrize(
    ("question", "typed", "stored"),
    [
        ("full_name", " 李慧敏 ", "李慧敏"),
        ("full_name", "Ｓmith O'Brien", "Ｓmith O'Brien"),
        ("full_name", "1", None),
        ("full_name", "・", None),
        ("phone", "+86 137-0013-7002", "13700137002"),
        ("phone", "１３７ ００１３ ７００２", "13700137002"),
        ("phone", "+65 6123 4567", "+6561234567"),
        ("id_number", "110105 19491231 002x", None),
        ("id_number", "11010519900307002X", None),
        ("id_number", "1101051990030700２1", None),
    ],
)
def test_a_text_is_stored_in_its_normal_form(
    desk: Desk, client: str, question: str, typed: str, stored: str | None
) -> None:
    interviews = recording(desk)
    step = at(interviews, client, question)
    if stored is None:
        with pytest.raises(DeskError) as wrong:
            interviews.answer(step.head.id, question, answered(typed))
        assert (wrong.value.code, wrong.value.where) == ("answer_invalid", question)
        return
    interviews.answer(step.head.id, question, answered(typed))
    assert interviews.go_to(step.head.id, question).answer == answered(stored)


def resident(born_on: date, sequence: int = 1) -> str:
    """A resident identity number of this birth date, by the weights of GB 11643-1999."""
    body = f"110105{born_on:%Y%m%d}{sequence:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(sign) * weight for sign, weight in zip(body, weights, strict=True)) % 11]


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("resident_id", resident(date(1960, 12, 31), 2).lower(), resident(date(1960, 12, 31), 2)),
        ("passport", "e 1234-5678", "E12345678"),
        ("taiwan_permit", "１２３４５６７８", "12345678"),
    ],
)
def test_the_number_is_checked_as_the_kind_of_paper_that_was_answered(
    desk: Desk, client: str, kind: str, typed: str, stored: str
) -> None:
    interviews = recording(desk)
    step = at(interviews, client, "id_kind")
    interviews.answer(step.head.id, "id_kind", answered(kind))
    interviews.answer(step.head.id, "id_number", answered(typed))
    assert interviews.go_to(step.head.id, "id_number").answer == answered(stored)


def test_a_kind_that_is_changed_after_its_number_is_found_at_the_end(desk: Desk, client: str) -> None:
    interviews = recording(desk)
    said = {"consent": "yes", "id_kind": "resident_id", "id_number": resident(date(1960, 12, 31))}
    step = tell(interviews, client, dict(said))
    interviews.answer(step.head.id, "id_kind", answered("taiwan_permit"))
    with pytest.raises(DeskError) as wrong:
        interviews.complete(step.head.id)
    assert (wrong.value.code, wrong.value.where) == ("answer_invalid", "id_number")


def test_the_number_of_another_client_is_refused_and_names_that_one(desk: Desk, client: str) -> None:
    interviews = recording(desk)
    step = at(interviews, client, "id_number")
    with pytest.raises(DeskError) as taken:
        interviews.answer(step.head.id, "id_number", answered("11010519491231002X"))
    assert (taken.value.code, taken.value.params["number"]) == ("answer_invalid", "C0001")
    own = at(interviews, client_id(desk, "C0001"), "id_number")
    assert interviews.answer(own.head.id, "id_number", answered("11010519491231002X")).place == own.place + 1


def test_numbers_of_the_demo_hold_in_the_demo_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    number = "990000196012310011"
    for demo in (True, False):
        desk = make_desk(tmp_path_factory.mktemp("demo") / "home", demo=demo)
        interviews = recording(desk)
        step = at(interviews, client_id(desk, "C0003"), "id_number")
        accepted = True
        try:
            interviews.answer(step.head.id, "id_number", answered(number))
            interviews.answer(step.head.id, "phone", answered("10000000001"))
        except DeskError:
            accepted = False
        desk.close()
        assert accepted is demo


@given(days=st.integers(-4000, 4000))
def test_a_paper_has_expired_from_the_day_after_its_last_one(days: int) -> None:
    from advisor_tui.rules.interview import expired, held_on
    from advisor_tui.rules.questionnaire import Question

    asked = Question("until", "s", "date", {}, fact="id_expires")
    answers = held_on({"until": answered(TODAY + timedelta(days=days))}, TODAY)
    assert expired(asked, answers) is (days < 0)


def test_numbers_are_masked_unless_they_are_revealed_which_is_logged(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, FULL))
    rows = {row.question.fact: row for row in desk.interviews.review(step.head.id).rows}
    for fact, masked in (("id_number", "1****************6"), ("phone", "138****8000")):
        row = rows[fact]
        assert row.answer is not None
        assert shown_answer(row.question, row.answer) == masked
        assert shown_answer(row.question, row.answer, revealed=True) == row.answer.value
    desk.interviews.reveal(step.head.id)
    with desk.office.read() as session:
        assert [(log.kind, log.what, log.client_id) for log in session.exec(select(AccessLog))] == [
            ("reveal", "interview_review", client)
        ]


@pytest.mark.parametrize(("until", "stopped"), [(TODAY - timedelta(days=1), True), (TODAY, False)])
def test_an_expired_paper_stops_the_interview_with_its_article(
    desk: Desk, client: str, until: date, stopped: bool
) -> None:
    interviews = recording(desk)
    step = tell(interviews, client, {"consent": "yes", "id_long_term": "no", "id_expires": until})
    review = interviews.review(step.head.id)
    assert (review.rows[-1].question.id == "id_expires") is stopped
    assert (review.ready, review.formal) == (not stopped, False)
    refusing = interviews.go_to(step.head.id, "id_expires").refusing
    if not stopped:
        assert review.refusals == ()
        interviews.complete(step.head.id)
        return
    assert review.refusals == (refusing,), "the question says beforehand what follows"
    assert "反洗钱法" in review.refusals[0].article["zh"]
    assert review.informal == (), "what bars everything is no question to look at"
    assert "cannot be identified" in review.refusals[0].sentence["en"]
    assert "不得继续办理" in review.refusals[0].sentence["zh"]
    with pytest.raises(DeskError) as refused:
        interviews.complete(step.head.id)
    assert refused.value.code == "identity_expired"
    assert "第二十八条" in str(refused.value)
    interviews.answer(step.head.id, "id_expires", answered(TODAY))
    assert interviews.review(step.head.id).refusals == ()


CHILD, YOUTH, WORKER, ADULT = (date(TODAY.year - years, 1, 2) for years in (7, 10, 16, 18))


@pytest.mark.parametrize(
    ("born_on", "stated", "barred", "pointed_out", "guardian"),
    [
        (CHILD, "full", "capacity_child", "", True),
        (CHILD, "limited", "capacity_child", "", True),
        (CHILD, "none", "", "", True),
        (YOUTH, "full", "", "限制民事行为能力", True),
        (YOUTH, "limited", "", "", True),
        (WORKER, "full", "", "劳动收入", False),
        (WORKER, "limited", "", "", True),
        (ADULT, "full", "", "", False),
        (ADULT, "none", "", "", True),
    ],
)
def test_age_and_stated_capacity_go_together(
    desk: Desk, client: str, born_on: date, stated: str, barred: str, pointed_out: str, guardian: bool
) -> None:
    interviews = recording(desk)
    said = {"consent": "yes", "id_number": resident(born_on), "capacity": stated}
    step = tell(interviews, client, dict(said))
    review = interviews.review(step.head.id)
    assert review.guardian is guardian, "the birth date of the paper, not the one on record"
    assert [warning.sentence["zh"].count(pointed_out) > 0 for warning in review.warnings] == [True] * bool(pointed_out)
    assert review.ready is not (bool(barred) or guardian)
    if barred or guardian:
        with pytest.raises(DeskError) as refused:
            interviews.complete(step.head.id)
        assert refused.value.code == (barred or "guardian_missing")
    else:
        interviews.complete(step.head.id)
        with desk.office.read() as session:
            assert session.get_one(Client, client).capacity == "full"


def test_a_known_guardian_lets_a_minor_be_recorded_with_the_capacity_of_that_age(desk: Desk, client: str) -> None:
    with desk.office.write("test.guardian") as session:
        session.get_one(Client, client).guardian = "李父"
        session.commit()
    told(recording(desk), client, {"id_number": resident(YOUTH), "capacity": "full"})
    with desk.office.read() as session:
        assert session.get_one(Client, client).capacity == "limited"
        assert len(session.exec(select(Answer)).all()) > 1


def test_the_article_of_a_minor_is_to_be_verified_and_that_of_a_child_is_not(desk: Desk, client: str) -> None:
    interviews = recording(desk)
    step = tell(interviews, client, {"consent": "yes", "age": 10, "capacity": "full", "id_number": resident(YOUTH)})
    assert interviews.review(step.head.id).warnings[0].article["zh"].endswith("（待核实）")
    interviews.answer(step.head.id, "id_number", answered(resident(CHILD)))
    assert interviews.review(step.head.id).refusals[0].article["zh"].endswith("第十九条")


def test_the_review_says_what_keeps_an_answered_interview_from_being_completed(desk: Desk, client: str) -> None:
    interviews = recording(desk)
    fine = tell(interviews, client, {"consent": "yes"})
    review = interviews.review(fine.head.id)
    assert (review.ready, review.stopped, review.lacking) == (True, False, None)
    interviews.abandon(fine.head.id)
    expired = tell(
        interviews, client, {"consent": "yes", "id_long_term": "no", "id_expires": TODAY - timedelta(days=1)}
    )
    review = interviews.review(expired.head.id)
    assert (review.ready, review.stopped) == (False, True)
    assert not any(row.open for row in review.rows)
    interviews.abandon(expired.head.id)
    minor = tell(interviews, client, {"consent": "yes", "capacity": "limited"})
    review = interviews.review(minor.head.id)
    assert (review.ready, review.stopped) == (False, True)
    assert review.lacking is not None
    with pytest.raises(DeskError) as refused:
        interviews.complete(minor.head.id)
    assert refused.value.code == review.lacking.code == "guardian_missing"


def test_a_number_that_tells_another_birth_date_or_sex_is_pointed_out(desk: Desk, client: str) -> None:
    """李慧敏, born on 1960-12-31, is a woman: an even sequence."""
    interviews = recording(desk)
    for number, doubted in ((resident(date(1960, 12, 31), 2), False), (resident(date(1961, 12, 31), 2), True),
                            (resident(date(1960, 12, 31), 1), True)):  # fmt: skip
        step = tell(interviews, client, {"consent": "yes", "id_kind": "resident_id", "id_number": number})
        assert ("id_number" in interviews.review(step.head.id).doubtful) is doubted
        interviews.abandon(step.head.id)


def test_the_age_is_compared_with_the_paper_on_the_table(desk: Desk, client: str) -> None:
    interviews = recording(desk)
    said = {"consent": "yes", "id_kind": "resident_id", "id_number": resident(date(1980, 1, 2), 2)}
    for age, doubted in ((46, False), (65, True)):
        step = tell(interviews, client, {**said, "age": age})
        assert ("age" in interviews.review(step.head.id).doubtful) is doubted
        interviews.abandon(step.head.id)
