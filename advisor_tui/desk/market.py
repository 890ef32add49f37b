"""Bulletins that head office sent, and which clients hold what they are about."""

import json
from typing import Any

from sqlalchemy import Connection, Date, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.market import BulletinRow, BulletinView, Holder

SHOWN_HOLDERS = 500
# As text, since the day page's news stand before the tables are imported.
_BULLETIN = (
    "SELECT id, code, kind, title_zh, title_en, body_zh, body_en, source, published_on, effective_from, affects, "
    "read_at FROM bulletin"
)
_NEWEST_FIRST = "ORDER BY published_on DESC, code"
_LIST = text(f"{_BULLETIN} {_NEWEST_FIRST}").columns(published_on=Date, effective_from=Date)
_NEW = text(f"{_BULLETIN} WHERE read_at IS NULL {_NEWEST_FIRST} LIMIT :limit").columns(
    published_on=Date, effective_from=Date
)
_ONE = text(f"{_BULLETIN} WHERE id = :id").columns(published_on=Date, effective_from=Date)
_HELD = (
    "holding.product_code IN (SELECT value FROM json_each(:codes)) AND holding.product_code <> '' AND holding.value > 0"
)
COUNT = text(f"SELECT count(DISTINCT holding.client_id) FROM holding WHERE {_HELD}")  # noqa: S608  (our own words)
HOLDERS = text(
    "SELECT client.id, client.name, client.number, min(holding.name), sum(holding.value) AS value "  # noqa: S608
    f"FROM holding JOIN client ON client.id = holding.client_id WHERE {_HELD} "
    f"GROUP BY client.id ORDER BY sum(holding.value) DESC, client.number LIMIT {SHOWN_HOLDERS}"
)


class Market:
    """What the market department sent to this desk."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self) -> tuple[BulletinRow, ...]:
        """Every bulletin, the newest first."""
        with self._office.rows() as connection:
            return tuple(_row(connection, row) for row in connection.execute(_LIST).all())

    def new(self, limit: int) -> tuple[BulletinRow, ...]:
        """The newest ones that were not read yet."""
        with self._office.rows() as connection:
            return tuple(_row(connection, row) for row in connection.execute(_NEW, {"limit": limit}).all())

    def get(self, bulletin_id: str) -> BulletinView:
        """One bulletin, with the clients who hold what it is about, the largest sum first.

        Raises:
            DeskError: `unknown_bulletin`.
        """
        with self._office.rows() as connection:
            row = connection.execute(_ONE, {"id": bulletin_id}).first()
            if row is None:
                raise DeskError("unknown_bulletin", mark("This bulletin is gone."), where=bulletin_id)
            codes = _codes(row.affects)
            holders = tuple(
                Holder(ClientRef(client, name, number), product, value)
                for client, name, number, product, value in connection.execute(HOLDERS, {"codes": json.dumps(codes)})
            )
            body = {"zh": row.body_zh, "en": row.body_en}
            return BulletinView(_row(connection, row), body, row.source, tuple(codes), holders)

    def mark_read(self, bulletin_id: str) -> None:
        """Remember that it was read; a later version of it is new again."""
        from advisor_tui.store.tables import Bulletin

        with self._office.write("bulletin.read") as session:
            row = session.get(Bulletin, bulletin_id)
            if row is not None and row.read_at is None:
                row.read_at = self._office.clock.now()
                session.add(row)
                session.commit()


def _codes(affects: str) -> list[str]:
    found = json.loads(affects)
    return [code for code in found if isinstance(code, str)] if isinstance(found, list) else []


def _row(connection: Connection, row: Any) -> BulletinRow:
    codes = _codes(row.affects)
    holders = int(connection.execute(COUNT, {"codes": json.dumps(codes)}).scalar_one()) if codes else 0
    title = {"zh": row.title_zh, "en": row.title_en}
    return BulletinRow(
        row.id, row.code, row.kind, title, row.published_on, row.effective_from, row.read_at is None, holders
    )
