"""What a completed interview gave, read back from what it wrote and explained by its own questionnaire."""

from sqlmodel import Session, col, select

from advisor_tui.base.languages import LANGUAGES
from advisor_tui.desk.interview.asking import goal_gaps
from advisor_tui.desk.interview.assessment import assessment_of, level_change
from advisor_tui.desk.interview.books import stored_need
from advisor_tui.desk.interview.doubting import remarks_on
from advisor_tui.desk.interview.outcome import find_goals
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interview_result import FactRow, GoalPart, GoalRow, InterviewResult, LevelView, NeedRow
from advisor_tui.desk.views.interviews import AnswerRow
from advisor_tui.reference.needs import NeedTable
from advisor_tui.rules.profile import facts_of
from advisor_tui.rules.questionnaire import Both
from advisor_tui.rules.scoring import score
from advisor_tui.store.tables import Goal, Need


def result_of(session: Session, office: Office, held: Held) -> InterviewResult:
    """The result of a completed interview."""
    facts = facts_of(held.questionnaire, held.answers)
    level, informal = _level(session, office, held), informal_because(held)
    scoring = held.questionnaire.scoring
    return InterviewResult(
        head=held.head,
        level=level,
        informal=informal,
        needs=_needs(session, office.reference.needs, held),
        goals=_goals(session, office, held),
        facts=tuple(
            FactRow(fact.name, held.questionnaire.by_id[fact.question], held.answers[fact.question], fact.value)
            for fact in facts.values()
        ),
        answers=answer_rows(held),
        remarks=remarks_on(session, office, held),
        unassessed=level is None and scoring is not None and scoring.formal and not informal,
    )


def answer_rows(held: Held) -> tuple[AnswerRow, ...]:
    """Every question asked, numbered, with its answer and note."""
    rows = []
    numbers = held.numbers
    for question in held.asked:
        answer = held.answers.get(question.id)
        put_off = answer is None or answer.status == "later"
        rows.append(
            AnswerRow(
                numbers[question.id], question, answer, held.note(question.id), open=question.required and put_off
            )
        )
    return tuple(rows)


def informal_because(held: Held) -> tuple[str, ...]:
    """The questions that keep the result from being formal; none also where the questionnaire never scores."""
    if held.questionnaire.scoring is None:
        return ()
    result = score(held.questionnaire, held.answers)
    return (*result.missing, *result.blocked_by)


def _level(session: Session, office: Office, held: Held) -> LevelView | None:
    row = assessment_of(session, held)
    if row is None:
        return None
    scored = score(held.questionnaire, held.answers)
    article: Both | None = None
    if row.previous_level is not None:
        finding = level_change(office, row.previous_level, row.level)
        if finding is not None:
            rules = office.reference.rulebook.as_of(office.today)
            article = {lang: rules.article(finding, lang) for lang in LANGUAGES}
    return LevelView(
        level=row.level,
        score=scored.total if row.score is None else row.score,
        lowest_class=row.lowest_class,
        lowest_because=scored.lowest_because,
        valid_until=row.valid_until,
        previous=row.previous_level,
        confirmed=row.level_change_confirmed,
        confirm_article=article,
    )


def _needs(session: Session, table: NeedTable, held: Held) -> tuple[NeedRow, ...]:
    rows = session.exec(
        select(Need).where(Need.interview_id == held.interview.id).order_by(col(Need.priority), col(Need.id))
    )
    found = []
    for row in rows:
        need = stored_need(row)
        found.append(
            NeedRow(
                id=row.id,
                kind=row.kind,
                title={lang: table.title(row.kind, lang) for lang in LANGUAGES},
                sentence={lang: table.sentence(need, lang) for lang in LANGUAGES},
                size_fen=row.size,
                evidence=need.evidence,
                holdings=need.holdings,
                members=need.members,
                about=table.about(need),
            )
        )
    return tuple(found)


def _goals(session: Session, office: Office, held: Held) -> tuple[GoalRow, ...]:
    table = office.reference.needs
    facts = facts_of(held.questionnaire, held.answers)
    offered = office.reference.questionnaires.on(office.today)
    seen = {goal.kind: goal.evidence for goal in find_goals(facts, table.limits)}
    rows = session.exec(
        select(Goal).where(Goal.interview_id == held.interview.id).order_by(col(Goal.priority), col(Goal.id))
    )
    return tuple(
        GoalRow(
            id=row.id,
            kind=row.kind,
            title=table.goals[row.kind],
            amount_fen=row.amount,
            due_on=row.due_on,
            saved_fen=row.saved,
            priority=row.priority,
            evidence=seen.get(row.kind, ()),
            gaps=goal_gaps(held, row.kind, _missing(row), offered),
        )
        for row in rows
    )


def _missing(row: Goal) -> list[GoalPart]:
    missing: list[GoalPart] = []
    if row.amount is None:
        missing.append("amount")
    if row.due_on is None:
        missing.append("year")
    return missing
