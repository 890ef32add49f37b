"""Rows of a client book."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.desk.checks.identity import CheckedIdentity, check_identity
from advisor_tui.desk.checks.phone import check_phone
from advisor_tui.desk.importing.cells import Cells, at_field, number_cut, stored
from advisor_tui.desk.importing.matching import SHARED_PAPERS, Book
from advisor_tui.desk.importing.repeats import Repeats
from advisor_tui.desk.importing.upsert import UNCHANGED, UPDATED, Upsert, Values
from advisor_tui.desk.office import Office
from advisor_tui.reference.imports import plain_header
from advisor_tui.store.tables import metadata
from advisor_tui.store.tables.client import DOCUMENT_KINDS, SEXES

LONG_TERM = {"长期", "长期有效", "longterm", "permanent", "99991231", "20991231"}
"""How banks write that an identity card never expires, as plain words."""
_COUNTRY = re.compile(r"[A-Z]{2}")
"""ISO 3166-1 alpha-2, where the words of data/imports do not know the country."""
_VALUES = (
    "number", "name", "sex", "born_on", "phone", "occupation", "employer", "education", "address", "email",
    "nationality", "tier", "opened_on", "remark",
)  # fmt: skip
_PAPER = {"kind": "id_kind", "number": "id_number", "expires_on": "id_expires_on", "long_term": "id_expires_on"}
"""The fields of the table that the columns of a paper come from."""


class ClientRow(NamedTuple):
    """A row that was checked and matched.

    Attributes:
        fresh: Whether the client is made by this batch.
        main: 1 where the paper is the client's first, should it be new.
    """

    client_id: str
    fresh: bool
    values: Values
    identity: str | None
    paper: Values
    main: int


class ClientRows:
    """Takes rows of clients with their identity paper."""

    def __init__(self, office: Office, connection: Connection, book: Book) -> None:
        self._office = office
        self._today = office.today
        self._demo = office.settings.demo
        self._book = book
        self._clients = Upsert(connection, metadata.tables["client"], ("id",), office.ids)
        self._papers = Upsert(connection, metadata.tables["identity_document"], ("client_id", "number"), office.ids)
        self._nameless: dict[str, int] = {}
        self._repeats = Repeats((*_VALUES, *dict.fromkeys(_PAPER.values())))
        self._fresh: set[str] = set()
        self._new = {"advisor_id": office.me.id, "branch_id": office.me.branch_id}
        self._tiers = {
            plain_header(name): tier.id
            for tier in office.reference.tiers
            for name in (tier.id, tier.name["zh"], tier.name["en"])
        }

    def parse(self, cells: Cells, line: int) -> ClientRow:
        """Check one row and find whom it is about; what is left for `put`.

        Raises:
            DeskError: Why the row is not taken.
        """
        kind = cells.word("id_kind", DOCUMENT_KINDS)
        identity = self._identity(cells, kind)
        values = self._values(cells, identity)
        paper = self._paper(cells, kind, identity)
        number = cells.code("number", 40)
        id_number = identity.number if identity else None
        own_paper = None if kind in SHARED_PAPERS else id_number
        name, phone = values.get("name"), values.get("phone")
        found = self._book.find(number, own_paper, name, phone)
        if found is None:
            self._check_new(line, name, [key for key in (number, own_paper) if key])
        if found is None or (number and not self._book.is_number_of(found, number)):
            values["number"] = number or self._book.free_number()
        client_id = found or self._office.ids.new()
        said = {_PAPER[column]: value for column, value in paper.items() if column != "long_term" or value}
        self._repeats.check(client_id, line, {**values, **said, "id_number": id_number})
        self._book.learn(client_id, values.get("number"), name, phone)
        main = int(not self._book.has_paper(client_id))
        if id_number:
            self._book.learn_paper(client_id, id_number, shared=own_paper is None)
        if found is None:
            self._fresh.add(client_id)
        return ClientRow(client_id, client_id in self._fresh, values, id_number, paper, main)

    def load(self, rows: Iterable[ClientRow]) -> None:
        """Read what is there of the batch's clients; of those that are new there is nothing to read."""
        known = [row for row in rows if not row.fresh]
        self._clients.load((row.client_id,) for row in known)
        self._papers.load((row.client_id, row.identity) for row in known if row.identity)

    def put(self, row: ClientRow) -> str:
        """Take a checked row; whether it is created, updated or unchanged."""
        state = self._clients.put((row.client_id,), row.values, new=self._new, row_id=row.client_id)
        if row.identity:
            paper = self._papers.put((row.client_id, row.identity), row.paper, new={"main": row.main})
            if state == UNCHANGED and paper != UNCHANGED:
                return UPDATED
        return state

    def write(self) -> None:
        """Write the batch: the clients first, their papers after."""
        self._clients.write()
        self._papers.write()
        self._fresh.clear()

    def _identity(self, cells: Cells, kind: str | None) -> CheckedIdentity | None:
        number = cells.raw("id_number")
        if number is None:
            return None
        today, demo = self._today, self._demo
        try:
            return check_identity(kind or "resident_id", number, today=today, demo=demo)
        except DeskError as error:
            if len(number) == 18 and number.isdigit() and number.endswith("000"):
                raise number_cut("id_number") from error
            raise DeskError(error.code, error.message, where="id_number", **error.params) from error

    def _check_new(self, line: int, name: str | None, keys: list[str]) -> None:
        """A new client needs a name in every row of the file, else a second run would take what this one refuses.

        Raises:
            DeskError: `name_missing_row`, or `name_missing_earlier` naming the earlier line.
        """
        if name is None:
            self._nameless |= dict.fromkeys(keys, line)
            raise DeskError("name_missing_row", mark("A new client needs a name"), where="name")
        for key in keys:
            if key in self._nameless:
                message = mark("Line {line} is about the same new client and has no name")
                raise DeskError("name_missing_earlier", message, where="name", line=self._nameless[key])

    def _values(self, cells: Cells, identity: CheckedIdentity | None) -> Values:
        sex, born_on = cells.word("sex", SEXES), cells.day("born_on", latest=self._today)
        if identity and identity.born_on:
            if born_on not in (None, identity.born_on):
                message = mark("The birth date is not that of the ID number")
                raise DeskError("birth_date_differs", message, where="born_on")
            if sex not in (None, identity.sex):
                raise DeskError("sex_differs", mark("The sex is not that of the ID number"), where="sex")
            sex, born_on = identity.sex, identity.born_on
        phone = cells.text("phone")
        return stored(
            {
                "name": cells.text("name", 60),
                "sex": sex,
                "born_on": born_on,
                "phone": at_field("phone", lambda: check_phone(phone, demo=self._demo)) if phone else None,
                "occupation": cells.text("occupation", 60),
                "employer": cells.text("employer"),
                "education": cells.text("education", 40),
                "address": cells.text("address", 400),
                "email": cells.text("email"),
                "nationality": self._nationality(cells),
                "tier": self._tier(cells),
                "opened_on": cells.day("opened_on", latest=self._today),
                "remark": cells.text("remark", 2000),
            }
        )

    def _paper(self, cells: Cells, kind: str | None, identity: CheckedIdentity | None) -> Values:
        if identity is None:
            return {}
        values = {} if kind is None else {"kind": kind}
        expires = cells.raw("id_expires_on")
        if expires and (expires in LONG_TERM or plain_header(expires) in LONG_TERM):
            return {**values, "expires_on": None, "long_term": 1}
        day = cells.day("id_expires_on")
        return values if day is None else {**values, "expires_on": day.isoformat(), "long_term": 0}

    def _nationality(self, cells: Cells) -> str | None:
        country = cells.word("nationality")
        if country is not None and not _COUNTRY.fullmatch(country):
            raise DeskError("word_unknown", mark("{value} is not known here"), where="nationality", value=country)
        return country

    def _tier(self, cells: Cells) -> str | None:
        word = cells.text("tier")
        if word is None:
            return None
        tier = self._tiers.get(plain_header(word))
        if tier is None:
            raise DeskError("word_unknown", mark("{value} is not known here"), where="tier", value=word)
        return tier
