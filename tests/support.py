"""A small real desk for tests: encrypted, journalled, at a fixed instant."""

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from advisor_tui.store.tables import Client, Holding, IdentityDocument

NOW = datetime(2026, 11, 24, 1, 41, tzinfo=UTC)
"""2026-11-24 09:41 in UTC+8, a Tuesday."""
TODAY = date(2026, 11, 24)
PASSPHRASE = "correct horse battery"
STAFF_NO = "1001"
BOOK = (
    ("C0001", "张三丰", "male", date(1980, 1, 2), "13800138000", "11010519491231002X", 612_400_000),
    ("C0002", "单雄信", "male", date(1971, 5, 6), "13900139001", "440524188001010014", 38_000_00),
    ("C0003", "李慧敏", "female", date(1960, 12, 31), "13700137002", "", 8_850_000_00),
    ("C0004", "John Smith", None, None, "", "", 0),
    ("C0005", "周国强", "male", date(1990, 2, 28), "13600136003", "", 500_000_00),
)
"""Number, name, sex, birth date, phone, resident ID, deposits in 分."""


@dataclass(frozen=True)
class _Made:
    """A home that was made once in this process: where it lies, its key, and how many ids its making took."""

    root: Path
    key: bytes
    ids: int


@cache
def _made(book: bool, demo: bool, at: datetime) -> _Made:
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock, home = FixedClock(at), Home(folder / "home")
    ids = CountedIds(1, clock)
    new = NewHome(STAFF_NO, "王敏", "BJ01", "滨江支行", settings=Settings(lang="zh", demo=demo))
    key = make_home(home, new, PASSPHRASE, clock, ids)
    desk = open_with_key(home, STAFF_NO, key, clock, ids)
    if book:
        add_book(desk)
    desk.close()
    return _Made(home.root, key, ids.taken)


class CountedIds(SeededIds):
    """Seeded ids that know how many were taken."""

    taken = 0

    def new(self) -> str:
        self.taken += 1
        return super().new()


def make_desk(root: Path, *, book: bool = True, clock: FixedClock | None = None, demo: bool = False) -> Desk:
    """A new home with the five clients of `BOOK`, unlocked: a copy of one that was made once, because keys are dear."""
    clock = clock or FixedClock(NOW)
    made = _made(book, demo, clock.now())
    shutil.copytree(made.root, root, dirs_exist_ok=True)
    ids = SeededIds(1, clock)
    for _ in range(made.ids):
        ids.new()
    return open_with_key(Home(root), STAFF_NO, made.key, clock, ids)


def add_book(desk: Desk) -> None:
    """Add the clients of `BOOK`, their papers and deposits."""
    office = desk.office
    with office.write("test.book") as session:
        for number, name, sex, born_on, phone, identity, assets in BOOK:
            client = Client(
                id=office.ids.new(), number=number, name=name, sex=sex, born_on=born_on, phone=phone,
                advisor_id=office.me.id, branch_id=office.me.branch_id, opened_on=date(2020, 1, 1),
            )  # fmt: skip
            session.add(client)
            session.flush()
            if identity:
                session.add(
                    IdentityDocument(
                        id=office.ids.new(), client_id=client.id, number=identity, expires_on=date(2030, 1, 1)
                    )
                )
            if assets:
                session.add(
                    Holding(
                        id=office.ids.new(),
                        client_id=client.id,
                        reference="D1",
                        kind="deposit",
                        name="定期存款",
                        amount=assets,
                        value=assets,
                        matures_on=date(2026, 12, 1),
                        as_of=TODAY,
                    )
                )
        session.commit()


def client_id(desk: Desk, number: str) -> str:
    """The id of a client by its number."""
    with desk.office.rows() as connection:
        return str(connection.exec_driver_sql("SELECT id FROM client WHERE number = ?", (number,)).scalar_one())


def some_key() -> bytes:
    """A random database key."""
    return secrets.token_bytes(32)


def refused(code: str, job: Callable[[], object]) -> DeskError:
    """The refusal of a job, with this code."""
    with pytest.raises(DeskError) as caught:
        job()
    assert caught.value.code == code
    return caught.value
