"""A legal retention period ends by head office's day: a receipt that comes before it changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from advisor_tui.headoffice import lists
from advisor_tui.headoffice.order_book import receipts
from advisor_tui.headoffice.tables import CopyState
from tests.exchange_support import TERMINAL, Exchanging
from tests.headoffice.test_evidence import held, order_erasure

YEARS = timedelta(days=11 * 366)


def answer(both: Exchanging, folder: Path) -> None:
    """Head office's bundles come to the desk, which seals what comes of them."""
    both.head_office.publish(None, folder)
    both.desk.receive(sorted(folder.glob("*.age")))
    both.desk.exchange.carry_due()
    both.desk.exchange.seal()
    both.send()


def states(both: Exchanging) -> list[tuple[object, ...]]:
    with both.head_office.context.warehouse.read() as session:
        return sorted((one.table_name, one.rows, one.digest) for one in session.exec(select(CopyState)))


def test_an_erasure_before_the_day_that_head_office_knows_of_is_refused(
    both: Exchanging, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Head office's clock ran eleven years ahead on the day of a publish, and so the terminal believed it."""
    monkeypatch.setattr(lists, "KEY_LIFE", 2 * YEARS)  # the terminal would have been enrolled again meanwhile
    both.send()
    both.ingest()
    order = order_erasure(both, "C0001")
    answer(both, tmp_path / "locked")
    assert both.ingest()["applied"] == 1
    with both.head_office.context.warehouse.read() as session:
        assert receipts(session, TERMINAL) == {order: "restricted"}
    before = (held(both), states(both))
    both.clock.move(YEARS)
    answer(both, tmp_path / "ahead")
    both.clock.move(-YEARS)
    refused = [one.refusal for one in both.head_office.ingest(both.carried).outcomes if one.refusal is not None]
    assert [(one.code, one.params["until"]) for one in refused] == [("retention_runs", "2036-11-24")]
    assert (held(both), states(both)) == before
    both.clock.move(YEARS)
    assert both.ingest()["quarantined"] == 0
    numbers, told = held(both)
    assert "C0001" not in numbers
    assert told < before[0][1]
