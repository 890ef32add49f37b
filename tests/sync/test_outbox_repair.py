"""What was lost or damaged on the way to head office is found, written again and sent again."""

import json
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.sync.outbox import ASIDE, deliver, delivered_lines
from tests.exchange_support import Exchanging


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_what_was_lost_on_the_way_is_copied_again(both: Exchanging, tmp_path: Path) -> None:
    both.desk.exchange.export(tmp_path / "lost")
    both.edit("C0001", "二")
    both.desk.exchange.export(tmp_path / "lost")
    assert both.desk.exchange.export(both.carried) == []
    assert [one.seq for one in both.desk.exchange.export(both.carried, again=True)] == [1, 2]
    assert both.ingest()["applied"] == 2


def test_the_keyless_export_copies_again_too_but_not_what_head_office_has(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    [answer] = both.head_office.publish(None, tmp_path / "back")
    both.desk.exchange.receive([tmp_path / "back" / answer.file])
    both.edit("C0001", "二")
    both.desk.exchange.export(tmp_path / "lost")
    home = both.desk.office.home
    assert [one.seq for one in deliver(home, both.carried, both.clock, again=True)] == [2]


@pytest.mark.parametrize("ending", [".zip.age", ".zip.age.sig", ".zip.age.info"])
def test_a_flipped_bit_in_the_outbox_is_written_again_from_the_database(both: Exchanging, ending: str) -> None:
    both.desk.exchange.seal()
    flip(both.desk.office.home.outbox / f"T0123-HQ-00000001{ending}")
    assert [one.seq for one in both.desk.exchange.export(both.carried)] == [1]
    assert both.ingest()["applied"] == 1


@pytest.mark.parametrize("ending", [".zip.age", ".zip.age.sig"])
def test_a_flipped_bit_is_never_carried_away_and_holds_nothing_else_up(both: Exchanging, ending: str) -> None:
    both.desk.exchange.seal()
    both.edit("C0001", "二")
    both.desk.exchange.seal()
    home = both.desk.office.home
    flip(home.outbox / f"T0123-HQ-00000001{ending}")
    with pytest.raises(DeskError) as caught:
        deliver(home, both.carried, both.clock)
    assert caught.value.code == "outbox_damaged"
    assert sorted(path.name for path in both.carried.glob("*.age")) == ["T0123-HQ-00000002.zip.age"]
    both.desk.exchange.export(both.carried)
    assert both.ingest()["applied"] == 2


def test_a_line_of_delivered_that_was_cut_inside_a_character_loses_nothing(both: Exchanging, tmp_path: Path) -> None:
    folder = tmp_path / "交换\u2028目录"  # a line separator of Unicode ends no line of the file
    both.desk.exchange.export(folder)
    home = both.desk.office.home
    whole = home.delivered.read_bytes()
    assert [line["to"] for line in delivered_lines(home)] == [str(folder)]
    home.delivered.write_bytes(whole + whole[: whole.index("目".encode()) + 1])
    both.edit("C0001", "二")
    assert [one.seq for one in both.desk.exchange.export(both.carried)] == [2]
    assert [row.state for row in both.desk.exchange.view().sent] == ["delivered", "delivered"]


def test_what_a_kill_left_of_acknowledged_bundles_is_removed(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    home = both.desk.office.home
    kept = {path.name: path.read_bytes() for path in home.outbox.iterdir()}
    [answer] = both.head_office.publish(None, tmp_path / "back")
    both.desk.exchange.receive([tmp_path / "back" / answer.file])
    for name, data in kept.items():
        (home.outbox / name).write_bytes(data)
    both.edit("C0001", "二")
    both.desk.exchange.seal()
    assert {path.name for path in home.outbox.glob("*.age")} == {"T0123-HQ-00000002.zip.age"}


def test_another_bundle_of_the_same_name_is_moved_aside_and_never_overwritten(both: Exchanging) -> None:
    """A new epoch counts from 1 again."""
    former = {"T0123-HQ-00000001.zip.age": b"former", "T0123-HQ-00000001.zip.age.sig": b"signature"}
    both.carried.mkdir(exist_ok=True)
    for name, data in former.items():
        (both.carried / name).write_bytes(data)
    [copied] = both.desk.exchange.export(both.carried)
    aside = Path(copied.aside)
    assert aside.is_relative_to(both.carried / ASIDE)
    assert {path.name: path.read_bytes() for path in aside.parent.iterdir()} == former
    assert both.ingest() | {"rows": 0} == {
        "bundles": 1, "applied": 1, "duplicates": 0, "parked": 0, "quarantined": 0, "rows": 0,
    }  # fmt: skip
    [again] = both.desk.exchange.export(both.carried, again=True)
    assert again.aside == ""


def test_what_is_noted_of_a_bundle_is_what_was_copied(both: Exchanging) -> None:
    [copied] = both.desk.exchange.export(both.carried)
    [line] = both.desk.office.home.delivered.read_bytes().splitlines()
    assert json.loads(line)["file"] == copied.file
