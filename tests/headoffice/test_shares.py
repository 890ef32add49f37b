"""A share with a folder for each terminal, and more than one of them, are taken in by one ingest."""

from pathlib import Path

from advisor_tui.headoffice.watching import Watch
from tests.exchange_support import Exchanging
from tests.support import refused


def test_a_folder_of_folders_and_several_folders_are_taken_in(both: Exchanging, tmp_path: Path) -> None:
    share, stick = tmp_path / "share", tmp_path / "stick"
    both.desk.exchange.export(share / "T0123")
    both.edit("C0001", "on a stick")
    both.desk.exchange.seal()
    both.desk.exchange.export(stick)
    (share / "T0123/deeper").mkdir()
    counts = both.head_office.ingest(stick, more=[share]).to_json()
    assert (counts["bundles"], counts["applied"], counts["parked"]) == (2, 2, 0)
    assert both.head_office.ingest(share, more=[stick, share]).to_json()["applied"] == 0
    told = refused("folder_missing", lambda: both.head_office.ingest(share, more=[tmp_path / "none"]))
    assert told.where == str(tmp_path / "none")


def test_a_watched_share_hands_out_what_comes_into_its_folders(both: Exchanging, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    watch = Watch(share)
    assert watch.look() == []
    both.desk.exchange.export(share / "T0123")
    assert watch.look() == []  # it may still be coming
    assert [path.name for path in watch.look()] == ["T0123-HQ-00000001.zip.age"]
    assert watch.look() == []
