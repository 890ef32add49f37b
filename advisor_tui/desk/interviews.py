"""Needs interviews: start, answer, go back, review, complete; all of it works without a screen."""

from sqlmodel import Session, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import safe_text
from advisor_tui.desk.interview.assessment import assess, check_answered_by, guardian_may_answer, refusal_view, refusals
from advisor_tui.desk.interview.known import known_for
from advisor_tui.desk.interview.listing import find_client, list_client, list_parked
from advisor_tui.desk.interview.outcome import consented, write_outcome
from advisor_tui.desk.interview.records import Held, Shelf, client_interviews, load
from advisor_tui.desk.interview.result import answer_rows, informal_because, result_of
from advisor_tui.desk.interview.writing import put_answer, put_note
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interviews import (
    Figures,
    InterviewHead,
    InterviewList,
    InterviewResult,
    InterviewReview,
    InterviewStep,
)
from advisor_tui.reference.answers import check_value
from advisor_tui.rules.goals import monthly_surplus
from advisor_tui.rules.interview import next_question, previous_question, progress, resume_question
from advisor_tui.rules.profile import facts_of, number
from advisor_tui.rules.questionnaire import Answer, answered
from advisor_tui.rules.scoring import score
from advisor_tui.store.tables import Interview, RiskAssessment

LONGEST_NOTE = 500
"""Code points of a note."""


