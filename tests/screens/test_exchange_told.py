"""What the Exchange screen says of the terminal, of an older copy and of what it took in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from advisor_tui.base.clock import CHINA
from advisor_tui.desk.views.exchange import ReceiveView
from advisor_tui.screens.more.exchange import ExchangeScreen, _state_lines
from tests.exchange_support import Exchanging, make_exchange
from tests.screens.test_exchange import app_of, opened, text, type_path
from tests.screens.work_stage import press, settle
from tests.sync.hq_pen import Pen


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Exchanging]:
    made = make_exchange(tmp_path)
    yield made
    made.close()


async def test_the_terminals_own_fingerprint_is_shown_to_be_compared(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert f"This terminal {both.desk.exchange.view().fingerprint}" in text(pilot)
        assert both.desk.exchange.view().fingerprint.startswith("SHA256:")


async def test_what_was_applied_before_a_refusal_is_shown_at_once(both: Exchanging, tmp_path: Path) -> None:
    pen = Pen(both, tmp_path / "in")
    pen.write({})
    second = pen.write({})
    second.write_bytes(second.read_bytes()[:-1])
    async with app_of(both).run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await press(pilot, "3")
        await type_path(pilot, tmp_path / "in")
        await settle(pilot, lambda: "HQ-T0123-00000001" in text(pilot), "the first of them")


async def test_a_refused_one_is_counted_as_refused_and_not_as_known(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(120, 40), notifications=True) as pilot:
        await opened(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ExchangeScreen)
        ways = ("applied", "duplicate", "ended", "parked", "refused")
        screen._received([ReceiveView(f"{way}.zip.age", way) for way in ways])
        told = "Bundles applied: 1, known already: 2, waiting: 1, refused: 1."
        await settle(pilot, lambda: told in " ".join(text(pilot).split()), "the counts")


def test_an_older_copy_is_not_said_to_go_on_meanwhile(both: Exchanging) -> None:
    view = both.desk.exchange.view()
    today = both.clock.now().astimezone(CHINA).date()
    assert "go on meanwhile" in _state_lines(view, today).plain or "照常" in _state_lines(view, today).plain
    older = _state_lines(replace(view, read_only=True), today).plain
    assert "go on meanwhile" not in older
    assert "照常" not in older
