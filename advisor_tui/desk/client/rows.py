"""Lines of the client list from its cards."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from advisor_tui.base.text import mask
from advisor_tui.desk.views.clients import Both, ClientLine, DueState, Standing
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.store.far_dates import NEVER, NOTHING_DUE
from advisor_tui.store.pinyin import folded
from advisor_tui.store.search.spans import name_spans, number_span
from advisor_tui.store.search.terms import TAIL, has_digit

_ROWS = """
SELECT k.docid, k.client_id, c.name, c.number, c.phone, k.name_key, k.other_readings, k.paper_terms, k.tier, k.assets,
  k.debts, k.risk_level, k.assessed_until, k.last_contact_on, k.next_due_on
FROM json_each(?) j CROSS JOIN client_card k ON k.docid = j.value JOIN client c ON c.id = k.client_id
"""
_NEVER, _NOTHING_DUE = NEVER.isoformat(), NOTHING_DUE.isoformat()


def read_lines(
    connection: Connection, docids: Sequence[int], tiers: Mapping[str, Both], today: date, text: str = ""
) -> tuple[ClientLine, ...]:
    """The lines of these cards in this order, with what a search for `text` found marked."""
    key = folded(text)
    rows = connection.exec_driver_sql(_ROWS, (json.dumps(list(docids)),))
    return tuple(_line(row, tiers, today.isoformat(), key) for row in rows)


def standing(level: int, until: str | None, today: str) -> Standing:
    """Whether the latest assessment still holds on a day (dates as ISO text)."""
    if not level:
        return "none"
    return "valid" if until is not None and until >= today else "expired"


def _line(row: Any, tiers: Mapping[str, Both], today: str, key: str) -> ClientLine:
    (_, client_id, name, number, phone, name_key, others, papers, tier, assets, debts, level, until, last, due) = row
    spans = name_spans(name, (name_key.partition("\t")[0], *filter(None, others.split("\t"))), key) if key else ()
    return ClientLine(
        ref=ClientRef(client_id, name, number),
        tier=tiers.get(tier) or {"zh": tier, "en": tier},
        assets=assets,
        debts=debts,
        risk_level=level,
        standing=standing(level, until, today),
        last_contact=None if last == _NEVER else date.fromisoformat(last),
        next_due=None if due == _NOTHING_DUE else date.fromisoformat(due),
        due=_due(due, today),
        spans=spans,
        found_by=_found_by(number, phone, papers, key) if key and has_digit(key) else "",
    )


def _due(due: str, today: str) -> DueState:
    if due == _NOTHING_DUE:
        return ""
    return "overdue" if due < today else "today" if due == today else "later"


def _found_by(number: str, phone: str, papers: str, key: str) -> str:
    if number_span(number, key):
        return number
    shown = mask("phone", phone)
    if number_span(phone, key):
        return shown
    return f"*{key.upper()}" if f" {TAIL}{key[::-1]}" in papers else ""
