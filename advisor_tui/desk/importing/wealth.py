"""Rows of holdings, liabilities and risk assessments: each about a client that is known."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.text import half_width
from advisor_tui.desk.checks.phone import check_phone
from advisor_tui.desk.importing.cells import Cells, at_field, stored
from advisor_tui.desk.importing.matching import Book
from advisor_tui.desk.importing.repeats import Repeats
from advisor_tui.desk.importing.upsert import Upsert, Values
from advisor_tui.desk.office import Office
from advisor_tui.rules.deadlines import valid_through
from advisor_tui.rules.suitability.validity import Validity
from advisor_tui.store.tables import metadata
from advisor_tui.store.tables.wealth import HOLDING_KINDS, LIABILITY_KINDS


class Position(NamedTuple):
    """A row that was checked and matched.

    Attributes:
        key: What tells it from the client's other rows.
        values: What the row says.
        new: What else it gets when it is created.
    """

    client_id: str
    key: str
    values: Values
    new: Values


class ClientsRows(ABC):
    """Takes rows of one table, each found by its client and a key of its own."""

    TABLE: ClassVar[str]
    KEY: ClassVar[str]
    FIELDS: ClassVar[tuple[str, ...]]
    """The columns in which two rows of a file may contradict each other."""

    def __init__(self, office: Office, connection: Connection, book: Book) -> None:
        self._office = office
        self._today = office.today
        self._book = book
        self._repeats = Repeats(self.FIELDS)
        self._rows = Upsert(connection, metadata.tables[self.TABLE], ("client_id", self.KEY), office.ids)

    def parse(self, cells: Cells, line: int) -> Position:
        """Check one row and find whom it is about; what is left for `put`.

        Raises:
            DeskError: Why the row is not taken.
        """
        client_id = self._client(cells)
        key, values, new = self.position(cells)
        self._repeats.check((client_id, key), line, values)
        return Position(client_id, key, values, new)

    @abstractmethod
    def position(self, cells: Cells) -> tuple[str, Values, Values]:
        """The row's own key, its values, and what it gets besides when it is created."""

    def load(self, rows: Iterable[Position]) -> None:
        """Read what is there of the batch's rows."""
        self._rows.load((row.client_id, row.key) for row in rows)

    def put(self, row: Position) -> str:
        """Take a checked row; whether it is created, updated or unchanged."""
        return self._rows.put((row.client_id, row.key), row.values, new=row.new)

    def write(self) -> None:
        """Write the batch."""
        self._rows.write()

    def _client(self, cells: Cells) -> str:
        identity, phone = cells.raw("id_number"), cells.text("phone")
        demo = self._office.settings.demo
        found = self._book.find(
            cells.code("number", 40),
            re.sub(r"[\s\-]", "", half_width(identity)).upper() if identity else None,
            cells.text("name", 60),
            at_field("phone", lambda: check_phone(phone, demo=demo)) if phone else None,
        )
        if found is None:
            raise DeskError("client_unknown", mark("There is no such client: import the clients first"), where="number")
        return found


class HoldingRows(ClientsRows):
    """Rows of holdings."""

    TABLE = "holding"
    KEY = "reference"
    FIELDS = (
        "kind", "name", "product_code", "amount", "units", "cost", "risk_level", "starts_on", "matures_on", "as_of",
    )  # fmt: skip

    def position(self, cells: Cells) -> tuple[str, Values, Values]:
        """The account or contract, and the position."""
        amount = cells.amount("amount")
        if amount is None:
            raise DeskError("amount_missing", mark("A row needs an amount"), where="amount")
        currency = cells.word("currency") or "CNY"
        if currency != "CNY":
            message = mark("There is no exchange rate for {currency}")
            raise DeskError("currency_unknown", message, where="currency", currency=currency)
        name, code = cells.text("product_name"), cells.code("product_code", 60)
        key = cells.code("reference", 80) or code or name
        if key is None:
            message = mark("A row needs an account, a contract or a product")
            raise DeskError("reference_missing", message, where="reference")
        starts_on, matures_on = cells.day("starts_on"), cells.day("matures_on")
        if starts_on and matures_on and matures_on < starts_on:
            raise DeskError("date_order", mark("It ends before it begins"), where="matures_on")
        values = {
            "kind": cells.word("kind", HOLDING_KINDS),
            "name": name,
            "product_code": code,
            "amount": amount,
            "value": amount,
            "units": cells.scaled("units"),
            "cost": cells.amount("cost"),
            "risk_level": cells.integer("risk_level", 1, 5),
            "starts_on": starts_on,
            "matures_on": matures_on,
            "as_of": cells.day("as_of", latest=self._today),
        }
        return key, stored(values), {"kind": "other", "name": name or code or key, "currency": currency}


