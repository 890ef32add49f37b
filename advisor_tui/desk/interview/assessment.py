"""From a completed interview to a risk assessment: how often, how long, and against the last one."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, func, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import LANGUAGES, Lang, mark
from advisor_tui.desk.interview.person import capacity_now, expiry_finding
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import RefusalView
from advisor_tui.reference.rulebook import RulesInForce
from advisor_tui.rules.assessment import AssessmentsCounted, counts_known, evaluate_assessment
from advisor_tui.rules.deadlines import valid_through
from advisor_tui.rules.facts import AssessmentFacts, Capacity
from advisor_tui.rules.findings import Finding, Verdict
from advisor_tui.rules.scoring import ScoreResult
from advisor_tui.rules.suitability.validity import Validity
from advisor_tui.store.tables import Client, RiskAssessment

_COUNTED = "assessments_counted"


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


def counts(session: Session, office: Office, client_id: str) -> AssessmentFacts:
    """How many assessments were made today, and in the months that count; those of other channels are among them."""
    today, rules = office.today, office.rules
    first = rules.terms(_COUNTED, AssessmentsCounted).first_day(today) if _COUNTED in rules else today
    days = session.exec(
        select(col(RiskAssessment.assessed_on)).where(
            RiskAssessment.client_id == client_id,
            RiskAssessment.assessed_on >= first,
            RiskAssessment.assessed_on <= today,
        )
    ).all()
    return AssessmentFacts(done_today=sum(1 for day in days if day == today), done_12m=len(days))


def other_channels_known(session: Session) -> date | None:
    """The newest day of the assessments that head office sent of other channels, of any client; None without any."""
    return session.exec(
        select(func.max(RiskAssessment.assessed_on)).where(col(RiskAssessment.source) != "interview")
    ).one()


def guardian_may_answer(office: Office, held: Held) -> bool:
    """Whether the legal representative may answer: only for a client without full capacity (民法典 arts. 19–22)."""
    return capacity_now(office, held) in (Capacity.LIMITED, Capacity.NONE)


def check_answered_by(office: Office, held: Held, answered_by: str) -> None:
    """Nobody answers for the client (令2025年第7号 art. 13).

    Raises:
        DeskError: `answered_by_other`.
    """
    if answered_by != "client" and not (answered_by == "guardian" and guardian_may_answer(office, held)):
        raise DeskError(
            "answered_by_other",
            mark("A client of full capacity answers in person; nobody may answer instead (令2025年第7号第十三条)."),
            where=held.interview.id,
        )


def refusals(session: Session, office: Office, client_id: str, *, consent: bool = True) -> list[Finding]:
    """What forbids one more assessment of this client today (令2025年第7号 art. 29; 个人信息保护法 art. 29)."""
    decision = evaluate_assessment(replace(counts(session, office, client_id), consent=consent), office.rules)
    return [finding for finding in decision.findings if finding.verdict is Verdict.FORBIDDEN]


def no_assessment(session: Session, office: Office, held: Held) -> tuple[RefusalView, ...]:
    """Why no assessment can follow from an interview today, nothing where one can or none is meant."""
    scoring = held.questionnaire.scoring
    if scoring is None or not scoring.formal:
        return ()
    return tuple(refused_view(session, office, finding) for finding in refusals(session, office, held.client.id))


def refused_sentence(session: Session, office: Office, finding: Finding, lang: Lang | None = None) -> str:
    """What a finding of `refusals` says; with a count stands how far this desk knows it."""
    rules = office.rules
    said = rules.sentence(finding, lang)
    if not finding.rule.startswith("assessments_") or _COUNTED not in rules:
        return said
    known = rules.sentence(counts_known(other_channels_known(session)), lang)
    return f"{said} {known}"


def refused_view(session: Session, office: Office, finding: Finding) -> RefusalView:
    """A finding of `refusals` in both languages."""
    return RefusalView(
        {lang: refused_sentence(session, office, finding, lang) for lang in LANGUAGES},
        {lang: office.rules.article(finding, lang) for lang in LANGUAGES},
    )


def refusal_view(rules: RulesInForce, finding: Finding) -> RefusalView:
    """A finding in both languages."""
    return RefusalView(
        {lang: rules.sentence(finding, lang) for lang in LANGUAGES},
        {lang: rules.article(finding, lang) for lang in LANGUAGES},
    )


def after_expiry(office: Office) -> RefusalView | None:
    """What follows when the identity paper has expired."""
    finding = expiry_finding(office)
    return None if finding is None else refusal_view(office.rules, finding)


def without_consent(office: Office) -> RefusalView:
    """What follows when the client does not let the bank use what is said."""
    rules = office.reference.rulebook.as_of(office.today)
    decision = evaluate_assessment(AssessmentFacts(consent=False), rules)
    return next(refusal_view(rules, finding) for finding in decision.findings if finding.rule == "consent")


def assess(session: Session, office: Office, held: Held, result: ScoreResult) -> RiskAssessment:
    """Store a formal result as the client's risk assessment; a changed level is not confirmed yet.

    Raises:
        DeskError: `assessment_refused`: too many today or within twelve months.
    """
    rules = office.rules
    for finding in refusals(session, office, held.client.id):
        raise DeskError(
            "assessment_refused",
            mark("{sentence} ({article})"),
            where=held.interview.id,
            sentence=refused_sentence(session, office, finding),
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


def confirm_change(session: Session, held: Held) -> None:
    """Note that the client confirms a level that differs from the last one (令2025年第7号 art. 29).

    Raises:
        DeskError: `nothing_to_confirm`.
    """
    row = assessment_of(session, held)
    if row is None or row.level_change_confirmed:
        raise DeskError("nothing_to_confirm", mark("There is no changed level to confirm."))
    row.level_change_confirmed = True
    session.add(row)


def assessment_of(session: Session, held: Held) -> RiskAssessment | None:
    """The assessment that an interview gave, None where it gave none."""
    return session.exec(select(RiskAssessment).where(RiskAssessment.interview_id == held.interview.id)).first()


def level_change(office: Office, last_level: int, new_level: int) -> Finding | None:
    """The finding that asks the client to confirm a level other than the last one (令2025年第7号 art. 29)."""
    facts = AssessmentFacts(new_level=new_level, last_level=last_level)
    decision = evaluate_assessment(facts, office.reference.rulebook.as_of(office.today))
    return next((f for f in decision.findings if f.rule == "level_change" and f.verdict is Verdict.WARN), None)
