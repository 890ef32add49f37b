"""Head office takes in what a terminal sealed: once, in order, and only what is right."""

import errno
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.tables import COPIES, DESK_COLUMNS
from advisor_tui.sync.limits import MAX_FILE
from advisor_tui.sync.opening import open_plain
from advisor_tui.sync.sealing import pack_bundle
from advisor_tui.sync.zipping import read_zip
from tests.exchange_support import TERMINAL, Exchanging, plain_zip, repack, write_signed

FIRST, SECOND, THIRD = (f"T0123-HQ-{seq:08d}.zip.age" for seq in (1, 2, 3))
NOTHING = {"bundles": 0, "applied": 0, "duplicates": 0, "parked": 0, "quarantined": 0, "rows": 0}


def copied(both: Exchanging, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    with both.head_office.context.warehouse.write() as session:
        rows = session.connection().exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY id')
        return [tuple(row) for row in rows]


def own(both: Exchanging, table: str, columns: str) -> list[tuple[object, ...]]:
    with both.desk.office.rows() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{table}" ORDER BY id')]


def refusals(both: Exchanging, folder: Path | None = None) -> list[str]:
    result = both.head_office.ingest(folder or both.carried)
    return [outcome.refusal.code for outcome in result.outcomes if outcome.refusal]


def carry_back(both: Exchanging, away: Path) -> None:
    for path in away.iterdir():
        shutil.copy(path, both.carried)


def assert_same_book(both: Exchanging) -> None:
    for table in COPIES:
        columns = ", ".join(f'"{name}"' for name in DESK_COLUMNS[table])
        assert copied(both, table, columns) == own(both, table, columns), table


def test_every_row_of_the_desk_arrives_with_its_terminal_and_branch(both: Exchanging) -> None:
    both.send()
    counts = both.ingest()
    with both.desk.office.rows() as connection:
        entries = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
    assert counts == {**NOTHING, "bundles": 1, "applied": 1, "rows": entries}
    assert_same_book(both)
    assert set(copied(both, "client", "terminal, branch")) == {(TERMINAL, "BJ01")}


def test_updates_and_deletes_arrive_too(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.edit("C0001", "搬家了")
    with both.desk.office.write("client.delete") as session:
        session.connection().exec_driver_sql("DELETE FROM client WHERE number = 'C0005'")
        session.commit()
    both.send()
    assert both.ingest()["applied"] == 1
    assert_same_book(both)
    assert ("搬家了",) in copied(both, "client", "remark")


def test_ingesting_twice_changes_nothing(both: Exchanging) -> None:
    both.send()
    both.ingest()
    before = copied(both, "client")
    assert both.ingest() == {**NOTHING, "bundles": 1, "duplicates": 1}
    assert copied(both, "client") == before


def test_a_bundle_that_came_too_early_is_parked_and_applied_after_the_missing_one(
    both: Exchanging, tmp_path: Path
) -> None:
    both.send()
    both.edit("C0001", "二")
    both.send()
    both.edit("C0001", "三")
    both.send()
    late = tmp_path / "late"
    late.mkdir()
    for name in (FIRST, FIRST + ".sig"):
        shutil.move(both.carried / name, late)
    parked = both.head_office.ingest(both.carried)
    assert parked.to_json() == {**NOTHING, "bundles": 2, "parked": 2}
    assert [(one.file, one.missing, one.update_needed) for one in parked.outcomes] == [
        (SECOND, (1, 1), False), (THIRD, (1, 2), False),
    ]  # fmt: skip
    assert copied(both, "client") == []
    counts = both.head_office.ingest(late).to_json()
    assert (counts["applied"], counts["parked"], counts["quarantined"]) == (3, 0, 0)
    assert_same_book(both)
    assert not list(both.head_office.context.home.parked.iterdir())


def test_another_bundle_with_an_applied_number_stops_the_stream(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.edit("C0001", "二")
    both.send()
    first = both.carried / FIRST
    write_signed(both, FIRST, repack(plain_zip(both, first), {}))
    assert refusals(both) == ["bundle_fork", "bundle_fork"]
    assert both.head_office.report().terminals[0].stopped
    assert copied(both, "client", "remark")[0] == ("",)


def test_a_wrong_previous_digest_is_a_fork(both: Exchanging) -> None:
    both.send()
    path = both.carried / FIRST
    write_signed(both, FIRST, repack(plain_zip(both, path), {"prev_sha256": "1" * 64}))
    assert refusals(both) == ["bundle_fork"]
    assert copied(both, "client") == []


def test_an_epoch_that_was_not_enrolled_is_refused(both: Exchanging) -> None:
    both.send()
    other = "0199b2a0-0000-7000-8000-000000000001"
    write_signed(both, FIRST, repack(plain_zip(both, both.carried / FIRST), {"epoch": other}))
    assert refusals(both) == ["bundle_unknown_epoch"]


def test_a_schema_that_is_newer_than_we_read_is_parked(both: Exchanging) -> None:
    both.send()
    packed = repack(plain_zip(both, both.carried / FIRST), {"schema": 99, "min_reader": 99})
    write_signed(both, FIRST, packed)
    result = both.head_office.ingest(both.carried)
    assert result.to_json() == {**NOTHING, "bundles": 1, "parked": 1}
    assert [(one.missing, one.update_needed) for one in result.outcomes] == [((), True)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("payload", '{"remark":["","forged"]}'), ("salt", "00" * 16), ("hash", "a" * 64), ("actor", "9999"),
     ("prev_hash", "b" * 64), ("row_id", "elsewhere"), ("seq", 1000), ("payload", None), ("salt", "not hex")],
)  # fmt: skip
def test_a_changed_entry_of_the_journal_is_found(both: Exchanging, column: str, value: object) -> None:
    both.send()
    packed = plain_zip(both, both.carried / FIRST)
    lines = read_zip(packed, "")["data/changes.jsonl"].splitlines()
    entry = json.loads(lines[3])
    lines[3] = json.dumps({**entry, column: value}, ensure_ascii=False, separators=(",", ":")).encode()
    write_signed(both, FIRST, repack(packed, {}, {"changes.jsonl": b"\n".join(lines) + b"\n"}))
    result = both.head_office.ingest(both.carried)
    [outcome] = result.outcomes
    assert outcome.refusal is not None
    assert outcome.refusal.code == "chain_broken"
    assert outcome.refusal.where.endswith(f"changes.jsonl:{1000 if column == 'seq' else 4}")
    assert copied(both, "client") == []


def test_a_journal_that_does_not_continue_is_found(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.edit("C0001", "二")
    both.edit("C0001", "三")
    both.send()
    packed = plain_zip(both, both.carried / SECOND)
    lines = read_zip(packed, "")["data/changes.jsonl"].splitlines(keepends=True)
    header = json.loads(read_zip(packed, "")["data/header.json"])
    changed = {"changes": [header["changes"][1]] * 2, "counts": {"client": 1}}
    write_signed(both, SECOND, repack(packed, changed, {"changes.jsonl": lines[1]}))
    assert refusals(both) == ["chain_broken"]


def test_a_state_that_the_changes_do_not_lead_to_is_refused(both: Exchanging) -> None:
    both.send()
    packed = plain_zip(both, both.carried / FIRST)
    states = json.loads(read_zip(packed, "")["data/header.json"])["state_digest"]
    states["client"] = [states["client"][0], "c" * 64]
    write_signed(both, FIRST, repack(packed, {"state_digest": states}))
    assert refusals(both) == ["state_disagrees"]
    assert copied(both, "client") == []


@pytest.mark.parametrize(
    "field", [{"changes": [1, 2]}, {"counts": {"client": 1}}, {"audit": {"count": 3, "head": "0" * 64}}]
)
def test_a_header_that_promises_other_changes_is_refused(both: Exchanging, field: dict[str, object]) -> None:
    both.send()
    write_signed(both, FIRST, repack(plain_zip(both, both.carried / FIRST), field))
    assert refusals(both) == ["header_disagrees"]


def test_what_was_refused_is_kept_once_and_the_right_file_still_applies(both: Exchanging) -> None:
    both.send()
    good = (both.carried / FIRST).read_bytes()
    bad = bytearray(good)
    bad[-1] ^= 1
    (both.carried / FIRST).write_bytes(bad)
    assert both.ingest()["quarantined"] == 1
    assert both.ingest()["quarantined"] == 1
    assert both.head_office.report().quarantined == 1
    (both.carried / FIRST).write_bytes(good)
    assert both.ingest()["applied"] == 1


def quarantined(both: Exchanging) -> dict[str, set[str]]:
    """What lies in quarantine: the files of each folder by the code of its reason."""
    home = both.head_office.context.home.quarantine
    reasons = {path.parent: json.loads(path.read_text(encoding="utf-8")) for path in home.glob("*/reason.json")}
    assert set(reasons) == set(home.iterdir())
    return {reason["code"]: {path.name for path in folder.iterdir()} for folder, reason in reasons.items()}


def as_it_lies(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every file of a folder: the same one, as long and as old as before."""
    stats = {path.name: path.lstat() for path in folder.iterdir()}
    return {name: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()}


@pytest.mark.parametrize("alive", [True, False], ids=["to a file", "to nothing"])
def test_a_signature_that_is_a_link_is_refused_and_the_files_after_it_are_judged(
    both: Exchanging, tmp_path: Path, alive: bool
) -> None:
    """Without following the link: what it leads to is not the sender's."""
    both.send()
    elsewhere = tmp_path / "elsewhere"
    if alive:
        elsewhere.write_bytes(b"of someone else")
    for first in ("T0000-HQ-00000001.zip.age", "a holiday.zip.age"):
        (both.carried / first).write_bytes(first.encode())
        (both.carried / (first + ".sig")).symlink_to(elsewhere)
    for _ in range(2):
        assert both.ingest()["quarantined"] == 2
    assert quarantined(both) == {
        "file_not_plain" if alive else "signature_missing": {"T0000-HQ-00000001.zip.age", "reason.json"},
        "bundle_name": {"a holiday.zip.age", "reason.json"},
    }
    assert both.head_office.report().terminals[0].bundles == 1


@pytest.mark.parametrize("at", ["opening", "reading"])
def test_what_cannot_be_read_of_a_refused_file_is_left_out(
    both: Exchanging, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    class Failing(BufferedReader):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    @contextmanager
    def opened(path: Path) -> Iterator[BufferedReader]:
        if path.suffix != ".sig":
            with open_plain(path) as file:
                yield file
        elif at == "opening":
            raise PermissionError(errno.EACCES, "Permission denied")
        else:
            with Failing(FileIO(path)) as file:
                yield file

    monkeypatch.setattr("advisor_tui.headoffice.quarantine.open_plain", opened)
    both.send()
    (both.carried / "a holiday.zip.age").write_bytes(b"another name")
    (both.carried / "a holiday.zip.age.sig").write_bytes(b"signed")
    counts = both.ingest()
    assert (counts["quarantined"], counts["applied"]) == (1, 1)
    assert quarantined(both) == {"bundle_name": {"a holiday.zip.age", "reason.json"}}


def test_a_copy_that_cannot_be_written_stops_the_ingest(both: Exchanging) -> None:
    """Else what was refused would be noted as kept, and is not."""
    content = b"another name"
    (both.carried / "holiday.zip.age").write_bytes(content)
    folder = both.head_office.context.home.quarantine / hashlib.sha256(content).hexdigest()[:16]
    (folder / ".part").mkdir(parents=True)
    with pytest.raises(DeskError) as stopped:
        both.ingest()
    assert stopped.value.code == "cannot_write"
    assert both.head_office.report().quarantined == 0


def test_a_file_of_the_longest_name_lies_in_quarantine_too(both: Exchanging) -> None:
    longest = "x" * (255 - len(".zip.age")) + ".zip.age"
    (both.carried / longest).write_bytes(b"another name")
    assert both.ingest()["quarantined"] == 1
    assert quarantined(both) == {"bundle_name": {longest, "reason.json"}}


def test_a_file_that_is_not_even_a_bundle_lies_in_quarantine_with_its_reason(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    (both.carried / SECOND).write_bytes(b"no signature")
    (both.carried / "holiday.zip.age").write_bytes(b"another name")
    with (both.carried / THIRD).open("wb") as large:
        large.truncate(MAX_FILE + 1)
    (both.carried / (THIRD + ".sig")).write_bytes(b"signed")
    link = "T0123-HQ-00000004.zip.age"
    (both.carried / link).symlink_to(tmp_path / "elsewhere")
    (both.carried / (link + ".sig")).write_bytes(b"signed")
    before = as_it_lies(both.carried)
    for _ in range(2):
        assert both.ingest()["quarantined"] == 4
    assert as_it_lies(both.carried) == before
    assert quarantined(both) == {
        "signature_missing": {SECOND, "reason.json"},
        "bundle_name": {"holiday.zip.age", "reason.json"},
        "file_too_large": {THIRD, THIRD + ".sig", "reason.json"},
        "file_not_plain": {"reason.json"},
    }
    assert both.head_office.report().quarantined == 4
    assert both.head_office.report().terminals[0].bundles == 1


def test_a_refused_bundle_lies_in_quarantine_with_its_reason(both: Exchanging) -> None:
    both.send()
    both.head_office.revoke(TERMINAL)
    both.ingest()
    assert quarantined(both) == {"signer_revoked": {FIRST, FIRST + ".sig", "reason.json"}}
    [folder] = both.head_office.context.home.quarantine.iterdir()
    reason = json.loads((folder / "reason.json").read_text(encoding="utf-8"))
    assert reason["file"] == FIRST
    assert reason["message"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / FIRST).read_bytes() == (both.carried / FIRST).read_bytes()


def test_a_revoked_terminal_is_refused(both: Exchanging) -> None:
    both.send()
    both.head_office.revoke(TERMINAL)
    assert refusals(both) == ["signer_revoked"]


def test_a_heartbeat_without_changes_is_applied(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.desk.exchange.seal()
    both.send()
    assert both.ingest()["applied"] == 1
    assert both.head_office.report().terminals[0].bundles == 2


def test_the_packed_bytes_depend_on_nothing_but_the_content(both: Exchanging) -> None:
    from advisor_tui.sync.bag import read_bag
    from advisor_tui.sync.header import parse_header

    both.send()
    packed = plain_zip(both, both.carried / FIRST)
    payload = read_bag(read_zip(packed, ""), "")
    header = parse_header(payload["header.json"], "")
    assert pack_bundle(header, {"changes.jsonl": payload["changes.jsonl"]}) == packed
