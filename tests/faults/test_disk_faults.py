"""What a disk, a folder or a second process does to the exchange: told by its reason, nothing lost, nothing twice."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.opening import open_with_key
from tests.exchange_support import Exchanging, desk_key, make_exchange, open_head_office
from tests.faults.night import STEPS as NIGHT
from tests.faults.night import agree
from tests.support import NOW, STAFF_NO

NO_ROOM = {"disk_full", "export_folder"}
STEPS: dict[str, Callable[[Exchanging, Path], object]] = {
    "export": lambda both, root: both.desk.exchange.export(both.carried),
    **{name: NIGHT[name] for name in ("ingest", "publish", "receive")},
}


@contextmanager
def only(disk: Path, free: int) -> Iterator[None]:
    """A disk with so many bytes left."""
    filler, found = disk / "filler", os.statvfs(disk)
    filler.write_bytes(bytes(max(found.f_bavail * found.f_frsize - free, 0)))
    yield
    filler.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that takes nothing, for root neither."""
    if os.geteuid() != 0 or subprocess.run(["mount", "--bind", str(folder), str(folder)]).returncode:
        pytest.skip("a folder that root cannot write to can only be mounted by root")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("step", ["export", "ingest", "receive"])
def test_a_full_disk_stops_a_step_and_the_next_attempt_does_it(disk: Path, step: str) -> None:
    """With every amount of room between none and enough: each stops at another write."""
    both = make_exchange(disk)
    refused = set()
    for name, job in STEPS.items():
        if name == step:
            for free in range(0, 200 * 1024, 20 * 1024):
                try:
                    with only(disk, free):
                        job(both, disk)
                except DeskError as refusal:
                    refused.add(refusal.code)
                finally:
                    (disk / "filler").unlink(missing_ok=True)
        job(both, disk)
    assert refused
    assert refused <= NO_ROOM
    both.edit("C0001", "搬家了")
    for job in STEPS.values():
        job(both, disk)
    agree(both)
    both.close()


def test_a_folder_that_takes_nothing_gives_bundles_and_gets_none(tmp_path: Path) -> None:
    both = make_exchange(tmp_path)
    both.desk.exchange.seal()
    with read_only(both.carried), pytest.raises(DeskError) as refused:
        both.send()
    assert refused.value.code == "export_folder"
    both.send()
    with read_only(both.carried):
        assert both.ingest()["applied"] == 1
    (tmp_path / "from-hq").mkdir()
    STEPS["publish"](both, tmp_path)
    with read_only(tmp_path / "from-hq"):
        STEPS["receive"](both, tmp_path)
    agree(both)
    both.close()


INGEST = """
import json, sys
from pathlib import Path
from advisor_tui.base.clock import FixedClock
from tests.exchange_support import open_head_office
from tests.support import NOW
root = Path(sys.argv[1])
head_office = open_head_office(root / "hq", FixedClock(NOW))
print("open", flush=True)
sys.stdin.readline()
print(json.dumps(head_office.ingest(root / "carried").to_json()))
head_office.close()
"""


def at_once(root: Path) -> list[dict[str, int]]:
    """Two processes, each with the head office open before either begins: what each says that it did."""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", INGEST, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for pipe in both:
        assert pipe.stdout is not None
        assert pipe.stdout.readline() == "open\n"
    for pipe in both:
        assert pipe.stdin is not None
        pipe.stdin.write("\n")
        pipe.stdin.flush()
    return [json.loads(pipe.communicate(timeout=120)[0]) for pipe in both]


def test_two_processes_that_ingest_at_once_apply_each_bundle_once(tmp_path: Path) -> None:
    both = make_exchange(tmp_path)
    for number in range(6):
        both.edit("C0001", f"{number}")
        both.send()
    both.head_office.close()
    counts = at_once(tmp_path)
    assert sorted((one["applied"], one["duplicates"]) for one in counts) == [(0, 6), (6, 0)]
    assert [one["parked"] + one["quarantined"] for one in counts] == [0, 0]
    both.head_office = open_head_office(tmp_path / "hq", both.clock)
    assert both.head_office.report().terminals[0].bundles == 6
    both.close()


