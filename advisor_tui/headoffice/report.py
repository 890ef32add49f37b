"""What head office sees: each terminal's book, proposals, confirmations, tasks and complaints."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from advisor_tui.headoffice.context import Context

_COUNTS = {
    "clients": "SELECT terminal, count(*) FROM client GROUP BY terminal",
    "assets": "SELECT terminal, sum(value) FROM holding GROUP BY terminal",
    "liabilities": "SELECT terminal, sum(balance) FROM liability GROUP BY terminal",
    "interviews": "SELECT terminal, count(*) FROM interview GROUP BY terminal",
    "presented": "SELECT terminal, count(*) FROM proposal WHERE status <> 'draft' GROUP BY terminal",
    "confirmations": "SELECT terminal, count(*) FROM confirmation WHERE decision = 'accepted' GROUP BY terminal",
    "declined": "SELECT terminal, count(*) FROM confirmation WHERE decision = 'declined' GROUP BY terminal",
    "tasks_open": "SELECT terminal, count(*) FROM task WHERE status = 'open' GROUP BY terminal",
    "tasks_overdue": "SELECT terminal, count(*) FROM task WHERE status = 'open' AND due_on < :today GROUP BY terminal",
    "complaints_open": "SELECT terminal, count(*) FROM complaint WHERE status = 'open' GROUP BY terminal",
    "complaints_overdue": "SELECT terminal, count(*) FROM complaint WHERE status = 'open' "
    "AND coalesce(extended_until, due_on) < :today GROUP BY terminal",
}
_TERMINALS = text(
    "SELECT name, branch, coalesce(s.seq, 0) AS bundles, coalesce(s.change_seq, 0) AS changes, "
    "coalesce(s.heard_at, '') AS heard_at, s.stopped AS stopped FROM hq_terminal t "
    "LEFT JOIN hq_stream s ON s.sender = t.name AND s.epoch = t.epoch ORDER BY branch, name"
)
_QUARANTINED = text("SELECT count(*) FROM hq_inbound WHERE status = 'quarantined'")


@dataclass(frozen=True)
class TerminalReport:
    """One terminal's figures; amounts in 分, `heard_at` a UTC instant or "".

    Attributes:
        bundles: The last applied sequence number.
        changes: The last applied journal entry.
        stopped: A bundle contradicted an applied one; nothing more is taken until head office settles it.
    """

    terminal: str
    branch: str
    bundles: int
    changes: int
    heard_at: str
    stopped: bool
    clients: int = 0
    assets: int = 0
    liabilities: int = 0
    interviews: int = 0
    presented: int = 0
    confirmations: int = 0
    declined: int = 0
    tasks_open: int = 0
    tasks_overdue: int = 0
    complaints_open: int = 0
    complaints_overdue: int = 0


@dataclass(frozen=True)
class Report:
    """All terminals on a business date."""

    today: date
    terminals: tuple[TerminalReport, ...]
    parked: int
    quarantined: int

    def to_json(self) -> dict[str, Any]:
        """The object that scripts read."""
        return {
            "date": self.today.isoformat(),
            "terminals": [asdict(terminal) for terminal in self.terminals],
            "parked": self.parked,
            "quarantined": self.quarantined,
        }


def make_report(context: Context) -> Report:
    """Read the warehouse."""
    today = context.clock.today()
    with context.warehouse.read() as session:
        connection = session.connection()
        figures: dict[str, dict[str, int]] = {}
        for name, sql in _COUNTS.items():
            parameters = {"today": today.isoformat()} if ":today" in sql else {}
            figures[name] = {terminal: int(value or 0) for terminal, value in connection.execute(text(sql), parameters)}
        terminals = tuple(
            TerminalReport(
                row.name, row.branch, row.bundles, row.changes, row.heard_at, bool(row.stopped),
                **{name: values.get(row.name, 0) for name, values in figures.items()},
            )
            for row in connection.execute(_TERMINALS)
        )  # fmt: skip
        quarantined = int(connection.execute(_QUARANTINED).scalar_one())
    parked = len(list(context.home.parked.glob("*.zip.age")))
    return Report(today, terminals, parked, quarantined)
