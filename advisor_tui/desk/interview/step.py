"""Where an interview stands: the question, its answer, what was known before and what does not fit."""

from sqlmodel import Session

from advisor_tui.desk.interview.assessment import after_expiry, without_consent
from advisor_tui.desk.interview.doubting import numbers_of, on_file_now
from advisor_tui.desk.interview.events import events_for
from advisor_tui.desk.interview.known import known_figures, known_for
from advisor_tui.desk.interview.recorded import relatives_on_file
from advisor_tui.desk.interview.records import Held, Shelf
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import EventNote, Figures, InterviewStep, RefusalView
from advisor_tui.rules.goals import monthly_surplus
from advisor_tui.rules.interview import progress
from advisor_tui.rules.plausibility import OnFile
from advisor_tui.rules.profile import facts_of, number
from advisor_tui.rules.questionnaire import Question
from advisor_tui.rules.said import Figure, Relative


def step_of(session: Session, office: Office, shelf: Shelf, held: Held) -> InterviewStep:
    """Where the interview stands."""
    question = held.position()
    asked, numbers = held.asked, held.numbers
    facts = facts_of(held.questionnaire, held.answers)
    known, on_file = None, OnFile()
    events: tuple[EventNote, ...] = ()
    figures: dict[str, Figure] = {}
    members: tuple[Relative, ...] = ()
    if question is not None and held.interview.status == "open":
        known = known_for(session, shelf, held, question, office.today)
        figures = known_figures(session, shelf, held, question)
        members = relatives_on_file(session, held.client) if question.kind == "members" else ()
        on_file = on_file_now(session, office, held)
        events = events_for(session, office, held.client, question)
    return InterviewStep(
        head=held.head,
        question=question,
        place=max(numbers.values(), default=0) + 1 if question is None else numbers[question.id],
        numbers=numbers,
        answer=None if question is None else held.answers.get(question.id),
        note="" if question is None else held.note(question.id),
        known=known,
        progress=progress(held.questionnaire, held.answers),
        figures=Figures(number(facts, "financial_assets"), number(facts, "total_debts"), monthly_surplus(facts)),
        asked=tuple((q, q.id in held.answers and held.answers[q.id].status != "later") for q in asked),
        refusing=_refusing(office, question),
        told=numbers_of(facts),
        on_file=on_file,
        known_figures=figures,
        known_members=members,
        events=events,
        judged=question is not None and question.id in held.questionnaire.judged,
    )


def _refusing(office: Office, question: Question | None) -> RefusalView | None:
    if question is None or question.fact not in ("consent", "id_expires"):
        return None
    return without_consent(office) if question.fact == "consent" else after_expiry(office)
