"""Faults of a desk's files, as its commands meet them: each is told by its code, and a refusal changes no file."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock, SystemClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.opening import open_home
from tests.cli.runner import Ran, passphrase_file, run
from tests.desk.importing.files import write_csv
from tests.exchange_support import Exchanging, enrol, make_head_office
from tests.support import PASSPHRASE, make_desk

PAGE = 4096


@dataclass(frozen=True)
class Copies:
    """Copies of one desk's home, and what was made for it; the commands go by the real clock.

    Attributes:
        root: The folder of all.
        closed: After its first bundle, which head office has.
        going: As it was while the desk was open, with a change that was sealed: its log is not empty.
        journal: The number of the page at which the journal begins.
        bundles: Head office's: the last acknowledges what only the desk sent that went on.
    """

    root: Path
    closed: Path
    going: Path
    journal: int
    bundles: tuple[Path, ...]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    root = tmp_path_factory.mktemp("copies")
    passphrase_file(root)
    clock = FixedClock(SystemClock().now())
    head_office, desk = make_head_office(root / "hq", clock), make_desk(root / "home", clock=clock)
    enrol(desk, head_office, root)
    both = Exchanging(clock, desk, head_office, root / "carried")
    both.send()
    both.ingest()
    head_office.publish(None, root / "from-hq")
    with desk.office.rows() as connection:
        assert int(connection.exec_driver_sql("PRAGMA page_size").scalar_one()) == PAGE
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'journal'"
        journal = int(connection.exec_driver_sql(query).scalar_one())
    desk.close()
    shutil.copytree(root / "home", root / "closed")
    both.desk = open_home(Home(root / "home"), PASSPHRASE, clock, Uuid7Source())
    both.edit("C0001", "搬家了")
    both.desk.exchange.seal()
    shutil.copytree(root / "home", root / "going")
    both.send()
    both.ingest()
    head_office.publish(None, root / "from-hq")
    both.close()
    bundles = tuple(sorted((root / "from-hq").glob("*.age")))
    assert len(bundles) == 2
    return Copies(root, root / "closed", root / "going", journal, bundles)


def files(home: Path) -> dict[str, str]:
    """The digest of every file of a home."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*") if path.is_file()
    }  # fmt: skip


def command(copies: Copies, home: Path, *words: object) -> Ran:
    secret = copies.root / "passphrase.txt"
    return run(*words, "--home", home, "--passphrase-file", secret, "--lang", "en", "--json", cwd=home.parent)


def refused(ran: Ran) -> str:
    """The code of the refusal; there is nothing else on stdout, and no defect."""
    assert (ran.code, ran.err) == (1, "")
    assert ran.json.keys() == {"error"}
    return str(ran.json["error"]["code"])


def flip(database: Path, at: int) -> None:
    data = bytearray(database.read_bytes())
    data[at] ^= 1
    database.write_bytes(data)


@pytest.mark.parametrize("what", ["export", "receive"])
def test_a_flipped_page_is_called_damage(copies: Copies, tmp_path: Path, what: str) -> None:
    home = shutil.copytree(copies.closed, tmp_path / "home")
    flip(home / "desk.db", (copies.journal - 1) * PAGE + 100)
    before = files(home)
    words = {"export": ("export", "--to", tmp_path / "out"), "receive": ("receive", *copies.bundles)}
    ran = command(copies, home, *words[what])
    assert refused(ran) == "damaged"
    assert ran.json["error"]["where"] == str(home / "desk.db")
    assert files(home) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("part", [0, 1])
def test_a_database_cut_short_is_called_damage(copies: Copies, tmp_path: Path, part: int) -> None:
    home = shutil.copytree(copies.closed, tmp_path / "home")
    database = home / "desk.db"
    os.truncate(database, database.stat().st_size // PAGE // 2 * PAGE * part)
    before = files(home)
    ran = command(copies, home, "export", "--to", tmp_path / "out")
    assert refused(ran) == "damaged"
    assert ran.json["error"]["where"] == str(database)
    assert files(home) == before
    assert not (tmp_path / "out").exists()


def test_a_log_whose_end_was_cut_off_is_noticed_by_what_was_sealed(copies: Copies, tmp_path: Path) -> None:
    home = shutil.copytree(copies.going, tmp_path / "home")
    log = home / "desk.db-wal"
    os.truncate(log, log.stat().st_size // 3)
    (home / "desk.db-shm").unlink()
    before = files(home)
    del before["desk.db-wal"]  # nothing in it is whole: it goes when the database is closed
    assert refused(command(copies, home, "export", "--to", tmp_path / "out")) == "journal_cut"
    assert files(home) == before
    assert not (tmp_path / "out").exists()


def test_an_old_copy_is_noticed_by_what_head_office_has_and_only_reads(copies: Copies, tmp_path: Path) -> None:
    home = shutil.copytree(copies.closed, tmp_path / "home")
    before = files(home)
    ran = command(copies, home, "receive", *copies.bundles)
    assert refused(ran) == "restored_copy"
    assert ran.json["error"]["where"] == copies.bundles[-1].name
    begun = files(home)
    assert begun["keys.json"] == before["keys.json"]
    assert "head" not in begun, "it is of the epoch that has ended"
    assert not [name for name in begun if name.startswith("outbox/")]
    book = write_csv(tmp_path / "book.csv", [("客户号", "姓名"), ("B1", "赵一")])
    assert refused(command(copies, home, "import", book)) == "restored_copy"
    assert files(home) == begun
