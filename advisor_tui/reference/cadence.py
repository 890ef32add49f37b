"""Reads data/cadence/: how often and around which events clients are contacted."""

from advisor_tui.base.languages import mark
from advisor_tui.reference.toml import Document, Table
from advisor_tui.rules.cadence import ANCHORS, Anchor, Cadence, Event


def read_cadence(document: Document) -> Cadence:
    """Read and check the table of contact rhythms."""
    root = document.root
    root.only("source", "confirmed", "rhythm", "event")
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
    return Cadence(months, events)


def _event(table: Table, confirmed: bool) -> Event:
    table.only("anchor", "title", "days", "confirmed")
    anchor = next(word for word in ANCHORS if word == table.word("anchor", ANCHORS))
    days = table.integers("days")
    if not days or len(set(days)) != len(days) or any(abs(day) > 366 for day in days):
        table.wrong("days", mark("Give days before (negative) or after, each once, within a year"))
    return Event(anchor, table.both("title"), days, table.flag("confirmed", confirmed))
