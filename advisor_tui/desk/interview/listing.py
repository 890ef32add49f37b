"""Lists of interviews: one client's, and the parked ones of all clients."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.interview.records import Shelf, client_interviews, hold
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.interviews import InterviewList, InterviewRow, QuestionnaireRow
from advisor_tui.rules.interview import progress
from advisor_tui.store.tables import Answer, Client, Interview, RiskAssessment

_ORDER = {"open": 0, "completed": 1, "abandoned": 2}


def find_client(session: Session, client_id: str) -> Client:
    """A client.

    Raises:
        DeskError: `client_unknown`.
    """
    client = session.get(Client, client_id)
    if client is None:
        raise DeskError("client_unknown", mark("This client is not known here."), where=client_id)
    return client


def list_client(session: Session, shelf: Shelf, client_id: str) -> InterviewList:
    """A client's interviews: parked, completed, given up; the newest first in each."""
    client = find_client(session, client_id)
    interviews = sorted(client_interviews(session, client_id), key=lambda row: _ORDER[row.status])
    ref = ClientRef(client.id, client.name, client.number)
    elsewhere = session.exec(
        select(func.count()).where(Interview.status == "open", Interview.client_id != client_id)
    ).one()
    return InterviewList(ref, _rows(session, shelf, interviews), _offered(shelf), elsewhere)


def list_parked(session: Session, shelf: Shelf) -> InterviewList:
    """The parked interviews of all clients, the newest first."""
    interviews = session.exec(
        select(Interview).where(Interview.status == "open").order_by(col(Interview.id).desc())
    ).all()
    return InterviewList(None, _rows(session, shelf, interviews), _offered(shelf))


def _rows(session: Session, shelf: Shelf, interviews: Sequence[Interview]) -> tuple[InterviewRow, ...]:
    ids = [interview.id for interview in interviews]
    answers: dict[str, list[Answer]] = {interview_id: [] for interview_id in ids}
    for record in session.exec(select(Answer).where(col(Answer.interview_id).in_(ids))):
        answers[record.interview_id].append(record)
    assessments = session.exec(select(RiskAssessment).where(col(RiskAssessment.interview_id).in_(ids)))
    levels = {row.interview_id: row for row in assessments}
    clients = {interview.client_id: session.get_one(Client, interview.client_id) for interview in interviews}
    rows = []
    for interview in interviews:
        questionnaire = shelf.stored(session, interview.questionnaire_id)
        held = hold(interview, clients[interview.client_id], questionnaire, answers[interview.id], shelf.today)
        state = progress(questionnaire, held.answers)
        level = levels.get(interview.id)
        rows.append(
            InterviewRow(
                head=held.head,
                total=state.total,
                done=state.done,
                question=held.position() if interview.status == "open" else None,
                level=None if level is None else level.level,
                unconfirmed=level is not None and not level.level_change_confirmed,
            )
        )
    return tuple(rows)


def _offered(shelf: Shelf) -> tuple[QuestionnaireRow, ...]:
    return tuple(QuestionnaireRow(item.id, item.version, item.title, len(item.questions)) for item in shelf.offered())
