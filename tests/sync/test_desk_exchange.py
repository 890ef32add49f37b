"""Small things at the desk's end of the exchange that once told or left the wrong thing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.sync.carrying.wiping import destroy
from advisor_tui.sync.orders.contents import Erasure
from tests.exchange_support import Exchanging, identity_of
from tests.sync.hq_pen import Pen

ERASURE = Erasure("总行合规部", "客户要求")


def code(both: Exchanging, *files: Path) -> str:
    with pytest.raises(DeskError) as caught:
        both.desk.exchange.receive(files)
    return caught.value.code


def erasable(both: Exchanging) -> None:
    """Nothing of C0001 has to be kept by law."""
    with both.desk.office.write("test") as session:
        connection = session.connection()
        for statement in (
            "DELETE FROM holding WHERE client_id = (SELECT id FROM client WHERE number = 'C0001')",
            "UPDATE client SET status = 'prospect' WHERE number = 'C0001'",
        ):
            connection.exec_driver_sql(statement)
        session.commit()


def test_a_bundle_that_is_not_there_is_not_called_a_missing_signature(both: Exchanging, pen: Pen) -> None:
    path = pen.write({})
    missing = path.with_name("HQ-T0123-00000002.zip.age")
    assert code(both, missing) == "file_unreadable"
    path.with_name(path.name + ".sig").unlink()
    assert code(both, path) == "signature_missing"


def test_a_folder_of_an_ended_stream_is_passed_over_and_the_answer_is_applied(both: Exchanging, pen: Pen) -> None:
    former = pen.write({})
    both.desk.exchange.receive([former])
    with both.desk.office.write("test") as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "INSERT INTO enrolment (id, active, terminal, branch, epoch, peer_epoch, signing_key, age_identity, "
            "head_office_key, recipients, recovery, keys_file, enrolled_at) SELECT 'former', 0, terminal, branch, "
            "'former', peer_epoch, signing_key, age_identity, head_office_key, recipients, recovery, keys_file, "
            "enrolled_at FROM enrolment WHERE active = 1"
        )
        connection.exec_driver_sql(
            "UPDATE enrolment SET peer_epoch = '01936000-0000-7000-8000-00000000feed' WHERE active = 1"
        )
        session.commit()
    assert [one.status for one in both.desk.exchange.receive([former])] == ["ended"]
    unknown = pen.write({}, epoch="01936000-0000-7000-8000-00000000dead")
    assert code(both, unknown) == "bundle_unknown_epoch"


def test_the_first_receipt_is_waited_for_only_until_it_came(both: Exchanging, tmp_path: Path) -> None:
    assert both.desk.exchange.view().keys_file
    both.send()
    both.ingest()
    [answer] = both.head_office.publish(None, tmp_path / "back")
    both.desk.exchange.receive([tmp_path / "back" / answer.file])
    for _ in range(101):  # more than the page shows
        both.desk.exchange.seal()
    assert {row.state for row in both.desk.exchange.view().sent} == {"sealed"}
    assert both.desk.exchange.view().keys_file == ""


def test_erasing_one_number_leaves_longer_ones_whole(both: Exchanging, pen: Pen) -> None:
    erasable(both)
    with both.desk.office.write("test") as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE client SET number = 'C1000' WHERE number = 'C0001'")
        connection.exec_driver_sql("UPDATE client SET number = 'C10001' WHERE number = 'C0002'")
        session.commit()
    said: list[dict[str, object]] = [
        {"kind": "client_goes", "code": number, "name": {}, "old": "", "new": ""} for number in ("C1000", "C10001")
    ]
    first = pen.write({})
    both.desk.exchange.receive([first])
    with both.desk.office.write("test") as session:
        session.connection().exec_driver_sql("UPDATE bundle_received SET summary = ?", (json.dumps(said),))
        session.commit()
    both.desk.exchange.receive([pen.orders(pen.order(ERASURE, "C1000"))])
    with both.desk.office.rows() as connection:
        summary = connection.exec_driver_sql("SELECT summary FROM bundle_received WHERE seq = 1").scalar()
    assert [one["code"] for one in json.loads(str(summary))] == ["…", "C10001"]


def test_after_an_erasure_no_copy_of_a_bundle_is_left_but_what_waits(both: Exchanging, pen: Pen) -> None:
    erasable(both)
    inbox = both.desk.office.home.inbox
    both.desk.exchange.receive([pen.write({})])
    refused = inbox / "refused"
    refused.mkdir()
    (refused / "HQ-T0123-00000009.zip.age").write_bytes(b"old")
    erasure = pen.orders(pen.order(ERASURE, "C0001"))
    later = pen.write({})
    assert [one.status for one in both.desk.exchange.receive([later])] == ["parked"]
    assert [one.status for one in both.desk.exchange.receive([erasure])] == ["applied", "applied"]
    left = {path.name for path in inbox.rglob("*.zip.age*")}
    assert left <= {later.name, f"{later.name}.sig"}


def test_keys_are_overwritten_where_they_lie_and_nothing_of_the_terminal_stays(
    both: Exchanging, tmp_path: Path
) -> None:
    home = both.desk.office.home
    assert (home.root / f"{identity_of(both).terminal}.keys").is_file()
    os.link(home.keys, tmp_path / "same-blocks")
    size = home.keys.stat().st_size
    both.desk.close()
    destroy(home)
    assert (tmp_path / "same-blocks").read_bytes() == bytes(size)
    assert [path.name for path in home.root.iterdir() if path.name.endswith((".keys", ".json"))] == []


def test_where_the_system_has_no_such_flags_files_are_read_and_written_all_the_same(tmp_path: Path) -> None:
    """As on Windows; a process of its own, since the flags are read at import."""
    program = (
        "import os, sys\n"
        "for name in ('O_DIRECTORY', 'O_NOFOLLOW', 'O_NONBLOCK', 'O_CLOEXEC'):\n"
        "    delattr(os, name)\n"
        "from pathlib import Path\n"
        "from advisor_tui.sync.durable import write_durably\n"
        "from advisor_tui.sync.opening import read_capped\n"
        "path = Path(sys.argv[1])\n"
        "path.with_name('a.part').write_bytes(b'left')\n"
        "write_durably(path, b'whole')\n"
        "assert read_capped(path, 9) == b'whole'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
