"""Reading time and records of the walk: what counts as before the client, one wait, a refusal is not repeated."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.content import Content

from advisor_tui.base.clock import FixedClock
from advisor_tui.base.errors import DeskError
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.proposal.presentation import Presentations
from advisor_tui.screens.proposal.client_page import ClientPage
from advisor_tui.screens.proposal.present import ProposalPresentScreen
from advisor_tui.screens.proposal.reading import Reading
from advisor_tui.screens.proposal.walking import WalkScreen
from tests.desk.proposal_case import assess, build, present, start
from tests.screens.proposal_stage import ProposalStage, proposal_stage
from tests.support import NOW, make_desk

FIRST = ClientPage("Overview", Content("one"), step="overview")
SECOND = ClientPage("A fund", Content("two"), "fund-1", "product")


def after(clock: FixedClock, seconds: int) -> None:
    clock.move(timedelta(seconds=seconds))


# The time of a page


def test_each_page_has_its_own_time_all_visits_together() -> None:
    clock = FixedClock(NOW)
    reading = Reading(clock)
    for page, seconds in ((FIRST, 10), (SECOND, 3), (FIRST, 5)):
        reading.turn_to(page)
        after(clock, seconds)
    assert (reading.seconds(FIRST), reading.seconds(SECOND)) == (15, 3)


def test_what_lies_over_a_page_takes_none_of_its_time() -> None:
    clock = FixedClock(NOW)
    reading = Reading(clock)
    reading.turn_to(FIRST)
    after(clock, 10)
    reading.stop()
    after(clock, 600)
    reading.stop()
    assert reading.seconds(FIRST) == 10
    reading.turn_to(FIRST)
    after(clock, 2)
    assert reading.seconds(FIRST) == 12


def test_a_page_is_the_same_in_another_language() -> None:
    clock = FixedClock(NOW)
    reading = Reading(clock)
    reading.turn_to(FIRST)
    after(clock, 7)
    reading.note(FIRST)
    translated = replace(FIRST, heading="概览")
    reading.turn_to(translated)
    assert reading.seconds(translated) == 7
    reading.refuse(translated)
    assert reading.refused(FIRST)


@pytest.mark.parametrize("over", ["f1", "lock"])
async def test_help_and_the_lock_take_no_reading_time(
    tmp_path: Path, over: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock(NOW)
    desk = make_desk(tmp_path / "home", clock=clock)
    present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        screen, reading, page = opened(stage)
        after(clock, 20)
        if over == "f1":
            await stage.press("f1")
            after(clock, 600)
            await stage.press("escape")
        else:
            await stage.lock(monkeypatch)
            await stage.settle()
            after(clock, 600)
            await stage.unlock()
        assert stage.app.screen is screen
        after(clock, 5)
        assert reading.seconds(page) == 25


def opened(stage: ProposalStage) -> tuple[ProposalPresentScreen, Reading, ClientPage]:
    screen = stage.app.screen
    assert isinstance(screen, ProposalPresentScreen)
    assert screen._reading is not None
    return screen, screen._reading, screen._page


# Records


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which pages were to be recorded; each is refused."""
    asked: list[str] = []

    def walked(self: Presentations, proposal: str, kind: str, product: str = "", seconds: int = 0) -> None:
        asked.append(kind)
        raise DeskError("step_order", "Read the page before it first.")

    monkeypatch.setattr(Presentations, "walked", walked)
    return asked


async def test_a_page_that_cannot_be_recorded_is_tried_again_by_a_key_alone(
    tmp_path: Path, desk: Desk, refusing: list[str]
) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        assert refusing == ["overview"]
        assert "Read the page before it first." in stage.notices
        assert "to be read to its end" in stage.text
        await stage.settle()
        assert refusing == ["overview"]
        await stage.press("pagedown")
        assert refusing.count("overview") == 2
        assert "2 / " in stage.text


async def test_nothing_is_tried_or_told_behind_the_lock(tmp_path: Path, desk: Desk) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk) as stage:
        await stage.press("enter")
        screen, _, page = opened(stage)
        assert screen.at_end
        assert screen._sheet is not None
        screen._reading = reading = Reading(desk.office.clock)  # its time has passed, but it is to be read again
        screen._sheet = replace(screen._sheet, steps=tuple(replace(step, read=False) for step in screen._sheet.steps))
        stage.app.desk = None
        screen._scrolled()
        await stage.settle()
        assert not reading.has_read(page, screen._sheet)
        assert not reading.refused(page)
        assert stage.app._held_back == []


async def test_a_page_is_waited_for_once_however_often_it_is_scrolled(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    timers: list[Any] = []
    real = WalkScreen.set_timer

    def set_timer(self: WalkScreen, delay: float, callback: Any = None, **more: Any) -> Any:
        timer = real(self, delay, callback, **more)
        if callback == self._scrolled:
            timers.append(timer)
        return timer

    monkeypatch.setattr(WalkScreen, "set_timer", set_timer)
    proposal = start(desk, assess(desk, "C0003", 3))
    build(desk, proposal, wmp_cash_a=100_000_00)
    desk.proposals.present(proposal)
    async with proposal_stage(tmp_path, desk, number="C0003") as stage:
        await stage.press("enter")
        screen, _, _ = opened(stage)
        for _ in range(5):
            screen._scrolled()
        assert len(timers) > 5
        assert [timer for timer in timers if timer._active.is_set() and timer._task is not None] == [screen._wait]
        await stage.press("f1")
        assert screen._wait is None


async def test_a_page_in_another_language_is_not_read_before_it_is_seen(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    present(desk)
    async with proposal_stage(tmp_path, desk, size=(80, 12)) as stage:
        await stage.press("enter")
        screen, reading, page = opened(stage)
        assert not screen.at_end
        monkeypatch.setattr(ProposalPresentScreen, "refresh_data", lambda _: None)  # the answer takes its time
        await screen.change_language()
        await stage.settle()
        assert screen._sheet is not None
        assert not reading.has_read(page, screen._sheet)
        screen._body.scroll_end(animate=False, immediate=True)
        await stage.settle()
        assert reading.has_read(page, screen._sheet)
