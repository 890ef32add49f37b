"""Interviews as they are stored: reading one whole, and keeping the questionnaire that it is held with."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from advisor_tui.base.clock import business_date
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.interviews import InterviewHead, InterviewStatus
from advisor_tui.reference.answers import decode_answer
from advisor_tui.reference.questionnaires import questionnaire_from
from advisor_tui.reference.toml import Source
from advisor_tui.rules.interview import held_on, next_question, visible
from advisor_tui.rules.questionnaire import Answer, Question, Questionnaire
from advisor_tui.rules.said import SOURCES
from advisor_tui.store.tables import Answer as AnswerRecord
from advisor_tui.store.tables import Client, Interview
from advisor_tui.store.tables import Questionnaire as QuestionnaireRecord

AREA = "questionnaires"


@dataclass
class Held:
    """One interview with all that belongs to it, within a session.

    Attributes:
        records: The stored answers by question id, those that no longer count too.
        answers: The same as plain values.
    """

    interview: Interview
    client: Client
    questionnaire: Questionnaire
    records: dict[str, AnswerRecord]
    answers: dict[str, Answer]

    @property
    def head(self) -> InterviewHead:
        """What every page of it says on top."""
        row, client = self.interview, self.client
        status: InterviewStatus = "open"
        if row.status == "completed":
            status = "completed"
        elif row.status == "abandoned":
            status = "abandoned"
        return InterviewHead(
            id=row.id,
            client=ClientRef(client.id, client.name, client.number),
            number=row.number,
            title=self.questionnaire.title,
            version=self.questionnaire.version,
            status=status,
            started_at=row.started_at,
            completed_at=row.completed_at,
            form_number=row.form_number if row.medium == "paper" else "",
        )

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions asked with the answers so far."""
        return visible(self.questionnaire, self.answers)

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the questions asked, by id: from 1, or those on the paper form that it is keyed in from."""
        if self.interview.medium != "paper":
            return {question.id: place for place, question in enumerate(self.asked, start=1)}
        printed = {question.id: place for place, question in enumerate(self.questionnaire.questions, start=1)}
        return {question.id: printed[question.id] for question in self.asked}

    def question(self, question_id: str) -> Question:
        """A question that is asked now.

        Raises:
            DeskError: `question_not_asked`.
        """
        for question in self.asked:
            if question.id == question_id:
                return question
        raise DeskError(
            "question_not_asked", mark("The question {question} is not asked in this interview."), question=question_id
        )

    def position(self) -> Question | None:
        """Where it stands: a question, or None at the review."""
        at = self.interview.question
        if not at:
            return None if self.records else next_question(self.questionnaire, self.answers, None)
        for question in self.asked:
            if question.id == at:
                return question
        known = at in self.questionnaire.by_id
        return next_question(self.questionnaire, self.answers, at if known else None)

    def stand_at(self, question: Question | None) -> None:
        """Remember where it stands; None is the review."""
        self.interview.question = "" if question is None else question.id

    def note(self, question_id: str) -> str:
        """The advisor's note to an answer, or ""."""
        record = self.records.get(question_id)
        return "" if record is None else record.note


