"""Ending an interview: completed with all that follows from it, or given up; a refused consent ends both alike."""

from sqlmodel import Session

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.interview.assessment import assess, check_answered_by, refusals
from advisor_tui.desk.interview.checking import check_texts_again
from advisor_tui.desk.interview.drafts import forget_drafts
from advisor_tui.desk.interview.outcome import consented, write_outcome
from advisor_tui.desk.interview.person import check_guardian_known, check_not_barred
from advisor_tui.desk.interview.records import Held
from advisor_tui.desk.interview.result import answer_rows
from advisor_tui.desk.interview.writing import forget_answers
from advisor_tui.desk.office import Office
from advisor_tui.rules.profile import facts_of
from advisor_tui.rules.scoring import score


def finish(session: Session, office: Office, held: Held, answered_by: str, *, without_assessment: bool) -> None:
    """Complete an interview and write what follows from its answers, or from a refused consent.

    Args:
        session: Of the unit of work.
        office: The desk.
        held: A parked interview.
        answered_by: Who gave the answers.
        without_assessment: Where one more assessment is forbidden, go without one.

    Raises:
        DeskError: `identity_expired`, `capacity_child`, `interview_incomplete`, `answer_invalid`, `answered_by_other`,
            `guardian_missing`, `assessment_refused`.
    """
    check_not_barred(office, held)
    still_open = sum(1 for row in answer_rows(held) if row.open)
    if still_open:
        raise DeskError(
            "interview_incomplete",
            mark("Still to be answered or declined: {count}"),
            where=held.interview.id,
            count=still_open,
        )
    check_texts_again(session, office, held)
    check_answered_by(office, held, answered_by)
    check_guardian_known(office, held)
    if not _settle_refusal(session, office, held):
        if held.questionnaire.scoring is not None:
            result = score(held.questionnaire, held.answers)
            if result.formal and not (without_assessment and refusals(session, office, held.client.id)):
                assess(session, office, held, result)
        write_outcome(session, office, held)
    forget_drafts(session, held.interview.id)
    held.interview.status = "completed"
    held.interview.completed_at = office.clock.now()
    held.interview.answered_by = answered_by
    held.interview.question = ""
    session.add(held.interview)


def hindrance(session: Session, office: Office, held: Held) -> DeskError | None:
    """What the answers lack for completing although each question has one, beside what the rules bar; None: nothing."""
    try:
        check_texts_again(session, office, held)
        check_guardian_known(office, held)
    except DeskError as error:
        return error
    return None


def give_up(session: Session, office: Office, held: Held) -> None:
    """Give an interview up: its answers give no result, and a refusal among them holds all the same."""
    _settle_refusal(session, office, held)
    forget_drafts(session, held.interview.id)
    held.interview.status = "abandoned"
    session.add(held.interview)


def _settle_refusal(session: Session, office: Office, held: Held) -> bool:
    """Record a refused consent and take the other answers out of the record; False where none was refused."""
    if consented(facts_of(held.questionnaire, held.answers)):
        return False
    forget_answers(session, held)
    write_outcome(session, office, held)
    return True
