"""What head office takes in, and what it must not: clocks of others, keys that ended, tables of a later program."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from advisor_tui.base.locking import try_lock
from advisor_tui.headoffice.restoring import rows_of_full
from advisor_tui.headoffice.tables import COPIES, Outbound, Terminal
from advisor_tui.sync import age, package, sshsig
from advisor_tui.sync.enrolment import TerminalKeys, authenticate, read_offer
from advisor_tui.sync.identity import load_signing_key, new_signing_key
from advisor_tui.sync.row_changes import read_row_changes, write_row_changes
from tests.exchange_support import (
    TERMINAL,
    Exchanging,
    identity_of,
    open_head_office,
    plain_zip,
    repack,
    write_signed,
)
from tests.headoffice.many import register
from tests.support import refused

FIRST, SECOND = (f"T0123-HQ-{seq:08d}.zip.age" for seq in (1, 2))
SECRET = "绝密备注"


def refusals(both: Exchanging, folder: Path) -> list[str]:
    return [one.refusal.code for one in both.head_office.ingest(folder).outcomes if one.refusal]


@pytest.mark.parametrize(
    "wrong",
    [{"hlc": "zzz"}, {"hlc": "9999-12-31T23:59:59.999999Z-zzzzzz-T0001"}, {"row_id": "../x"}],
    ids=["no clock", "no counter", "no id"],
)
def test_what_no_full_could_bring_back_is_not_taken_in(both: Exchanging, tmp_path: Path, wrong: dict[str, str]) -> None:
    [good, bad] = register(both.head_office, 2)
    for name, value in wrong.items():
        setattr(bad, name, value)
    folder = tmp_path / "stick"
    folder.mkdir()
    for sender in (good, bad):
        sender.send(folder, 1)
    assert refusals(both, folder) == ["change_invalid"]
    with both.head_office.context.warehouse.read() as session:
        for sender, rows in ((good, 1), (bad, 0)):
            [part] = rows_of_full(session, sender.name)
            assert len(list(read_row_changes(write_row_changes(part), ""))) == rows


def test_a_bundle_of_a_later_program_waits_although_it_holds_a_new_table(
    both: Exchanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.send()
    packed = plain_zip(both, both.carried / FIRST)
    more = package.Schema("gifts", (package.Field("id"),), "id")
    with monkeypatch.context() as later:
        later.setattr(package, "SCHEMAS", {**package.SCHEMAS, more.path: more})
        new = repack(packed, {"schema": 99, "min_reader": 99}, {more.path: b'{"id":"1"}\n'})
        old = repack(packed, {}, {more.path: b'{"id":"1"}\n'})
    write_signed(both, FIRST, old)
    assert refusals(both, both.carried) == ["package_invalid"]
    write_signed(both, FIRST, new)
    [outcome] = both.head_office.ingest(both.carried).outcomes
    assert (outcome.status, outcome.update_needed) == ("parked", True)
    assert both.head_office.status().terminals[0].matters == ("never", "update", "quarantine")


def test_what_was_applied_is_known_after_its_key_was_revoked(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.head_office.revoke(TERMINAL)
    counts = both.ingest()
    assert (counts["duplicates"], counts["quarantined"]) == (1, 0)
    assert not list(both.head_office.context.home.quarantine.rglob("*.age"))
    both.clock.move(timedelta(days=3 * 365))
    assert both.ingest()["duplicates"] == 1


def test_what_was_applied_is_still_known_by_its_terminals_signature_alone(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.head_office.revoke(TERMINAL)
    sealed = both.carried / FIRST
    stranger = load_signing_key(new_signing_key()[0].encode())
    sealed.with_name(FIRST + ".sig").write_bytes(sshsig.sign(stranger, sealed.read_bytes()))
    assert refusals(both, both.carried) == ["signer_wrong"]


def test_new_work_under_a_revoked_key_is_refused(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.head_office.revoke(TERMINAL)
    both.edit("C0001", "after it was stolen")
    both.send()
    assert refusals(both, both.carried) == ["signer_revoked"]


def test_a_bundle_counts_as_acknowledged_when_that_was_received(both: Exchanging, tmp_path: Path) -> None:
    """The terminal's clock says when it sealed, and may say anything."""
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "ack")
    both.desk.receive(sorted((tmp_path / "ack").glob("*.age")))
    both.desk.exchange.seal()
    both.send()
    write_signed(
        both, SECOND, repack(plain_zip(both, both.carried / SECOND), {"created": "2031-01-01T00:00:00.000000Z"})
    )
    both.clock.move(timedelta(hours=1))
    assert both.ingest()["applied"] == 1
    with both.head_office.context.warehouse.read() as session:
        [sent] = session.exec(select(Outbound))
        assert sent.acknowledged_at == both.clock.now()


