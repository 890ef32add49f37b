"""The client page: everything known of one client, and showing masked values on request."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark, pick
from advisor_tui.base.text import MaskKind, mask
from advisor_tui.desk.client.history import read_history
from advisor_tui.desk.client.preview import age_on, read_ahead, read_household
from advisor_tui.desk.client.rows import standing
from advisor_tui.desk.office import Office
from advisor_tui.desk.views.clients import Both, ClientPage, HeldByHeadOffice, Paper, Position
from advisor_tui.desk.views.common import ClientRef
from advisor_tui.store.tables import AccessLog

_CLIENT = """
SELECT c.*, a.name AS advisor_name, k.tier AS shown_tier, k.assets, k.debts, k.risk_level, k.assessed_until,
  l.why AS held_why, l.until AS held_until
FROM client c JOIN advisor a ON a.id = c.advisor_id JOIN client_card k ON k.client_id = c.id
LEFT JOIN client_lock l ON l.id = c.id WHERE c.id = ?
"""
_PAPERS = """
SELECT id, kind, number, expires_on, long_term FROM identity_document WHERE client_id = ? ORDER BY main DESC, id
"""
_HOLDINGS = """
SELECT id, kind, name, product_code, value, currency, risk_level, matures_on, as_of FROM holding WHERE client_id = ?
ORDER BY value DESC, id
"""
_LIABILITIES = """
SELECT id, kind, lender, balance, ends_on, rate, as_of FROM liability WHERE client_id = ? ORDER BY balance DESC, id
"""


class ClientPages:
    """Everything known of one client."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._names: dict[str, Both] = {tier.id: tier.name for tier in office.reference.tiers}

    def page(self, client_id: str) -> ClientPage:
        """The page with ID numbers, phone, e-mail and address masked.

        Raises:
            DeskError: `no_client`.
        """
        return self._read(client_id, revealed=False)

    def reveal(self, client_id: str, reason: str = "") -> ClientPage:
        """The page with nothing masked; that it was asked for is written to the access log first.

        Raises:
            DeskError: `no_client`.
        """
        with self._office.write("client.reveal") as session:
            session.add(
                AccessLog(
                    id=self._office.ids.new(), client_id=client_id, advisor_id=self._office.me.id,
                    at=self._office.clock.now(), kind="reveal", what="client_page", reason=reason,
                )
            )  # fmt: skip
            if session.connection().exec_driver_sql("SELECT 1 FROM client WHERE id = ?", (client_id,)).first() is None:
                raise DeskError("no_client", mark("There is no such client."))
            session.commit()
        return self._read(client_id, revealed=True)

    def _read(self, client_id: str, *, revealed: bool) -> ClientPage:
        today = self._office.today
        with self._office.rows() as connection:
            row = connection.exec_driver_sql(_CLIENT, (client_id,)).mappings().first()
            if row is None:
                raise DeskError("no_client", mark("There is no such client."))
            return self._page(connection, dict(row), today, revealed)

    def _page(self, connection: Connection, row: dict[str, Any], today: date, revealed: bool) -> ClientPage:
        def shown(kind: MaskKind, value: str) -> str:
            return value if revealed else mask(kind, value)

        client_id = row["id"]
        born_on = date.fromisoformat(row["born_on"]) if row["born_on"] else None
        offered = {product.id: product.name for product in self._office.reference.products.on(today)}
        until = row["assessed_until"]
        return ClientPage(
            ref=ClientRef(client_id, row["name"], row["number"]),
            sex=row["sex"],
            born_on=born_on,
            age=age_on(born_on, today),
            phone=shown("phone", row["phone"]),
            email=shown("text", row["email"]),
            address=shown("address", row["address"]),
            occupation=row["occupation"],
            employer=row["employer"],
            tier=self._names.get(row["shown_tier"]) or {"zh": row["shown_tier"], "en": row["shown_tier"]},
            status=row["status"],
            capacity=row["capacity"],
            opened_on=date.fromisoformat(row["opened_on"]) if row["opened_on"] else None,
            remark=row["remark"],
            advisor=row["advisor_name"],
            papers=tuple(
                Paper(
                    id, kind, shown("id", number), date.fromisoformat(expires) if expires else None, bool(forever),
                    bool(expires and not forever and expires < today.isoformat()),
                )
                for id, kind, number, expires, forever in connection.exec_driver_sql(_PAPERS, (client_id,))
            ),
            household=read_household(connection, client_id),
            assets=row["assets"],
            debts=row["debts"],
            risk_level=row["risk_level"],
            standing=standing(row["risk_level"], until, today.isoformat()),
            assessed_until=date.fromisoformat(until) if until else None,
            holdings=tuple(
                Position(
                    id, kind, pick(offered[code]) if code in offered else name, value, currency, level, _day(matures),
                    as_of=_day(as_of),
                )
                for id, kind, name, code, value, currency, level, matures, as_of in connection.exec_driver_sql(
                    _HOLDINGS, (client_id,)
                )
            ),
            liabilities=tuple(
                Position(id, kind, lender, balance, matures_on=_day(ends), rate=rate, as_of=_day(as_of))
                for id, kind, lender, balance, ends, rate, as_of in connection.exec_driver_sql(
                    _LIABILITIES, (client_id,)
                )
            ),
            ahead=read_ahead(connection, client_id, today),
            history=read_history(
                connection, client_id, self._office.me.id, self._office.reference.workflows.values()
            ),
            revealed=revealed,
            held=HeldByHeadOffice(row["held_why"], _day(row["held_until"])) if row["held_why"] else None,
        )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
