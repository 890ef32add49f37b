"""What the rules may know of a client: the record, the latest assessment and the completed interviews."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from advisor_tui.desk.interview.assessment import last_assessment
from advisor_tui.desk.interview.records import Shelf, hold
from advisor_tui.rules.facts import Capacity, ClientFacts
from advisor_tui.rules.profile import Fact, client_facts, facts_of
from advisor_tui.store.tables import Answer, Client, Interview


def age_on(born_on: date, day: date) -> int:
    """Whole years of age on a day; the birthday counts."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def known_facts(session: Session, shelf: Shelf, client: Client, today: date) -> ClientFacts:
    """Everything known of a client; what nobody told stays unknown.

    The birth date on record outranks an age that was once told; a capacity that the record limits is not widened by
    an answer.
    """
    told = client_facts(interview_facts(session, shelf, client))
    assessed = last_assessment(session, client.id)
    recorded = Capacity(client.capacity)
    return replace(
        told,
        age=told.age if client.born_on is None else age_on(client.born_on, today),
        capacity=recorded if told.capacity is None or recorded is not Capacity.FULL else told.capacity,
        assessed=assessed is not None,
        risk_level=None if assessed is None else assessed.level,
        lowest_class=None if assessed is None else assessed.lowest_class,
        assessed_on=None if assessed is None else assessed.assessed_on,
    )


def interview_facts(session: Session, shelf: Shelf, client: Client, until: datetime | None = None) -> dict[str, Fact]:
    """The facts of a client's completed interviews, by name; the newest interview that tells one wins.

    With `until` only what was known at that instant counts.
    """
    completed = select(Interview).where(Interview.client_id == client.id, Interview.status == "completed")
    if until is not None:
        completed = completed.where(col(Interview.completed_at) <= until)
    interviews = session.exec(completed.order_by(col(Interview.completed_at), col(Interview.id))).all()
    facts: dict[str, Fact] = {}
    for interview in interviews:
        questionnaire = shelf.stored(session, interview.questionnaire_id)
        records = session.exec(select(Answer).where(Answer.interview_id == interview.id)).all()
        facts |= facts_of(questionnaire, hold(interview, client, questionnaire, records, shelf.today).answers)
    return facts