class Shelf:
    """The questionnaires: those of today's reference data, and the versions that interviews were held with."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._read: dict[str, Questionnaire] = {}

    @property
    def today(self) -> date:
        """The business date."""
        return self._office.today

    def offered(self) -> tuple[Questionnaire, ...]:
        """What an interview can be held with today."""
        return self._office.reference.questionnaires.on(self._office.today)

    def keep(self, session: Session, questionnaire: Questionnaire) -> str:
        """Store a version if it is not stored yet, and answer the id of its row.

        Raises:
            DeskError: `questionnaire_changed`: the same version is stored with another text.
        """
        source = self._office.reference.questionnaire_sources[questionnaire.key]
        digest = hashlib.sha256(source.text.encode()).hexdigest()
        found = session.exec(
            select(QuestionnaireRecord).where(
                QuestionnaireRecord.code == questionnaire.id,
                QuestionnaireRecord.version == str(questionnaire.version),
            )
        ).first()
        if found is None:
            found = QuestionnaireRecord(
                id=self._office.ids.new(),
                code=questionnaire.id,
                version=str(questionnaire.version),
                effective_from=questionnaire.effective_from,
                sha256=digest,
                text=source.text,
            )
            session.add(found)
            session.flush()
        elif found.sha256 != digest:
            raise DeskError(
                "questionnaire_changed",
                mark("{file} was changed without a new version; interviews were already held with version {version}."),
                where=source.path,
                file=source.path,
                version=questionnaire.version,
            )
        self._read[found.id] = questionnaire  # the stored text is the one that it was read from
        return found.id

    def stored(self, session: Session, record_id: str) -> Questionnaire:
        """The version that an interview was held with, as it was then."""
        if record_id not in self._read:
            record = session.get_one(QuestionnaireRecord, record_id)
            self._read[record_id] = self._today_s(record) or questionnaire_from(
                Source(f"{AREA}/{record.code}.toml", record.text)
            )
        return self._read[record_id]

    def _today_s(self, record: QuestionnaireRecord) -> Questionnaire | None:
        """The version of today's reference data, which is read already, where its text is the stored one."""
        for questionnaire in self.offered():
            if (questionnaire.id, str(questionnaire.version)) == (record.code, record.version):
                source = self._office.reference.questionnaire_sources[questionnaire.key]
                return questionnaire if source.text == record.text else None
        return None


def load(session: Session, shelf: Shelf, interview_id: str) -> Held:
    """One interview with its client, questionnaire and answers.

    Raises:
        DeskError: `interview_unknown`.
    """
    interview = session.get(Interview, interview_id)
    if interview is None:
        raise DeskError("interview_unknown", mark("This interview does not exist."), where=interview_id)
    client = session.get_one(Client, interview.client_id)
    questionnaire = shelf.stored(session, interview.questionnaire_id)
    records = session.exec(select(AnswerRecord).where(AnswerRecord.interview_id == interview_id)).all()
    return hold(interview, client, questionnaire, records, shelf.today)


def load_open(session: Session, shelf: Shelf, interview_id: str) -> Held:
    """One interview that is still led: parked, neither completed nor given up.

    Raises:
        DeskError: `interview_unknown`, `interview_closed`.
    """
    held = load(session, shelf, interview_id)
    if held.interview.status != "open":
        raise DeskError(
            "interview_closed", mark("This interview is closed; its answers no longer change."), where=interview_id
        )
    return held


def load_completed(session: Session, shelf: Shelf, interview_id: str) -> Held:
    """One interview that is completed: before the client has confirmed the answers nothing of its result is shown.

    Raises:
        DeskError: `interview_unknown`, `interview_open`.
    """
    held = load(session, shelf, interview_id)
    if held.interview.status != "completed":
        raise DeskError(
            "interview_open",
            mark("This interview is not completed; its result stays hidden until then."),
            where=interview_id,
        )
    return held


def hold(
    interview: Interview, client: Client, questionnaire: Questionnaire, records: Iterable[AnswerRecord], today: date
) -> Held:
    """An interview from its rows; answers to questions that the questionnaire does not have stay out of it.

    One that is completed stays judged by the day on which it was.
    """
    by_id = {record.question: record for record in records}
    answers = {name: plain(question, by_id[name]) for name, question in questionnaire.by_id.items() if name in by_id}
    day = today if interview.completed_at is None else business_date(interview.completed_at)
    return Held(interview, client, questionnaire, by_id, held_on(answers, day))


def plain(question: Question, record: AnswerRecord) -> Answer:
    """A stored answer as a value.

    Raises:
        DeskError: `answer_invalid` for a value that the question does not take.
    """
    said = decode_answer(question, {"status": record.state, "value": json.loads(record.value)})
    source = next(word for word in SOURCES if word == record.source)
    return replace(said, source=source, as_of=record.as_of) if said.value is not None else said


def client_interviews(session: Session, client_id: str) -> list[Interview]:
    """A client's interviews, the newest first."""
    statement = select(Interview).where(Interview.client_id == client_id).order_by(col(Interview.id).desc())
    return list(session.exec(statement))
