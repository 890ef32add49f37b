"""Head office's report for a person: two lines a terminal, which fit a console of 80 columns."""

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from advisor_tui.base.clock import CHINA, parse_instant
from advisor_tui.base.languages import language, mark, translate, translate_in
from advisor_tui.base.money import wan
from advisor_tui.base.text import safe_text
from advisor_tui.cli.output import heading
from advisor_tui.headoffice.html import GRADES, figure, rule_name, verdict
from advisor_tui.headoffice.oversight import KPIS
from advisor_tui.headoffice.report import Report, TerminalReport

_NAME_CELLS = 8
"""A terminal's name with the sign of a stopped stream, and both headings, stand on one line each."""


def report_table(found: Report) -> Table:
    """One row of two lines a terminal; a name that is too long is folded, a figure is never cut."""
    table = Table(
        title=heading(mark("Terminals on {date}"), date=found.today), title_justify="left", expand=False,
        box=SIMPLE_HEAD, padding=0,
    )  # fmt: skip
    table.add_column(
        _lines(translate(mark("Branch")), translate(mark("Terminal"))), overflow="fold", min_width=_NAME_CELLS
    )
    table.add_column(_lines(translate(mark("Heard"))), no_wrap=True)
    for lines in (
        (translate(mark("Clients")), translate(mark("Assets (10,000)"))),
        (translate(mark("Interviews")),),
        (translate_in("report", "Presented"), translate_in("report", "Confirmed")),
        (translate(mark("Tasks")), translate(mark("overdue"))),
        (translate(mark("Complaints")), translate(mark("overdue"))),
    ):
        table.add_column(_lines(*lines), justify="right", no_wrap=True)
    for terminal in found.terminals:
        table.add_row(*(_lines(*cell) for cell in _cells(terminal)))
    return table


def _cells(row: TerminalReport) -> Iterable[tuple[str, ...]]:
    heard = f"{parse_instant(row.heard_at).astimezone(CHINA):%Y-%m-%d\n%H:%M}" if row.heard_at else ""
    yield row.branch, f"{row.terminal} !" if row.stopped else row.terminal
    yield tuple(heard.split("\n")) if heard else (translate(mark("never")),)
    yield f"{row.clients:,}", wan(row.assets)
    yield (f"{row.interviews:,}",)
    yield f"{row.presented:,}", f"{row.confirmations:,}"
    yield f"{row.tasks_open:,}", f"{row.tasks_overdue:,}"
    yield f"{row.complaints_open:,}", f"{row.complaints_overdue:,}"


def _lines(*texts: str) -> Text:
    return Text("\n".join(map(safe_text, texts)))


def advisors_table(found: Report) -> Table:
    """What each advisor reached in the period, and the goals."""
    table = _table(heading(mark("Advisors from {first} to {last}"), first=found.first or found.today, last=found.today))
    table.add_column(_lines(translate(mark("Branch")), translate(mark("Terminal"))), overflow="fold")
    table.add_column(_lines(translate(mark("Staff number"))), overflow="fold")
    for name in (mark("Satisfaction"), mark("New loans"), mark("Product sales")):
        table.add_column(_lines(translate(name)), justify="right", no_wrap=True)
    for one in found.advisors:
        table.add_row(
            _lines(one.branch, one.terminal), _lines(one.staff_no), *(_lines(figure(one, kpi)) for kpi in KPIS)
        )
    return table


def complaints_table(found: Report) -> Table:
    """Complaints past their legal deadline; the client masked."""
    table = _table(translate(mark("Overdue complaints")))
    table.add_column(_lines(translate(mark("Branch")), translate(mark("Terminal"))), overflow="fold")
    table.add_column(_lines(translate(mark("Number")), translate(mark("Grade"))), no_wrap=True)
    table.add_column(_lines(translate(mark("Received")), translate(mark("Due"))), no_wrap=True)
    table.add_column(_lines(translate(mark("Days over"))), justify="right", no_wrap=True)
    table.add_column(_lines(translate(mark("Client")), translate(mark("Subject"))), overflow="fold")
    for one in found.complaints:
        table.add_row(
            _lines(one.branch, one.terminal), _lines(f"{one.number:,}", translate(GRADES.get(one.grade, one.grade))),
            _lines(one.received_on, one.due_on), _lines(f"{one.days:,}"), _lines(one.client, one.subject),
        )  # fmt: skip
    return table


def exceptions_table(found: Report) -> Table:
    """Accepted proposals that a rule spoke against."""
    table = _table(translate(mark("Suitability exceptions")))
    table.add_column(_lines(translate(mark("Branch")), translate(mark("Terminal"))), overflow="fold")
    table.add_column(_lines(translate(mark("Date")), translate(mark("Proposal"))), no_wrap=True)
    table.add_column(_lines(translate(mark("Client")), translate(mark("Verdict"))), overflow="fold")
    table.add_column(_lines(translate(mark("Rule")), translate(mark("Article"))), overflow="fold")
    for one in found.exceptions:
        table.add_row(
            _lines(one.branch, one.terminal), _lines(one.on, f"{one.proposal:,}"), _lines(one.client, verdict(one)),
            _lines(rule_name(one, found, language()), one.article),
        )  # fmt: skip
    return table


def _table(title: str) -> Table:
    return Table(title=safe_text(title), title_justify="left", expand=False, box=SIMPLE_HEAD, padding=0)
