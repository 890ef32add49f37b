"""Rows of a client book."""

from typing import Any

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.checks.identity import CheckedIdentity, check_identity
from advisor_tui.desk.checks.phone import check_phone
from advisor_tui.desk.importing.cells import LONG_TERM, Cells, known_values
from advisor_tui.desk.importing.matching import Book
from advisor_tui.desk.importing.upsert import CREATED, UNCHANGED, UPDATED, Upsert, Values
from advisor_tui.desk.office import Office
from advisor_tui.reference.imports import plain_header
from advisor_tui.store.tables import metadata
from advisor_tui.store.tables.client import DOCUMENT_KINDS, SEXES

_NEXT_NUMBER = text("SELECT count(*) FROM client")


class ClientRows:
    """Takes rows of clients with their main identity paper."""

    def __init__(self, office: Office, connection: Connection, book: Book) -> None:
        self._office = office
        self._book = book
        self._clients = Upsert(connection, metadata.tables["client"], ("id",), office.ids)
        self._papers = Upsert(connection, metadata.tables["identity_document"], ("client_id", "number"), office.ids)
        self._count = int(connection.execute(_NEXT_NUMBER).scalar_one())
        self._tiers = {
            plain_header(name): tier.id
            for tier in office.reference.tiers
            for name in (tier.id, tier.name["zh"], tier.name["en"])
        }

    def parse(self, cells: Cells) -> tuple[Any, ...]:
        """Check one row and find whom it is about; what is left for `put`."""
        identity = self._identity(cells)
        phone = cells.text("phone")
        values = known_values(
            {
                "name": cells.text("name", 60),
                "sex": cells.word("sex", SEXES) or (identity.sex if identity else None),
                "born_on": cells.day("born_on") or (identity.born_on if identity else None),
                "phone": check_phone(phone, demo=self._office.settings.demo) if phone else None,
                "occupation": cells.text("occupation", 60),
                "employer": cells.text("employer"),
                "education": cells.text("education", 40),
                "address": cells.text("address", 400),
                "email": cells.text("email"),
                "nationality": cells.word("nationality"),
                "tier": self._tier(cells),
                "opened_on": cells.day("opened_on"),
                "remark": cells.text("remark", 2000),
            }
        )
        if identity and identity.born_on and values.get("born_on") != identity.born_on:
            raise DeskError("birth_date_differs", mark("The birth date is not that of the ID number"), where="born_on")
        number = cells.text("number", 40)
        found = self._book.find(
            number, identity.number if identity else None, str(values.get("name", "")), str(values.get("phone", ""))
        )
        if found is None:
            if "name" not in values:
                raise DeskError("name_missing_row", mark("A new client needs a name"), where="name")
            found = self._office.ids.new()
            number = number or self._free_number()
            values |= {"number": number, "advisor_id": self._office.me.id, "branch_id": self._office.me.branch_id}
            self._book.add(found, number, str(values["name"]), str(values.get("phone", "")))
        paper = self._paper(cells, identity)
        if identity:
            self._book.add_identity(found, identity.number)
        return found, values, identity.number if identity else None, paper

    def load(self, parsed: list[tuple[Any, ...]]) -> None:
        """Read what is there of the batch's clients."""
        self._clients.load((row[0],) for row in parsed)
        self._papers.load((row[0], row[2]) for row in parsed if row[2])

    def put(self, found: str, values: Values, number: str | None, paper: Values) -> str:
        """Take a parsed row; whether it is created, updated or unchanged."""
        _, state = self._clients.put((found,), values, row_id=found)
        if number:
            _, paper_state = self._papers.put((found, number), paper)
            if state == UNCHANGED and paper_state != UNCHANGED:
                return UPDATED
        return state if state != CREATED else CREATED

    def write(self) -> None:
        """Write the batch: the clients first, their papers after."""
        self._clients.write()
        self._papers.write()

    def _identity(self, cells: Cells) -> CheckedIdentity | None:
        number = cells.raw("id_number")
        if number is None:
            return None
        kind = cells.word("id_kind", DOCUMENT_KINDS) or "resident_id"
        return check_identity(kind, number, today=self._office.today, demo=self._office.settings.demo)

    def _paper(self, cells: Cells, identity: CheckedIdentity | None) -> Values:
        if identity is None:
            return {}
        kind = cells.word("id_kind", DOCUMENT_KINDS) or ("resident_id" if identity.born_on else "other")
        expires = cells.raw("id_expires_on")
        if expires and plain_header(expires) in {plain_header(word) for word in LONG_TERM}:
            return {"kind": kind, "expires_on": None, "long_term": True}
        day = cells.day("id_expires_on")
        return {"kind": kind} if day is None else {"kind": kind, "expires_on": day, "long_term": False}

    def _tier(self, cells: Cells) -> str | None:
        word = cells.text("tier")
        if word is None:
            return None
        tier = self._tiers.get(plain_header(word))
        if tier is None:
            raise DeskError("word_unknown", mark("{value} is not known here"), where="tier", value=word)
        return tier

    def _free_number(self) -> str:
        while True:
            self._count += 1
            number = f"N{self._count:06d}"
            if number not in self._book.by_number:
                return number
