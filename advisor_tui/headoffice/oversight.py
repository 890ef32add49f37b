"""What head office looks at beside the figures of a terminal: advisors, overdue complaints, suitability exceptions.

Counted as the desk counts for its own scorecard (`desk.work.figures`), over the copies of all terminals.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.base.clock import CHINA, instant_text
from advisor_tui.base.text import mask, mask_numbers, one_line

KPIS = ("satisfaction", "new_loans", "product_sales")
"""Satisfaction in hundredths of a point, the others in 分."""
_ADVISORS = text(
    "SELECT terminal, branch, id, staff_no, hlc FROM advisor WHERE active = 1 ORDER BY branch, terminal, staff_no, id"
)
_REACHED = {
    "satisfaction": "SELECT c.terminal, c.advisor_id, sum(f.score), count(*) FROM feedback f JOIN client c "
    "ON c.terminal = f.terminal AND c.id = f.client_id WHERE f.given_on BETWEEN :first AND :last "
    "GROUP BY c.terminal, c.advisor_id",
    "new_loans": "SELECT l.terminal, l.advisor_id, sum(coalesce(d.amount, l.amount)), count(*) FROM credit_decision d "
    "JOIN loan_case l ON l.terminal = d.terminal AND l.id = d.loan_case_id WHERE d.decision IN "
    "('approved', 'approved_with_conditions') AND d.decided_on BETWEEN :first AND :last "
    "GROUP BY l.terminal, l.advisor_id",
    "product_sales": "SELECT p.terminal, p.advisor_id, sum(CASE WHEN l.amount > l.held THEN l.amount - l.held ELSE 0 "
    "END), count(DISTINCT p.id) FROM proposal p JOIN proposal_line l ON l.terminal = p.terminal "
    "AND l.proposal_id = p.id LEFT JOIN cooling_off u ON u.terminal = l.terminal AND u.line_id = l.id "
    "AND u.status = 'revoked' WHERE u.id IS NULL AND p.status = 'accepted' "
    "AND p.decided_at >= :start AND p.decided_at < :ends GROUP BY p.terminal, p.advisor_id",
}
_GOALS = text(
    "SELECT terminal, advisor_id, metric, max(goal) FROM target WHERE starts_on <= :last AND ends_on >= :last "
    "GROUP BY terminal, advisor_id, metric"
)
_COMPLAINTS = text(
    "SELECT k.terminal, k.branch, k.number, k.grade, k.received_on, coalesce(k.extended_until, k.due_on) AS due, "
    "k.subject, c.name FROM complaint k LEFT JOIN client c ON c.terminal = k.terminal AND c.id = k.client_id "
    "WHERE k.status = 'open' AND coalesce(k.extended_until, k.due_on) < :today ORDER BY due, k.terminal, k.number"
)
_EXCEPTIONS = text(
    "SELECT f.terminal, f.branch, f.checked_on, f.rule, f.verdict, f.article, p.number, c.number AS client, c.name, "
    "l.origin FROM finding f JOIN proposal p ON p.terminal = f.terminal AND p.id = f.proposal_id "
    "JOIN client c ON c.terminal = f.terminal AND c.id = f.client_id "
    "LEFT JOIN proposal_line l ON l.terminal = f.terminal AND l.id = f.line_id "
    "WHERE p.status = 'accepted' AND p.decided_at >= :start AND p.decided_at < :ends "
    "AND (f.verdict IN ('forbidden', 'missing') OR (f.verdict = 'warn' AND l.origin = 'insists')) "
    "ORDER BY f.checked_on DESC, f.terminal, p.number, f.rule, f.id"
)


@dataclass(frozen=True)
class AdvisorFigures:
    """An advisor's figures of the period, and the goals of the targets that hold on its last day; by `KPIS`."""

    terminal: str
    branch: str
    staff_no: str
    reached: Mapping[str, int | None]
    goals: Mapping[str, int | None]


@dataclass(frozen=True)
class OverdueComplaint:
    """A complaint past its legal deadline; the client masked, `days` calendar days over."""

    terminal: str
    branch: str
    number: int
    grade: str
    received_on: str
    due_on: str
    days: int
    client: str
    subject: str


