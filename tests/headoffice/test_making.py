"""Making a head office: whole or not there, whatever the disk does."""

import os
import subprocess
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice import office
from advisor_tui.headoffice.context import Context
from tests.exchange_support import make_head_office, open_head_office
from tests.support import NOW

CLOCK = FixedClock(NOW)


def refused(root: Path) -> DeskError:
    with pytest.raises(DeskError) as caught:
        make_head_office(root, CLOCK)
    return caught.value


def works(root: Path) -> bool:
    """Whether it opens and holds one key a month, and nothing of an attempt before."""
    opened = open_head_office(root, CLOCK)
    opened.close()
    return opened.context.keys.months() == ["hq-2026-11"] and not list(root.glob("*.part*"))


def test_a_read_only_folder_is_refused_and_taken_when_it_can_be_written(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    refusal = refused(disk / "hq")
    assert (refusal.code, refusal.where) == ("read_only", str(disk / "hq"))
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    make_head_office(disk / "hq", CLOCK).close()
    assert works(disk / "hq")


@pytest.mark.parametrize("free", [0, 12 * 1024, 100 * 1024, 200 * 1024])
def test_a_full_disk_is_refused_and_the_next_attempt_begins_anew(disk: Path, free: int) -> None:
    filler, found = disk / "filler", os.statvfs(disk)
    filler.write_bytes(bytes(found.f_bavail * found.f_frsize - free))
    refusal = refused(disk / "hq")
    assert refusal.code == "disk_full"
    assert refusal.where.startswith(str(disk / "hq"))
    assert not (disk / "hq/warehouse.db").exists()
    filler.unlink()
    make_head_office(disk / "hq", CLOCK).close()
    assert works(disk / "hq")


def test_a_place_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert refused(tmp_path / "file/hq").code == "cannot_write"


@pytest.mark.parametrize("step", ["write_lists", "sync_folder"])
def test_what_was_interrupted_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """At `sync_folder` the warehouse has its name already: then it is whole."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(office, step, stop)
        with pytest.raises(KeyboardInterrupt):
            make_head_office(tmp_path / "hq", CLOCK)
    if step == "write_lists":
        (tmp_path / "hq/keys/hq-2026-10.key").write_text("of a month that the attempt before was made in")
        assert not (tmp_path / "hq/warehouse.db").exists()
        make_head_office(tmp_path / "hq", CLOCK).close()
    assert works(tmp_path / "hq")


def test_one_that_is_there_or_has_lost_its_warehouse_is_not_replaced(tmp_path: Path) -> None:
    root = tmp_path / "hq"
    make_head_office(root, CLOCK).close()
    assert refused(root).code == "home_exists"
    (root / "warehouse.db").unlink()
    kept = {path.name: path.read_bytes() for path in (root / "keys").iterdir()}
    refusal = refused(root)
    assert (refusal.code, refusal.where) == ("warehouse_missing", str(root / "warehouse.db"))
    assert {path.name: path.read_bytes() for path in (root / "keys").iterdir()} == kept


def test_only_the_owner_reads_the_warehouse(tmp_path: Path) -> None:
    made = make_head_office(tmp_path / "hq", CLOCK)
    assert isinstance(made.context, Context)
    files = [path for path in (tmp_path / "hq").iterdir() if path.name.startswith("warehouse.db")]
    assert {path.name: path.stat().st_mode & 0o777 for path in files} == {path.name: 0o600 for path in files}
    made.close()
    assert (tmp_path / "hq/warehouse.db").stat().st_mode & 0o777 == 0o600


def test_a_key_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    make_head_office(tmp_path / "hq", CLOCK).close()
    key = tmp_path / "hq/keys/warehouse.key"
    key.unlink()
    with pytest.raises(DeskError) as missing:
        open_head_office(tmp_path / "hq", CLOCK)
    assert (missing.value.code, missing.value.where) == ("key_missing", str(key))
    key.mkdir()
    with pytest.raises(DeskError) as unreadable:
        open_head_office(tmp_path / "hq", CLOCK)
    assert (unreadable.value.code, unreadable.value.where) == ("key_unreadable", str(key))
