"""Keeping one answer or note: changed rows only, each with the moment at which it was given."""

import json

from sqlmodel import Session

from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.reference.answers import encode_answer
from advisor_tui.rules.questionnaire import LATER, Answer, Question
from advisor_tui.store.tables import Answer as AnswerRecord


def put_answer(session: Session, office: Office, held: Held, question: Question, answer: Answer) -> None:
    """Keep an answer; saying the same again changes nothing."""
    record = held.records.get(question.id)
    state, value = answer.status, json.dumps(encode_answer(answer)["value"], ensure_ascii=False)
    if record is None:
        record = _new(office, held, question)
    elif (record.state, record.value) == (state, value):
        return
    record.state, record.value, record.answered_at = state, value, office.clock.now()
    _keep(session, held, record)
    held.answers[question.id] = answer


def put_note(session: Session, office: Office, held: Held, question: Question, note: str) -> None:
    """Keep a note. Without an answer the question counts as put off: it was put, and something was noted."""
    record = held.records.get(question.id)
    if record is None:
        if not note:
            return
        record = _new(office, held, question)
        record.state = LATER.status
        held.answers[question.id] = LATER
    record.note = note
    _keep(session, held, record)


def _new(office: Office, held: Held, question: Question) -> AnswerRecord:
    return AnswerRecord(
        id=office.ids.new(),
        interview_id=held.interview.id,
        client_id=held.client.id,
        question=question.id,
        answered_at=office.clock.now(),
    )


def _keep(session: Session, held: Held, record: AnswerRecord) -> None:
    held.records[record.question] = record
    session.add(record)
