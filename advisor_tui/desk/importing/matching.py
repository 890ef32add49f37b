"""Whom a row is about: by client number, else ID number, else name and phone; never by guess."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark


@dataclass
class Book:
    """The clients that are known, as rows match them; new ones are added as they are read."""

    by_number: dict[str, str] = field(default_factory=dict)
    by_identity: dict[str, str] = field(default_factory=dict)
    by_name_phone: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    number_of: dict[str, str] = field(default_factory=dict)
    identity_of: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection) -> "Book":
        """Read what matching needs of the whole book, once an import."""
        book = cls()
        for client_id, number, name, phone in connection.execute(text("SELECT id, number, name, phone FROM client")):
            book.add(client_id, number, name, phone)
        for client_id, number in connection.execute(text("SELECT client_id, number FROM identity_document WHERE main")):
            book.add_identity(client_id, number)
        return book

    def add(self, client_id: str, number: str, name: str, phone: str) -> None:
        """Know a client."""
        self.by_number[number] = client_id
        self.number_of[client_id] = number
        if phone:
            self.by_name_phone[name, phone].add(client_id)

    def add_identity(self, client_id: str, number: str) -> None:
        """Know a client's main identity paper."""
        self.by_identity[number] = client_id
        self.identity_of[client_id] = number

    def find(self, number: str | None, identity: str | None, name: str | None, phone: str | None) -> str | None:
        """The client's id, or None for nobody that is known.

        Raises:
            DeskError: `match_conflict` when number and ID number speak of different people, `match_ambiguous` when
                several clients fit.
        """
        found = self.by_number.get(number) if number else None
        by_identity = self.by_identity.get(identity) if identity else None
        if found and identity and self.identity_of.get(found, identity) != identity:
            raise DeskError(
                "match_conflict", mark("The client of this number has another ID number"), where="id_number"
            )
        if by_identity and number and by_identity != found:
            raise DeskError(
                "match_conflict", mark("This ID number belongs to client {number}"), where="id_number",
                number=self.number_of[by_identity],
            )  # fmt: skip
        found = found or by_identity
        if found or number or not (name and phone):
            return found
        fits = {
            client_id
            for client_id in self.by_name_phone.get((name, phone), ())
            if not identity or client_id not in self.identity_of
        }
        if len(fits) > 1:
            numbers = ", ".join(sorted(self.number_of[client_id] for client_id in fits))
            raise DeskError(
                "match_ambiguous", mark("Several clients have this name and phone: {numbers}"), where="name",
                numbers=numbers,
            )  # fmt: skip
        return next(iter(fits), None)
