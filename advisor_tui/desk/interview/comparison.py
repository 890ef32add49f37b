"""An interview beside the one before it."""

from sqlmodel import Session

from advisor_tui.desk.interview.records import Shelf, client_interviews, load
from advisor_tui.desk.views.interview_result import InterviewComparison
from advisor_tui.rules.interview_changes import changes


def comparison(session: Session, shelf: Shelf, interview_id: str) -> InterviewComparison:
    """What differs from the client's last completed interview before this one.

    Raises:
        DeskError: `interview_unknown`.
    """
    now = load(session, shelf, interview_id)
    earlier = [
        row
        for row in client_interviews(session, now.client.id)
        if row.status == "completed" and row.number < now.interview.number
    ]
    if not earlier:
        return InterviewComparison(now.head, None, ())
    before = load(session, shelf, max(earlier, key=lambda row: row.number).id)
    found = changes((before.questionnaire, before.answers), (now.questionnaire, now.answers))
    return InterviewComparison(now.head, before.head, found)
