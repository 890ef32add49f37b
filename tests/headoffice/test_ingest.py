"""Head office takes in what a terminal sealed: once, in order, and only what is right."""

import json
import shutil
from pathlib import Path

import pytest

from advisor_tui.headoffice.tables import COPIES, desk_columns
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
        columns = ", ".join(f'"{name}"' for name in desk_columns(table))
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
    assert both.ingest() == {**NOTHING, "bundles": 2, "parked": 2}
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
    assert both.ingest() == {**NOTHING, "bundles": 1, "parked": 1}


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
