"""Books of 1,000 and 100,000 clients with their keys, for every benchmark; the large one takes about a minute once.

They are kept in pytest's cache and made anew when the package's tables or its demo change; `pytest --cache-clear`
throws them away. A benchmark gets a copy of its own and may write into it.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import advisor_tui
from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.desk.demo import build
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from tests.support import NOW, PASSPHRASE, STAFF_NO

SMALL, LARGE = 1_000, 100_000
INTERVIEWED = 20
"""Interviews held by the real job in each book: they are slow to make, and no benchmark reads them."""
_MADE_OF = ("store", "desk/demo", "desk/opening.py", "reference")


@dataclass(frozen=True)
class Book:
    """A filled home.

    Attributes:
        home: Its folder.
        key: The database's raw key.
        clients: How many there are.
        passphrase: A file with the home's passphrase.
    """

    home: Home
    key: bytes
    clients: int
    passphrase: Path

    def open(self) -> Desk:
        """Its desk, at the fixed instant that it was made at."""
        clock = FixedClock(NOW)
        return open_with_key(self.home, STAFF_NO, self.key, clock, SeededIds(2, clock))


def _fingerprint() -> str:
    """Changes with every file that the books are made by."""
    package = Path(advisor_tui.__file__).parent
    digest = hashlib.sha256()
    for part in _MADE_OF:
        place = package / part
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _make(root: Path, clients: int) -> None:
    clock = FixedClock(NOW)
    ids = SeededIds(1, clock)
    home = Home(root / "home")
    new = NewHome(STAFF_NO, "王敏", "BJ01", "滨江支行", settings=Settings(lang="zh", demo=True))
    key = make_home(home, new, PASSPHRASE, clock, ids)
    desk = open_with_key(home, STAFF_NO, key, clock, ids)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(build, "_MOST_INTERVIEWED", INTERVIEWED)
            build.fill_demo(desk.office, ids, clients, 1)
    finally:
        desk.close()
    (root / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    (root / "key").write_bytes(key)  # last: a book without it was not finished


def _book(config: pytest.Config, folder: Path, clients: int) -> Book:
    assert config.cache is not None, "run without -p no:cacheprovider"
    books = config.cache.mkdir("benchmark-books")
    kept = books / f"{clients}-{_fingerprint()}"
    if not (kept / "key").exists():
        for old in books.glob(f"{clients}-*"):
            shutil.rmtree(old)
        kept.mkdir()
        _make(kept, clients)
    copy = folder / str(clients)
    shutil.copytree(kept, copy)
    return Book(Home(copy / "home"), (copy / "key").read_bytes(), clients, copy / "passphrase")


@pytest.fixture(scope="session")
def book_1k(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A home of 1,000 clients."""
    return _book(pytestconfig, tmp_path_factory.mktemp("book"), SMALL)


@pytest.fixture(scope="session")
def book_100k(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A home of 100,000 clients."""
    return _book(pytestconfig, tmp_path_factory.mktemp("book"), LARGE)
