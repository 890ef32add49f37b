"""What every job of the desk works with."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from advisor_tui.base.clock import Clock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import IdSource
from advisor_tui.base.languages import mark
from advisor_tui.base.settings import Settings
from advisor_tui.reference.catalogue import Reference
from advisor_tui.store.store import Store

if TYPE_CHECKING:
    from sqlmodel import Session

    from advisor_tui.reference.rulebook import RulesInForce


_ME = """
    SELECT advisor.id, advisor.staff_no, advisor.name, advisor.role, branch.id, branch.code, branch.name
    FROM advisor JOIN branch ON branch.id = advisor.branch_id WHERE advisor.staff_no = ?
"""


@dataclass(frozen=True)
class Me:
    """The advisor whose desk this is.

    Attributes:
        id: The advisor row.
        staff_no: What the journal names as actor.
        role: "advisor" or "lead".
    """

    id: str
    staff_no: str
    name: str
    role: str
    branch_id: str
    branch_code: str
    branch_name: str


@dataclass(frozen=True)
class Office:
    """An unlocked desk's surroundings: store, reference data, clock, ids and the person."""

    store: Store
    reference: Reference
    clock: Clock
    ids: IdSource
    me: Me
    home: Home
    settings: Settings

    @property
    def today(self) -> date:
        """The business date."""
        return self.clock.today()

    @property
    def rules(self) -> "RulesInForce":
        """The rules and the bank's practice as they hold today."""
        return self.reference.rulebook.as_of(self.today)

    def write(self, action: str, *, bulk: bool = False) -> "AbstractContextManager[Session]":
        """A unit of work in the advisor's name; it rolls back unless committed."""
        return self.store.write(self.me.staff_no, action, bulk=bulk)

    def read(self) -> "AbstractContextManager[Session]":
        """A snapshot to read from."""
        return self.store.read()

    @contextmanager
    def rows(self) -> Iterator[Connection]:
        """A reader's connection for prebuilt statements."""
        with self.store.connection() as connection:
            yield connection

    def printed(self, name: str) -> Path:
        """Where a file that leaves in clear on purpose is written, made from ids and never from outside text."""
        return self.home.print / name

    def with_reference(self, reference: Reference) -> "Office":
        """The same office after head office published newer files, and gave the advisor's record another id."""
        return replace(self, reference=reference, me=find_me(self.store, self.me.staff_no))


def find_me(store: Store, staff_no: str) -> Me:
    """Who works here; read as a plain row, since the first object of the ORM configures every table (0.1 s)."""
    with store.connection() as connection:
        row = connection.exec_driver_sql(_ME, (staff_no,)).first()
    if row is None:
        raise DeskError("unknown_staff", mark("Staff number {staff} is not known to this desk."), staff=staff_no)
    return Me(*row)