class LiabilityRows(ClientsRows):
    """Rows of liabilities."""

    TABLE = "liability"
    KEY = "reference"
    FIELDS = ("kind", "lender", "principal", "balance", "instalment", "rate", "starts_on", "ends_on", "as_of")

    def position(self, cells: Cells) -> tuple[str, Values, Values]:
        """The contract, and the debt; without a contract's number a client has one debt of a kind."""
        balance = cells.amount("balance")
        if balance is None:
            raise DeskError("amount_missing", mark("A row needs an amount"), where="balance")
        kind = cells.word("kind", LIABILITY_KINDS)
        starts_on, ends_on = cells.day("starts_on"), cells.day("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise DeskError("date_order", mark("It ends before it begins"), where="ends_on")
        values = {
            "kind": kind,
            "lender": cells.text("lender"),
            "principal": cells.amount("principal"),
            "balance": balance,
            "instalment": cells.amount("instalment"),
            "rate": cells.rate("rate"),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "as_of": cells.day("as_of", latest=self._today),
        }
        return cells.code("reference", 80) or kind or "other", stored(values), {"kind": "other"}


class AssessmentRows(ClientsRows):
    """Rows of risk assessments that another channel of the bank made.

    A level that differs from the last one counts as confirmed: whoever assesses has the client confirm the change
    (令2025年第7号 art. 29), and the channel gives a result out when it is done with it.
    """

    TABLE = "risk_assessment"
    KEY = "assessed_on"
    FIELDS = ("level", "score", "valid_until")

    def __init__(self, office: Office, connection: Connection, book: Book) -> None:
        super().__init__(office, connection, book)
        rules = office.reference.rulebook.as_of(office.today)
        self._months = rules.terms("assessment_valid", Validity).months
        self._law = rules.law("assessment_valid")

    def position(self, cells: Cells) -> tuple[str, Values, Values]:
        """The day, and the level; without a last day it holds for the months of the rule `assessment_valid`."""
        level, day = cells.integer("level", 1, 5), cells.day("assessed_on", latest=self._today)
        if level is None or day is None:
            message = mark("An assessment needs a level and a day")
            raise DeskError("assessment_incomplete", message, where="level" if level is None else "assessed_on")
        until = cells.day("valid_until")
        if until is not None and until < day:
            raise DeskError("date_order", mark("It ends before it begins"), where="valid_until")
        longest = valid_through(day, self._months)
        if until is not None and until > longest:
            message = mark("Longer than {months} months from the assessment ({law})")
            raise DeskError("valid_too_long", message, where="valid_until", months=self._months, law=self._law)
        values = {"level": level, "score": cells.integer("score", 0, 100_000), "valid_until": until}
        new = {"source": "import", "valid_until": longest}
        return day.isoformat(), stored(values), stored(new)

    def put(self, row: Position) -> str:
        """Take a checked row; a result of an interview at this desk is never overwritten.

        Raises:
            DeskError: `assessment_of_desk` when an interview had another result on that day.
        """
        known = self._rows.known((row.client_id, row.key))
        if known is not None and known["source"] == "interview":
            if known["level"] != row.values["level"]:
                message = mark("An interview at this desk had another result on that day")
                raise DeskError("assessment_of_desk", message, where="level")
            row = row._replace(values={"level": row.values["level"]})
        return super().put(row)
