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
        consent = session.exec(select(Consent)).one()
        interview = session.get_one(Interview, step.head.id)
    assert {goal.kind for goal in goals} == {"retirement", "education"}
    assert {need.kind for need in needs} == {need.kind for need in result.needs}
    assert len(needs) > 0
    assert (flows["family_income"].amount, flows["family_income"].period) == (30_000_000, "year")
    assert {item.source for item in flows.values()} == {"interview"}
    assert (consent.kind, consent.given, consent.decided_on) == ("sensitive_data", True, TODAY)
    assert (interview.status, interview.completed_at) == ("completed", NOW)
    assert desk.interviews.result(step.head.id) == result


def test_every_finding_names_answers_that_were_given(desk: Desk, client: str) -> None:
    step = answer_all(desk, desk.interviews.start(client, FULL))
    result = desk.interviews.complete(step.head.id)
    evidence = [need.evidence for need in result.needs] + [goal.evidence for goal in result.goals]
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
    assert desk.interviews.review(step.head.id).formal is not asked_for
    assert desk.interviews.complete(step.head.id).level is None
    with desk.office.read() as session:
        for table in (RiskAssessment, Goal, Need, CashFlowItem):
            assert session.exec(select(table)).all() == []
        assert session.exec(select(Consent)).one().given is False


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
