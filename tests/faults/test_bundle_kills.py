"""A process killed at any arrow of the write order loses nothing and does nothing twice."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.opening import open_with_key
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS
from advisor_tui.sync.head import read_head
from tests.exchange_support import Exchanging, desk_key, open_head_office
from tests.support import NOW, STAFF_NO

SEAL = "advisor_tui.sync.seal:"
OUTBOX = "advisor_tui.sync.outbox:"
RECEIVE = "advisor_tui.sync.receive:"
INGEST = "advisor_tui.headoffice.ingest:"


def killed(root: Path, what: str, place: str, when: str, count: int) -> None:
    """Run one thing in a process of its own; it must really have been killed where it was meant to be."""
    arguments = [what, str(root), desk_key().hex(), place, when, str(count)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill_at", *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def reopened(root: Path) -> Desk:
    return open_with_key(Home(root / "home"), STAFF_NO, desk_key(), FixedClock(NOW), Uuid7Source())


def rows(desk: Desk, sql: str) -> list[tuple[object, ...]]:
    with desk.office.rows() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


@pytest.mark.parametrize(
    ("place", "when", "count"),
    [
        (SEAL + "seal_bundle", "before", 1),
        (SEAL + "seal_bundle", "after", 1),
        (OUTBOX + "put", "before", 1),
        (OUTBOX + "write_part", "after", 1),
        (OUTBOX + "write_part", "after", 3),
        ("pathlib:Path.replace", "after", 1),
        ("pathlib:Path.replace", "after", 2),
        ("pathlib:Path.replace", "after", 3),
        ("pathlib:Path.replace", "after", 4),
        (SEAL + "write_head", "before", 1),
        (SEAL + "write_head", "after", 1),
        (SEAL + "write_head", "before", 2),
        (SEAL + "write_head", "after", 2),
        (OUTBOX + "write_durably", "before", 1),
        (OUTBOX + "write_durably", "after", 1),
        (OUTBOX + "_note", "before", 1),
        (OUTBOX + "_note", "after", 1),
    ],
)
def test_export_killed_anywhere_and_run_again_delivers_everything_once(
    both: Exchanging, tmp_path: Path, place: str, when: str, count: int
) -> None:
    both.close()
    killed(tmp_path, "export", place, when, count)
    desk = reopened(tmp_path)
    desk.exchange.export(tmp_path / "carried")
    head_office = open_head_office(tmp_path / "hq", both.clock)
    counts = head_office.ingest(tmp_path / "carried").to_json()
    assert (counts["applied"], counts["parked"], counts["quarantined"]) == (1, 0, 0)
    assert rows(desk, "SELECT seq, delivered_at IS NOT NULL FROM bundle_sent") == [(1, 1)]
    assert [path.suffix for path in desk.office.home.outbox.iterdir() if path.suffix == ".part"] == []
    end = read_head(desk.office.home)
    assert end is not None
    assert rows(desk, "SELECT max(seq) FROM journal") == [(end.seq,)]
    for table in COPIES:
        columns = ", ".join(f'"{name}"' for name in DESK_COLUMNS[table])
        with head_office.context.warehouse.write() as session:
            copies = session.connection().exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY id')
            assert [tuple(row) for row in copies] == rows(desk, f'SELECT {columns} FROM "{table}" ORDER BY id')
    desk.close()
    head_office.close()


@pytest.mark.parametrize(
    ("place", "when"),
    [
        (RECEIVE + "Receiver._apply", "before"),
        (RECEIVE + "Receiver._note", "after"),
        (RECEIVE + "Receiver._apply", "after"),
        ("advisor_tui.sync.inbox:keep", "after"),
    ],
)
def test_receive_killed_anywhere_and_run_again_applies_once(
    both: Exchanging, tmp_path: Path, place: str, when: str
) -> None:
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "from-hq")
    both.close()
    killed(tmp_path, "receive", place, when, 1)
    desk = reopened(tmp_path)
    [result] = desk.exchange.receive(list((tmp_path / "from-hq").glob("*.zip.age")))
    assert result.status in ("applied", "duplicate")
    assert rows(desk, "SELECT status FROM bundle_received") == [("applied",)]
    assert [row.state for row in desk.exchange.view().sent] == ["acknowledged"]
    assert (desk.office.home.inbox / "HQ-T0123-00000001.zip.age").exists()
    desk.exchange.seal()
    assert not (desk.office.home.outbox / "T0123-HQ-00000001.zip.age").exists()
    desk.close()


@pytest.mark.parametrize(
    ("place", "when"),
    [
        (INGEST + "apply_changes", "before"),
        (INGEST + "_apply", "after"),
        (INGEST + "archive", "before"),
        (INGEST + "archive", "after"),
    ],
)
def test_ingest_killed_anywhere_and_run_again_applies_once(
    both: Exchanging, tmp_path: Path, place: str, when: str
) -> None:
    both.send()
    both.close()
    killed(tmp_path, "ingest", place, when, 1)
    head_office = open_head_office(tmp_path / "hq", both.clock)
    counts = head_office.ingest(tmp_path / "carried").to_json()
    assert counts["applied"] + counts["duplicates"] == 1
    assert head_office.report().terminals[0].clients == 5
    assert (tmp_path / "hq/archive/T0123/T0123-HQ-00000001.zip.age").exists()
    head_office.close()
