"""Keys beside a wrong clock and after a kill: none is destroyed, none made that stays the newest for years."""

from datetime import timedelta
from pathlib import Path

from advisor_tui.sync.enrolling import load_offer
from advisor_tui.sync.revocation import read_krl
from tests.exchange_support import TERMINAL, Exchanging, open_head_office
from tests.support import refused

YEARS = timedelta(days=900)


def reopen(both: Exchanging) -> None:
    both.head_office.close()
    both.head_office = open_head_office(both.head_office.context.home.root, both.clock)


def test_a_clock_years_ahead_makes_and_destroys_no_key(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    keys = both.head_office.context.keys
    keys._write_age("hq-2026-10")
    both.clock.move(YEARS)
    both.head_office.publish(None, tmp_path / "ahead")
    assert keys.months() == ["hq-2026-10", "hq-2026-11"]
    assert both.head_office.rotate_key() == "hq-2026-11-02"  # a new one is made all the same
    both.clock.move(-YEARS)
    both.edit("C0001", "with the clock right again")
    both.send()
    assert both.ingest()["applied"] == 1


def test_months_pass_where_terminals_bear_them_out(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    both.clock.move(timedelta(days=100))
    both.head_office.publish(None, tmp_path / "a")
    keys = both.head_office.context.keys
    assert keys.months() == ["hq-2026-11"]
    both.edit("C0001", "a hundred days later")
    both.desk.exchange.seal()
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "b")
    assert keys.months() == ["hq-2026-11", "hq-2027-03"]


def test_a_clock_that_went_back_makes_no_key_older_than_the_newest(both: Exchanging) -> None:
    both.clock.move(timedelta(days=-60))
    keys = both.head_office.context.keys
    assert keys.ensure_month(both.clock.today()) == "hq-2026-11"
    assert both.head_office.rotate_key() == "hq-2026-11-02"
    assert keys.months()[-1] == "hq-2026-11-02"


def test_an_enrolment_names_the_key_that_was_made_last(both: Exchanging, tmp_path: Path) -> None:
    newest = both.head_office.rotate_key()
    both.head_office.enrol("T0200", "BJ02", tmp_path / "offer")
    offer = load_offer(tmp_path / "offer", both.clock)
    assert dict(offer.recipients) == {newest: both.head_office.context.keys.public(newest)}


def test_a_public_half_that_is_missing_is_made_from_the_private_one(both: Exchanging, tmp_path: Path) -> None:
    folder = both.head_office.context.home.keys
    before = {path.name: path.read_bytes() for path in folder.glob("*.pub")}
    assert before.keys() == {"root.pub", "recovery.pub", "hq-2026-11.pub"}
    for name in before:
        (folder / name).unlink()
    reopen(both)
    both.head_office.enrol("T0200", "BJ02", tmp_path / "offer")
    assert {path.name: path.read_bytes() for path in folder.glob("*.pub")} == before
    (folder / "recovery.pub").unlink()
    (folder / "recovery.key").rename(tmp_path / "in the safe")
    refused("key_missing", lambda: both.head_office.context.keys.public("recovery"))


def test_lists_that_a_kill_kept_from_being_written_are_written_at_the_next_opening(both: Exchanging) -> None:
    home = both.head_office.context.home
    old = {path: path.read_bytes() for path in (home.allowed_signers, home.revoked)}
    both.head_office.revoke(TERMINAL)
    new = home.revoked.read_bytes()
    home.revoked.write_bytes(old[home.revoked])
    reopen(both)
    assert read_krl(home.revoked.read_bytes(), "") == read_krl(new, "")
    for path, junk in ((home.allowed_signers, b"junk"), (home.revoked, b""), (home.revoked, b"junk")):
        path.write_bytes(junk)
        reopen(both)
        assert home.allowed_signers.read_bytes() == old[home.allowed_signers]
        assert read_krl(home.revoked.read_bytes(), "") == read_krl(new, "")
    written = home.revoked.stat().st_mtime_ns
    reopen(both)
    assert home.revoked.stat().st_mtime_ns == written
