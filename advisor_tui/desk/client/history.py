"""What happened with a client, from every table that knows something, the newest first."""

import json
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from advisor_tui.base.clock import business_date, parse_instant
from advisor_tui.desk.views.clients import HistoryKind, HistoryLine
from advisor_tui.desk.work.task_titles import read_params, task_title
from advisor_tui.rules.workflow import Workflow

MOST_CHANGES = 200
"""Changes of the client's own record that are listed; older ones stay in the journal."""
_QUIET = {"id", "advisor_id", "branch_id"}

_SOURCES: tuple[tuple[HistoryKind, str], ...] = (
    (
        "contact",
        "SELECT l.id, l.at, NULL AS day, iif(newer.id IS NULL, '', 'corrected') AS status, l.summary AS text,"
        " l.channel, l.advisor_id, a.name AS by FROM contact_log l JOIN advisor a ON a.id = l.advisor_id"
        " LEFT JOIN contact_log newer ON newer.corrects_id = l.id WHERE l.client_id = ? GROUP BY l.id",
    ),
    (
        "interview",
        "SELECT i.id, coalesce(i.completed_at, i.started_at) AS at, NULL AS day, i.status, '' AS text, i.number,"
        " a.name AS by FROM interview i JOIN advisor a ON a.id = i.advisor_id WHERE i.client_id = ?",
    ),
    (
        "assessment",
        "SELECT id, NULL AS at, assessed_on AS day, source AS status, '' AS text, level, valid_until AS until"
        " FROM risk_assessment WHERE client_id = ?",
    ),
    (
        "proposal",
        "SELECT p.id, coalesce(p.decided_at, p.presented_at, p.created_at) AS at, NULL AS day, p.status,"
        " p.note AS text, p.number, p.version, (SELECT sum(amount) FROM proposal_line WHERE proposal_id = p.id) AS"
        " amount, (SELECT nullif(sum(l.amount - l.held), 0) FROM cooling_off c JOIN proposal_line l"
        " ON l.id = c.line_id AND l.proposal_id = p.id WHERE c.client_id = p.client_id AND c.status = 'revoked')"
        " AS undone FROM proposal p WHERE p.client_id = ?",
    ),
    (
        "confirmation",
        "SELECT c.id, c.confirmed_at AS at, NULL AS day, c.decision AS status, c.remark AS text, p.number,"
        " c.form_number AS form, c.witness AS by FROM confirmation c JOIN proposal p ON p.id = c.proposal_id"
        " WHERE c.client_id = ?",
    ),
    (
        "task",
        "SELECT id, done_at AS at, iif(done_at IS NULL, max(due_on, coalesce(snoozed_until, due_on)), NULL) AS day,"
        " status, note AS text, title, params, kind FROM task WHERE client_id = ?",
    ),
    (
        "follow_up",
        "SELECT id, done_at AS at, iif(done_at IS NULL, planned_on, NULL) AS day, status,"
        " coalesce(nullif(outcome, ''), title) AS text, channel, purpose, satisfaction AS score FROM follow_up"
        " WHERE client_id = ?",
    ),
    (
        "complaint",
        "SELECT id, NULL AS at, received_on AS day, status, subject AS text, number FROM complaint WHERE client_id = ?",
    ),
    ("feedback", "SELECT id, NULL AS at, given_on AS day, '' AS status, comment AS text, score FROM feedback"
     " WHERE client_id = ?"),
    ("life_event", "SELECT id, NULL AS at, happens_on AS day, '' AS status, remark AS text, kind FROM life_event"
     " WHERE client_id = ?"),
    (
        "loan",
        "SELECT id, NULL AS at, applied_on AS day, status, purpose AS text, number, kind, amount FROM loan_case"
        " WHERE client_id = ?",
    ),
    (
        "access",
        "SELECT l.id, l.at, NULL AS day, l.kind AS status, l.reason AS text, l.what, a.name AS by FROM access_log l"
        " JOIN advisor a ON a.id = l.advisor_id WHERE l.client_id = ?",
    ),
)  # fmt: skip
_CHANGES = """
SELECT seq, instant, coalesce(a.name, actor), action, table_name, payload
FROM journal LEFT JOIN advisor a ON a.staff_no = actor
WHERE (table_name = 'client' AND row_id = :id)
  OR (table_name = 'identity_document' AND row_id IN (SELECT id FROM identity_document WHERE client_id = :id))
ORDER BY seq DESC LIMIT :most
"""


def read_history(
    connection: Connection, client_id: str, me: str, workflows: Collection[Workflow]
) -> tuple[HistoryLine, ...]:
    """Everything that happened, the newest first, what is planned before it.

    Args:
        connection: A reader.
        client_id: Whose.
        me: The advisor, whose own contact notes can be corrected.
        workflows: Where the titles of tasks stand that a workflow created.
    """
    lines = [line for kind, sql in _SOURCES for line in _lines(connection, kind, sql, client_id, me, workflows)]
    lines += _changes(connection, client_id)
    return tuple(sorted(lines, key=_newest_first, reverse=True))


def _newest_first(line: HistoryLine) -> tuple[date, str, str]:
    return line.on, line.at.isoformat() if line.at else "", line.key


def _lines(
    connection: Connection, kind: HistoryKind, sql: str, client_id: str, me: str, workflows: Collection[Workflow]
) -> Iterator[HistoryLine]:
    for row in connection.exec_driver_sql(sql, (client_id,)).mappings():
        known = dict(row)
        id, at, day, status, text = (known.pop(name) for name in ("id", "at", "day", "status", "text"))
        instant, on = _when(at, day)
        own = known.pop("advisor_id", None) == me
        title = None
        if kind == "task":
            known |= read_params(known.pop("params"))
            title = task_title(workflows, known["kind"], known.pop("title"), known)
        facts: dict[str, str | int] = {name: value for name, value in known.items() if value is not None}
        yield HistoryLine(
            f"{kind}:{id}", kind, on, instant, status, text or "", facts, title,
            can_delete=kind == "life_event", can_correct=kind == "contact" and own and not status,
        )  # fmt: skip


def _when(at: str | None, day: str | None) -> tuple[datetime | None, date]:
    if at is not None:
        instant = parse_instant(at)
        return instant, business_date(instant)
    return None, date.fromisoformat(str(day))


def _changes(connection: Connection, client_id: str) -> Iterator[HistoryLine]:
    rows = connection.exec_driver_sql(_CHANGES, {"id": client_id, "most": MOST_CHANGES})
    for seq, instant, by, action, table, payload in rows:
        at = parse_instant(instant)
        facts: dict[str, str | int] = {"by": by, "action": action, "table": table}
        status, names = _changed(payload)
        yield HistoryLine(f"change:{seq}", "change", business_date(at), at, status, ", ".join(names), facts)


def _changed(payload: str | None) -> tuple[str, list[str]]:
    """What became of the record (`erased`, `added`, "" for a change) and the changed columns."""
    if payload is None:
        return "erased", []
    changed: dict[str, list[Any]] = json.loads(payload)
    if "id" in changed:
        return "added", []
    return "", [name for name in changed if name not in _QUIET]