def offered(both: Exchanging, terminal: str, folder: Path, keys: TerminalKeys) -> Path:
    """The keys again, as the new offer for this terminal authenticates them."""
    both.head_office.enrol(terminal, both.desk.office.me.branch_code, folder / "offer")
    offer = read_offer((folder / "offer").read_bytes(), "offer", both.clock.now())
    again = authenticate(TerminalKeys(**{**keys.__dict__, "terminal": terminal}), offer.secret)
    path = folder / f"{terminal}.keys"
    path.write_text(again.to_text())
    return path


@pytest.mark.parametrize("terminal", [TERMINAL, "T0124"])
def test_no_stream_begins_twice(both: Exchanging, tmp_path: Path, terminal: str) -> None:
    """Of one terminal or of two: the journals would be mixed up, and everybody's ingest would end in an error."""
    identity = identity_of(both)
    keys = TerminalKeys(**{k: v for k, v in json.loads(identity.keys_file).items() if k != "format"})
    error = refused("enrolment_epoch", lambda: both.head_office.accept(offered(both, terminal, tmp_path, keys)))
    assert error.where == f"{terminal}.keys"
    with both.head_office.context.warehouse.read() as session:
        assert session.get_one(Terminal, TERMINAL).signing_key == keys.signing_key
        assert session.get(Terminal, "T0124") is None


def test_no_terminal_takes_anothers_epoch(both: Exchanging, tmp_path: Path) -> None:
    """A first full begins an epoch, but not one that is begun."""
    both.send()
    both.ingest()
    [other] = register(both.head_office, 1)
    values = {
        "epoch": other.epoch, "kind": "full", "changes": [], "counts": {}, "seq": 1, "prev_sha256": "0" * 64,
        "bundle": FIRST.removesuffix(".zip.age"),
    }  # fmt: skip
    write_signed(both, FIRST, repack(plain_zip(both, both.carried / FIRST), values, {}))
    assert refusals(both, both.carried) == ["bundle_unknown_epoch"]
    (tmp_path / "stick").mkdir()
    other.send(tmp_path / "stick", 1)
    assert both.head_office.ingest(tmp_path / "stick").to_json()["applied"] == 1


def test_no_error_of_the_database_tells_a_rows_values(both: Exchanging) -> None:
    dialect, table = both.head_office.context.warehouse.dialect, COPIES["life_event"]
    names = ("terminal", "branch", "hlc", "id", "remark")
    row = (TERMINAL, "BJ01", "", "e1", SECRET)
    with both.head_office.context.warehouse.write() as session:
        connection = session.connection()
        dialect.add(connection, table, names, [row])
        with pytest.raises(IntegrityError) as caught:
            dialect.add(connection, table, names, [row])
    assert SECRET not in str(caught.value).replace(str(caught.value.orig), "")


def test_two_programs_that_ingest_at_once_take_everything_in_once(both: Exchanging, tmp_path: Path) -> None:
    """Each finds what waits for the other's half, and neither takes it away under the other: they go one by one."""
    senders = register(both.head_office, 3)
    halves = [tmp_path / "odd", tmp_path / "even"]
    for half in halves:
        half.mkdir()
    files = [sender.send(halves[number % 2], 2) for number in range(6) for sender in senders]
    second = open_head_office(both.head_office.context.home.root, both.clock)
    offices = [both.head_office, second]
    locked = []

    def look(done: int, total: int) -> None:
        with both.head_office.context.home.lock.open("ab") as file:
            try:
                try_lock(file)
            except OSError:
                locked.append(done)

    assert both.head_office.ingest(both.send(), look).to_json()["applied"] == len(locked) == 1
    with ThreadPoolExecutor(2) as threads:
        for _ in range(3):
            done = [
                threads.submit(office.ingest, half, processes=0) for office, half in zip(offices, halves, strict=True)
            ]
            results = [one.result(timeout=120) for one in done]
            assert all(result.to_json()["quarantined"] == 0 for result in results)
    counts = second.ingest(shutil.copytree(halves[0], halves[1], dirs_exist_ok=True)).to_json()
    second.close()
    assert (counts["duplicates"], counts["applied"], counts["parked"]) == (len(files), 0, 0)
    assert not list(both.head_office.context.home.parked.rglob("*.age"))
    assert not list(both.head_office.context.home.quarantine.rglob("*.age"))


def test_the_recovery_key_stays_where_it_is_unless_a_month_was_forgotten(both: Exchanging) -> None:
    """It opens every terminal's database: no bundle of somebody who has the present keys makes us read it."""
    both.send()
    identity = identity_of(both)
    content = age.encrypt(plain_zip(both, both.carried / FIRST), [age.new_identity()[1]])
    (both.carried / FIRST).write_bytes(content)
    (both.carried / f"{FIRST}.sig").write_bytes(sshsig.sign(identity.signer(), content))
    keys = both.head_office.context.keys
    assert refusals(both, both.carried) == ["decrypt_failed"]
    assert "recovery.key" not in keys._secrets
    keys.ensure_month(both.clock.today() + timedelta(days=31))
    keys.forget_old(both.clock.today() + timedelta(days=750))
    assert refusals(both, both.carried) == ["decrypt_failed"]
    assert "recovery.key" in keys._secrets
