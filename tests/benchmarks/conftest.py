"""Books of 1,000 and 100,000 clients with their keys, for the starts; the large one takes about half a minute once.

They are kept in pytest's cache and made anew when what they are made by changes; `pytest --cache-clear` throws them
away. A benchmark gets a copy of its own and may write into it.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import advisor_tui
from advisor_tui.base.home import Home
from advisor_tui.store.keys import read_keys
from tests import support
from tests.benchmarks import client_book
from tests.support import PASSPHRASE

SMALL, LARGE = 1_000, 100_000
_MADE_OF = ("store", "desk/opening.py", "reference")


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


def _fingerprint() -> str:
    """Changes with every file that the books are made by."""
    package = Path(advisor_tui.__file__).parent
    digest = hashlib.sha256()
    for part in _MADE_OF:
        place = package / part
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    for module in (client_book, support):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:16]


def _make(root: Path, clients: int) -> None:
    desk = client_book.make_book(root / "home", clients)
    desk.close()
    (root / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    _, key = read_keys(desk.office.home.keys).unwrap(PASSPHRASE)
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
