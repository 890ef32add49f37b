"""What was typed into a question and not given: kept on this terminal until it is given, and nowhere else."""

from collections.abc import Mapping

from sqlmodel import Session, col, delete, select

from advisor_tui.desk.office import Office
from advisor_tui.store.tables import AnswerDraft


def drafts_of(session: Session, interview_id: str) -> dict[str, str]:
    """What was typed, as JSON of the screen, by question."""
    rows = session.exec(select(AnswerDraft).where(AnswerDraft.interview_id == interview_id))
    return {row.question: row.content for row in rows}


def put_drafts(session: Session, office: Office, interview_id: str, contents: Mapping[str, str]) -> None:
    """Keep what was typed into these questions; "" where nothing stands there any more."""
    for question, content in contents.items():
        forget_drafts(session, interview_id, question)
        if content:
            draft = AnswerDraft(id=office.ids.new(), interview_id=interview_id, question=question, content=content)
            session.add(draft)


def forget_drafts(session: Session, interview_id: str, question: str = "") -> None:
    """Delete what was typed into a question, or into all of them; the database overwrites what it deletes."""
    statement = delete(AnswerDraft).where(col(AnswerDraft.interview_id) == interview_id)
    if question:
        statement = statement.where(col(AnswerDraft.question) == question)
    session.exec(statement)
