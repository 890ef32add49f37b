"""Which goals and needs of a client count for a proposal: what its lines may serve, cover, and be measured by."""

from collections.abc import Set as AbstractSet

from sqlmodel import Session, col, select

from advisor_tui.desk.proposal.draft import Draft
from advisor_tui.desk.proposal.records import newest_interview
from advisor_tui.desk.views.proposals import Purpose
from advisor_tui.store.tables import Goal, Need


def counting_goals(session: Session, client_id: str, interview: str | None, served: AbstractSet[str]) -> list[Goal]:
    """The goals that count, in the client's order of priority.

    Those of the interview, those set down by hand, which have none, and those that a line serves already, from
    whatever interview they are.

    Args:
        session: To read with.
        client_id: Whose.
        interview: The client's newest interview, or for what was shown the one that it was made from.
        served: Ids that lines serve; ids of needs beside them do no harm.
    """
    rows = session.exec(select(Goal).where(Goal.client_id == client_id).order_by(col(Goal.priority), col(Goal.id)))
    return [goal for goal in rows if goal.interview_id in (None, interview) or goal.id in served]


def counting_needs(session: Session, client_id: str, interview: str | None, served: AbstractSet[str]) -> list[Need]:
    """The needs that count, the most pressing first: of the interview, and those that a line serves already."""
    rows = session.exec(select(Need).where(Need.client_id == client_id).order_by(col(Need.priority), col(Need.id)))
    return [need for need in rows if (interview is not None and need.interview_id == interview) or need.id in served]


def purposes(session: Session, client_id: str, draft: Draft) -> tuple[Purpose, ...]:
    """What a line of a draft may serve: the goals, then the needs."""
    served, newest = draft.served, newest_interview(session, client_id)
    goals = counting_goals(session, client_id, newest, served)
    needs = counting_needs(session, client_id, newest, served)
    return (*map(goal_purpose, goals), *map(need_purpose, needs))


def goal_purpose(goal: Goal) -> Purpose:
    """A goal as what a line may serve."""
    return Purpose(goal.id, "goal", goal.kind, goal.name, goal.amount, goal.due_on.year if goal.due_on else None)


def need_purpose(need: Need) -> Purpose:
    """A need as what a line may serve."""
    return Purpose(need.id, "need", need.kind, "", need.size, None)
