"""The review, and what completing an interview writes and refuses."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.interviews import Interviews
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root
from advisor_tui.reference.toml import Source
from advisor_tui.rules.questionnaire import DECLINED, LATER, answered
from advisor_tui.store.tables import (
    Answer,
    CashFlowItem,
    Client,
    Consent,
    Goal,
    Interview,
    Need,
    RiskAssessment,
)
from advisor_tui.store.tables import Questionnaire as QuestionnaireRecord
from tests.desk.interview_walk import FULL, QUICK, add_assessments, bold, completed
from tests.screens.interview_stage import answer_all, usual
from tests.support import NOW, TODAY, client_id


@pytest.fixture
def client(desk: Desk) -> str:
    return client_id(desk, "C0001")


def test_the_review_names_what_is_open_and_never_the_score(desk: Desk, client: str) -> None:
    interviews = desk.interviews
    step = interviews.start(client, QUICK)
    interviews.answer(step.head.id, "consent", answered("yes"))
    interviews.answer(step.head.id, "capacity", LATER)
    interviews.answer(step.head.id, "age", DECLINED)
    review = interviews.review(step.head.id)
    state = {row.question.id: row.open for row in review.rows}
    assert (state["consent"], state["capacity"], state["age"], state["purpose"]) == (False, True, False, True)
    assert not review.ready
    assert not review.formal
    assert not hasattr(review, "score")
    with pytest.raises(DeskError) as hidden:
        interviews.result(step.head.id)
    assert hidden.value.code == "interview_open"
    with pytest.raises(DeskError) as incomplete:
        interviews.complete(step.head.id)
    assert incomplete.value.code == "interview_incomplete"


def test_after_a_jump_from_the_review_an_answer_leads_to_what_is_still_open(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    assert desk.interviews.answer(step.head.id, "age", answered(50), to_open=True).question is None


def test_completing_writes_everything_in_one_transaction(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, FULL))
    with desk.office.rows() as rows:
        before = rows.exec_driver_sql("SELECT max(seq) FROM journal").scalar_one()
    result = desk.interviews.complete(step.head.id)
    with desk.office.rows() as rows:
        actions = rows.exec_driver_sql("SELECT DISTINCT action, instant FROM journal WHERE seq > ?", (before,)).all()
    assert [action for action, _ in actions] == ["interview.complete"]
    assert result.level is not None
    assert result.level.valid_until == date(2027, 11, 24)
    with desk.office.read() as session:
        row = session.exec(select(RiskAssessment)).one()
        assert (row.level, row.score, row.source, row.assessed_on) == (
            result.level.level, result.level.score, "interview", TODAY,
        )  # fmt: skip
        assert (row.previous_level, row.level_change_confirmed) == (None, True)
        goals = session.exec(select(Goal)).all()
        needs = session.exec(select(Need)).all()
        flows = {item.kind: item for item in session.exec(select(CashFlowItem))}
        consents = {row.kind: row for row in session.exec(select(Consent))}
        interview = session.get_one(Interview, step.head.id)
    assert {goal.kind for goal in goals} == {"retirement", "education"}
    assert {need.kind for need in needs} == {need.kind for need in result.needs}
    assert len(needs) > 0
    assert (flows["family_income"].amount, flows["family_income"].period) == (60_000_000, "year")
    assert {item.source for item in flows.values()} == {"interview"}
    assert (consents["sensitive_data"].given, consents["sensitive_data"].decided_on) == (True, TODAY)
    assert (interview.status, interview.completed_at) == ("completed", NOW)
    assert desk.interviews.result(step.head.id) == result


def test_every_finding_names_answers_that_were_given(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, FULL))
    result = desk.interviews.complete(step.head.id)
    assert all(need.evidence or need.holdings for need in result.needs)
    evidence = [need.evidence for need in result.needs if need.evidence] + [goal.evidence for goal in result.goals]
    for questions in evidence:
        rows = result.evidence(questions)
        assert {row.question.id for row in rows} == set(questions)
        assert rows
        assert all(row.answer is not None and row.answer.status == "answered" for row in rows)
    assert all(fact.answer.value is not None for fact in result.facts)


def test_a_second_interview_replaces_the_figures_of_the_first(desk: Desk, client: str) -> None:
    completed(desk, client)
    completed(desk, client, lambda q: 99_900 if q.id == "monthly_expense" else usual(q))
    with desk.office.read() as session:
        living = session.exec(select(CashFlowItem).where(CashFlowItem.kind == "living")).one()
    assert living.amount == 99_900


def test_without_consent_nothing_is_drawn_from_the_answers(desk: Desk, client: str) -> None:
    interview = completed(desk, client, lambda q: "no" if q.id == "consent" else usual(q))
    result = desk.interviews.result(interview)
    assert (result.level, result.needs, result.goals) == (None, (), ())
    assert "consent" in result.informal
    with desk.office.read() as session:
        assert session.exec(select(CashFlowItem)).all() == []
        assert session.exec(select(Consent)).one().given is False


@pytest.mark.parametrize("asked_for", [True, False], ids=["shipped", "questionnaire that does not ask for it"])
@pytest.mark.parametrize("code", [FULL, QUICK])
def test_without_consent_only_the_refusal_is_kept(desk: Desk, client: str, code: str, asked_for: bool) -> None:
    path = f"questionnaires/{code}.toml"
    shipped = (data_root() / path).read_text(encoding="utf-8")
    head, formal_if, conditions = shipped.partition("formal_if = [")
    lax = head + formal_if + conditions.replace('  { question = "consent", op = "is", value = "yes" },\n', "", 1)
    assert lax != shipped
    published = [] if asked_for else [Source(path, lax)]
    interviews = Interviews(desk.office.with_reference(load_reference(data_root(), published)))
    step = answer_all(desk, interviews.start(client, code), lambda q: "no" if q.id == "consent" else usual(q))
    assert desk.interviews.review(step.head.id).formal is False
    assert desk.interviews.complete(step.head.id).level is None
    with desk.office.read() as session:
        for table in (RiskAssessment, Goal, Need, CashFlowItem):
            assert session.exec(select(table)).all() == []
        assert session.exec(select(Consent)).one().given is False


@pytest.mark.parametrize("code", [FULL, QUICK])
def test_after_a_refusal_nothing_more_is_asked_and_what_was_said_leaves_the_record(
    desk: Desk, client: str, code: str
) -> None:
    """个人信息保护法 arts. 13, 29: what may not be used is neither asked for nor drawn on."""
    interviews = desk.interviews
    step = answer_all(desk, interviews.start(client, code))
    before = len(interviews.review(step.head.id).rows)
    refused = interviews.answer(step.head.id, "consent", answered("no"))
    assert refused.question is None
    review = interviews.review(step.head.id)
    assert (before > 10, len(review.rows), review.ready, review.consent) == (True, 1, True, False)
    assert "第二十九条" in review.refusals[0].article["zh"]
    interviews.complete(step.head.id)
    with desk.office.read() as session:
        (kept,) = session.exec(select(Answer)).all()
    assert (kept.question, kept.value) == ("consent", '"no"')
    again = interviews.start(client, code)
    assert again.known is not None, "only the refusal is remembered"
    while again.question is not None and again.question.id != "age":
        again = interviews.answer(again.head.id, again.question.id, answered(usual(again.question)))
    assert again.known is None or again.known.source == "record"


def test_what_leaves_the_record_stays_in_the_journal_and_the_words_say_so(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    desk.interviews.answer(step.head.id, "consent", answered("no"))
    refusal = desk.interviews.review(step.head.id).refusals[0]
    desk.interviews.complete(step.head.id)
    with desk.office.read() as session:
        assert [row.question for row in session.exec(select(Answer))] == ["consent"]
    with desk.office.rows() as rows:
        payloads = rows.exec_driver_sql("SELECT payload FROM journal WHERE table_name = 'answer'").scalars().all()
    assert any('"question":[null,"age"]' in payload for payload in payloads)
    assert "移出记录" in refusal.sentence["zh"]
    assert "防篡改日志留存至按删除令清除" in refusal.sentence["zh"]
    assert "the tamper-evident journal keeps them until erased by order" in refusal.sentence["en"]
    assert refusal.article["zh"].endswith("（待核实）"), "what becomes of the answers is no text of the law"


def test_giving_up_after_a_refusal_keeps_the_refusal_alone(desk: Desk, client: str) -> None:
    """Giving the interview up is no way round a refused consent."""
    interviews = desk.interviews
    step = answer_all(desk, interviews.start(client, FULL))
    interviews.answer(step.head.id, "consent", answered("no"))
    interviews.abandon(step.head.id)
    with desk.office.read() as session:
        (kept,) = session.exec(select(Answer)).all()
        refusal = session.exec(select(Consent)).one()
        assert session.exec(select(Goal)).all() == []
        assert session.get_one(Interview, step.head.id).status == "abandoned"
    assert (kept.question, kept.value) == ("consent", '"no"')
    assert (refusal.kind, refusal.given, refusal.decided_on) == ("sensitive_data", False, TODAY)


@pytest.mark.parametrize("consent", ["yes", None], ids=["given", "not asked yet"])
def test_giving_up_without_a_refusal_keeps_the_answers_and_records_no_consent(
    desk: Desk, client: str, consent: str | None
) -> None:
    step = desk.interviews.start(client, QUICK)
    if consent is not None:
        step = answer_all(desk, step)
    before = len(step.asked) if consent is not None else 0
    desk.interviews.abandon(step.head.id)
    with desk.office.read() as session:
        assert len(session.exec(select(Answer)).all()) == before
        assert session.exec(select(Consent)).all() == []


@pytest.mark.parametrize("end", ["completed", "given up", "parked", "parked after a refusal"])
def test_only_interviews_that_may_be_drawn_on_offer_their_answers(desk: Desk, client: str, end: str) -> None:
    interviews = desk.interviews
    step = answer_all(desk, interviews.start(client, QUICK))
    if end == "completed":
        interviews.complete(step.head.id)
    elif end == "given up":
        interviews.abandon(step.head.id)
    elif end == "parked after a refusal":
        interviews.answer(step.head.id, "consent", answered("no"))
    later = answer_all(desk, interviews.start(client, FULL))
    known = interviews.go_to(later.head.id, "purpose").known
    assert (known is not None) is (end in ("completed", "parked"))


def test_thinking_again_before_the_end_brings_the_answers_back(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    desk.interviews.answer(step.head.id, "consent", answered("no"))
    desk.interviews.answer(step.head.id, "consent", answered("yes"))
    review = desk.interviews.review(step.head.id)
    assert (review.ready, review.formal, review.consent) == (True, True, True)


def test_an_interview_with_nothing_left_to_ask_goes_on_at_the_review(desk: Desk, client: str) -> None:
    step = desk.interviews.start(client, QUICK)
    assert desk.interviews.resume(step.head.id).question == step.question, "nothing was asked yet"
    answer_all(desk, step)
    desk.interviews.go_to(step.head.id, "age")
    assert desk.interviews.current(step.head.id).place == 3
    assert desk.interviews.resume(step.head.id).question is None
    assert desk.interviews.current(step.head.id).question is None


def test_an_interview_left_in_the_middle_goes_on_where_it_was_left(desk: Desk, client: str) -> None:
    step = desk.interviews.start(client, QUICK)
    for _ in range(4):
        assert step.question is not None
        step = desk.interviews.answer(step.head.id, step.question.id, answered(usual(step.question)))
    back = desk.interviews.back(step.head.id)
    assert desk.interviews.resume(step.head.id).question == back.question


def test_the_review_names_the_answers_that_do_not_fit(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    fits_not = {"family_income": 10_000_00, "monthly_expense": 900_000_00}
    for question, value in fits_not.items():
        desk.interviews.answer(step.head.id, question, answered(value))
    doubtful = desk.interviews.review(step.head.id).doubtful
    assert {"family_income", "monthly_expense"} <= set(doubtful)
    assert desk.interviews.review(step.head.id).ready, "nothing is barred"


def test_a_declined_required_question_completes_without_a_level(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    desk.interviews.answer(step.head.id, "horizon", DECLINED)
    review = desk.interviews.review(step.head.id)
    assert (review.ready, review.formal, review.informal) == (True, False, ("horizon",))
    assert desk.interviews.complete(step.head.id).level is None
    with desk.office.read() as session:
        assert session.exec(select(RiskAssessment)).all() == []


def test_the_lowest_class_is_stored_whatever_the_score(desk: Desk, client: str) -> None:
    interview = completed(desk, client, lambda q: "yes" if q.id == "unwilling_to_lose" else bold(q))
    level = desk.interviews.result(interview).level
    assert level is not None
    assert (level.level, level.lowest_class, level.lowest_because) == (1, True, ("unwilling_to_lose",))


def test_the_third_assessment_of_a_day_is_refused_with_the_article(desk: Desk, client: str) -> None:
    completed(desk, client)
    completed(desk, client)
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    assert len(desk.interviews.review(step.head.id).refusals) == 1
    with pytest.raises(DeskError) as refused:
        desk.interviews.complete(step.head.id)
    assert refused.value.code == "assessment_refused"
    assert "第二十九条" in str(refused.value)
    assert desk.interviews.current(step.head.id).head.status == "open"


@pytest.mark.parametrize(
    ("oldest", "refused"),
    [(date(2025, 11, 25), True), (date(2025, 11, 24), False)],
    ids=["eight within twelve months", "the eighth is twelve months ago"],
)
def test_the_ninth_assessment_within_twelve_months_is_refused(
    desk: Desk, client: str, oldest: date, refused: bool
) -> None:
    add_assessments(desk, client, oldest, *(TODAY - timedelta(days=30 * n) for n in range(1, 8)))
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    assert bool(desk.interviews.review(step.head.id).refusals) is refused
    if refused:
        with pytest.raises(DeskError, match="第二十九条"):
            desk.interviews.complete(step.head.id)
    else:
        desk.interviews.complete(step.head.id)


@pytest.mark.parametrize("answered_by", ["advisor", "guardian", ""])
def test_nobody_answers_for_a_client_of_full_capacity(desk: Desk, client: str, answered_by: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, QUICK))
    assert not desk.interviews.review(step.head.id).guardian
    with pytest.raises(DeskError) as refused:
        desk.interviews.complete(step.head.id, answered_by=answered_by)
    assert refused.value.code == "answered_by_other"
    assert "第十三条" in str(refused.value)
    assert desk.interviews.current(step.head.id).head.status == "open"


def test_the_guardian_answers_for_a_client_without_full_capacity(desk: Desk, client: str) -> None:
    start = desk.interviews.start(client, QUICK)
    step = answer_all(desk, start, lambda q: "limited" if q.id == "capacity" else usual(q))
    assert desk.interviews.review(step.head.id).guardian
    level = desk.interviews.complete(step.head.id, answered_by="guardian").level
    assert level is not None
    assert (level.level, level.lowest_class) == (1, True)
    with desk.office.read() as session:
        assert session.get_one(Interview, step.head.id).answered_by == "guardian"
        assert session.get_one(Client, client).capacity == "limited"


def test_a_changed_level_counts_at_once_and_waits_for_the_client(desk: Desk, client: str) -> None:
    add_assessments(desk, client, date(2026, 5, 1))
    interview = completed(desk, client, lambda q: "yes" if q.id == "unwilling_to_lose" else usual(q))
    level = desk.interviews.result(interview).level
    assert level is not None
    assert (level.previous, level.level, level.changed, level.confirmed) == (3, 1, True, False)
    assert level.confirm_article is not None
    assert "第二十九条" in level.confirm_article["zh"]
    assert desk.interviews.of_client(client).rows[0].unconfirmed
    confirmed = desk.interviews.confirm_level(interview).level
    assert confirmed is not None
    assert confirmed.confirmed
    with pytest.raises(DeskError) as nothing:
        desk.interviews.confirm_level(interview)
    assert nothing.value.code == "nothing_to_confirm"


def test_the_same_level_again_needs_no_confirmation(desk: Desk, client: str) -> None:
    first = desk.interviews.result(completed(desk, client)).level
    again = desk.interviews.result(completed(desk, client)).level
    assert first is not None
    assert again is not None
    assert (again.previous, again.confirmed, again.changed) == (first.level, True, False)


def test_an_old_interview_is_explained_by_its_own_questionnaire(desk: Desk, client: str) -> None:
    interview = completed(desk, client)
    with desk.office.write("test.reword") as session:
        kept = session.exec(select(QuestionnaireRecord)).one()
        kept.text = kept.text.replace('title = { zh = "快速访谈 2026 版"', 'title = { zh = "旧版"')
        session.commit()
    assert Interviews(desk.office).result(interview).head.title["zh"] == "旧版"


def test_a_questionnaire_changed_without_a_new_version_is_refused(desk: Desk, client: str) -> None:
    desk.interviews.start(client, QUICK)
    with desk.office.write("test.tamper") as session:
        session.exec(select(QuestionnaireRecord)).one().sha256 = "0" * 64
        session.commit()
    with pytest.raises(DeskError) as refused:
        desk.interviews.start(client_id(desk, "C0002"), QUICK)
    assert refused.value.code == "questionnaire_changed"
