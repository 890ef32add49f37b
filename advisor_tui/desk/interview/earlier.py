"""What was answered in earlier interviews, the newest first, as far as it may be drawn on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from advisor_tui.base.clock import business_date
from advisor_tui.base.errors import DeskError
from advisor_tui.desk.interview.records import Shelf, plain
from advisor_tui.reference.questionnaires import fed_by
from advisor_tui.rules.interview import fits
from advisor_tui.rules.questionnaire import Answer, Question, Value
from advisor_tui.rules.said import Figures
from advisor_tui.store.tables import Answer as AnswerRecord
from advisor_tui.store.tables import Interview

CONSENT = "consent"


@dataclass(frozen=True)
class Said:
    """An earlier answer: the question as it was put then, the answer's row, and the day on which it was given."""

    question: Question
    record: AnswerRecord
    on: date

    def answer(self) -> Answer | None:
        """The answer as it was meant then; None where it cannot be read any more."""
        try:
            return plain(self.question, self.record)
        except DeskError:
            return None

    def value_for(self, question: Question) -> Value | None:
        """The answer as one to this question; None where it does not answer it.

        Several figures answer a question for an amount by what they add up to.
        """
        if self.question.id != question.id and (not question.fact or self.question.fact != question.fact):
            return None
        if self.question.kind == "figures" and question.kind == "amount":
            told = self.answer()
            total = told.value.total_fen if told is not None and isinstance(told.value, Figures) else None
            return None if total is None or fits(question, total) else total
        if self.question.kind != question.kind:
            return None
        try:
            return plain(question, self.record).value
        except DeskError:  # an option that this version no longer has
            return None


def total_told(said: Said, question: Question) -> int | None:
    """What several figures came to where it was told as one amount (分); None where it was not."""
    one = question.kind == "figures" and said.question.kind == "amount" and said.question.fact == question.fact
    told = said.answer() if one and question.fact else None
    return told.value if told is not None and isinstance(told.value, int) else None


def told_before(
    session: Session,
    shelf: Shelf,
    client_id: str,
    question: Question,
    *,
    beside: str = "",
    statuses: tuple[str, ...] = ("open", "completed"),
) -> Iterator[Said]:
    """A client's earlier answers to a question, or to those that feed one of its facts, the newest first.

    Nothing comes from an interview that was given up; from one with a refused consent only the refusal does.

    Args:
        session: A session.
        shelf: The questionnaires.
        client_id: The client.
        question: What is asked now.
        beside: The id of the interview that is being held, whose own answers are left out.
        statuses: The interviews that are looked at.
    """
    held = session.exec(
        select(Interview.id, Interview.questionnaire_id).where(
            Interview.client_id == client_id, Interview.id != beside, col(Interview.status).in_(statuses)
        )
    ).all()
    if not held:
        return
    questionnaires = {interview: shelf.stored(session, kept) for interview, kept in held}
    asked = {q.id for found in questionnaires.values() for q in found.questions if _bears_on(q, question)}
    rows = session.exec(
        select(AnswerRecord)
        .where(
            col(AnswerRecord.interview_id).in_(questionnaires),
            col(AnswerRecord.question).in_(asked),
            AnswerRecord.state == "answered",
        )
        .order_by(col(AnswerRecord.answered_at).desc(), col(AnswerRecord.id).desc())
    )
    told = [(record, questionnaires[record.interview_id].by_id.get(record.question)) for record in rows]
    refused = {record.interview_id for record, before in told if _is_refusal(before, record)}
    for record, before in told:
        if before is None or (record.interview_id in refused and before.fact != CONSENT):
            continue
        yield Said(before, record, business_date(record.answered_at))


def _bears_on(before: Question, question: Question) -> bool:
    """Whether an answer to the one may answer the other, or refuses that anything be drawn on."""
    return before.id == question.id or before.fact == CONSENT or bool({*fed_by(before)} & {*fed_by(question)})


def _is_refusal(question: Question | None, record: AnswerRecord) -> bool:
    return question is not None and question.fact == CONSENT and json.loads(record.value) == "no"
