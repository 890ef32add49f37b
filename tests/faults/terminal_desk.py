"""One terminal of the state machines' bank: a real desk whose power goes out and whose disk is put back."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import open_with_key
from advisor_tui.headoffice.tables import DESK_COLUMNS
from advisor_tui.store.schema import SCHEMA_VERSION
from advisor_tui.store.tables import Client
from advisor_tui.sync.opening import sealed_files

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
    RECEIVING: ("advisor_tui.sync.outbox.remove", "advisor_tui.sync.inbox.write_durably"),
}
"""Where a job can be cut off, by job."""
DESK_PROGRAM = tuple(f"advisor_tui.sync.{module}.SCHEMA_VERSION" for module in ("seal", "receive"))
"""Where a program says which version of the schema it is."""
_NEXT_NUMBER = (
    "SELECT printf('L%06d', coalesce(max(cast(substr(number, 2) AS INTEGER)), 0) + 1) FROM client "
    "WHERE number GLOB 'L[0-9]*'"
)
"""As the desk gives it: every terminal has an L000001, and an older copy gives a number again."""


class PowerCut(BaseException):
    """The machine went out; nothing may catch it."""


@dataclass
class TerminalDesk:
    """One terminal.

    Attributes:
        name: `T0101`.
        root: Its folder; another one after each crash.
        clock: Its own clock.
        post: The folder that it exports to.
        schema: The version of its program.
    """

    name: str
    root: Path
    key: bytes
    staff_no: str
    clock: FixedClock
    post: Path
    schema: int = SCHEMA_VERSION
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
        columns = ", ".join(f'"{name}"' for name in DESK_COLUMNS[table])
        with self.desk.office.rows() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY id')]

    def numbers(self) -> dict[str, str]:
        """The numbers of its clients by their names, which nobody else has."""
        with self.desk.office.rows() as connection:
            return dict(connection.exec_driver_sql("SELECT name, number FROM client ORDER BY name").all())

    def book(self) -> dict[str, dict[str, str]]:
        """What it knows of its clients, by name."""
        with self.desk.office.rows() as connection:
            found = connection.exec_driver_sql("SELECT name, remark, occupation FROM client ORDER BY name")
            return {row.name: {"remark": row.remark, "occupation": row.occupation} for row in found}

    def applied(self) -> int:
        """The last number of head office's present stream that it has."""
        return int(self.value(
            "SELECT coalesce(max(seq), 0) FROM bundle_received WHERE status = 'applied' AND epoch = "
            "(SELECT peer_epoch FROM enrolment WHERE active = 1)"
        ))  # fmt: skip

    def acknowledged(self) -> int:
        """How many bundles of its present epoch are acknowledged."""
        return int(self.value(
            "SELECT count(acknowledged_at) FROM bundle_sent WHERE epoch = "
            "(SELECT epoch FROM enrolment WHERE active = 1)"
        ))  # fmt: skip

    def recorded(self) -> set[str]:
        """Every value that its records of conflicts keep."""
        with self.desk.office.rows() as connection:
            pairs = connection.exec_driver_sql('SELECT kept, lost FROM "conflict"').all()
        return {value for pair in pairs for value in _texts([json.loads(one) for one in pair])}

    def write(self, action: str, sql: str, *values: object) -> None:
        """One change."""
        with self.desk.office.write(action) as session:
            session.connection().exec_driver_sql(sql, values)
            session.commit()

    def add_client(self, name: str, remark: str, occupation: str) -> None:
        """A new client under the desk's next number."""
        office = self.desk.office
        with office.write("client.add") as session:
            session.add(
                Client(
                    id=office.ids.new(), number=session.connection().exec_driver_sql(_NEXT_NUMBER).scalar_one(),
                    name=name, advisor_id=office.me.id, branch_id=office.me.branch_id, opened_on=date(2020, 1, 1),
                    remark=remark, occupation=occupation,
                )
            )  # fmt: skip
            session.commit()

    def crash(self, job: Callable[[], object] = lambda: None, arrow: str = "") -> bool:
        """Lose power, in the middle of a job if one is named, and come up again with what was on the disk.

        Returns:
            Whether the job was cut off; it may have ended, or been refused, before it came to the arrow.
        """
        cut = False
        if arrow:
            try:
                with suppress(DeskError), cut_off(arrow), self.program():
                    job()
            except PowerCut:
                cut = True
        self.put_back(self.root)
        return cut

    def copy(self, to: Path) -> Path:
        """Copy what is on its disk now."""
        shutil.copytree(self.root, to)
        return to

    def put_back(self, copy: Path) -> None:
        """Go on with a copy of its disk."""
        root = self.root.with_name(f"{self.name}-{self.opened}")
        shutil.copytree(copy, root)
        self.desk.close()
        self.root = root
        self.open()

    def seal(self) -> None:
        """Seal what is new."""
        self.desk.exchange.seal()

    def deliver(self) -> None:
        """Seal, and copy everything undelivered into the post."""
        self.desk.exchange.export(self.post)

    def receive(self, path: Path) -> list[tuple[str, str]]:
        """Take one file; what became of it, and of those that waited.

        Raises:
            DeskError: What it is refused for.
        """
        with self.program():
            return [(view.file, view.status) for view in self.desk.exchange.receive([path])]

    @contextmanager
    def program(self) -> Iterator[None]:
        """Its program is of its version."""
        with program(DESK_PROGRAM, self.schema):
            yield

    def outbox(self) -> Sequence[Path]:
        """The sealed files on their way."""
        return sealed_files(self.desk.office.home.outbox)


def _texts(found: Any) -> Iterator[str]:
    """Every text within a value of JSON."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, list | dict):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _texts(one)


@contextmanager
def program(places: Sequence[str], schema: int) -> Iterator[None]:
    """A program of another version of the schema; of the present one nothing is changed."""
    with ExitStack() as stack:
        for place in places if schema != SCHEMA_VERSION else ():
            stack.enter_context(mock.patch(place, schema))
        yield


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
