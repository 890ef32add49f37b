"""Needs interviews: start, answer, go back, review, complete; all of it works without a screen."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from advisor_tui.desk.interview.assessment import confirm_change, no_assessment
from advisor_tui.desk.interview.checking import checked_answer
from advisor_tui.desk.interview.comparison import comparison
from advisor_tui.desk.interview.drafts import drafts_of, forget_drafts, put_drafts
from advisor_tui.desk.interview.ending import finish, give_up
from advisor_tui.desk.interview.listing import list_client, list_parked
from advisor_tui.desk.interview.records import Held, Shelf, load, load_completed, load_open
from advisor_tui.desk.interview.result import result_of
from advisor_tui.desk.interview.reviewing import note_reveal, review_of
from advisor_tui.desk.interview.starting import begin, checked_number
from advisor_tui.desk.interview.step import step_of
from advisor_tui.desk.interview.writing import checked_note, put_answer, put_note
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.interview_result import InterviewComparison, InterviewResult
from advisor_tui.desk.views.interviews import InterviewHead, InterviewList, InterviewReview, InterviewStep, Medium
from advisor_tui.rules.interview import next_question, previous_question, resume_question
from advisor_tui.rules.questionnaire import Answer
from advisor_tui.store.tables import Interview


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

    def start(
        self, client_id: str, questionnaire_id: str, *, medium: Medium = "talk", form_number: str = ""
    ) -> InterviewStep:
        """Begin an interview with the version that holds today; a parked one with it is gone on with instead.

        Args:
            client_id: Whose interview it is.
            questionnaire_id: What it is held with.
            medium: `talk`, or `paper` to key in what the client filled in on a form.
            form_number: The number of that form, unique in this home; a parked interview of it is gone on with.

        Raises:
            DeskError: `client_unknown`, `client_closed`, `reference_unknown`, `questionnaire_changed`,
                `form_number_missing`, `form_number_long`, `form_number_used`.
        """
        form = checked_number(form_number) if medium == "paper" else ""
        with self._office.write("interview.start") as session:
            begun = begin(session, self._office, self._shelf, client_id, questionnaire_id, form)
            step = self._step(session, load(session, self._shelf, begun.id))
            session.commit()
            return step

    def current(self, interview_id: str) -> InterviewStep:
        """Where an interview stands: the very question at which it was left, also after a kill."""
        with self._office.read() as session:
            return self._step(session, load(session, self._shelf, interview_id))

    def resume(self, interview_id: str) -> InterviewStep:
        """Go on with a parked interview: where it was left, or at the review if nothing is left to be asked.

        What was typed and not given comes with it; where something was typed into the very question that it was left
        at, it goes on there. That no assessment can follow today is told now, not after the last question.

        Raises:
            DeskError: `interview_unknown`, `interview_closed`.
        """
        with self._office.write("interview.move") as session:
            held = load_open(session, self._shelf, interview_id)
            drafts = drafts_of(session, interview_id)
            at = held.position()
            if resume_question(held.questionnaire, held.answers) is None and (at is None or at.id not in drafts):
                held.stand_at(None)
            unassessed = no_assessment(session, self._office, held)
            return replace(self._moved(session, held), drafts=drafts, unassessed=unassessed)

    def keep_drafts(self, interview_id: str, contents: Mapping[str, str]) -> None:
        """Keep what was typed and not given, on this terminal only; it goes with the answer, or with the interview.

        Args:
            interview_id: An interview; of one that is closed nothing is kept.
            contents: JSON of the screen by question, "" where nothing stands there any more.
        """
        with self._office.write("interview.draft") as session:
            interview = session.get(Interview, interview_id)
            if interview is not None and interview.status == "open":
                put_drafts(session, self._office, interview_id, contents)
                session.commit()

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
            held = load_open(session, self._shelf, interview_id)
            question = held.question(question_id)
            answer = checked_answer(session, office, held, question, answer)
            put_answer(session, office, held, question, answer)
            forget_drafts(session, interview_id, question_id)
            if note is not None:
                put_note(session, office, held, question, checked_note(note))
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
            held = load_open(session, self._shelf, interview_id)
            question = held.question(question_id)
            put_note(session, self._office, held, question, checked_note(note))
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
            held = load_open(session, self._shelf, interview_id)
            held.stand_at(held.question(question_id) if question_id else None)
            return self._moved(session, held)

    def abandon(self, interview_id: str) -> None:
        """Give a parked interview up; its answers stay on record and give no result.

        After a refused consent only the refusal does, as when the interview is completed.

        Raises:
            DeskError: `interview_unknown`, `interview_closed`.
        """
        with self._office.write("interview.abandon") as session:
            held = load_open(session, self._shelf, interview_id)
            give_up(session, self._office, held)
            session.commit()

    # Ending

    def review(self, interview_id: str) -> InterviewReview:
        """Everything said, what is still open, and whether a formal result can follow; never the score."""
        with self._office.read() as session:
            return review_of(session, self._office, load(session, self._shelf, interview_id))

    def reveal(self, interview_id: str) -> None:
        """Note in the access log that the numbers of a review are shown in full."""
        with self._office.write("interview.reveal") as session:
            note_reveal(session, self._office, load(session, self._shelf, interview_id))
            session.commit()

    def complete(
        self, interview_id: str, *, answered_by: str = "client", without_assessment: bool = False
    ) -> InterviewResult:
        """Complete an interview whose answers the client has confirmed, and give its result.

        In one transaction: the interview, the risk assessment (if the result is formal), goals, needs, figures and
        facts; without the client's consent only that it was refused, and answers given before are taken out of the
        record (the journal keeps their values until they are erased). A level that differs from the last one is
        stored as not yet confirmed, so that every level that was shown counts (令2025年第7号 art. 29);
        `confirm_level` confirms it.

        Args:
            interview_id: A parked interview without open required questions.
            answered_by: Who gave the answers (art. 13): `client`, or `guardian` for a client without full capacity.
            without_assessment: Where as many were made as the law allows, keep all else and make none (art. 29).

        Raises:
            DeskError: `interview_unknown`, `interview_closed`, `interview_incomplete`, `answered_by_other`,
                `assessment_refused`; `identity_expired`, `capacity_child`, `guardian_missing`; `answer_invalid` where
                a number does not fit the kind of paper that was answered after it.
        """
        office = self._office
        with office.write("interview.complete") as session:
            held = load_open(session, self._shelf, interview_id)
            finish(session, office, held, answered_by, without_assessment=without_assessment)
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
            confirm_change(session, held)
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
            held = load_completed(session, self._shelf, interview_id)
            return result_of(session, self._office, held)

    def compare(self, interview_id: str) -> InterviewComparison:
        """What differs from the client's last completed interview before this one.

        Raises:
            DeskError: `interview_unknown`.
        """
        with self._office.read() as session:
            return comparison(session, self._shelf, interview_id)

    # Parts

    def _move(self, interview_id: str, by: int) -> InterviewStep:
        with self._office.write("interview.move") as session:
            held = load_open(session, self._shelf, interview_id)
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
        return step_of(session, self._office, self._shelf, held)
