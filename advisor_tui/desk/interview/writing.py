"""Keeping one answer or note: changed rows only, each with the moment at which it was given."""

import json

from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import safe_text
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.office import Office
from advisor_tui.reference.answers import encode_answer
from advisor_tui.rules.questionnaire import LATER, Answer, Question
from advisor_tui.store.tables import Answer as AnswerRecord

LONGEST_NOTE = 500
"""Code points of a note."""


def put_answer(session: Session, office: Office, held: Held, question: Question, answer: Answer) -> None:
    """Keep an answer; saying the same again changes nothing."""
    record = held.records.get(question.id)
    state, value = answer.status, json.dumps(encode_answer(answer)["value"], ensure_ascii=False)
    if record is None:
        record = _new(office, held, question)
    elif (record.state, record.value, record.source, record.as_of) == (state, value, answer.source, answer.as_of):
        return
    record.state, record.value, record.answered_at = state, value, office.clock.now()
    record.source, record.as_of = answer.source, answer.as_of
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


def forget_answers(session: Session, held: Held) -> None:
    """Take every answer and note but the refusal itself out of the record: without consent nothing else may be used.

    The journal, which is what shows that nothing was altered, keeps their values until they are erased by order.
    """
    for name, record in list(held.records.items()):
        question = held.questionnaire.by_id.get(name)
        if question is None or question.fact != "consent":
            session.delete(record)
            del held.records[name]
            held.answers.pop(name, None)


def checked_note(text: str) -> str:
    """A note as it is kept.

    Raises:
        DeskError: `note_too_long`.
    """
    note = safe_text(text, lines=True).strip()
    if len(note) > LONGEST_NOTE:
        raise DeskError("note_too_long", mark("A note has at most {longest} characters."), longest=LONGEST_NOTE)
    return note


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
