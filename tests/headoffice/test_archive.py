"""Applied bundles are kept as they came for 90 days, and not beyond the erasure of somebody whom they tell of."""

import os
from datetime import timedelta
from pathlib import Path

from advisor_tui.headoffice.archive import ARCHIVE_LIFE
from tests.exchange_support import Exchanging


def kept(both: Exchanging) -> list[str]:
    archive = both.head_office.context.home.archive
    found = sorted(path.name for path in archive.rglob("*") if path.is_file())
    return [name.removesuffix(".zip.age") for name in found if not name.endswith(".sig")]


def night(both: Exchanging, folder: Path, remark: str = "") -> None:
    if remark:
        both.edit("C0002", remark)
    both.send()
    both.ingest()
    both.head_office.publish(None, folder)
    both.desk.receive(sorted(folder.glob("*.age")))


def test_a_bundle_is_kept_for_its_time_and_not_longer(both: Exchanging, tmp_path: Path) -> None:
    night(both, tmp_path / "a")
    both.clock.move(timedelta(days=1))
    night(both, tmp_path / "b", "a day later")
    found = both.head_office.status()
    assert (found.archived, found.archived_since[:10]) == (2, "2026-11-24")
    both.clock.move(ARCHIVE_LIFE - timedelta(days=1, seconds=1))
    both.head_office.publish(None, tmp_path / "c")
    assert kept(both) == ["T0123-HQ-00000001", "T0123-HQ-00000002"]
    both.clock.move(timedelta(seconds=1))
    both.head_office.publish(None, tmp_path / "d")
    assert kept(both) == ["T0123-HQ-00000002"]
    assert len(list(both.head_office.context.home.archive.rglob("*.sig"))) == 1
    assert both.ingest()["duplicates"] > 0  # what was removed is still known


def test_a_bundle_that_the_warehouse_does_not_know_goes_by_its_own_time(both: Exchanging, tmp_path: Path) -> None:
    """As after the warehouse was put back from a copy."""
    night(both, tmp_path / "a")
    folder = both.head_office.context.home.archive / "T0123"
    now = both.clock.now().timestamp()
    for number, days in ((70, 89), (71, 91)):
        path = folder / f"T0123-HQ-{number:08d}.zip.age"
        path.write_bytes(b"x")
        os.utime(path, (now - days * 86400, now - days * 86400))
    both.head_office.publish(None, tmp_path / "b")
    assert kept(both) == ["T0123-HQ-00000001", "T0123-HQ-00000070"]


def test_an_erasure_clears_what_came_before_it_once(both: Exchanging, tmp_path: Path) -> None:
    with both.desk.office.write("client.edit") as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "DELETE FROM holding WHERE client_id = (SELECT id FROM client WHERE number = 'C0001')"
        )
        connection.exec_driver_sql("UPDATE client SET status = 'prospect' WHERE number = 'C0001'")
        session.commit()
    night(both, tmp_path / "a")
    order = {"terminal": "T0123", "client": "C0001", "ordered_by": "合规部", "reason": "客户要求"}
    both.head_office.decide("erasure", order, "")
    night(both, tmp_path / "b", "before the receipt")
    assert len(kept(both)) == 2
    both.send()
    both.ingest()
    assert len(kept(both)) == 3
    both.head_office.publish(None, tmp_path / "c")
    assert kept(both) == []
    both.clock.move(timedelta(days=1))
    night(both, tmp_path / "d", "long after")
    assert len(kept(both)) == 1, "the folder still holds the first ones, and they do not come back for good"
    both.head_office.publish(None, tmp_path / "e")
    assert kept(both) == ["T0123-HQ-00000004"]
