"""How the exchange stands, for a person: two lines a terminal, and in words what is the matter."""

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from advisor_tui.base.clock import CHINA, parse_instant
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import safe_text
from advisor_tui.cli.output import heading
from advisor_tui.headoffice.status import Status, TerminalStatus

_NAME_CELLS = 8
_MATTERS = {
    "revoked": mark("its key was revoked"),
    "stopped": mark("! contradicts what was applied: head-office settle, or enrol it anew"),
    "gap": mark("waits for {missing}"),
    "silent": mark("silent"),
    "never": mark("never heard of"),
    "update": mark("newer than this program: update head office"),
    "uncompared": mark("! {tables}: for over a week not known to be what the terminal has: enrol it anew"),
    "old_schema": mark("an older program (schema {schema})"),
    "quarantine": mark("{quarantined} refused"),
    "key_ends": mark("its key ends within 60 days or has ended: enrol it again"),
    "full_due": mark("its next bundle gives everything back"),
    "asked": mark("asked for everything, since head office was put back from a copy"),
}


def status_table(found: Status) -> Table:
    """One row a terminal; what is the matter is folded, a figure is never cut."""
    table = Table(
        title=heading(mark("The exchange at {when}"), when=_when(found.at)), title_justify="left", expand=False,
        box=SIMPLE_HEAD, padding=0,
    )  # fmt: skip
    table.add_column(_lines(translate(mark("Branch")), translate(mark("Terminal"))), min_width=_NAME_CELLS)
    table.add_column(_lines(translate(mark("Heard"))), no_wrap=True)
    table.add_column(_lines(translate(mark("Bundles")), translate(mark("waiting"))), justify="right", no_wrap=True)
    table.add_column(_lines(translate(mark("For it")), translate(mark("stale since"))), justify="right", no_wrap=True)
    table.add_column(_lines(translate(mark("What is the matter"))), overflow="fold")
    for one in found.terminals:
        heard = _when(one.heard_at).replace(" ", "\n") if one.heard_at else "–"
        stale = _when(one.stale_since)[:10] if one.stale_since else ""
        table.add_row(
            _lines(one.branch, one.terminal), _lines(*heard.split("\n")), _lines(f"{one.last:,}", f"{one.parked:,}"),
            _lines(f"{one.unacknowledged:,}", stale), _lines(*matters(one)),
        )  # fmt: skip
    return table


def matters(one: TerminalStatus) -> list[str]:
    """What is the matter with a terminal, the gravest first; a line each."""
    first, last = one.missing or (0, 0)
    values = {
        "missing": str(first) if first == last else f"{first}–{last}", "schema": one.schema,
        "quarantined": one.quarantined, "tables": ", ".join(one.uncompared),
    }  # fmt: skip
    return [heading(_MATTERS[word], **values) for word in one.matters] or [translate(mark("in order"))]


def _when(instant: str) -> str:
    return f"{parse_instant(instant).astimezone(CHINA):%Y-%m-%d %H:%M}"


def _lines(*texts: str) -> Text:
    return Text("\n".join(map(safe_text, texts)))
