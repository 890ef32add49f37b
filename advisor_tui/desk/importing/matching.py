"""Whom a row is about: by client number, else ID number, else name and phone; never by guess."""

import re

from sqlalchemy import Connection

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import join_list, mark

SHARED_PAPERS = ("household_register",)
"""Kinds of papers whose number a whole family has: nobody is found by it."""
_RESIDENT = re.compile(r"\d{17}[\dX]")
_OWN = re.compile(r"L(\d{6,})")


class Book:
    """The clients that are known, as rows match them; it learns each row that is taken."""

    def __init__(self) -> None:
        self._by_number: dict[str, str] = {}
        self._by_identity: dict[str, str] = {}
        self._by_name_phone: dict[tuple[str, str], list[str]] = {}
        self._number_of: dict[str, str] = {}
        self._name_phone_of: dict[str, tuple[str, str]] = {}
        self._resident_of: dict[str, str] = {}
        self._with_paper: set[str] = set()
        self._last_own = 0

    @classmethod
    def read(cls, connection: Connection) -> "Book":
        """Read what matching needs of the whole book, once an import."""
        book = cls()
        for client_id, number, name, phone in connection.exec_driver_sql("SELECT id, number, name, phone FROM client"):
            book.learn(client_id, number, name, phone)
        papers = connection.exec_driver_sql("SELECT client_id, number, kind FROM identity_document")
        for client_id, number, kind in papers:
            book.learn_paper(client_id, number, shared=kind in SHARED_PAPERS)
        return book

    def learn(self, client_id: str, number: str | None, name: str | None, phone: str | None) -> None:
        """Know a client, or what has changed of one: None stays as it was."""
        if number is not None and number != self._number_of.get(client_id):
            self._by_number.pop(self._number_of.get(client_id, ""), None)
            self._by_number[number] = client_id
            self._number_of[client_id] = number
            own = _OWN.fullmatch(number)
            self._last_own = max(self._last_own, int(own[1])) if own else self._last_own
        old = self._name_phone_of.get(client_id, ("", ""))
        new = (old[0] if name is None else name, old[1] if phone is None else phone)
        if new != old:
            if client_id in self._by_name_phone.get(old, ()):
                self._by_name_phone[old].remove(client_id)
            self._name_phone_of[client_id] = new
            if all(new):
                self._by_name_phone.setdefault(new, []).append(client_id)

    def learn_paper(self, client_id: str, number: str, *, shared: bool) -> None:
        """Know a client's identity paper; by a shared number nobody is found."""
        self._with_paper.add(client_id)
        if shared:
            return
        self._by_identity[number] = client_id
        if _RESIDENT.fullmatch(number):
            self._resident_of[client_id] = number

    def has_paper(self, client_id: str) -> bool:
        """Whether a client has any identity paper."""
        return client_id in self._with_paper

    def is_number_of(self, client_id: str, number: str) -> bool:
        """Whether the client has this number already."""
        return self._number_of[client_id] == number

    def free_number(self) -> str:
        """The next of the numbers that the desk gives itself (L000001): the bank's own take their place later."""
        return f"L{self._last_own + 1:06d}"

    def find(self, number: str | None, identity: str | None, name: str | None, phone: str | None) -> str | None:
        """The client's id, or None for nobody that is known.

        A number that is not known yet may be the bank's number for a client whom the desk has numbered itself; a client
        who has another number of the bank is another client.

        Raises:
            DeskError: `row_unidentified` when the row names nobody, `match_conflict` when its parts speak of different
                people, `match_ambiguous` when several clients fit.
        """
        by_identity = self._by_identity.get(identity) if identity else None
        by_number = self._by_number.get(number) if number else None
        if by_number:
            self._check_identity(by_number, by_identity, identity)
            return by_number
        if by_identity:
            if number and not self._numbered_here(by_identity):
                raise self._belongs(by_identity)
            return by_identity
        if name and phone:
            return self._by_person(number, identity, (name, phone))
        if number or identity:
            return None
        raise DeskError(
            "row_unidentified", mark("The row needs a client number, an ID number, or a name and a phone"), where="name"
        )

    def _check_identity(self, client_id: str, by_identity: str | None, identity: str | None) -> None:
        if by_identity and by_identity != client_id:
            raise self._belongs(by_identity)
        known = self._resident_of.get(client_id)
        if identity and known and known != identity and _RESIDENT.fullmatch(identity):
            raise DeskError(
                "match_conflict", mark("The client of this number has another ID number"), where="id_number"
            )

    def _by_person(self, number: str | None, identity: str | None, person: tuple[str, str]) -> str | None:
        fits = [
            client_id
            for client_id in self._by_name_phone.get(person, ())
            if (not number or self._numbered_here(client_id)) and (not identity or client_id not in self._with_paper)
        ]
        if len(fits) > 1:
            numbers = join_list(sorted(self._number_of[client_id] for client_id in fits))
            raise DeskError(
                "match_ambiguous", mark("Several clients have this name and phone: {numbers}"), where="name",
                numbers=numbers,
            )  # fmt: skip
        return fits[0] if fits else None

    def _numbered_here(self, client_id: str) -> bool:
        return bool(_OWN.fullmatch(self._number_of[client_id]))

    def _belongs(self, client_id: str) -> DeskError:
        return DeskError(
            "match_conflict", mark("This ID number belongs to client {number}"), where="id_number",
            number=self._number_of[client_id],
        )  # fmt: skip
