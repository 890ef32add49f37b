"""An interview beside the one before it."""

from datetime import UTC, datetime

from sqlmodel import Session

from advisor_tui.desk.interview.records import Shelf, client_interviews, load
from advisor_tui.desk.views.interview_result import InterviewComparison
from advisor_tui.rules.interview_changes import changes
from advisor_tui.store.tables import Interview

_NOT_YET = datetime.max.replace(tzinfo=UTC)


def comparison(session: Session, shelf: Shelf, interview_id: str) -> InterviewComparison:
    """What differs from the client's last interview that was completed before this one, whichever was begun first.

    Raises:
        DeskError: `interview_unknown`.
    """
    now = load(session, shelf, interview_id)
    earlier = [
        row
        for row in client_interviews(session, now.client.id)
        if row.status == "completed" and row.id != interview_id and _order(row) < _order(now.interview)
    ]
    if not earlier:
        return InterviewComparison(now.head, None, ())
    before = load(session, shelf, max(earlier, key=_order).id)
    found = changes((before.questionnaire, before.answers), (now.questionnaire, now.answers))
    return InterviewComparison(now.head, before.head, found)


def _order(interview: Interview) -> tuple[datetime, int]:
    """The order of completion; what is still open comes after all that is completed."""
    return interview.completed_at or _NOT_YET, interview.number
