"""What stands beside the client list, and the dates ahead of a client."""

from datetime import date, timedelta

from sqlalchemy import Connection

from advisor_tui.base.clock import business_date, parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import mask
from advisor_tui.desk.client.rows import standing
from advisor_tui.desk.views.clients import Ahead, ClientPreview, Said
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.store.far_dates import NOTHING_DUE

AHEAD_DAYS = 120
"""Dates further away than this are not shown beside the list."""
MOST_AHEAD = 4
MOST_SAID = 3
_CLIENT = """
SELECT c.id, c.name, c.number, c.born_on, c.occupation, c.phone, k.assets, k.debts, k.risk_level, k.assessed_until,
  k.id_expires_on
FROM client c JOIN client_card k ON k.client_id = c.id WHERE c.id = ?
"""
_KINDS = "SELECT kind, sum(value) AS amount FROM holding WHERE client_id = ? GROUP BY kind ORDER BY amount DESC, kind"
_MATURING = """
SELECT matures_on, name, value FROM holding WHERE client_id = ? AND matures_on BETWEEN ? AND ? ORDER BY matures_on
"""
_SAID = "SELECT at, channel, summary FROM contact_log WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT ?"
_HOUSEHOLD = """
SELECT other.name, other.role FROM household_member me JOIN household_member other
  ON other.household_id = me.household_id AND other.id <> me.id
WHERE me.client_id = ? ORDER BY other.role, other.name
"""
_OPEN = """
SELECT (SELECT count(*) FROM task WHERE client_id = :id AND status = 'open')
     + (SELECT count(*) FROM follow_up WHERE client_id = :id AND status = 'planned'),
  (SELECT count(*) FROM proposal WHERE client_id = :id AND status IN ('draft', 'presented'))
"""


def read_preview(connection: Connection, client_id: str, today: date) -> ClientPreview:
    """Read the preview of one client.

    Raises:
        DeskError: `no_client`.
    """
    row = connection.exec_driver_sql(_CLIENT, (client_id,)).first()
    if row is None:
        raise DeskError("no_client", mark("There is no such client."))
    _, name, number, born, occupation, phone, assets, debts, level, until, _ = row
    tasks, proposals = connection.exec_driver_sql(_OPEN, {"id": client_id}).one()
    born_on = date.fromisoformat(born) if born else None
    return ClientPreview(
        ref=ClientRef(client_id, name, number),
        age=age_on(born_on, today),
        occupation=occupation,
        phone=mask("phone", phone),
        household=read_household(connection, client_id),
        assets=assets,
        debts=debts,
        by_kind=tuple((kind, amount) for kind, amount in connection.exec_driver_sql(_KINDS, (client_id,))),
        risk_level=level,
        standing=standing(level, until, today.isoformat()),
        assessed_until=date.fromisoformat(until) if until else None,
        ahead=read_ahead(connection, client_id, today)[:MOST_AHEAD],
        said=read_said(connection, client_id, MOST_SAID),
        open_tasks=tasks,
        open_proposals=proposals,
    )


def read_ahead(connection: Connection, client_id: str, today: date) -> tuple[Ahead, ...]:
    """Maturities, the assessment's and the identity paper's end, the birthday, in order; past ends come first."""
    row = connection.exec_driver_sql(_CLIENT, (client_id,)).one()
    _, _, _, born, _, _, _, _, level, until, expires = row
    limit = today + timedelta(days=AHEAD_DAYS)
    found = [
        Ahead(date.fromisoformat(day), "maturity", name, value)
        for day, name, value in connection.exec_driver_sql(_MATURING, (client_id, today.isoformat(), limit.isoformat()))
    ]
    if until and date.fromisoformat(until) <= limit:
        found.append(Ahead(date.fromisoformat(until), "assessment", f"C{level}"))
    if expires != NOTHING_DUE.isoformat() and date.fromisoformat(expires) <= limit:
        found.append(Ahead(date.fromisoformat(expires), "identity"))
    if born:
        birthday = next_birthday(date.fromisoformat(born), today)
        if birthday <= limit:
            found.append(Ahead(birthday, "birthday"))
    return tuple(sorted(found, key=lambda ahead: (ahead.on, ahead.kind, ahead.text)))


def read_said(connection: Connection, client_id: str, limit: int) -> tuple[Said, ...]:
    """The latest contacts, the newest first."""
    rows = connection.exec_driver_sql(_SAID, (client_id, limit))
    return tuple(Said(business_date(parse_instant(at)), channel, summary) for at, channel, summary in rows)


def read_household(connection: Connection, client_id: str) -> tuple[str, ...]:
    """The names of the others of the client's household."""
    return tuple(name for name, _ in connection.exec_driver_sql(_HOUSEHOLD, (client_id,)))


def age_on(born_on: date | None, day: date) -> int | None:
    """Full years on a day."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def next_birthday(born_on: date, today: date) -> date:
    """The next birthday, today included; one of 29 February falls on 1 March in other years."""
    for year in (today.year, today.year + 1):
        try:
            birthday = born_on.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        if birthday >= today:
            return birthday
    raise AssertionError("a year has a birthday")
