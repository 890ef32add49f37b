"""A bundle in the wrong place of its stream is set aside, parked or refused by its own reason, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.sync.bag import sha256
from tests.exchange_support import identity_of
from tests.faults.receivers import Side, make_sides
from tests.faults.remaking import Change, in_header

STRANGE_EPOCH = "0199b2a0-0000-7000-8000-000000000001"
both_sides = pytest.mark.parametrize("to", ["head office", "desk"])


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[dict[str, Side]]:
    """Both receivers, anew for each test: what stops a stream stops it for good."""
    made = make_sides(tmp_path)
    yield made
    made["desk"].both.close()


def at(side: Side, seq: int) -> tuple[Change, str]:
    """The bundle as one that comes later: its change, and its file's name."""
    stem = f"{side.file.rsplit('-', 1)[0]}-{seq:08d}"
    return in_header({"seq": seq, "bundle": stem, "prev_sha256": sha256(side.good[0])}), f"{stem}.zip.age"


def book_of(side: Side) -> list[tuple[object, ...]]:
    """The rows and digest of every table of the desk that travels."""
    with side.both.desk.office.rows() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM table_state ORDER BY table_name")]


@both_sides
def test_a_replay_changes_nothing(sides: dict[str, Side], to: str) -> None:
    side = sides[to]
    side.lay_good()
    assert side.take() == "applied"
    after = side.state()
    for _ in range(3):
        assert side.take() == "duplicate"
    assert side.state() == after


@both_sides
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"prev_sha256": "1" * 64}, "bundle_fork"),
        ({"epoch": STRANGE_EPOCH}, "bundle_unknown_epoch"),
        ({"schema": 0, "min_reader": 0}, "bundle_downgrade"),
    ],
    ids=["another past", "another epoch", "older schema"],
)
def test_a_bundle_of_another_stream_is_refused(
    sides: dict[str, Side], to: str, change: dict[str, object], code: str
) -> None:
    side = sides[to]
    before = side.state()
    side.lay_sealed(in_header(change)(side.packed))
    assert side.take() == code
    assert side.take() == code
    assert side.state() == before


@both_sides
def test_another_bundle_under_an_applied_number_stops_the_stream(sides: dict[str, Side], to: str) -> None:
    side = sides[to]
    side.lay_good()
    assert side.take() == "applied"
    after = side.state()
    side.lay_sealed(side.packed)
    assert side.take() == "bundle_fork"
    change, name = at(side, 3)
    side.lay_sealed(change(side.packed), name)
    assert side.take() == "bundle_fork"
    assert side.state() == after
    side.lay_good()
    assert side.take() == "duplicate"


@both_sides
def test_a_bundle_after_a_gap_waits(sides: dict[str, Side], to: str) -> None:
    side = sides[to]
    change, name = at(side, 4)
    side.lay_sealed(change(side.packed), name)
    assert side.take() == "parked"
    parked = side.state()
    assert side.take() == "parked"
    assert side.state() == parked


@both_sides
def test_a_bundle_of_a_newer_schema_waits_for_a_newer_program(sides: dict[str, Side], to: str) -> None:
    side = sides[to]
    side.lay_sealed(in_header({"schema": 99, "min_reader": 99, "reads": [99]})(side.packed))
    assert side.take() == "parked"
    parked = side.state()
    assert side.take() == "parked"
    assert side.state() == parked


def test_an_expired_bundle_is_refused_by_the_desk(sides: dict[str, Side]) -> None:
    side = sides["desk"]
    before = side.state()
    side.lay_sealed(in_header({"expires": "2026-11-24T01:40:59.000000Z"})(side.packed))
    assert side.take() == "bundle_expired"
    assert side.state() == before


@both_sides
@pytest.mark.parametrize("seq", [1, 9])
def test_an_acknowledgement_of_what_was_never_sent_is_refused(sides: dict[str, Side], to: str, seq: int) -> None:
    """Of more than was sent, and of another bundle under a number that was given: one of the two is a restored copy.

    Where it is the desk, it begins a new epoch and is only read; of its book nothing has changed.
    """
    side = sides[to]
    identity = identity_of(side.both)
    epoch = identity.epoch if to == "desk" else identity.peer_epoch
    before, book = side.state(), book_of(side)
    side.lay_sealed(in_header({"ack": {"epoch": epoch, "seq": seq, "sha256": "a" * 64}})(side.packed))
    assert side.take() == ("restored_copy" if to == "desk" else "ack_unknown")
    assert book_of(side) == book
    if to == "desk":
        assert side.both.desk.exchange.view().read_only
        assert identity_of(side.both).epoch != identity.epoch
    else:
        assert side.state() == before
