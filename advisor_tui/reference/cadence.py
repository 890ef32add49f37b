"""Reads data/cadence/: how often and around which events clients are contacted."""

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Document, Table
from advisor_tui.rules.cadence import ANCHORS, Anchor, Cadence, Event


def read_cadence(document: Document) -> Cadence:
    """Read and check the table of contact rhythms."""
    root = document.root
    root.only("source", "confirmed", "queue", "rhythm", "event")
    root.text("source")
    confirmed = root.flag("confirmed")
    months: dict[str, int] = {}
    for table in root.tables("rhythm", least=1):
        table.only("tier", "months")
        tier = table.text("tier")
        if tier in months:
            table.wrong("tier", mark("{id} stands here a second time"), id=tier)
        months[tier] = table.integer("months", low=1, high=60)
    events: dict[Anchor, Event] = {}
    for table in root.tables("event"):
        event = _event(table, confirmed)
        if event.anchor in events:
            table.wrong("anchor", mark("{id} stands here a second time"), id=event.anchor)
        events[event.anchor] = event
    queue = root.table("queue")
    queue.only("urgent_days", "horizon_days")
    days = {name: queue.integer(name, low=0, high=366) for name in ("urgent_days", "horizon_days")}
    return Cadence(months, events, days["urgent_days"], days["horizon_days"])


def _event(table: Table, confirmed: bool) -> Event:
    table.only("anchor", "title", "days", "lapse_days", "least_fen", "confirmed")
    anchor = next(word for word in ANCHORS if word == table.word("anchor", ANCHORS))
    days = table.integers("days")
    if not days or len(set(days)) != len(days) or any(abs(day) > 366 for day in days):
        table.wrong("days", mark("Give days before (negative) or after, each once, within a year"))
    lapse = table.integer("lapse_days", low=0, high=366)
    if ("least_fen" in table) != (anchor == "balance_move"):
        table.wrong("anchor", mark("balance_move, and no other event, has a least_fen"))
    least = table.integer("least_fen", low=1) if anchor == "balance_move" else 0
    return Event(anchor, table.both("title"), days, lapse, table.flag("confirmed", confirmed), least)
