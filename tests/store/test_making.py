"""A home is made whole or not at all, and never over what an earlier one has left."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import SeededIds
from advisor_tui.base.settings import Settings
from advisor_tui.desk.opening import NewHome, make_home, open_home
from tests.store.test_opening import _fingerprint, _leave
from tests.support import NOW, PASSPHRASE, make_desk

CLOCK = FixedClock(NOW)


def _make(root: Path) -> bytes:
    new = NewHome("2", "李四", "B", settings=Settings(demo=True))
    return make_home(Home(root), new, PASSPHRASE, CLOCK, SeededIds(2, CLOCK))


def _refused(root: Path) -> DeskError:
    with pytest.raises(DeskError) as refusal:
        _make(root)
    return refusal.value


def _state(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every path below a folder and the folder itself, with mode and content."""
    return {
        str(path): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in (root, *sorted(root.rglob("*")))
        if path.exists()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_desk(tmp_path / "home").close()
    return tmp_path / "home"


def test_the_only_keys_of_a_missing_database_are_never_written_over(root: Path, tmp_path: Path) -> None:
    (root / "head").write_text('{"seq": 1, "hash": "x"}')
    (root / "outbox" / "T0123-HQ-00000001.zip.age").write_bytes(b"sealed")
    keys = (root / "keys.json").read_bytes()
    (root / "desk.db").rename(tmp_path / "desk.db")
    before = _fingerprint(root)
    told = _refused(root)
    with pytest.raises(DeskError) as opening:
        open_home(Home(root), PASSPHRASE, CLOCK, SeededIds(2, CLOCK))
    for refusal in (told, opening.value):
        assert refusal.code == "database_missing"
        assert "init" not in str(refusal)
    assert _fingerprint(root) == before
    assert (root / "keys.json").read_bytes() == keys
    (tmp_path / "desk.db").rename(root / "desk.db")
    open_home(Home(root), PASSPHRASE, CLOCK, SeededIds(2, CLOCK)).close()


@pytest.mark.parametrize("left", ["head", "outbox/T0123-HQ-00000001.zip.age"])
def test_what_a_desk_has_left_is_no_place_for_another(tmp_path: Path, left: str) -> None:
    (tmp_path / "outbox").mkdir()
    (tmp_path / left).write_bytes(b"x")
    before = _state(tmp_path)
    assert _refused(tmp_path).code == "home_remains"
    with pytest.raises(DeskError) as opening:
        open_home(Home(tmp_path), PASSPHRASE, CLOCK, SeededIds(2, CLOCK))
    assert opening.value.code == "home_remains"
    assert _state(tmp_path) == before


def test_a_database_without_its_keys_is_told_apart_from_no_desk(root: Path) -> None:
    (root / "keys.json").unlink()
    with pytest.raises(DeskError) as opening:
        open_home(Home(root), PASSPHRASE, CLOCK, SeededIds(2, CLOCK))
    assert opening.value.code == "keys_missing"
    assert "init" not in str(opening.value)
    assert _refused(root).code == "home_exists"


CALLS: tuple[tuple[Any, str], ...] = (
    (Path, "mkdir"), (Path, "chmod"), (Path, "replace"), (Path, "open"), (Path, "write_text"), (os, "open"),
    (os, "fsync"),
)  # fmt: skip


class _Failing:
    """Lets the n-th of the calls that change something below a folder fail."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, place: int) -> None:
        self.folder, self.place, self.calls = str(folder), place, 0
        for owner, name in CALLS:
            patch.setattr(owner, name, self._failing(getattr(owner, name)))

    def _failing(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls += isinstance(args[0], int) or str(args[0]).startswith(self.folder)
            if self.calls == self.place:
                self.place = 0  # once
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(args[0]))
            return real(*args, **kwargs)

        return call


@pytest.mark.slow
@pytest.mark.parametrize("there", [False, True], ids=["new-folder", "folder-with-files"])
def test_wherever_making_a_home_fails_the_place_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    root = tmp_path / "a" / "b" / "home"
    if there:
        root.mkdir(parents=True, mode=0o755)
        (root / "settings.toml").write_text('lang = "en"\n')
        (root / "letter.keys.txt").write_text("somebody else's")
        (root / "outbox").mkdir(mode=0o755)
    before = _state(tmp_path)
    for place in range(1, 100):
        with monkeypatch.context() as patch:
            failing = _Failing(patch, tmp_path, place)
            try:
                _make(root)
            except DeskError as refusal:
                told = refusal
            else:
                break
        assert told.code == "disk_full", (place, told)
        assert _state(tmp_path) == before, place
    assert failing.calls < place, "it was made without a failure"
    assert place > len(CALLS), "every kind of call came"
    open_home(Home(root), PASSPHRASE, CLOCK, SeededIds(2, CLOCK)).close()


@pytest.mark.parametrize("free", [0, 4, 16, 64, 256, 700, 1000])
def test_a_home_on_a_disk_that_is_too_small_leaves_nothing_behind(disk: Path, free: int) -> None:
    _leave(disk, free * 1024)
    before = _state(disk)
    assert _refused(disk / "home").code == "disk_full"
    assert _state(disk) == before
    (disk / "filler").unlink()
    _make(disk / "home")


@pytest.mark.parametrize(
    ("place", "where"),
    [("/proc/foo", "/proc/foo"), ("/proc/foo/bar", "/proc/foo"), (__file__, __file__), (f"{__file__}/x", __file__)],
)
def test_a_place_that_cannot_be_a_home_is_named(place: str, where: str) -> None:
    told = _refused(Path(place))
    assert told.code == "cannot_write"
    assert told.where.startswith(where)


def test_of_two_that_make_a_home_at_once_the_later_one_takes_nothing_away(tmp_path: Path) -> None:
    root = tmp_path / "home"
    code = (
        "import sys, pathlib; from advisor_tui.store.homelock import HomeLock; "
        "root = pathlib.Path(sys.argv[1]); root.mkdir(); (root / 'outbox').mkdir(); "
        "lock = HomeLock(root / 'lock'); lock.take(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        before = _state(root)
        assert _refused(root).code == "home_busy"
        assert _state(root) == before
        other.communicate("")
