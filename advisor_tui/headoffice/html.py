"""The report as one HTML file: no reference to anything outside it, every text escaped, made for paper too."""

from collections.abc import Iterable, Sequence
from html import escape

from advisor_tui.base.clock import CHINA, parse_instant
from advisor_tui.base.languages import Lang, language, mark, pick, translate
from advisor_tui.base.money import wan
from advisor_tui.base.text import safe_text
from advisor_tui.headoffice.oversight import KPIS, AdvisorFigures, SuitabilityException
from advisor_tui.headoffice.report import Report, TerminalReport

GRADES = {"simple": mark("simple"), "complex": mark("complex")}
VERDICTS = {"forbidden": mark("forbidden"), "missing": mark("not proven"), "warn": mark("warned")}
_STYLE = """
body { font: 10.5pt/1.45 "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #111; background: #fff;
  margin: 2em auto; max-width: 72em; padding: 0 1.5em; }
h1 { font-size: 1.5em; margin: 0 0 .2em; } h2 { font-size: 1.15em; margin: 2em 0 .4em; break-after: avoid; }
p { margin: .3em 0; } table { border-collapse: collapse; width: 100%; }
th, td { padding: .25em .6em; border-bottom: 1px solid #bbb; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #333; } td.n, th.n { text-align: right; white-space: nowrap; }
tbody tr:nth-child(even) { background: #f5f5f5; } tr { break-inside: avoid; } thead { display: table-header-group; }
@page { size: A4 landscape; margin: 14mm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 9pt; } }
"""
Cell = str | int
Column = tuple[str, bool]


def report_html(found: Report) -> str:
    """The whole file, in the language in use."""
    lang = language()
    title = translate(mark("Head office's report of {date}")).format(date=found.today)
    period = translate(mark("Advisors and exceptions from {first} to {last}; amounts in 10,000 yuan."))
    counts = translate(mark("Bundles waiting: {parked}, refused: {quarantined}."))
    body = [
        f"<h1>{_text(title)}</h1>",
        f"<p>{_text(period.format(first=found.first or found.today, last=found.today))}</p>",
        f"<p>{_text(counts.format(parked=found.parked, quarantined=found.quarantined))}</p>",
        _section(mark("Terminals"), _TERMINALS, [_terminal(one) for one in found.terminals]),
        _section(mark("Advisors"), _ADVISORS, [_advisor(one) for one in found.advisors]),
        _section(
            mark("Overdue complaints"), _COMPLAINTS,
            [
                (one.branch, one.terminal, one.number, translate(GRADES.get(one.grade, one.grade)), one.received_on,
                 one.due_on, one.days, one.client, one.subject)
                for one in found.complaints
            ],
        ),
        _section(
            mark("Suitability exceptions"), _EXCEPTIONS, [_exception(one, found, lang) for one in found.exceptions]
        ),
    ]  # fmt: skip
    head = f'<meta charset="utf-8"><title>{_text(title)}</title><style>{_STYLE}</style>'
    code = "zh-CN" if lang == "zh" else "en"
    return f'<!DOCTYPE html>\n<html lang="{code}"><head>{head}</head><body>\n' + "\n".join(body) + "\n</body></html>\n"


_PLACE: tuple[Column, ...] = ((mark("Branch"), False), (mark("Terminal"), False))
_TERMINALS: tuple[Column, ...] = (
    *_PLACE, (mark("Heard"), False), (mark("Clients"), True), (mark("Assets (10,000)"), True),
    (mark("Interviews"), True), (mark("Confirmed proposals"), True), (mark("Overdue tasks"), True),
    (mark("Overdue complaints"), True),
)  # fmt: skip
_ADVISORS: tuple[Column, ...] = (
    *_PLACE, (mark("Staff number"), False), (mark("Satisfaction"), True), (mark("New loans"), True),
    (mark("Product sales"), True),
)  # fmt: skip
_COMPLAINTS: tuple[Column, ...] = (
    *_PLACE, (mark("Number"), True), (mark("Grade"), False), (mark("Received"), False), (mark("Due"), False),
    (mark("Days over"), True), (mark("Client"), False), (mark("Subject"), False),
)  # fmt: skip
_EXCEPTIONS: tuple[Column, ...] = (
    *_PLACE, (mark("Date"), False), (mark("Proposal"), True), (mark("Client"), False), (mark("Rule"), False),
    (mark("Verdict"), False), (mark("Article"), False),
)  # fmt: skip


def _section(heading: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> str:
    made = list(rows)
    title = f"<h2>{_text(translate(heading))}</h2>"
    if not made:
        return f"{title}<p>{_text(translate(mark('None.')))}</p>"
    head = "".join(f"<th{_class(right)}>{_text(translate(name))}</th>" for name, right in columns)
    body = "\n".join(_row(row, columns) for row in made)
    return f"{title}<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _row(row: Sequence[Cell], columns: Sequence[Column]) -> str:
    cells = [f"<td{_class(right)}>{_cell(cell)}</td>" for cell, (_, right) in zip(row, columns, strict=True)]
    return f"<tr>{''.join(cells)}</tr>"


def _terminal(one: TerminalReport) -> Sequence[Cell]:
    heard = f"{parse_instant(one.heard_at).astimezone(CHINA):%Y-%m-%d %H:%M}" if one.heard_at else ""
    heard = heard or translate(mark("never"))
    name = f"{one.terminal} !" if one.stopped else one.terminal
    return (one.branch, name, heard, one.clients, wan(one.assets), one.interviews, one.confirmations,
            one.tasks_overdue, one.complaints_overdue)  # fmt: skip


def _advisor(one: AdvisorFigures) -> Sequence[Cell]:
    return (one.branch, one.terminal, one.staff_no, *(figure(one, kpi) for kpi in KPIS))


def figure(one: AdvisorFigures, kpi: str) -> str:
    """What was reached, and the goal where there is one: `4.50 / 4.60`, `120.0 / 300.0`."""

    def shown(value: int | None) -> str:
        if value is None:
            return "–"
        return f"{value / 100:.2f}" if kpi == "satisfaction" else wan(value)

    goal = one.goals[kpi]
    return shown(one.reached[kpi]) + (f" / {shown(goal)}" if goal is not None else "")


def _exception(one: SuitabilityException, found: Report, lang: Lang) -> Sequence[Cell]:
    return (one.branch, one.terminal, one.on, one.proposal, one.client, rule_name(one, found, lang), verdict(one),
            one.article)  # fmt: skip


def rule_name(one: SuitabilityException, found: Report, lang: Lang) -> str:
    """The rule's short name in a language."""
    return pick(found.rules[one.rule], lang) if one.rule in found.rules else one.rule


def verdict(one: SuitabilityException) -> str:
    """What the rule said, and that the client insisted."""
    said = translate(VERDICTS.get(one.verdict, one.verdict))
    return f"{said}, {translate(mark('client insisted'))}" if one.insisted else said


def _class(right: bool) -> str:
    return ' class="n"' if right else ""


def _cell(value: Cell) -> str:
    return f"{value:,}" if isinstance(value, int) else _text(value)


def _text(value: str) -> str:
    return escape(safe_text(value))
