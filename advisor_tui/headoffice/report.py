"""What head office sees: each terminal's book, its advisors, overdue complaints, suitability exceptions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import text

from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.oversight import (
    AdvisorFigures,
    OverdueComplaint,
    SuitabilityException,
    advisors,
    exceptions,
    overdue_complaints,
)
from advisor_tui.headoffice.shelves import parked_files
from advisor_tui.reference.catalogue import load_reference
from advisor_tui.reference.root import data_root

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
    """All terminals on a business date.

    Attributes:
        first: The first day of the period whose advisors and exceptions are shown; `today` is its last.
        rules: The short names of the rules that exceptions name, by language.
    """

    today: date
    terminals: tuple[TerminalReport, ...]
    parked: int
    quarantined: int
    first: date | None = None
    advisors: tuple[AdvisorFigures, ...] = ()
    complaints: tuple[OverdueComplaint, ...] = ()
    exceptions: tuple[SuitabilityException, ...] = ()
    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The object that scripts read."""
        return {
            "date": self.today.isoformat(),
            "terminals": [asdict(terminal) for terminal in self.terminals],
            "parked": self.parked,
            "quarantined": self.quarantined,
            "from": (self.first or self.today).isoformat(),
            "advisors": [asdict(one) for one in self.advisors],
            "complaints": [asdict(one) for one in self.complaints],
            "exceptions": [asdict(one) for one in self.exceptions],
        }


def make_report(context: Context, first: date | None = None) -> Report:
    """Read the warehouse.

    Args:
        context: The unlocked head office.
        first: From which day advisors and exceptions are shown; None for the first of this month.
    """
    today = context.clock.today()
    first = first or today.replace(day=1)
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
        figures_of, overdue = advisors(connection, first, today), overdue_complaints(connection, today)
        found = exceptions(connection, first, today)
    parked = len(parked_files(context))
    return Report(today, terminals, parked, quarantined, first, figures_of, overdue, found, _titles(found))


def _titles(found: tuple[SuitabilityException, ...]) -> Mapping[str, Mapping[str, str]]:
    """The short names of rules; one that data/ does not know any more is shown by its word."""
    if not found:
        return {}
    texts = load_reference(data_root()).rulebook.texts
    return {one.rule: texts[one.rule].title for one in found if one.rule in texts}