@dataclass(frozen=True)
class SuitabilityException:
    """A proposal that was accepted although a rule spoke against it, or because the client insisted on it.

    Attributes:
        verdict: forbidden, missing, or warn where the client insisted on the product.
        insisted: The client insisted on the product against advice.
        client: The number, and the masked name.
    """

    terminal: str
    branch: str
    on: str
    proposal: int
    client: str
    rule: str
    verdict: str
    insisted: bool
    article: str


def advisors(connection: Connection, first: date, last: date) -> tuple[AdvisorFigures, ...]:
    """Every active advisor's figures of a range of days, both included.

    An advisor stands there once: what a reassigned client brought to another terminal, or what came back under a second
    row when the terminal was made anew, counts with the rest.
    """
    params = _range(first, last)
    reached = {
        kpi: {(row[0], row[1]): (int(row[2] or 0), int(row[3])) for row in _run(connection, sql, params)}
        for kpi, sql in _REACHED.items()
    }
    goals: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for terminal, advisor, metric, goal in connection.execute(_GOALS, {"last": last.isoformat()}):
        goals[terminal, advisor][metric] = int(goal)
    return tuple(
        AdvisorFigures(
            rows[0].terminal, rows[0].branch, one_line(rows[0].staff_no),
            {kpi: _reached(kpi, [reached[kpi].get((row.terminal, row.id), (0, 0)) for row in rows]) for kpi in KPIS},
            {kpi: max((goals[row.terminal, row.id][kpi] for row in rows if kpi in goals[row.terminal, row.id]),
                      default=None) for kpi in KPIS},
        )
        for rows in _people(connection.execute(_ADVISORS).all())
    )  # fmt: skip


def _people(found: Sequence[Any]) -> list[list[Any]]:
    """The rows of each advisor, one of the terminal where the advisor works first."""
    there = {(row.terminal, row.staff_no) for row in found}
    people: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in found:
        made_at = row.hlc.rpartition("-")[2]
        home = made_at if (made_at, row.staff_no) in there else row.terminal
        people[home, row.staff_no].append(row)
    placed = [sorted(rows, key=lambda row: row.terminal != home) for (home, _), rows in people.items()]
    return sorted(placed, key=lambda rows: (rows[0].branch, rows[0].terminal, rows[0].staff_no))


def _reached(kpi: str, parts: Sequence[tuple[int, int]]) -> int | None:
    total, count = sum(part[0] for part in parts), sum(part[1] for part in parts)
    if kpi != "satisfaction":
        return total
    return (200 * total + count) // (2 * count) if count else None


def overdue_complaints(connection: Connection, today: date) -> tuple[OverdueComplaint, ...]:
    """Open complaints past their (extended) deadline, the longest overdue first (令2020年第3号 第十八条)."""
    return tuple(
        OverdueComplaint(
            row.terminal, row.branch, row.number, row.grade, row.received_on, row.due,
            (today - date.fromisoformat(row.due)).days, mask("name", row.name or ""),
            mask_numbers(one_line(row.subject)),
        )
        for row in connection.execute(_COMPLAINTS, {"today": today.isoformat()})
    )  # fmt: skip


def exceptions(connection: Connection, first: date, last: date) -> tuple[SuitabilityException, ...]:
    """Accepted proposals of a range of days that a rule spoke against, the newest first."""
    return tuple(
        SuitabilityException(
            row.terminal, row.branch, row.checked_on, row.number, f"{row.client} {mask('name', row.name)}", row.rule,
            row.verdict, row.origin == "insists", one_line(row.article),
        )
        for row in connection.execute(_EXCEPTIONS, _range(first, last))
    )  # fmt: skip


def _run(connection: Connection, sql: str, params: Mapping[str, str]) -> Any:
    return connection.execute(text(sql), {name: value for name, value in params.items() if f":{name}" in sql})


def _range(first: date, last: date) -> dict[str, str]:
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "start": instant_text(datetime.combine(first, time(), CHINA)),
        "ends": instant_text(datetime.combine(last + timedelta(days=1), time(), CHINA)),
    }
