"""Bulletins that head office sent, and which clients hold what they are about."""

import json
from typing import Any

from sqlalchemy import Connection, Select, String, bindparam, func, select

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.desk.views.market import BulletinRow, BulletinView, Holder
from advisor_tui.store.tables import Bulletin, metadata

SHOWN_HOLDERS = 500
_bulletin = metadata.tables["bulletin"]
_holding = metadata.tables["holding"]
_client = metadata.tables["client"]
_LIST: Select[Any] = select(_bulletin).order_by(_bulletin.c.published_on.desc(), _bulletin.c.code)
_NEW = _LIST.where(_bulletin.c.read_at.is_(None)).limit(bindparam("limit"))
_ONE: Select[Any] = select(_bulletin).where(_bulletin.c.id == bindparam("id"))
_HELD = (
    _holding.c.product_code.in_(bindparam("codes", expanding=True, type_=String)),
    _holding.c.product_code != "",
    _holding.c.value > 0,
)
COUNT: Select[Any] = select(func.count(_holding.c.client_id.distinct())).where(*_HELD)
HOLDERS: Select[Any] = (
    select(
        _client.c.id,
        _client.c.name,
        _client.c.number,
        func.min(_holding.c.name),
        func.sum(_holding.c.value).label("value"),
    )
    .join(_client, _client.c.id == _holding.c.client_id)
    .where(*_HELD)
    .group_by(_client.c.id)
    .order_by(func.sum(_holding.c.value).desc(), _client.c.number)
    .limit(SHOWN_HOLDERS)
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
                for client, name, number, product, value in connection.execute(HOLDERS, {"codes": codes})
            )
            body = {"zh": row.body_zh, "en": row.body_en}
            return BulletinView(_row(connection, row), body, row.source, tuple(codes), holders)

    def mark_read(self, bulletin_id: str) -> None:
        """Remember that it was read; a later version of it is new again."""
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
    holders = int(connection.execute(COUNT, {"codes": codes}).scalar_one()) if codes else 0
    title = {"zh": row.title_zh, "en": row.title_en}
    return BulletinRow(
        row.id, row.code, row.kind, title, row.published_on, row.effective_from, row.read_at is None, holders
    )
