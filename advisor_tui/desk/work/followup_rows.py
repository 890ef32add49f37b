"""Follow-ups and what the cadence needs of a client, read through indexes by date and by client."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.followups import FollowUpRow
from advisor_tui.rules.cadence import Anchor
from advisor_tui.store.far_dates import NEVER, NOTHING_DUE
from advisor_tui.store.tables import metadata

_follow_up = metadata.tables["follow_up"]
_card = metadata.tables["client_card"]
_client = metadata.tables["client"]
_holding = metadata.tables["holding"]
_SHOWN = ("planned", "done", "missed")
_LINES: Select[Any] = select(
    _follow_up.c.id,
    _follow_up.c.client_id,
    _client.c.name,
    _client.c.number,
    _follow_up.c.planned_on,
    _follow_up.c.planned_time,
    _follow_up.c.minutes,
    _follow_up.c.channel,
    _follow_up.c.purpose,
    _follow_up.c.title,
    _follow_up.c.status,
    _follow_up.c.outcome,
    _follow_up.c.satisfaction,
    _client.c.phone,
    _card.c.tier,
).select_from(
    _follow_up.join(_client, _client.c.id == _follow_up.c.client_id).join(_card, _card.c.client_id == _client.c.id)
)
BETWEEN = _LINES.where(
    _follow_up.c.status.in_(_SHOWN),
    _follow_up.c.planned_on.between(bindparam("first"), bindparam("last")),
    _follow_up.c.advisor_id == bindparam("me"),
)
ONE = _LINES.where(_follow_up.c.id == bindparam("id"))
LATE: Select[Any] = select(func.count()).where(
    _follow_up.c.status == "planned",
    _follow_up.c.planned_on < bindparam("today"),
    _follow_up.c.advisor_id == bindparam("me"),
)
CLIENT: Select[Any] = (
    select(
        _client.c.id,
        _client.c.name,
        _client.c.number,
        _client.c.born_on,
        _client.c.opened_on,
        _card.c.tier,
        _card.c.last_contact_on,
        _card.c.assessed_until,
        _card.c.id_expires_on,
    )
    .join(_card, _card.c.client_id == _client.c.id)
    .where(_client.c.id == bindparam("id"))
)
NEXT_MATURITY: Select[Any] = select(func.min(_holding.c.matures_on)).where(
    _holding.c.client_id == bindparam("id"), _holding.c.matures_on >= bindparam("today")
)


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What the cadence asks about a client."""

    client: ClientRef
    tier: str
    last: date | None
    events: Mapping[Anchor, date]


def between(connection: Connection, me: str, first: date, last: date) -> list[FollowUpRow]:
    """The follow-ups of a range of days, by day and hour; those of the whole day come last."""
    rows = connection.execute(BETWEEN, {"me": me, "first": first, "last": last})
    return sorted((_row(row) for row in rows), key=lambda row: (row.on, row.time or "24:00", row.client.number))


def one(connection: Connection, follow_up_id: str) -> FollowUpRow | None:
    """One follow-up, or None."""
    row = connection.execute(ONE, {"id": follow_up_id}).first()
    return None if row is None else _row(row)


def late(connection: Connection, me: str, today: date) -> int:
    """How many planned follow-ups lie before today."""
    return int(connection.execute(LATE, {"me": me, "today": today}).scalar_one())


def contact_facts(connection: Connection, client_id: str, today: date) -> ContactFacts | None:
    """A client's tier, last contact and coming events, or None for an unknown client."""
    row = connection.execute(CLIENT, {"id": client_id}).first()
    if row is None:
        return None
    maturity = connection.execute(NEXT_MATURITY, {"id": client_id, "today": today}).scalar()
    days: dict[Anchor, date | None] = {
        "maturity": maturity,
        "assessment_expiry": row.assessed_until,
        "id_expiry": None if row.id_expires_on == NOTHING_DUE else row.id_expires_on,
        "birthday": row.born_on,
        "relation_start": row.opened_on,
    }
    events = {anchor: day for anchor, day in days.items() if day is not None}
    last = None if row.last_contact_on == NEVER else row.last_contact_on
    return ContactFacts(ClientRef(row.id, row.name, row.number), row.tier, last, events)


def _row(row: Any) -> FollowUpRow:
    follow_up, client, name, number, *rest = row
    return FollowUpRow(follow_up, ClientRef(client, name, number), *rest)
