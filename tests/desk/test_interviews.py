"""Interviews without a screen: what each method writes, refuses and answers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interviews import Interviews
from advisor_tui.desk.views.interviews import InterviewStep
from advisor_tui.rules.questionnaire import DECLINED, LATER, Answer, Question, Value, answered
from advisor_tui.store.tables import Answer as AnswerRecord
from advisor_tui.store.tables import (
    Client,
    Holding,
)
from advisor_tui.store.tables import Questionnaire as QuestionnaireRecord
from tests.desk.interview_walk import FULL, QUICK
from tests.screens.interview_stage import answer_all, usual
from tests.searching import examples
from tests.support import NOW, TODAY, client_id, make_desk


@pytest.fixture
def interviews(desk: Desk) -> Interviews:
    return desk.interviews


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


# Leading


def test_a_new_interview_stands_at_the_first_question_and_keeps_its_questionnaire(desk: Desk, client: str) -> None:
    step = desk.interviews.start(client, FULL)
    assert (step.place, step.answer, step.note, step.head.number) == (1, None, "", 1)
    assert step.question is not None
    assert step.question.id == "consent"
    with desk.office.read() as session:
        kept = session.exec(select(QuestionnaireRecord)).one()
    assert (kept.code, kept.version, len(kept.sha256)) == (FULL, "3", 64)
    assert 'id = "consent"' in kept.text


def test_starting_again_goes_on_with_the_parked_interview(interviews: Interviews, client: str) -> None:
    first = interviews.start(client, QUICK)
    moved = interviews.answer(first.head.id, "consent", answered("yes"))
    again = interviews.start(client, QUICK)
    assert again.head == moved.head
    assert again.question == moved.question
    assert interviews.start(client, FULL).head.number == 2


def test_an_unknown_or_closed_client_is_refused(desk: Desk, client: str) -> None:
    with pytest.raises(DeskError) as unknown:
        desk.interviews.start("nobody", QUICK)
    assert unknown.value.code == "client_unknown"
    with desk.office.write("test.close") as session:
        session.get_one(Client, client).status = "closed"
        session.commit()
    with pytest.raises(DeskError) as closed:
        desk.interviews.start(client, QUICK)
    assert closed.value.code == "client_closed"


def test_each_answer_is_one_journalled_transaction_with_the_position(desk: Desk, client: str) -> None:
    step = desk.interviews.start(client, QUICK)
    with desk.office.rows() as rows:
        before = rows.exec_driver_sql("SELECT max(seq) FROM journal").scalar_one()
    desk.interviews.answer(step.head.id, "consent", answered("yes"))
    with desk.office.rows() as rows:
        changes = rows.exec_driver_sql(
            "SELECT action, table_name FROM journal WHERE seq > ? ORDER BY seq", (before,)
        ).all()
    assert sorted(changes) == [("interview.answer", "answer"), ("interview.answer", "interview")]
    assert desk.interviews.current(step.head.id).question == desk.interviews.current(step.head.id).asked[1][0]


@pytest.mark.parametrize(
    ("question", "value"),
    [("consent", "perhaps"), ("consent", 3), ("consent", ("yes",))],
)
def test_an_answer_that_does_not_fit_changes_nothing(desk: Desk, client: str, question: str, value: Value) -> None:
    step = desk.interviews.start(client, QUICK)
    with pytest.raises(DeskError) as refused:
        desk.interviews.answer(step.head.id, question, answered(value))
    assert refused.value.code == "answer_invalid"
    assert desk.interviews.current(step.head.id) == step


def test_a_question_that_is_not_asked_cannot_be_answered_or_gone_to(interviews: Interviews, client: str) -> None:
    step = interviews.start(client, FULL)
    calls: tuple[Callable[[], object], ...] = (
        lambda: interviews.answer(step.head.id, "house_amount", answered(1)),
        lambda: interviews.go_to(step.head.id, "house_amount"),
        lambda: interviews.note(step.head.id, "no such", "x"),
    )
    for refused in calls:
        with pytest.raises(DeskError) as error:
            refused()
        assert error.value.code == "question_not_asked"


def test_back_and_forward_lose_nothing_and_stop_at_the_ends(interviews: Interviews, client: str) -> None:
    step = interviews.start(client, QUICK)
    interview = step.head.id
    assert interviews.back(interview).place == 1
    interviews.answer(interview, "consent", answered("yes"), note="念过说明")
    back = interviews.back(interview)
    assert (back.answer, back.note) == (answered("yes"), "念过说明")
    last = answer_all_places(interviews, interview)
    assert last.question is None
    assert interviews.forward(interview).question is None
    assert interviews.back(interview).place == last.place - 1


def answer_all_places(interviews: Interviews, interview: str) -> InterviewStep:
    step = interviews.go_to(interview, "")
    assert step.question is None
    return step


def test_a_hidden_answer_stays_stored_but_no_longer_counts(desk: Desk, client: str) -> None:
    start = desk.interviews.start(client, FULL)
    interview = answer_all(desk, start, lambda q: ("house",) if q.id == "goals" else usual(q)).head.id
    assert any(row.question.id == "house_amount" for row in desk.interviews.review(interview).rows)
    desk.interviews.answer(interview, "goals", answered(("education",)))
    assert not any(row.question.id == "house_amount" for row in desk.interviews.review(interview).rows)
    with desk.office.read() as session:
        stored = session.exec(
            select(AnswerRecord).where(AnswerRecord.interview_id == interview, AnswerRecord.question == "house_amount")
        ).one()
    assert json.loads(stored.value) == 30_000_000
    desk.interviews.answer(interview, "goals", answered(("house",)))
    row = next(row for row in desk.interviews.review(interview).rows if row.question.id == "house_amount")
    assert row.answer == answered(30_000_000)


def test_a_note_to_an_open_question_puts_it_off(interviews: Interviews, client: str) -> None:
    step = interviews.start(client, QUICK)
    noted = interviews.note(step.head.id, "consent", "[/]\x1b]52;c;x\x07 想想")
    assert noted.answer == LATER
    assert noted.question == step.question
    assert "\x1b" not in noted.note
    assert noted.note.startswith("[/]")
    assert interviews.answer(step.head.id, "consent", answered("yes")).place == 2
    assert interviews.back(step.head.id).note == noted.note
    with pytest.raises(DeskError) as long:
        interviews.note(step.head.id, "consent", "长" * 501)
    assert long.value.code == "note_too_long"


def test_hostile_text_is_stored_harmless(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, FULL))
    desk.interviews.answer(step.head.id, "remark", answered("[@click=app.quit]a\x1b[31m\u202eb"))
    row = next(r for r in desk.interviews.review(step.head.id).rows if r.question.id == "remark")
    assert row.answer == answered("[@click=app.quit]a\ufffd[31m\ufffdb")


def test_what_was_said_before_is_offered_and_what_is_on_record_too(desk: Desk, client: str) -> None:
    start = answer_all(desk, desk.interviews.start(client, QUICK))
    step = desk.interviews.go_to(start.head.id, "age")
    assert step.known is not None
    assert (step.known.value, step.known.source) == (46, "record")
    assert desk.interviews.go_to(step.head.id, "financial_assets").known.value == 612_400_000  # type: ignore[union-attr]
    desk.interviews.complete(step.head.id)
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    known = desk.interviews.go_to(step.head.id, "monthly_expense").known
    assert known is not None
    assert (known.value, known.source, known.on) == (30_000_000, "interview", TODAY)
    assert desk.interviews.go_to(step.head.id, "purpose").known is not None


def test_money_in_every_currency_is_on_file_in_fen_and_is_the_same_that_is_offered(desk: Desk, client: str) -> None:
    with desk.office.write("test.holding") as session:
        session.add(
            Holding(
                id=desk.office.ids.new(), client_id=client, reference="USD1", kind="deposit", name="美元存款",
                currency="USD", amount=100_000, value=710_000, as_of=TODAY,
            )
        )  # fmt: skip
        session.commit()
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    step = desk.interviews.go_to(step.head.id, "financial_assets")
    assert step.known is not None
    assert (step.on_file.assets_fen, step.on_file.assets_as_of) == (612_400_000 + 710_000, TODAY)
    assert step.known.value == step.on_file.assets_fen


def test_interviews_of_two_clients_are_parked_side_by_side(desk: Desk, client: str) -> None:
    other = client_id(desk, "C0002")
    first, second = desk.interviews.start(client, QUICK), desk.interviews.start(other, FULL)
    desk.interviews.answer(first.head.id, "consent", answered("yes"))
    parked = desk.interviews.parked()
    assert parked.client is None
    assert [(row.head.client.number, row.done) for row in parked.rows] == [("C0002", 0), ("C0001", 1)]
    assert desk.interviews.current(second.head.id).place == 1
    assert desk.interviews.find(first.head.id) == first.head
    assert desk.interviews.find(client) is None


def test_an_abandoned_interview_takes_no_more_answers(interviews: Interviews, client: str) -> None:
    step = interviews.start(client, QUICK)
    interviews.abandon(step.head.id)
    calls: tuple[Callable[[], object], ...] = (
        lambda: interviews.answer(step.head.id, "consent", answered("yes")),
        lambda: interviews.back(step.head.id),
        lambda: interviews.complete(step.head.id),
        lambda: interviews.abandon(step.head.id),
    )
    for closed in calls:
        with pytest.raises(DeskError) as error:
            closed()
        assert error.value.code == "interview_closed"
    assert interviews.of_client(client).rows[0].head.status == "abandoned"
    assert interviews.parked().rows == ()
    assert interviews.start(client, QUICK).head.id != step.head.id


# Walks


@pytest.fixture(scope="module")
def walking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = make_desk(tmp_path_factory.mktemp("walk") / "home", clock=FixedClock(NOW))
    yield opened
    opened.close()


def some_answer(draw: st.DrawFn, question: Question) -> Answer:
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from([LATER, DECLINED]))
    if question.kind == "choice":
        return answered(draw(st.sampled_from([option.id for option in question.options])))
    if question.kind == "choices":
        options = [option.id for option in question.options if not option.alone]
        most = min(len(options), question.high or len(options))
        ticked = draw(st.sets(st.sampled_from(options), min_size=1, max_size=most))
        return answered(tuple(option for option in options if option in ticked))
    if question.kind in ("amount", "number"):
        return answered(draw(st.integers(question.low or 0, question.high or 10**9)))
    return answered(usual(question))


@examples(12, one_fixture=True)
@given(data=st.data())
def test_random_walks_never_lose_an_answer_and_resume_like_going_straight(walking: Desk, data: st.DataObject) -> None:
    """Answers, steps back, jumps and reopened desks in any order: what was said last stands, everywhere."""
    interviews = walking.interviews
    client = client_id(walking, "C0002")
    for left in interviews.of_client(client).rows:
        if left.head.status == "open":  # an example that Hypothesis broke off has left it
            interviews.abandon(left.head.id)
    step = interviews.start(client, QUICK)
    said: dict[str, Answer] = {}
    answer = st.composite(some_answer)
    for move in data.draw(st.lists(st.sampled_from("aaaaaabfjr"), min_size=10, max_size=40)):
        question = step.question
        if move == "a" and question is not None:
            said[question.id] = data.draw(answer(question))
            step = interviews.answer(step.head.id, question.id, said[question.id])
        elif move == "b":
            step = interviews.back(step.head.id)
        elif move == "f":
            step = interviews.forward(step.head.id)
        elif move == "j":
            step = interviews.go_to(step.head.id, data.draw(st.sampled_from([q.id for q, _ in step.asked])))
        else:
            assert Interviews(walking.office).current(step.head.id) == step
        if step.question is not None:
            assert step.answer == said.get(step.question.id)
    for row in interviews.review(step.head.id).rows:
        assert row.answer == said.get(row.question.id)
    with walking.office.read() as session:
        records = session.exec(select(AnswerRecord).where(AnswerRecord.interview_id == step.head.id)).all()
    assert {record.question for record in records} == set(said)
    interviews.abandon(step.head.id)


def test_a_home_opened_again_resumes_at_the_same_question(tmp_path: Path) -> None:
    from advisor_tui.desk.opening import open_home
    from tests.support import PASSPHRASE

    first = make_desk(tmp_path / "home")
    step = first.interviews.start(client_id(first, "C0001"), FULL)
    for _ in range(5):
        assert step.question is not None
        step = first.interviews.answer(step.head.id, step.question.id, answered(usual(step.question)))
    office = first.office
    first.close()
    second = open_home(office.home, PASSPHRASE, office.clock, office.ids)
    assert second.interviews.current(step.head.id) == step
    second.close()
