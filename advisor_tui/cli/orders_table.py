"""Head office's orders for a person: two lines each, in words and numbers that people use."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from advisor_tui.base.clock import business_date, parse_instant
from advisor_tui.base.languages import mark, translate
from advisor_tui.base.text import safe_text
from advisor_tui.cli.output import heading
from advisor_tui.desk.exchanging.words import METRICS, ORDERS
from advisor_tui.headoffice.commanding import short_id
from advisor_tui.screens.loan.words import DECISIONS

_STATES = {
    "waits": mark("waits for the next publish"),
    "sent": mark("was sent"),
    "applied": mark("applied"),
    "refused": mark("was refused"),
    "restricted": mark("restricted, since a law still requires the records"),
    "erased": mark("erased"),
    "purged": mark("purged"),
}


def orders_table(orders: Sequence[Mapping[str, Any]]) -> Table:
    """One row of at least two lines an order; nothing is cut."""
    table = Table(
        title=translate(mark("Orders")), title_justify="left", expand=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    table.add_column(_lines(translate(mark("Given on")), translate(mark("Order no."))), no_wrap=True)
    table.add_column(_lines(translate(mark("Order")), translate(mark("About"))), overflow="fold")
    table.add_column(_lines(translate(mark("What it says"))), overflow="fold")
    table.add_column(_lines(translate(mark("What became of it"))), overflow="fold")
    for order in orders:
        given_on = business_date(parse_instant(order["issued_at"])).isoformat()
        table.add_row(
            _lines(given_on, short_id(order["id"])), _lines(translate(ORDERS[order["kind"]]), _about(order)),
            _lines(*_says(order)), _lines(*_became(order)),
        )  # fmt: skip
    return table


def _about(order: Mapping[str, Any]) -> str:
    kind, subject = order["kind"], order["subject"]
    if kind == "credit_decision":
        return heading(mark("loan case no. {number}"), number=subject) if subject else ""
    if kind in ("assignment", "erasure"):
        return heading(mark("client {number}"), number=subject or translate(mark("no longer there")))
    if kind in ("target", "incentive", "training_requirement"):
        return heading(mark("staff {number}"), number=subject) if subject else translate(mark("everybody"))
    return ""


def _says(order: Mapping[str, Any]) -> list[str]:
    content, kind = order["content"], order["kind"]
    if kind in ("target", "incentive"):
        metric = translate(METRICS[content["metric"]])
        return [metric, heading(mark("{first} to {last}"), first=content["starts_on"], last=content["ends_on"])]
    if kind == "training_requirement":
        return [content["topic"], heading(mark("by {date}"), date=content["due_on"])]
    if kind == "assignment":
        goes = mark("to {terminal}, {name} ({staff})")
        return [heading(goes, terminal=content["to_terminal"], name=content["name"], staff=content["staff_no"])]
    if kind == "credit_decision":
        return [translate(DECISIONS[content["decision"]]), content["decided_by"]]
    if kind == "settlement":
        return [f"{content['table_name']}.{content['field']}", content["settled_by"]]
    return [text for text in (content["reason"], content.get("ordered_by", "")) if text]


def _became(order: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, state in order["terminals"].items():
        reason = order["reasons"].get(name)
        lines.append(f"{name}: {translate(_STATES[state])}" + (f": {translate(reason)}" if reason else ""))
    return lines


def _lines(*texts: str) -> Text:
    return Text("\n".join(map(safe_text, texts)))
