"""How far the exchange has come is told without a key, and never stands in the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from advisor_tui.sync.standing import Standing, read_standing, told
from tests.exchange_support import Exchanging

NEVER = datetime(2030, 1, 1, tzinfo=UTC)


def test_sealed_exported_and_acknowledged_are_told_apart(both: Exchanging, tmp_path: Path) -> None:
    home, now = both.desk.office.home, both.clock.now()
    both.desk.exchange.seal()
    assert told(home, now)["states"] == {"sealed": 1, "delivered": 0, "acknowledged": 0}
    both.send()
    both.edit("C0001", "x")
    both.desk.exchange.seal()
    assert told(home, now)["states"] == {"sealed": 1, "delivered": 1, "acknowledged": 0}
    both.ingest()
    [bundle] = both.head_office.publish(None, tmp_path / "back")
    both.desk.exchange.receive([tmp_path / "back" / bundle.file])
    assert told(home, now)["states"] == {"sealed": 1, "delivered": 0, "acknowledged": 1}


def test_head_offices_data_is_stale_after_the_banks_term(both: Exchanging) -> None:
    both.desk.exchange.seal()
    home, now = both.desk.office.home, both.clock.now()
    assert told(home, now)["head_office"] == {"heard_at": None, "stale_since": None}
    days = both.desk.office.rules["head_office_silence"].days
    from_then = read_standing(home).stale_from
    assert told(home, now + timedelta(days=days, seconds=1))["head_office"] == {
        "heard_at": None, "stale_since": from_then,
    }  # fmt: skip


def test_a_damaged_file_tells_nothing_and_is_written_anew(both: Exchanging) -> None:
    home = both.desk.office.home
    for text in ("", "{}", '{"sealed": "x"}', '{"sealed": 1, "acknowledged": 0, "heard_at": "soon", "stale_from": ""}'):
        home.exchange.write_text(text, encoding="utf-8")
        assert read_standing(home) == Standing()
        assert told(home, NEVER)["states"] == {"sealed": 0, "delivered": 0, "acknowledged": 0}
    both.desk.exchange.seal()
    assert read_standing(home).sealed == 1
    assert home.exchange.stat().st_mode & 0o077 == 0
