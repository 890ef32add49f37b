"""A small bank for the state machine: three terminals and a head office, and an untrustworthy post between them.

Stores, bundles and keys are real; only what makes keys dear (scrypt's and Argon2's work) is cheap, and all of it is
made once and copied.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from advisor_tui.headoffice.ingest import IngestResult
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.headoffice.settling import Settled
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS, Outbound
from advisor_tui.store.schema import SCHEMA_VERSION
from tests.exchange_support import enrol, make_head_office, open_head_office
from tests.faults.terminal_desk import TerminalDesk, program
from tests.support import NOW, PASSPHRASE

TERMINALS = ("T0101", "T0102", "T0103")
HEAD_OFFICE_PROGRAM = tuple(
    f"advisor_tui.headoffice.{module}.SCHEMA_VERSION" for module in ("ingest", "checking", "applying", "publish")
)
"""Where head office's program says which version of the schema it is."""


@dataclass
class Bank:
    """Three terminals and their head office."""

    root: Path
    clock: FixedClock
    terminals: list[TerminalDesk]
    head_office: HeadOffice
    schema: int = SCHEMA_VERSION
    carried: int = 0

    def folder(self) -> Path:
        """A new folder, as a stick that was never used."""
        self.carried += 1
        folder = self.root / f"stick-{self.carried}"
        folder.mkdir()
        return folder

    def ingest(self, folder: Path) -> IngestResult:
        """Bring a folder to head office."""
        with program(HEAD_OFFICE_PROGRAM, self.schema):
            return self.head_office.ingest(folder, processes=0)

    def publish(self, terminal: str, folder: Path, *, again: bool = False) -> None:
        """Head office gives a terminal what it does not have, and acknowledges what it has of it."""
        with program(HEAD_OFFICE_PROGRAM, self.schema):
            self.head_office.publish(None, folder, terminals=[terminal], again=again)

    def settle(self, terminal: str) -> Settled:
        """A person lets a stopped stream go on."""
        with program(HEAD_OFFICE_PROGRAM, self.schema):
            return self.head_office.settle(terminal, "looked into")

    def copies(self, terminal: TerminalDesk, table: str) -> list[tuple[Any, ...]]:
        """Head office's copy of a terminal's table."""
        return copies_of(self.head_office, terminal.name, table)

    def book(self, terminal: str) -> dict[str, dict[str, str]]:
        """What head office's copies know of a terminal's clients, by name."""
        found = self.warehouse("SELECT name, remark, occupation FROM client WHERE terminal = ? ORDER BY name", terminal)
        return {name: {"remark": remark, "occupation": occupation} for name, remark, occupation in found}

    def close(self) -> None:
        """Close all."""
        for terminal in self.terminals:
            terminal.desk.close()
        self.head_office.close()

    def warehouse(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with self.head_office.context.warehouse.read() as session:
            return [tuple(row) for row in session.connection().exec_driver_sql(sql, values)]


def copies_of(head_office: HeadOffice, terminal: str, table: str) -> list[tuple[Any, ...]]:
    """A head office's copy of a terminal's table."""
    columns = ", ".join(f'"{name}"' for name in DESK_COLUMNS[table])
    sql = f'SELECT {columns} FROM "{table}" WHERE terminal = ? ORDER BY id'
    with head_office.context.warehouse.write() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(sql, (terminal,))]


def fresh_head_office(root: Path, sent_by: HeadOffice) -> HeadOffice:
    """The head office as it was when nothing had come yet, to give it everything at once.

    Args:
        root: A new folder for it.
        sent_by: Whose bundles to the terminals it knows as its own: theirs acknowledge them.
    """
    shutil.copytree(_template()[0] / "hq", root)
    fresh = open_head_office(root, FixedClock(NOW + timedelta(days=1)))
    with sent_by.context.warehouse.read() as session:
        sent = [row.model_dump() for row in session.exec(select(Outbound))]
    with fresh.context.warehouse.write() as session:
        session.add_all(Outbound(**values) for values in sent)
        session.commit()
    return fresh


def tables() -> Iterator[str]:
    """The tables that both sides have."""
    yield from COPIES


def make_bank(root: Path) -> Bank:
    """A bank at the beginning of its first day."""
    template, keys = _template()
    shutil.copytree(template, root, dirs_exist_ok=True)
    clock = FixedClock(NOW)
    terminals = []
    for number, name in enumerate(TERMINALS, start=1):
        post = root / f"post-{name}"
        post.mkdir()
        terminal = TerminalDesk(name, root / name, keys[name], f"100{number}", FixedClock(NOW), post)
        terminal.open()
        terminals.append(terminal)
    return Bank(root, clock, terminals, open_head_office(root / "hq", clock))


@cache
def _template() -> tuple[Path, dict[str, bytes]]:
    root = Path(tempfile.mkdtemp(prefix="bank-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    clock, keys = FixedClock(NOW - timedelta(minutes=1)), {}  # ids made later are greater
    head_office = make_head_office(root / "hq", clock)
    for number, name in enumerate(TERMINALS, start=1):
        home, ids = Home(root / name), SeededIds(number, clock)
        new = NewHome(f"100{number}", "王敏", "BJ01", "滨江支行", settings=Settings(lang="zh"))
        keys[name] = make_home(home, new, PASSPHRASE, clock, ids)
        desk = open_with_key(home, new.staff_no, keys[name], clock, ids)
        enrol(desk, head_office, root, name)
        desk.close()
    head_office.close()
    return root, keys
