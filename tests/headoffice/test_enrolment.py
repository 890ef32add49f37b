"""Enrolment: once, within 72 hours, and only with the secret of the offer."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.ids import SeededIds
from advisor_tui.desk.desk import Desk
from advisor_tui.headoffice.office import HeadOffice
from advisor_tui.store.keys import read_keys
from advisor_tui.sync.enrolling import load_offer
from advisor_tui.sync.signers import parse_signers
from tests.exchange_support import HQ_PASSPHRASE, make_head_office


@pytest.fixture
def head_office(tmp_path: Path, clock: FixedClock) -> HeadOffice:
    return make_head_office(tmp_path / "hq", clock)


def offered(head_office: HeadOffice, tmp_path: Path, terminal: str = "T0123") -> Path:
    path = tmp_path / "offer"
    head_office.enrol(terminal, "BJ01", path)
    return path


def enrolled(desk: Desk, offer: Path, folder: Path, key: bytes = bytes(32)) -> Path:
    return Path(desk.exchange.enrol(load_offer(offer, desk.office.clock), key, folder).keys_file)


def code(call: object) -> str:
    with pytest.raises(DeskError) as caught:
        call()  # type: ignore[operator]  # a lambda
    return caught.value.code


def test_both_sides_see_the_same_fingerprints(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    offer = offered(head_office, tmp_path)
    done = desk.exchange.enrol(load_offer(offer, desk.office.clock), bytes(32), tmp_path)
    accepted = head_office.accept(Path(done.keys_file))
    assert accepted.fingerprint == done.fingerprint
    assert desk.exchange.view().head_office == load_offer(offer, desk.office.clock).fingerprint
    names = [s.principal for s in parse_signers(head_office.context.home.allowed_signers.read_text(), "")]
    assert names == ["head-office", "terminal-T0123"]


def test_an_enrolment_is_accepted_once(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    keys = enrolled(desk, offered(head_office, tmp_path), tmp_path)
    head_office.accept(keys)
    assert code(lambda: head_office.accept(keys)) == "enrolment_used"


def test_an_enrolment_ends_after_72_hours(
    head_office: HeadOffice, desk: Desk, tmp_path: Path, clock: FixedClock
) -> None:
    offer = offered(head_office, tmp_path)
    keys = enrolled(desk, offer, tmp_path)
    clock.move(timedelta(hours=72))
    assert code(lambda: load_offer(offer, clock)) == "enrolment_expired"
    assert code(lambda: head_office.accept(keys)) == "enrolment_expired"


def test_keys_made_without_the_secret_are_refused(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    keys = enrolled(desk, offered(head_office, tmp_path), tmp_path)
    values = json.loads(keys.read_text())
    for name, value in (("mac", base64.b64encode(bytes(32)).decode()), ("branch", "SH01")):
        keys.write_text(json.dumps({**values, name: value}))
        assert code(lambda: head_office.accept(keys)) == "enrolment_forged"


def test_keys_of_a_terminal_that_was_never_offered_are_refused(
    head_office: HeadOffice, desk: Desk, tmp_path: Path, clock: FixedClock
) -> None:
    other = make_head_office(tmp_path / "other", clock)
    keys = enrolled(desk, offered(other, tmp_path), tmp_path)
    assert code(lambda: head_office.accept(keys)) == "enrolment_unknown"
    offered(head_office, tmp_path)
    assert code(lambda: head_office.accept(keys)) == "enrolment_forged"


def test_a_new_offer_ends_the_unused_one_before_it(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    keys = enrolled(desk, offered(head_office, tmp_path), tmp_path)
    offered(head_office, tmp_path)
    assert code(lambda: head_office.accept(keys)) == "enrolment_forged"


def test_an_enrolment_of_another_branch_is_refused(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    offer = tmp_path / "offer"
    head_office.enrol("T0123", "SH01", offer)
    assert code(lambda: desk.exchange.enrol(load_offer(offer, desk.office.clock), bytes(32))) == "enrolment_branch"
    assert not desk.exchange.enrolled()


def test_the_same_enrolment_is_not_used_twice_by_a_desk(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    offer = offered(head_office, tmp_path)
    enrolled(desk, offer, tmp_path)
    assert code(lambda: enrolled(desk, offer, tmp_path)) == "already_enrolled"


def test_new_entries_carry_the_terminal_as_origin(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    enrolled(desk, offered(head_office, tmp_path), tmp_path)
    with desk.office.write("client.edit") as session:
        session.connection().exec_driver_sql("UPDATE client SET remark = 'x' WHERE number = 'C0001'")
        session.commit()
    with desk.office.rows() as connection:
        last = connection.exec_driver_sql("SELECT origin, hlc FROM journal ORDER BY seq DESC LIMIT 1").one()
    assert last.origin == "T0123"
    assert last.hlc.endswith("-T0123")


def test_the_recovery_key_opens_the_database_key(head_office: HeadOffice, desk: Desk, tmp_path: Path) -> None:
    key = b"k" * 32
    enrolled(desk, offered(head_office, tmp_path), tmp_path, key)
    sealed = base64.b64decode(read_keys(desk.office.home.keys).recovery)
    file = head_office.context.home.keys / "recovery.key"
    secret = pyrage.passphrase.decrypt(file.read_bytes(), HQ_PASSPHRASE).decode().strip()
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)]) == key


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format":"bank-sync-enrolment/1"}', "\x00" * 100])
def test_anything_else_is_no_enrolment_file(desk: Desk, tmp_path: Path, text: str) -> None:
    path = tmp_path / "offer"
    path.write_text(text)
    assert code(lambda: load_offer(path, desk.office.clock)) in ("enrolment_invalid", "bundle_json")


def test_a_wrong_passphrase_opens_nothing(head_office: HeadOffice, tmp_path: Path, clock: FixedClock) -> None:
    head_office.close()
    assert code(lambda: HeadOffice.open(tmp_path / "hq", "another passphrase", clock, SeededIds(1, clock))) == (
        "wrong_passphrase"
    )


def test_a_second_head_office_in_the_same_folder_is_refused(
    head_office: HeadOffice, tmp_path: Path, clock: FixedClock
) -> None:
    before = (tmp_path / "hq/keys/root").read_bytes()
    assert code(lambda: make_head_office(tmp_path / "hq", clock)) == "home_exists"
    assert (tmp_path / "hq/keys/root").read_bytes() == before


def test_a_short_passphrase_makes_no_head_office(tmp_path: Path, clock: FixedClock) -> None:
    assert code(lambda: HeadOffice.create(tmp_path / "hq", "short", clock, SeededIds(1, clock))) == "weak_passphrase"
    assert not (tmp_path / "hq").exists()
