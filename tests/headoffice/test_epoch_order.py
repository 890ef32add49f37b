"""What a terminal had sealed before its new epoch began is taken first, in whatever order the files lie."""

import shutil
from pathlib import Path

from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.opening import open_with_key
from tests.exchange_support import Exchanging, desk_key
from tests.support import STAFF_NO, refused


def open_copy(both: Exchanging, root: Path) -> None:
    both.desk.close()
    both.desk = open_with_key(Home(root), STAFF_NO, desk_key(), both.clock, Uuid7Source())


def test_the_last_bundle_of_an_epoch_is_taken_before_the_first_of_the_next(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    home = both.desk.office.home.root
    both.desk.close()
    shutil.copytree(home, tmp_path / "backup")
    open_copy(both, home)
    both.edit("C0001", "acknowledged")
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "acks")
    both.edit("C0002", "sealed, and late on its way")
    both.desk.exchange.export(tmp_path / "late")
    assert [path.name for path in (tmp_path / "late").glob("*.age")] == ["T0123-HQ-00000003.zip.age"]
    open_copy(both, tmp_path / "backup")
    refused("restored_copy", lambda: both.desk.receive(sorted((tmp_path / "acks").glob("*.age"))))
    both.desk.exchange.export(tmp_path / "late")
    assert (tmp_path / "late" / "T0123-HQ-00000001.zip.age").exists(), "the new epoch's first lies before it by name"
    counts = both.head_office.ingest(tmp_path / "late").to_json()
    assert (counts["applied"], counts["quarantined"], counts["parked"]) == (2, 0, 0)
    both.head_office.publish(None, tmp_path / "full")
    both.desk.receive(sorted((tmp_path / "full").glob("*.age")))
    with both.desk.office.rows() as connection:
        found = connection.exec_driver_sql("SELECT number, remark FROM client WHERE number < 'C0003'").all()
    assert dict(tuple(row) for row in found) == {"C0001": "acknowledged", "C0002": "sealed, and late on its way"}
