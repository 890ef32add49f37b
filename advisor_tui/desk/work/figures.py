"""What an advisor reached in a range of days, counted from the records."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, text

from advisor_tui.base.clock import CHINA, instant_text

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
# Each statement begins with the range of days, by the index of its table: CROSS JOIN keeps SQLite from going through
# all clients or loan cases of the advisor first.
FOLLOW_UPS = text(
    "SELECT count(*) FROM follow_up WHERE status = 'done' AND planned_on >= :planned_from "
    "AND done_at >= :start AND done_at < :end AND advisor_id = :me"
)
PLANNED = text(
    "SELECT count(*) FROM follow_up WHERE status IN ('planned', 'done', 'missed') "
    "AND planned_on BETWEEN :first AND :last AND advisor_id = :me"
)
PROPOSALS = text(
    "SELECT count(*) FROM proposal WHERE presented_at >= :start AND presented_at < :end AND advisor_id = :me"
)
INTERVIEWS = text(
    "SELECT count(*) FROM interview WHERE completed_at >= :start AND completed_at < :end AND advisor_id = :me"
)
NEW_LOANS = text(
    "SELECT coalesce(sum(coalesce(credit_decision.amount, loan_case.amount)), 0) "
    "FROM credit_decision CROSS JOIN loan_case ON loan_case.id = credit_decision.loan_case_id "
    "WHERE credit_decision.decision IN ('approved', 'approved_with_conditions') "
    "AND credit_decision.decided_on BETWEEN :first AND :last AND loan_case.advisor_id = :me"
)
SALES = text(
    "SELECT coalesce(sum(max(line.amount - line.held, 0)), 0) "
    "FROM proposal JOIN proposal_line AS line ON line.proposal_id = proposal.id "
    "LEFT JOIN cooling_off AS undone ON undone.line_id = line.id AND undone.status = 'revoked' "
    "WHERE undone.id IS NULL AND proposal.status = 'accepted' "
    "AND proposal.decided_at >= :start AND proposal.decided_at < :end AND proposal.advisor_id = :me"
)
SATISFACTION = text(
    "SELECT sum(feedback.score), count(*) FROM feedback CROSS JOIN client ON client.id = feedback.client_id "
    "WHERE feedback.given_on BETWEEN :first AND :last AND client.advisor_id = :me"
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

    New loans are approved ones by the day of the decision, sales what accepted proposals add to the holdings,
    without the lines that the client stepped back from.
    """
    params = _params(me, first, last)
    if name == "satisfaction":
        total, count = connection.execute(SATISFACTION, params).one()
        return None if not count else (200 * total + count) // (2 * count)
    return int(connection.execute(_COUNTED[name], params).scalar_one())


def planned(connection: Connection, me: str, first: date, last: date) -> int:
    """Follow-ups that were planned for these days, whatever became of them."""
    return int(connection.execute(PLANNED, _params(me, first, last)).scalar_one())


def _params(me: str, first: date, last: date) -> dict[str, str]:
    return {
        "me": me,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "planned_from": (first - _LOOK_BACK).isoformat(),
        "start": instant_text(datetime.combine(first, time(), CHINA)),
        "end": instant_text(datetime.combine(last + timedelta(days=1), time(), CHINA)),
    }
