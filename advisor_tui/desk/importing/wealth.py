"""Rows of holdings, liabilities and risk assessments: each about a client that is known."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width
from advisor_tui.desk.checks.phone import check_phone
from advisor_tui.desk.importing.cells import Cells, known_values
from advisor_tui.desk.importing.matching import Book
from advisor_tui.desk.importing.upsert import Upsert, Values
from advisor_tui.desk.office import Office
from advisor_tui.rules.deadlines import valid_through
from advisor_tui.store.tables import metadata
from advisor_tui.store.tables.wealth import HOLDING_KINDS, LIABILITY_KINDS

VALIDITY_MONTHS = 12


class _ClientsRows(ABC):
    """Takes rows of one table, each found by its client and a key of its own."""

    TABLE: ClassVar[str]
    KEY: ClassVar[str]

    def __init__(self, office: Office, connection: Connection, book: Book) -> None:
        self._office = office
        self._book = book
        self._rows = Upsert(connection, metadata.tables[self.TABLE], ("client_id", self.KEY), office.ids)

    def parse(self, cells: Cells) -> tuple[Any, ...]:
        """Check one row and find whom it is about; what is left for `put`."""
        client_id = self._client(cells)
        key, values = self.values(cells)
        return client_id, key, values

    @abstractmethod
    def values(self, cells: Cells) -> tuple[str | date, Values]:
        """The row's own key and its values."""

    def load(self, parsed: list[tuple[Any, ...]]) -> None:
        """Read what is there of the batch's rows."""
        self._rows.load((client_id, key) for client_id, key, _ in parsed)

    def put(self, client_id: str, key: str | date, values: Values) -> str:
        """Take a parsed row; whether it is created, updated or unchanged."""
        return self._rows.put((client_id, key), values)[1]

    def write(self) -> None:
        """Write the batch."""
        self._rows.write()

    def _client(self, cells: Cells) -> str:
        identity, phone = cells.raw("id_number"), cells.text("phone")
        found = self._book.find(
            cells.text("number", 40),
            half_width(identity).upper() if identity else None,
            cells.text("name", 60),
            check_phone(phone, demo=self._office.settings.demo) if phone else None,
        )
        if found is None:
            raise DeskError("client_unknown", mark("There is no such client"), where="number")
        return found


class HoldingRows(_ClientsRows):
    """Rows of holdings."""

    TABLE = "holding"
    KEY = "reference"

    def values(self, cells: Cells) -> tuple[str, Values]:
        """The account or contract, and the position."""
        amount = cells.amount("amount")
        if amount is None:
            raise DeskError("amount_missing", mark("A row needs an amount"), where="amount")
        currency = cells.word("currency") or "CNY"
        if currency != "CNY":
            message = mark("There is no exchange rate for {currency}")
            raise DeskError("currency_unknown", message, where="currency", currency=currency)
        name, code = cells.text("product_name"), cells.text("product_code", 60)
        key = cells.text("reference", 80) or code or name
        if key is None:
            message = mark("A row needs an account, a contract or a product")
            raise DeskError("reference_missing", message, where="reference")
        return key, known_values(
            {
                "kind": cells.word("kind", HOLDING_KINDS) or "other",
                "name": name or code or key,
                "product_code": code,
                "currency": currency,
                "amount": amount,
                "value": amount,
                "units": cells.scaled("units"),
                "cost": cells.amount("cost"),
                "risk_level": cells.integer("risk_level", 1, 5),
                "starts_on": cells.day("starts_on"),
                "matures_on": cells.day("matures_on"),
                "as_of": cells.day("as_of"),
            }
        )


class LiabilityRows(_ClientsRows):
    """Rows of liabilities."""

    TABLE = "liability"
    KEY = "reference"

    def values(self, cells: Cells) -> tuple[str, Values]:
        """The contract, and the debt."""
        balance = cells.amount("balance")
        if balance is None:
            raise DeskError("amount_missing", mark("A row needs an amount"), where="balance")
        kind = cells.word("kind", LIABILITY_KINDS) or "other"
        return cells.text("reference", 80) or kind, known_values(
            {
                "kind": kind,
                "lender": cells.text("lender"),
                "principal": cells.amount("principal"),
                "balance": balance,
                "instalment": cells.amount("instalment"),
                "rate": cells.scaled("rate"),
                "starts_on": cells.day("starts_on"),
                "ends_on": cells.day("ends_on"),
                "as_of": cells.day("as_of"),
            }
        )


class AssessmentRows(_ClientsRows):
    """Rows of risk assessments that another channel made."""

    TABLE = "risk_assessment"
    KEY = "assessed_on"

    def values(self, cells: Cells) -> tuple[date, Values]:
        """The day, and the level; without a last day it holds twelve months (令2025年第7号 第二十九条)."""
        level, day = cells.integer("level", 1, 5), cells.day("assessed_on")
        if level is None or day is None:
            message = mark("An assessment needs a level and a day")
            raise DeskError("assessment_incomplete", message, where="level" if level is None else "assessed_on")
        if day > self._office.today:
            raise DeskError("date_ahead", mark("This day is still to come"), where="assessed_on")
        until = cells.day("valid_until")
        if until is not None and until < day:
            raise DeskError("date_order", mark("It ends before it begins"), where="valid_until")
        return day, known_values(
            {
                "level": level,
                "score": cells.integer("score", 0, 100_000),
                "valid_until": until or valid_through(day, VALIDITY_MONTHS),
                "source": "import",
            }
        )

    def put(self, client_id: str, key: str | date, values: Values) -> str:
        """Take a parsed row; a result of an interview at this desk is never overwritten.

        Raises:
            DeskError: `assessment_of_desk` when an interview had another result on that day.
        """
        known = self._rows.known((client_id, key))
        if known is not None and known["source"] == "interview":
            if known["level"] != values["level"]:
                message = mark("An interview at this desk had another result on that day")
                raise DeskError("assessment_of_desk", message, where="level")
            values = {"level": values["level"]}
        return super().put(client_id, key, values)
