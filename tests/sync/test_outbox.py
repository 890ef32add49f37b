"""The unattended export needs no key and takes no lock, copies whole files and each once."""

import json
import os
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.sync.outbox import deliver, waiting
from tests.exchange_support import Exchanging
from tests.support import NOW


def test_export_copies_from_a_locked_home_and_from_one_that_is_open_elsewhere(both: Exchanging) -> None:
    both.desk.exchange.seal()
    home = both.desk.office.home
    [entry] = deliver(home, both.carried, both.clock)
    assert {path.name for path in both.carried.iterdir()} == {entry.file, entry.signature}
    both.edit("C0001", "二")
    both.desk.lock()
    [second] = deliver(home, both.carried, both.clock)
    assert second.seq == 2
    assert both.ingest()["applied"] == 2


def test_export_reads_neither_database_nor_keys(both: Exchanging, tmp_path: Path) -> None:
    both.desk.exchange.seal()
    bare = Home(tmp_path / "bare")
    bare.make()
    for path in both.desk.office.home.outbox.iterdir():
        (bare.outbox / path.name).write_bytes(path.read_bytes())
    assert len(deliver(bare, both.carried, both.clock)) == 1


def test_what_was_delivered_is_not_copied_again_and_noted_at_the_next_unlock(both: Exchanging) -> None:
    both.desk.exchange.seal()
    home = both.desk.office.home
    deliver(home, both.carried, both.clock)
    assert deliver(home, both.carried, both.clock) == []
    [line] = home.delivered.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["file"] == "T0123-HQ-00000001.zip.age"
    assert [row.state for row in both.desk.exchange.view().sent] == ["delivered"]


def test_a_line_of_delivered_that_was_cut_loses_nothing_after_it(both: Exchanging) -> None:
    both.desk.exchange.seal()
    home = both.desk.office.home
    home.delivered.write_bytes(b'{"file":"T0123-HQ-0000')
    assert len(deliver(home, both.carried, both.clock)) == 1
    assert waiting(home) == []


def test_a_bundle_without_its_age_file_is_not_offered(both: Exchanging) -> None:
    both.desk.exchange.seal()
    home = both.desk.office.home
    (home.outbox / "T0123-HQ-00000001.zip.age").unlink()
    assert deliver(home, both.carried, both.clock) == []
    both.desk.exchange.seal()
    assert [entry.seq for entry in deliver(home, both.carried, both.clock)] == [1, 2]


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_to_is_named(both: Exchanging) -> None:
    both.desk.exchange.seal()
    both.carried.chmod(0o500)
    with pytest.raises(DeskError) as caught:
        deliver(both.desk.office.home, both.carried, both.clock)
    assert caught.value.code == "export_folder"


def test_a_folder_that_is_a_file_is_refused_and_nothing_counts_as_delivered(both: Exchanging, tmp_path: Path) -> None:
    both.desk.exchange.seal()
    (tmp_path / "file").touch()
    with pytest.raises(DeskError) as caught:
        deliver(both.desk.office.home, tmp_path / "file", both.clock)
    assert caught.value.code == "export_folder"
    assert len(waiting(both.desk.office.home)) == 1


def test_a_folder_without_a_desk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        deliver(Home(tmp_path / "none"), tmp_path, FixedClock(NOW))
    assert caught.value.code == "no_home"


def test_the_outbox_is_for_its_owner_only(both: Exchanging) -> None:
    both.desk.exchange.seal()
    outbox = both.desk.office.home.outbox
    assert outbox.stat().st_mode & 0o77 == 0
    assert all(path.stat().st_mode & 0o77 == 0 for path in outbox.iterdir())
