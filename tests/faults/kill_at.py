"""Makes a home, or does one thing of the exchange, in a process of its own, and is killed at a given call.

`python -m tests.faults.kill_at WHAT FOLDER KEY module:name before|after COUNT`: the folder of both sides, the desk's
key in hex, the function or method at which it ends, and at which of its calls.
"""

import functools
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.settings import Settings
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from tests.exchange_support import open_head_office
from tests.support import NOW, PASSPHRASE, STAFF_NO


def arm(place: str, when: str, count: int) -> None:
    """Make the call at a place the last thing that this process does."""
    module_name, _, name = place.partition(":")
    owner: Any = import_module(module_name)
    *classes, attribute = name.split(".")
    for one in classes:
        owner = getattr(owner, one)
    real: Callable[..., Any] = getattr(owner, attribute)
    calls = 0

    @functools.wraps(real)
    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == count and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if calls == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, attribute, deadly)


def main(what: str, root: Path, key: bytes) -> None:
    """Do it."""
    clock = FixedClock(NOW)
    if what == "ingest":
        open_head_office(root / "hq", clock).ingest(root / "carried")
        return
    if what.startswith("publish"):
        clock.move(timedelta(days=20 if what == "publish-later" else 0))
        data = root / "data"
        open_head_office(root / "hq", clock).publish(data if data.is_dir() else None, root / "from-hq")
        return
    if what == "init":
        new = NewHome(STAFF_NO, "王敏", "BJ01", settings=Settings(demo=True))
        make_home(Home(root / "home"), new, PASSPHRASE, clock, Uuid7Source())
        return
    desk = open_with_key(Home(root / "home"), STAFF_NO, key, clock, Uuid7Source())
    if what == "export":
        desk.exchange.export(root / "carried")
    else:
        desk.exchange.receive(sorted((root / "from-hq").glob("*.zip.age")))


if __name__ == "__main__":
    arm(sys.argv[4], sys.argv[5], int(sys.argv[6]))
    main(sys.argv[1], Path(sys.argv[2]), bytes.fromhex(sys.argv[3]))
