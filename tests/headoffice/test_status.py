"""What `status` says is the matter with a terminal."""

import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console

from advisor_tui.base.languages import use_language
from advisor_tui.cli.status_table import status_table
from tests.exchange_support import TERMINAL, Exchanging, plain_zip, repack, write_signed

FIRST, SECOND, THIRD = (f"T0123-HQ-{seq:08d}.zip.age" for seq in (1, 2, 3))


def matters(both: Exchanging) -> tuple[str, ...]:
    [one] = both.head_office.status().terminals
    return one.matters


def test_from_never_heard_to_in_order_to_silent(both: Exchanging) -> None:
    assert matters(both) == ("never",)
    both.send()
    both.ingest()
    assert matters(both) == ()
    both.clock.move(timedelta(hours=36, microseconds=1))
    assert matters(both) == ("silent",)
    assert both.head_office.status(timedelta(hours=48)).terminals[0].matters == ()


def test_a_gap_says_what_is_missing(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    for text in ("two", "three"):
        both.edit("C0001", text)
        both.send()
    for name in (FIRST, SECOND):
        shutil.move(both.carried / name, tmp_path)
    both.ingest()
    [one] = both.head_office.status().terminals
    assert (one.missing, one.parked, one.matters) == ((1, 2), 1, ("gap", "never"))


def test_refused_strangers_revoked_and_too_new(both: Exchanging) -> None:
    both.send()
    (both.carried / "T0999-HQ-00000001.zip.age").write_bytes(b"x")
    (both.carried / "holiday.zip.age").write_bytes(b"y")
    write_signed(both, SECOND, b"no zip")
    packed = repack(plain_zip(both, both.carried / FIRST), {"schema": 99, "min_reader": 99})
    write_signed(both, FIRST, packed)
    both.ingest()
    both.head_office.revoke(TERMINAL)
    found = both.head_office.status()
    assert found.strangers == 2
    assert found.terminals[0].quarantined == 1
    assert found.terminals[0].matters == ("revoked", "never", "update", "quarantine")


def test_it_says_in_time_that_a_terminals_key_ends(both: Exchanging) -> None:
    both.clock.move(timedelta(days=2 * 365 - 60, seconds=-1))
    assert matters(both) == ("never",)
    both.clock.move(timedelta(seconds=1))
    assert matters(both) == ("never", "key_ends")


def test_what_it_has_not_acknowledged_is_stale_since(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "a")
    both.clock.move(timedelta(days=1))
    both.head_office.publish(None, tmp_path / "b")
    [one] = both.head_office.status().terminals
    assert (one.unacknowledged, one.stale_since[:10]) == (2, "2026-11-24")
    both.desk.receive(sorted((tmp_path / "a").glob("*.age")))
    both.desk.exchange.seal()
    both.send()
    both.ingest()
    [one] = both.head_office.status().terminals
    assert (one.unacknowledged, one.stale_since[:10]) == (1, "2026-11-25")


def test_the_table_fits_80_columns_in_both_languages(both: Exchanging) -> None:
    both.send()
    both.ingest()
    both.clock.move(timedelta(days=3))
    both.head_office.revoke(TERMINAL)
    for lang, word in (("en", "its key was revoked"), ("zh", "密钥已吊销")):
        use_language(lang)  # type: ignore[arg-type]
        console = Console(width=80, record=True, file=StringIO())
        console.print(status_table(both.head_office.status()))
        text = console.export_text()
        assert word in text
        assert TERMINAL in text
        assert max(map(len, text.splitlines())) <= 80
