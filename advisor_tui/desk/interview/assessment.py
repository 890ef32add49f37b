"""From a completed interview to a risk assessment: how often, how long, and against the last one."""

from datetime import date

from sqlmodel import Session, col, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import LANGUAGES, mark
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import RefusalView
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.rules.assessment import evaluate_assessment
from advisor_tui.rules.dates import add_months
from advisor_tui.rules.deadlines import valid_through
from advisor_tui.rules.facts import AssessmentFacts, Capacity
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.profile import facts_of
from advisor_tui.rules.scoring import ScoreResult
from advisor_tui.rules.suitability.validity import Validity
from advisor_tui.store.tables import Client, RiskAssessment

COUNT_MONTHS = 12
"""The months over which assessments are counted (令2025年第7号 art. 29)."""


def last_assessment(session: Session, client_id: str) -> RiskAssessment | None:
    """The client's latest assessment."""
    statement = (
        select(RiskAssessment)
        .where(RiskAssessment.client_id == client_id)
        .order_by(col(RiskAssessment.assessed_on).desc(), col(RiskAssessment.id).desc())
    )
    return session.exec(statement).first()


def require_assessment(session: Session, client: Client, today: date) -> RiskAssessment:
    """The assessment that a sale may stand on (令2025年第7号 arts. 13, 29).

    Raises:
        DeskError: `not_assessed`, `assessment_expired`, `level_unconfirmed`.
    """
    assessed = last_assessment(session, client.id)
    if assessed is None:
        message = mark("{name} has no risk assessment. Assess first: F3.")
        raise DeskError("not_assessed", message, where=client.number, name=client.name)
    if assessed.valid_until < today:
        message = mark("The risk assessment of {name} expired on {day}. Assess again first: F3.")
        raise DeskError("assessment_expired", message, where=client.number, name=client.name, day=assessed.valid_until)
    require_confirmed_level(assessed, client)
    return assessed


def require_confirmed_level(assessed: RiskAssessment | None, client: Client) -> None:
    """A level that differs from the last one carries no sale until the client has confirmed it.

    Raises:
        DeskError: `level_unconfirmed` (令2025年第7号 art. 29).
    """
    if assessed is not None and not assessed.level_change_confirmed:
        message = mark(
            "{name} has not confirmed the changed risk level C{level} yet (令2025年第7号第二十九条): "
            "F3, the interview's result."
        )
        raise DeskError("level_unconfirmed", message, where=client.number, name=client.name, level=assessed.level)


def counts(session: Session, client_id: str, today: date) -> tuple[int, int]:
    """How many assessments were made today, and within twelve months up to today, as known at this desk."""
    days = session.exec(
        select(col(RiskAssessment.assessed_on)).where(
            RiskAssessment.client_id == client_id,
            RiskAssessment.assessed_on > add_months(today, -COUNT_MONTHS),
            RiskAssessment.assessed_on <= today,
        )
    ).all()
    return sum(1 for day in days if day == today), len(days)


def guardian_may_answer(held: Held) -> bool:
    """Whether the legal representative may answer: only for a client without full capacity (民法典 arts. 19–22)."""
    answer = facts_of(held.questionnaire, held.answers).get("capacity")
    return answer is not None and answer.value in (Capacity.LIMITED, Capacity.NONE)


def check_answered_by(held: Held, answered_by: str) -> None:
    """Nobody answers for the client (令2025年第7号 art. 13).

    Raises:
        DeskError: `answered_by_other`.
    """
    if answered_by != "client" and not (answered_by == "guardian" and guardian_may_answer(held)):
        raise DeskError(
            "answered_by_other",
            mark("A client of full capacity answers in person; nobody may answer instead (令2025年第7号第十三条)."),
            where=held.interview.id,
        )


def refusals(session: Session, office: Office, client_id: str) -> list[Finding]:
    """What forbids one more assessment of this client today (令2025年第7号 art. 29)."""
    today, year = counts(session, client_id, office.today)
    facts = AssessmentFacts(done_today=today, done_12m=year)
    decision = evaluate_assessment(facts, office.reference.rulebook.as_of(office.today))
    return [finding for finding in decision.findings if finding.verdict is Verdict.FORBIDDEN]


def refusal_view(rules: RulesInForce, finding: Finding) -> RefusalView:
    """A finding in both languages."""
    return RefusalView(
        {lang: rules.sentence(finding, lang) for lang in LANGUAGES},
        {lang: rules.article(finding, lang) for lang in LANGUAGES},
    )


def assess(session: Session, office: Office, held: Held, result: ScoreResult) -> RiskAssessment:
    """Store a formal result as the client's risk assessment; a changed level is not confirmed yet.

    Raises:
        DeskError: `assessment_refused`: too many today or within twelve months.
    """
    rules = office.reference.rulebook.as_of(office.today)
    for finding in refusals(session, office, held.client.id):
        raise DeskError(
            "assessment_refused",
            mark("{sentence} ({article})"),
            where=held.interview.id,
            sentence=rules.sentence(finding),
            article=rules.article(finding),
        )
    last = last_assessment(session, held.client.id)
    row = RiskAssessment(
        id=office.ids.new(),
        client_id=held.client.id,
        interview_id=held.interview.id,
        score=result.total,
        level=result.level,
        lowest_class=result.lowest_class,
        previous_level=None if last is None else last.level,
        level_change_confirmed=last is None or level_change(office, last.level, result.level) is None,
        assessed_on=office.today,
        valid_until=valid_through(office.today, rules.terms("assessment_valid", Validity).months),
    )
    session.add(row)
    return row


def level_change(office: Office, last_level: int, new_level: int) -> Finding | None:
    """The finding that asks the client to confirm a level other than the last one (令2025年第7号 art. 29)."""
    facts = AssessmentFacts(new_level=new_level, last_level=last_level)
    decision = evaluate_assessment(facts, office.reference.rulebook.as_of(office.today))
    return next((f for f in decision.findings if f.rule == "level_change" and f.verdict is Verdict.WARN), None)
