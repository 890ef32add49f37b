"""A small bank for the state machine: three terminals and a head office, and an untrustworthy post between them.

Stores, bundles and keys are real; only what makes keys dear (scrypt's and Argon2's work) is cheap, and all of it is
made once and copied.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from sqlmodel import select

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.headoffice.tables import COPIES, Outbound, desk_columns
from advisor_tui.store.tables import Client
from tests.exchange_support import enrol, make_head_office, open_head_office
from tests.support import NOW, PASSPHRASE

TERMINALS = ("T0101", "T0102", "T0103")
SEALING, DELIVERING, RECEIVING = "seal", "deliver", "receive"
ARROWS: Mapping[str, tuple[str, ...]] = {
    SEALING: (
        "advisor_tui.sync.seal.seal_bundle",
        "advisor_tui.sync.outbox.put",
        "advisor_tui.sync.outbox.write_part",
        "advisor_tui.sync.outbox.sync_folder",
        "advisor_tui.sync.seal.write_head",
    ),
    DELIVERING: ("advisor_tui.sync.outbox.write_durably", "advisor_tui.sync.outbox._note"),
    RECEIVING: ("advisor_tui.sync.outbox.remove", "advisor_tui.sync.receive.write_durably"),
}
"""Where a job can be cut off, by job."""


class PowerCut(BaseException):
    """The machine went out; nothing may catch it."""


@dataclass
class TerminalDesk:
    """One terminal.

    Attributes:
        name: `T0101`.
        root: Its folder; another one after each crash.
        clock: Its own clock.
        post: Every file that it ever exported.
        from_hq: Every file that head office ever made, for the others too.
    """

    name: str
    root: Path
    key: bytes
    staff_no: str
    clock: FixedClock
    post: Path
    from_hq: Path
    desk: Desk = field(init=False)
    opened: int = 0

    def open(self) -> None:
        """Unlock it."""
        self.opened += 1
        ids = SeededIds(int(self.name[1:]) * 1000 + self.opened, self.clock)
        self.desk = open_with_key(Home(self.root), self.staff_no, self.key, self.clock, ids)

    def value(self, sql: str, *values: object) -> Any:
        """One value of its database."""
        with self.desk.office.rows() as connection:
            return connection.exec_driver_sql(sql, values).scalar()

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """A whole table."""
        columns = ", ".join(f'"{name}"' for name in desk_columns(table))
        with self.desk.office.rows() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY id')]

    def numbers(self) -> list[str]:
        """The numbers of its clients."""
        with self.desk.office.rows() as connection:
            return list(connection.exec_driver_sql("SELECT number FROM client ORDER BY number").scalars())

    def write(self, action: str, sql: str, *values: object) -> None:
        """One change."""
        with self.desk.office.write(action) as session:
            session.connection().exec_driver_sql(sql, values)
            session.commit()

    def add_client(self, number: str) -> None:
        """A new client."""
        office = self.desk.office
        with office.write("client.add") as session:
            session.add(
                Client(
                    id=office.ids.new(), number=number, name="周国强", advisor_id=office.me.id,
                    branch_id=office.me.branch_id, opened_on=date(2020, 1, 1),
                )
            )  # fmt: skip
            session.commit()

    def die(self, job: str = "", arrow: str = "") -> None:
        """Lose power, in the middle of a job if one is named, and come up again with what was on the disk."""
        if job:
            with suppress(DeskError), cut_off(arrow), suppress(PowerCut):
                self.run(job)
        copy = self.root.with_name(f"{self.root.name}x")
        shutil.copytree(self.root, copy)
        self.desk.close()
        self.root = copy
        self.open()

    def run(self, job: str) -> None:
        """Seal, deliver, or receive all that there is."""
        if job == SEALING:
            self.desk.exchange.seal()
        elif job == DELIVERING:
            self.desk.exchange.export(self.post)
        elif files := self.answers():
            self.desk.exchange.receive(files)

    def answers(self) -> list[Path]:
        """Every file that head office ever made for it."""
        return sorted(self.from_hq.glob(f"HQ-{self.name}-*.age"))


@dataclass
class Bank:
    """Three terminals and their head office."""

    root: Path
    clock: FixedClock
    terminals: list[TerminalDesk]
    head_office: HeadOffice
    carried: int = 0

    def ingest(self, *paths: Path) -> dict[str, int]:
        """Bring some files to head office."""
        self.carried += 1
        folder = self.root / f"carried-{self.carried}"
        folder.mkdir()
        for path in paths:
            for file in (path, path.with_name(path.name + ".sig")):
                shutil.copy(file, folder)
        return self.head_office.ingest(folder).to_json()

    def publish(self, terminal: TerminalDesk) -> None:
        """Head office acknowledges what it has of a terminal."""
        self.head_office.publish(None, terminal.from_hq, terminals=[terminal.name])

    def close(self) -> None:
        """Close all."""
        for terminal in self.terminals:
            terminal.desk.close()
        self.head_office.close()

    def copies(self, terminal: TerminalDesk, table: str) -> list[tuple[Any, ...]]:
        """Head office's copy of a terminal's table."""
        return copies_of(self.head_office, terminal.name, table)

    def warehouse(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the warehouse."""
        with self.head_office.context.warehouse.write() as session:
            return [tuple(row) for row in session.connection().exec_driver_sql(sql, values)]


def copies_of(head_office: HeadOffice, terminal: str, table: str) -> list[tuple[Any, ...]]:
    """A head office's copy of a terminal's table."""
    columns = ", ".join(f'"{name}"' for name in desk_columns(table))
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


@contextmanager
def cut_off(place: str) -> Iterator[None]:
    """The power goes out as soon as a function was called."""
    module, _, name = place.rpartition(".")
    real: Callable[..., Any] = getattr(__import__(module, fromlist=[name]), name)

    def last(*args: Any, **kwargs: Any) -> Any:
        real(*args, **kwargs)
        raise PowerCut

    with mock.patch(place, last):
        yield


def make_bank(root: Path) -> Bank:
    """A bank at the beginning of its first day."""
    template, keys = _template()
    shutil.copytree(template, root, dirs_exist_ok=True)
    clock = FixedClock(NOW)
    terminals = []
    for number, name in enumerate(TERMINALS, start=1):
        post, back = root / f"post-{name}", root / "from-hq"
        post.mkdir()
        back.mkdir(exist_ok=True)
        terminal = TerminalDesk(name, root / name, keys[name], f"100{number}", FixedClock(NOW), post, back)
        terminal.open()
        terminals.append(terminal)
    return Bank(root, clock, terminals, open_head_office(root / "hq", clock))


@cache
def _template() -> tuple[Path, dict[str, bytes]]:
    root = Path(tempfile.mkdtemp(prefix="bank-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    clock, keys = FixedClock(NOW), {}
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