class Interviews:
    """The interviews of a desk. Every method that changes something is one transaction."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._shelf = Shelf(office)

    # Lists

    def of_client(self, client_id: str) -> InterviewList:
        """A client's interviews, parked ones first, and what a new one can be held with.

        Raises:
            DeskError: `client_unknown`.
        """
        with self._office.read() as session:
            return list_client(session, self._shelf, client_id)

    def parked(self) -> InterviewList:
        """The parked interviews of all clients, the one touched last first."""
        with self._office.read() as session:
            return list_parked(session, self._shelf)

    def find(self, interview_id: str) -> InterviewHead | None:
        """What an interview is, or None where there is none of this id."""
        with self._office.read() as session:
            if session.get(Interview, interview_id) is None:
                return None
            return load(session, self._shelf, interview_id).head

    # Leading

    def start(self, client_id: str, questionnaire_id: str) -> InterviewStep:
        """Begin an interview with the version that holds today; a parked one with it is gone on with instead.

        Raises:
            DeskError: `client_unknown`, `client_closed`, `reference_unknown`, `questionnaire_changed`.
        """
        office = self._office
        with office.write("interview.start") as session:
            client = find_client(session, client_id)
            if client.status == "closed":
                raise DeskError("client_closed", mark("{name} is no longer a client of this branch."), name=client.name)
            before = client_interviews(session, client_id)
            for interview in before:
                held = self._shelf.stored(session, interview.questionnaire_id)
                if interview.status == "open" and held.id == questionnaire_id:
                    return self._step(session, load(session, self._shelf, interview.id))
            questionnaire = office.reference.questionnaires.latest(questionnaire_id, office.today)
            first = next_question(questionnaire, {}, None)
            interview = Interview(
                id=office.ids.new(),
                client_id=client_id,
                advisor_id=office.me.id,
                questionnaire_id=self._shelf.keep(session, questionnaire),
                number=max((row.number for row in before), default=0) + 1,
                question="" if first is None else first.id,
                started_at=office.clock.now(),
            )
            session.add(interview)
            session.flush()
            step = self._step(session, load(session, self._shelf, interview.id))
            session.commit()
            return step

    def current(self, interview_id: str) -> InterviewStep:
        """Where an interview stands: the very question at which it was left, also after a kill."""
        with self._office.read() as session:
            return self._step(session, load(session, self._shelf, interview_id))

    def answer(
        self,
        interview_id: str,
        question_id: str,
        answer: Answer,
        *,
        note: str | None = None,
        to_open: bool = False,
    ) -> InterviewStep:
        """Keep an answer and go on.

        Args:
            interview_id: A parked interview.
            question_id: A question that is asked now.
            answer: What was said; also "later" and "declined".
            note: The advisor's note, None to leave it as it is.
            to_open: Go to the next question without any answer (or the review), as after a jump from the review.

        Raises:
            DeskError: `interview_unknown`, `interview_closed`, `question_not_asked`, `answer_invalid`.
        """
        office = self._office
        with office.write("interview.answer") as session:
            held = self._parked(session, interview_id)
            question = held.question(question_id)
            if answer.value is not None:
                value = answer.value
                if isinstance(value, str):
                    value = safe_text(value, lines=True)
                answer = answered(check_value(question, value))
            put_answer(session, office, held, question, answer)
            if note is not None:
                put_note(session, office, held, question, _note(note))
            if to_open:
                held.stand_at(resume_question(held.questionnaire, held.answers))
            else:
                held.stand_at(next_question(held.questionnaire, held.answers, question_id))
            step = self._step(session, held)
            session.commit()
            return step

    def note(self, interview_id: str, question_id: str, note: str) -> InterviewStep:
        """Keep a note to a question; a question without an answer counts as put off from then on.

        Raises:
            DeskError: `interview_unknown`, `interview_closed`, `question_not_asked`, `note_too_long`.
        """
        with self._office.write("interview.note") as session:
            held = self._parked(session, interview_id)
            question = held.question(question_id)
            put_note(session, self._office, held, question, _note(note))
            step = self._step(session, held)
            session.commit()
            return step

    def back(self, interview_id: str) -> InterviewStep:
        """Go to the question before; at the first one it stays. Nothing is lost."""
        return self._move(interview_id, -1)

    def forward(self, interview_id: str) -> InterviewStep:
        """Go to the question after without answering; after the last one stands the review."""
        return self._move(interview_id, 1)

    def go_to(self, interview_id: str, question_id: str) -> InterviewStep:
        """Go to a question that is asked now, or with "" to the review.

        Raises:
            DeskError: `interview_unknown`, `interview_closed`, `question_not_asked`.
        """
        with self._office.write("interview.move") as session:
            held = self._parked(session, interview_id)
            held.stand_at(held.question(question_id) if question_id else None)
            return self._moved(session, held)

    def abandon(self, interview_id: str) -> None:
        """Give a parked interview up; its answers stay on record and give no result.

        Raises:
            DeskError: `interview_unknown`, `interview_closed`.
        """
        with self._office.write("interview.abandon") as session:
            held = self._parked(session, interview_id)
            held.interview.status = "abandoned"
            session.add(held.interview)
            session.commit()

    # Ending

    def review(self, interview_id: str) -> InterviewReview:
        """Everything said, what is still open, and whether a formal result can follow; never the score."""
        with self._office.read() as session:
            held = load(session, self._shelf, interview_id)
            rows = answer_rows(held)
            scoring = held.questionnaire.scoring
            formal = scoring is not None and score(held.questionnaire, held.answers).formal
            rules = self._office.reference.rulebook.as_of(self._office.today)
            found = refusals(session, self._office, held.client.id) if scoring is not None else []
            return InterviewReview(
                head=held.head,
                rows=rows,
                sections=held.questionnaire.sections,
                progress=progress(held.questionnaire, held.answers),
                ready=not any(row.open for row in rows),
                formal=formal,
                informal=informal_because(held),
                guardian=guardian_may_answer(held),
                refusals=tuple(refusal_view(rules, finding) for finding in found),
            )

    def complete(self, interview_id: str, *, answered_by: str = "client") -> InterviewResult:
        """Complete an interview whose answers the client has confirmed, and give its result.

        In one transaction: the interview, the risk assessment (if the result is formal), goals, needs, figures and
        facts; without the client's consent only that it was refused, whatever the questionnaire asks for. A level
        that differs from the last one is stored as not yet confirmed, so that every level that was shown counts
        (令2025年第7号 art. 29); `confirm_level` confirms it.

        Args:
            interview_id: A parked interview without open required questions.
            answered_by: Who gave the answers (art. 13): `client`, or `guardian` for a client without full capacity.

        Raises:
            DeskError: `interview_unknown`, `interview_closed`, `interview_incomplete`, `answered_by_other`,
                `assessment_refused`.
        """
        office = self._office
        with office.write("interview.complete") as session:
            held = self._parked(session, interview_id)
            still_open = sum(1 for row in answer_rows(held) if row.open)
            if still_open:
                raise DeskError(
                    "interview_incomplete",
                    mark("Still to be answered or declined: {count}"),
                    where=interview_id,
                    count=still_open,
                )
            check_answered_by(held, answered_by)
            if held.questionnaire.scoring is not None and consented(facts_of(held.questionnaire, held.answers)):
                result = score(held.questionnaire, held.answers)
                if result.formal:
                    assess(session, office, held, result)
            write_outcome(session, office, held)
            held.interview.status = "completed"
            held.interview.completed_at = office.clock.now()
            held.interview.answered_by = answered_by
            held.interview.question = ""
            session.add(held.interview)
            session.flush()
            shown = result_of(session, office, held)
            session.commit()
            return shown

    def confirm_level(self, interview_id: str) -> InterviewResult:
        """The client confirms a level that differs from the last one (令2025年第7号 art. 29).

        Raises:
            DeskError: `interview_unknown`, `nothing_to_confirm`.
        """
        with self._office.write("interview.confirm_level") as session:
            held = load(session, self._shelf, interview_id)
            row = session.exec(select(RiskAssessment).where(RiskAssessment.interview_id == interview_id)).first()
            if row is None or row.level_change_confirmed:
                raise DeskError("nothing_to_confirm", mark("There is no changed level to confirm."))
            row.level_change_confirmed = True
            session.add(row)
            session.flush()
            shown = result_of(session, self._office, held)
            session.commit()
            return shown

    def result(self, interview_id: str) -> InterviewResult:
        """What a completed interview gave.

        Raises:
            DeskError: `interview_unknown`, `interview_open`: the score stays hidden until the answers are confirmed.
        """
        with self._office.read() as session:
            held = load(session, self._shelf, interview_id)
            if held.interview.status != "completed":
                raise DeskError(
                    "interview_open",
                    mark("This interview is not completed; its result stays hidden until then."),
                    where=interview_id,
                )
            return result_of(session, self._office, held)

    # Parts

    def _parked(self, session: Session, interview_id: str) -> Held:
        held = load(session, self._shelf, interview_id)
        if held.interview.status != "open":
            raise DeskError(
                "interview_closed", mark("This interview is closed; its answers no longer change."), where=interview_id
            )
        return held

    def _move(self, interview_id: str, by: int) -> InterviewStep:
        with self._office.write("interview.move") as session:
            held = self._parked(session, interview_id)
            at = held.position()
            if by < 0:
                before = previous_question(held.questionnaire, held.answers, None if at is None else at.id)
                held.stand_at(before if before is not None else at)
            elif at is not None:
                held.stand_at(next_question(held.questionnaire, held.answers, at.id))
            return self._moved(session, held)

    def _moved(self, session: Session, held: Held) -> InterviewStep:
        session.add(held.interview)
        step = self._step(session, held)
        session.commit()
        return step

    def _step(self, session: Session, held: Held) -> InterviewStep:
        question = held.position()
        asked = held.asked
        facts = facts_of(held.questionnaire, held.answers)
        done = tuple((q, q.id in held.answers and held.answers[q.id].status != "later") for q in asked)
        known = None
        if question is not None and held.interview.status == "open":
            known = known_for(session, self._shelf, held, question, self._office.today)
        return InterviewStep(
            head=held.head,
            question=question,
            place=len(asked) + 1 if question is None else asked.index(question) + 1,
            answer=None if question is None else held.answers.get(question.id),
            note="" if question is None else held.note(question.id),
            known=known,
            progress=progress(held.questionnaire, held.answers),
            figures=Figures(number(facts, "financial_assets"), number(facts, "total_debts"), monthly_surplus(facts)),
            asked=done,
        )


def _note(text: str) -> str:
    note = safe_text(text, lines=True).strip()
    if len(note) > LONGEST_NOTE:
        raise DeskError("note_too_long", mark("A note has at most {longest} characters."), longest=LONGEST_NOTE)
    return note
