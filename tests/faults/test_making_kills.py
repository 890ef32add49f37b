"""A process killed while it makes a home leaves a desk that opens, or a place where one can be made."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.settings import Settings
from advisor_tui.desk.opening import NewHome, make_home, open_home
from tests.support import NOW, PASSPHRASE, STAFF_NO, refused

CLOCK = FixedClock(NOW)
OPENING = "advisor_tui.desk.opening:"
STORE = "advisor_tui.store.store:Store."


def _make(home: Home) -> bytes:
    new = NewHome(STAFF_NO, "王敏", "BJ01", settings=Settings(demo=True))
    return make_home(home, new, PASSPHRASE, CLOCK, Uuid7Source())


@pytest.mark.parametrize(
    ("place", "when", "count", "there"),
    [
        ("advisor_tui.store.homelock:HomeLock.take", "after", 1, False),
        ("advisor_tui.base.home:Home.make", "after", 1, False),
        (STORE + "create", "after", 1, False),
        (STORE + "close", "before", 1, False),
        (STORE + "close", "after", 1, False),
        (OPENING + "write_keys_part", "after", 1, False),
        (OPENING + "write_settings", "after", 1, False),
        ("pathlib:Path.replace", "before", 2, False),
        ("pathlib:Path.replace", "after", 2, True),
        ("pathlib:Path.replace", "before", 3, True),
        ("pathlib:Path.replace", "after", 3, True),
    ],
)
def test_a_home_whose_making_was_killed_is_whole_or_is_made_anew(
    tmp_path: Path, place: str, when: str, count: int, there: bool
) -> None:
    home = Home(tmp_path / "home")
    words = ["init", str(tmp_path), "00", place, when, str(count)]
    done = subprocess.run([sys.executable, "-m", "tests.faults.kill_at", *words], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    if there:
        assert refused("home_exists", lambda: _make(home)).where == str(home.root)
    else:
        with pytest.raises(DeskError) as opening:
            open_home(home, PASSPHRASE, CLOCK, Uuid7Source())
        assert opening.value.code == "no_home"
        _make(home)
    desk = open_home(home, PASSPHRASE, CLOCK, Uuid7Source())
    assert desk.office.me.staff_no == STAFF_NO
    desk.close()
    assert {path.name for path in home.root.iterdir()} == {
        "desk.db", "keys.json", "settings.toml", "lock", "outbox", "inbox", "print",
    }  # fmt: skip
