"""Each thing that can be wrong with a home has its own message and changes nothing."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import NewHome, make_home, open_home, open_with_key
from advisor_tui.store.connect import connect
from advisor_tui.store.keys import read_keys, write_keys
from tests.support import NOW, PASSPHRASE, STAFF_NO, make_desk

CLOCK = FixedClock(NOW)


def _open(root: Path, passphrase: str = PASSPHRASE) -> Desk:
    return open_home(Home(root), passphrase, CLOCK, SeededIds(2, CLOCK))


def _fingerprint(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def _refused(root: Path, passphrase: str = PASSPHRASE) -> str:
    before = _fingerprint(root)
    with pytest.raises(DeskError) as refusal:
        _open(root, passphrase).close()
    assert _fingerprint(root) == before
    assert str(refusal.value)
    return refusal.value.code


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_desk(tmp_path / "home").close()
    return tmp_path / "home"


def test_the_right_passphrase_opens(root: Path) -> None:
    desk = _open(root)
    assert desk.office.me.staff_no == STAFF_NO
    desk.close()


def test_nothing_readable_lies_in_the_home(root: Path) -> None:
    everything = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    for words in ("张三丰", "13800138000", "11010519491231002X", "王敏", "定期存款", "SQLite format 3"):
        assert words.encode() not in everything


def test_a_wrong_passphrase(root: Path) -> None:
    assert _refused(root, "wrong passphrase") == "wrong_passphrase"


def test_no_home(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert _refused(tmp_path / "empty") == "no_home"


def test_a_second_process_on_the_same_home(root: Path) -> None:
    code = (
        "import sys, pathlib; from advisor_tui.store.homelock import HomeLock; "
        "lock = HomeLock(pathlib.Path(sys.argv[1])); lock.take(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(root / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert _refused(root) == "home_busy"
        other.communicate("")
    _open(root).close()


def test_the_keys_of_another_home(root: Path, tmp_path: Path) -> None:
    make_home(Home(tmp_path / "other"), NewHome(STAFF_NO, "x", "B"), PASSPHRASE, CLOCK, SeededIds(2, CLOCK))
    (root / "keys.json").write_bytes((tmp_path / "other" / "keys.json").read_bytes())
    assert _refused(root) == "foreign_database"


def test_damaged_keys(root: Path) -> None:
    (root / "keys.json").write_text('{"users": {}', encoding="utf-8")
    assert _refused(root) == "keys_damaged"


@pytest.mark.parametrize("place", [100, 2000, 4000])
def test_a_damaged_first_page(root: Path, place: int) -> None:
    data = bytearray((root / "desk.db").read_bytes())
    data[place] ^= 1
    (root / "desk.db").write_bytes(data)
    assert _refused(root) == "damaged"


def test_a_truncated_file(root: Path) -> None:
    data = (root / "desk.db").read_bytes()
    (root / "desk.db").write_bytes(data[:1000])
    assert _refused(root) == "damaged"


def test_a_newer_schema(root: Path) -> None:
    _, key = read_keys(root / "keys.json").unwrap(PASSPHRASE)
    connection = connect(root / "desk.db", key)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert _refused(root) == "newer_schema"


def test_bad_settings_name_the_key(root: Path) -> None:
    (root / "settings.toml").write_text("idle_lock_minutes = 'ten'\n", encoding="utf-8")
    assert _refused(root) == "settings_invalid"


def test_a_home_is_never_made_over_another(root: Path) -> None:
    before = _fingerprint(root)
    with pytest.raises(DeskError) as refusal:
        make_home(Home(root), NewHome("2", "x", "B"), PASSPHRASE, CLOCK, SeededIds(2, CLOCK))
    assert refusal.value.code == "home_exists"
    assert _fingerprint(root) == before


def test_a_short_passphrase_makes_no_home(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as refusal:
        make_home(Home(tmp_path / "h"), NewHome("2", "x", "B"), "short", CLOCK, SeededIds(2, CLOCK))
    assert refusal.value.code == "weak_passphrase"
    assert not (tmp_path / "h").exists()


def test_the_files_are_the_owners_only(root: Path) -> None:
    assert root.stat().st_mode & 0o777 == 0o700
    files = [path for path in root.iterdir() if path.is_file()]
    assert {path.name for path in files} == {"desk.db", "keys.json", "settings.toml", "lock"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_every_user_opens_with_their_own_passphrase(root: Path) -> None:
    ring = read_keys(root / "keys.json")
    _, key = ring.unwrap(PASSPHRASE)
    ring.add_user("9999", "another passphrase", key)
    write_keys(root / "keys.json", ring)
    assert read_keys(root / "keys.json").unwrap("another passphrase") == ("9999", key)
    assert _refused(root, "another passphrase") == "unknown_staff"


def _fill(desk: Desk) -> None:
    with desk.office.write("test.fill") as session:
        for number in range(2000):
            session.connection().exec_driver_sql(
                "INSERT INTO setting (id, name, value) VALUES (?, ?, ?)", (f"i{number}", f"n{number}", "x" * 2000)
            )
        session.commit()


def _leave(disk: Path, free: int) -> None:
    """Fill a disk until so many bytes are free."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    found = os.statvfs(disk)
    filler.write_bytes(bytes(found.f_bavail * found.f_frsize - free))


def test_a_read_only_folder_and_a_full_disk(disk: Path) -> None:
    root = disk / "home"
    desk = make_desk(root)
    with pytest.raises(DeskError) as full:
        _fill(desk)
    assert full.value.code == "disk_full"
    with desk.office.rows() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM setting").scalar_one() == 0
    desk.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert _refused(root) == "read_only"


@pytest.mark.parametrize("free", [0, 4096, 16384])
def test_a_home_on_a_disk_that_was_full_before_is_not_called_damaged(disk: Path, free: int) -> None:
    root = disk / "home"
    make_desk(root).close()
    database = (root / "desk.db").read_bytes()
    _leave(disk, free)
    with pytest.raises(DeskError) as full:
        _open(root)
    assert full.value.code == "disk_full"
    assert (root / "desk.db").read_bytes() == database
    (disk / "filler").unlink()
    _open(root).close()


def test_a_raw_key_opens_without_the_passphrase(root: Path) -> None:
    staff, key = read_keys(root / "keys.json").unwrap(PASSPHRASE)
    open_with_key(Home(root), staff, key, CLOCK, SeededIds(3, CLOCK)).close()
