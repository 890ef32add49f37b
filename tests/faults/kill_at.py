"""Makes a home, or does one thing of the exchange, in a process of its own, and is killed at a given call.

`python -m tests.faults.kill_at WHAT FOLDER KEY module:name before|after COUNT`: the folder of both sides, the desk's
key in hex, the function or method at which it ends, and at which of its calls.

`python -m tests.faults.kill_at KEY` reads lines of `[WHAT, FOLDER, module:name, before|after, COUNT]` as JSON instead,
and answers each with how it ended: each in a process of its own that is forked from here, so that Python starts once.
"""

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import NewHome, make_home, open_with_key
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.sync.enrolling import load_offer
from tests.exchange_support import open_head_office
from tests.support import NOW, PASSPHRASE, STAFF_NO

AGAIN = "again.enrolment"
"""The file with which a desk is enrolled anew."""


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
    if what == "init":
        new = NewHome(STAFF_NO, "王敏", "BJ01", settings=Settings(demo=True))
        make_home(Home(root / "home"), new, PASSPHRASE, clock, Uuid7Source())
    elif what in ("ingest", "publish", "publish-later"):
        clock.move(timedelta(days=20 if what == "publish-later" else 0))
        with closing(open_head_office(root / "hq", clock)) as head_office:
            _at_head_office(what, head_office, root)
    else:
        with closing(open_with_key(Home(root / "home"), STAFF_NO, key, clock, Uuid7Source())) as desk:
            _at_desk(what, desk, root)


def _at_head_office(what: str, head_office: HeadOffice, root: Path) -> None:
    data = root / "data"
    if what == "ingest":
        head_office.ingest(root / "carried")
    else:
        head_office.publish(data if data.is_dir() else None, root / "from-hq")


def _at_desk(what: str, desk: Desk, root: Path) -> None:
    if what == "export":
        desk.exchange.export(root / "carried")
    elif what == "enrol":
        desk.exchange.enrol(load_offer(root / AGAIN, desk.office.clock), bytes(32))
    else:
        desk.exchange.receive(sorted((root / "from-hq").glob("*.zip.age")))


def serve(key: bytes) -> None:
    """Answer what is asked on stdin.

    The first of each kind is done once in this process, with a copy: what Python needs for it is loaded before the
    fork.
    """
    known = set()
    for line in sys.stdin:
        job = json.loads(line)
        kind = job[0].partition("-")[0]
        if kind not in known:
            known.add(kind)
            with TemporaryDirectory() as folder, suppress(DeskError):
                main(kind, shutil.copytree(job[1], Path(folder) / "copy"), key)
        print(fork(job, key), flush=True)


def fork(job: tuple[str, str, str, str, int], key: bytes) -> int:
    """Do one thing in a process of its own; the exit code, or minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            what, root, place, when, count = job
            arm(place, when, count)
            main(what, Path(root), key)
            code = 0
        finally:
            if code:
                traceback.print_exc()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@cache
def _forker(key: str) -> "subprocess.Popen[str]":
    """The process that the others are forked from; it ends with this one."""
    command = [sys.executable, "-m", "tests.faults.kill_at", key]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def kill_each(jobs: Sequence[tuple[str, Path, str, str, int]], key: bytes) -> None:
    """Do each thing in a process of its own; each must really have been killed where it was meant to be."""
    forker = _forker(key.hex())
    assert forker.stdin is not None
    assert forker.stdout is not None
    for what, root, *rest in jobs:
        forker.stdin.write(json.dumps([what, str(root), *rest]) + "\n")
        forker.stdin.flush()
        assert int(forker.stdout.readline()) == -signal.SIGKILL, (what, root, rest)


if __name__ == "__main__" and len(sys.argv) == 2:
    serve(bytes.fromhex(sys.argv[1]))
elif __name__ == "__main__":
    arm(sys.argv[4], sys.argv[5], int(sys.argv[6]))
    main(sys.argv[1], Path(sys.argv[2]), bytes.fromhex(sys.argv[3]))