def test_two_processes_take_what_waited_from_each_other_and_call_nothing_unreadable(tmp_path: Path) -> None:
    both = make_exchange(tmp_path)
    for number in range(6):
        both.edit("C0001", f"{number}")
        both.send()
    first = [both.carried / f"T0123-HQ-00000001.zip.age{suffix}" for suffix in ("", ".sig")]
    for path in first:
        path.rename(tmp_path / path.name)
    assert both.ingest()["parked"] == 5
    both.head_office.close()
    for path in both.carried.iterdir():
        path.unlink()
    for path in first:
        (tmp_path / path.name).rename(path)
    counts = at_once(tmp_path)
    assert sorted((one["applied"], one["duplicates"], one["bundles"]) for one in counts) == [(0, 1, 1), (6, 0, 6)]
    both.head_office = open_head_office(tmp_path / "hq", both.clock)
    assert both.head_office.report().terminals[0].bundles == 6
    for folder in ("parked", "quarantine"):
        assert not list((tmp_path / "hq" / folder).iterdir())
    both.close()


def test_a_log_that_was_cut_anywhere_is_noticed_or_has_lost_nothing_that_was_sealed(tmp_path: Path) -> None:
    """SQLite drops the end of a cut log silently; HOME/head does not."""
    both = make_exchange(tmp_path)
    both.edit("C0001", "一")
    both.desk.exchange.seal()
    end = _journal_end(both)
    log = both.desk.office.home.database.with_name("desk.db-wal").stat().st_size
    found = set()
    for number, size in enumerate(range(0, log, log // 12)):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(both.desk.office.home.root, copy)
        os.truncate(copy / "desk.db-wal", size)
        (copy / "desk.db-shm").unlink(missing_ok=True)
        cut = open_with_key(Home(copy), STAFF_NO, desk_key(), FixedClock(NOW), Uuid7Source())
        whole = Exchanging(both.clock, cut, both.head_office, both.carried)
        code = _sealed(whole)
        assert (code == "whole") is (_journal_end(whole) == end)
        found.add(code)
        cut.close()
    assert {"journal_cut"} <= found <= {"journal_cut", "whole"}
    both.close()


def _sealed(both: Exchanging) -> str:
    """The code that sealing is refused with, or "whole"."""
    try:
        both.desk.check_journal()
        both.desk.exchange.seal()
    except DeskError as refusal:
        return refusal.code
    return "whole"


def _journal_end(both: Exchanging) -> int:
    with both.desk.office.rows() as connection:
        return int(connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM journal").scalar_one())


def test_a_flipped_page_of_the_warehouse_stops_the_ingest_and_nothing_is_taken_in(tmp_path: Path) -> None:
    both = make_exchange(tmp_path)
    both.send()
    both.head_office.close()
    good = (tmp_path / "hq/warehouse.db").read_bytes()
    codes = set()
    for at in range(4096 + 17, len(good), max(len(good) // 40, 1)):
        bad = bytearray(good)
        bad[at] ^= 1
        (tmp_path / "hq/warehouse.db").write_bytes(bad)
        for beside in ("warehouse.db-wal", "warehouse.db-shm"):
            (tmp_path / "hq" / beside).unlink(missing_ok=True)
        try:
            head_office = open_head_office(tmp_path / "hq", both.clock)
        except DeskError as refusal:
            codes.add(refusal.code)
            continue
        try:
            assert head_office.ingest(both.carried).to_json()["applied"] == 1
            codes.add("not read")
        except DeskError as refusal:
            codes.add(refusal.code)
        head_office.close()
        shutil.rmtree(tmp_path / "hq/archive/T0123", ignore_errors=True)
    assert {"damaged"} <= codes <= {"damaged", "not read"}
    (tmp_path / "hq/warehouse.db").write_bytes(good)
    both.head_office = open_head_office(tmp_path / "hq", both.clock)
    assert both.ingest()["applied"] == 1
    both.close()


@pytest.mark.parametrize("part", [0, 1, 3, 7])
def test_a_warehouse_cut_short_is_called_damaged(tmp_path: Path, part: int) -> None:
    both = make_exchange(tmp_path)
    both.send()
    both.head_office.close()
    warehouse = tmp_path / "hq/warehouse.db"
    os.truncate(warehouse, warehouse.stat().st_size * part // 8)
    with pytest.raises(DeskError) as refused:
        open_head_office(tmp_path / "hq", both.clock).ingest(both.carried)
    assert refused.value.code == ("damaged" if part else "warehouse_empty")
    both.desk.close()
