"""What an advisor reached in a range of days, counted from the records."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select

from advisor_tui.base.clock import CHINA
from advisor_tui.store.tables import metadata

UNITS = {
    "follow_ups": "count",
    "proposals": "count",
    "interviews": "count",
    "new_loans": "fen",
    "product_sales": "fen",
    "satisfaction": "points",
}
_LOOK_BACK = timedelta(days=120)
"""A follow-up done in a range was planned at most this long before it: the index by planned day is searched."""
_follow_up = metadata.tables["follow_up"].c
_proposal = metadata.tables["proposal"].c
_line = metadata.tables["proposal_line"].c
_interview = metadata.tables["interview"].c
_case = metadata.tables["loan_case"].c
_credit = metadata.tables["credit_decision"].c
_feedback = metadata.tables["feedback"].c
_client = metadata.tables["client"].c
FOLLOW_UPS: Select[Any] = select(func.count()).where(
    _follow_up.status == "done",
    _follow_up.planned_on >= bindparam("planned_from"),
    _follow_up.done_at >= bindparam("start"),
    _follow_up.done_at < bindparam("end"),
    _follow_up.advisor_id == bindparam("me"),
)
PLANNED: Select[Any] = select(func.count()).where(
    _follow_up.status.in_(("planned", "done", "missed")),
    _follow_up.planned_on.between(bindparam("first"), bindparam("last")),
    _follow_up.advisor_id == bindparam("me"),
)
PROPOSALS: Select[Any] = select(func.count()).where(
    _proposal.presented_at >= bindparam("start"),
    _proposal.presented_at < bindparam("end"),
    _proposal.advisor_id == bindparam("me"),
)
INTERVIEWS: Select[Any] = select(func.count()).where(
    _interview.completed_at >= bindparam("start"),
    _interview.completed_at < bindparam("end"),
    _interview.advisor_id == bindparam("me"),
)
NEW_LOANS: Select[Any] = (
    select(func.coalesce(func.sum(func.coalesce(_credit.amount, _case.amount)), 0))
    .join_from(metadata.tables["credit_decision"], metadata.tables["loan_case"], _case.id == _credit.loan_case_id)
    .where(
        _credit.decision.in_(("approved", "approved_with_conditions")),
        _credit.decided_on.between(bindparam("first"), bindparam("last")),
        _case.advisor_id == bindparam("me"),
    )
)
_BOUGHT = case((_line.amount > _line.held, _line.amount - _line.held), else_=0)
SALES: Select[Any] = (
    select(func.coalesce(func.sum(_BOUGHT), 0))
    .join_from(
        metadata.tables["proposal"],
        metadata.tables["proposal_line"],
        and_(_line.proposal_id == _proposal.id, _proposal.status == "accepted"),
    )
    .where(
        _proposal.decided_at >= bindparam("start"),
        _proposal.decided_at < bindparam("end"),
        _proposal.advisor_id == bindparam("me"),
    )
)
SATISFACTION: Select[Any, Any] = (
    select(func.sum(_feedback.score), func.count())
    .join_from(metadata.tables["feedback"], metadata.tables["client"], _client.id == _feedback.client_id)
    .where(
        _feedback.given_on.between(bindparam("first"), bindparam("last")),
        _client.advisor_id == bindparam("me"),
    )
)
_COUNTED = {
    "follow_ups": FOLLOW_UPS,
    "proposals": PROPOSALS,
    "interviews": INTERVIEWS,
    "new_loans": NEW_LOANS,
    "product_sales": SALES,
}


def reached(connection: Connection, me: str, name: str, first: date, last: date) -> int | None:
    """One figure of a range of days, both included, in its unit; None for satisfaction without any score.

    New loans are approved ones by the day of the decision, sales what accepted proposals add to the holdings.
    """
    params = _params(me, first, last)
    if name == "satisfaction":
        total, count = connection.execute(SATISFACTION, params).one()
        return None if not count else (200 * total + count) // (2 * count)
    return int(connection.execute(_COUNTED[name], params).scalar_one())


def planned(connection: Connection, me: str, first: date, last: date) -> int:
    """Follow-ups that were planned for these days, whatever became of them."""
    return int(connection.execute(PLANNED, _params(me, first, last)).scalar_one())


def _params(me: str, first: date, last: date) -> dict[str, object]:
    return {
        "me": me,
        "first": first,
        "last": last,
        "planned_from": first - _LOOK_BACK,
        "start": datetime.combine(first, time(), CHINA),
        "end": datetime.combine(last + timedelta(days=1), time(), CHINA),
    }
