"""Locked means: nothing of the desk shows, nothing of it is open, and only the passphrase leads back."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from advisor_tui.app import AdvisorApp
from advisor_tui.base.settings import Settings
from advisor_tui.desk.desk import Desk
from advisor_tui.desk.views.common import StatusView
from advisor_tui.widgets.dialog import Choices
from advisor_tui.widgets.fields import Field
from tests.screens.fakes import PASSPHRASE, Clients, FakeDesk, NewClient, Stage, Today, text_of
from tests.waiting import press, settled

KEYS = ["space" if char == " " else char for char in PASSPHRASE]


def notices(app: AdvisorApp) -> str:
    """What the notices on screen say, without their line breaks."""
    return " ".join(" ".join(notice.message.split()) for notice in app._notifications)


async def test_the_passphrase_opens_and_is_never_shown(locked_stage: Stage) -> None:
    app = locked_stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert PASSPHRASE in text_of(app), "a demo says its passphrase"
        await press(pilot, *KEYS)
        assert text_of(app).count("correct") == 1
        await press(pilot, "enter")
        assert app.current_mode == "day"
        assert "张三丰" in text_of(app)


async def test_a_wrong_passphrase_is_said_and_leaves_an_empty_field(locked_stage: Stage) -> None:
    app = locked_stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"wrong", "enter")
        assert app.current_mode == "lock"
        assert "Nothing is called that" in text_of(app)
        assert app.screen.query_one(Field).value == ""


async def test_while_locked_no_area_and_no_client_can_be_reached(locked_stage: Stage) -> None:
    app = locked_stage.app
    async with app.run_test() as pilot:
        for key in ("f2", "f9", "ctrl+p", "f10", "escape"):
            await press(pilot, key)
            assert (app.current_mode, len(app.screen_stack)) == ("lock", 1)


async def test_locking_keeps_what_was_typed_behind_the_lock(locked_stage: Stage) -> None:
    app = locked_stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *KEYS, "enter", "f2", "ctrl+n", "x")
        desk = locked_stage.desk
        await press(pilot, "ctrl+l")
        assert (app.current_mode, desk.locked) == ("lock", 1)
        assert app.desk is None
        await press(pilot, *KEYS, "enter")
        assert app.current_mode == "clients"
        assert app.screen.query_one("#field-name", Field).value == "x"


async def test_the_desk_locks_after_the_set_minutes_without_a_key(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "home", Settings(lang="en", idle_lock_minutes=5))
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        stage.clock.move(timedelta(minutes=4, seconds=59))
        stage.app._tick()
        await settled(pilot)
        assert stage.app.desk is not None
        await press(pilot, "down")
        stage.clock.move(timedelta(minutes=4, seconds=59))
        stage.app._tick()
        assert stage.app.desk is not None, "a key starts the minutes anew"
        stage.clock.move(timedelta(seconds=1))
        stage.app._tick()
        await settled(pilot)
        assert (stage.desk.locked, stage.app.current_mode) == (1, "lock")


async def test_zero_minutes_never_lock(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "home", Settings(lang="en", idle_lock_minutes=0))
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        stage.clock.move(timedelta(days=1))
        stage.app._tick()
        await settled(pilot)
        assert stage.app.desk is not None


async def test_a_hang_up_seals_and_ends(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        stage.app._hang_up()
        await settled(pilot)
    assert stage.desk.locked == 1


async def test_what_changed_is_sealed_every_quarter_of_an_hour_and_nothing_otherwise(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "home", Settings(lang="en", idle_lock_minutes=0))
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        stage.clock.move(timedelta(minutes=15))
        stage.app._tick()
        await settled(pilot)
        assert stage.desk.exchange.sealed == 0, "nothing had changed"
        await press(pilot, "1")
        stage.app._tick()
        stage.app._tick()
        await settled(pilot)
        assert stage.desk.exchange.sealed == 1


async def test_what_was_sealed_by_itself_is_told_once_with_the_next_key(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "home", Settings(lang="en", idle_lock_minutes=0))
    app = stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        stage.desk.exchange.changes = 12
        for _ in range(2):
            app.status = replace(app.status, unsealed=12)
            stage.clock.move(timedelta(minutes=15))
            app._tick()
            await settled(pilot)
        told = "Changes sealed by themselves, as every 15 minutes: 24"
        assert told not in notices(app), "nobody is there to read it"
        await press(pilot, "down")
        assert told in notices(app)
        app.clear_notifications()
        await press(pilot, "down")
        assert told not in notices(app)


async def test_what_the_lock_sealed_is_told_once_after_unlocking(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "home", Settings(lang="en", idle_lock_minutes=5))
    app, told = stage.app, "Changes sealed when the desk was locked: 7"
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        stage.desk.exchange.changes = 7
        stage.clock.move(timedelta(minutes=5))
        app._tick()
        await settled(pilot)
        await press(pilot, *KEYS)
        assert app.current_mode == "lock"
        assert told not in notices(app)
        await press(pilot, "enter")
        assert app.current_mode == "day"
        assert told in notices(app)
        app.clear_notifications()
        await press(pilot, "ctrl+l", *KEYS, "enter")
        assert "sealed when" not in notices(app), "nothing had changed"


async def test_the_clock_goes_on_under_a_dialog_and_in_every_area(stage: Stage) -> None:
    app = stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f2")
        assert "09:41" in text_of(app)
        app.push_screen(Choices("?", [("yes", "Yes")]))
        await settled(pilot)
        for minute in ("09:42", "09:43"):
            stage.clock.move(timedelta(minutes=1))
            app._tick()
            await settled(pilot)
            assert minute in text_of(app)
        await press(pilot, "escape")
        assert "09:43" in text_of(app)
        await press(pilot, "escape")
        assert (app.current_mode, "09:43" in text_of(app)) == ("day", True)


async def test_a_write_under_way_opens_nothing_over_the_lock_and_its_form_is_not_offered_twice(
    locked_stage: Stage,
) -> None:
    app = locked_stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *KEYS, "enter", "f2", "ctrl+n")
        desk, form, ran = locked_stage.desk, app.screen, list[str]()
        desk.hold.clear()
        assert isinstance(form, NewClient)

        def then(text: str) -> None:
            ran.append(text)
            app.push_screen(NewClient())

        form.act(lambda _: desk.write("张三丰"), then)
        await pilot.press("ctrl+l")
        await pilot.pause()
        desk.hold.set()
        await settled(pilot)
        assert (desk.written, desk.locked) == (["张三丰"], 1), "the write itself is done, then the desk is sealed"
        assert (app.current_mode, len(app.screen_stack), app.desk) == ("lock", 1, None)
        await press(pilot, *KEYS, "enter")
        assert ran == []
        assert (app.current_mode, len(app.screen_stack)) == ("clients", 1)


async def test_nothing_is_opened_or_pushed_and_no_notice_shows_while_locked(locked_stage: Stage) -> None:
    app = locked_stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *KEYS, "enter", "ctrl+l")
        app.push_screen(NewClient())
        app.open_area("clients", "open", "zhangsanfeng")
        app.notify("张三丰 saved")
        await settled(pilot)
        assert (app.current_mode, len(app.screen_stack)) == ("lock", 1)
        assert "张三丰" not in text_of(app)
        assert len(app._notifications) == 0
        await press(pilot, *KEYS, "enter")
        assert [notice.message for notice in app._notifications] == ["张三丰 saved"], "it waits for the unlocking"


async def test_a_notice_on_its_way_when_the_desk_is_locked_does_not_show(stage: Stage) -> None:
    app = stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.notify("张三丰 saved")
        app.lock_desk()
        await settled(pilot)
        assert app.current_mode == "lock"
        assert len(app._notifications) == 0


async def test_leaving_from_the_lock_asks_before_losing_what_is_behind_it(locked_stage: Stage) -> None:
    app = locked_stage.app
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *KEYS, "enter", "f2", "ctrl+n", "x", "ctrl+l", "ctrl+q")
        assert app.is_running
        assert "Unsaved entries behind the lock" in text_of(app)
        await press(pilot, "escape", *KEYS, "enter")
        assert app.screen.query_one("#field-name", Field).value == "x"
        await press(pilot, "ctrl+l", "ctrl+q", "2")
    assert not app.is_running


async def test_locking_while_the_desk_is_being_opened_stays(stage: Stage) -> None:
    app, gate = stage.app, threading.Event()
    opened = app.launch.unlocked
    assert opened is not None

    def slowly() -> Desk:
        gate.wait(5)
        return opened()

    app.launch = replace(app.launch, unlocked=slowly)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f10")
        await pilot.pause()
        gate.set()
        await settled(pilot)
        assert (app.current_mode, app.desk, stage.desk.locked) == ("lock", None, 1)
        await press(pilot, *KEYS, "enter")
        assert app.current_mode == "day"


@pytest.mark.parametrize("unlocked", [True, False])
async def test_the_screens_own_lines_come_before_the_line_on_top_and_what_can_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unlocked: bool
) -> None:
    done: list[str] = []
    shown, status = Today.shown, FakeDesk.status

    def note_lines(screen: Today, names: list[str]) -> None:
        done.append("lines")
        shown(screen, names)

    def note_status(desk: FakeDesk) -> StatusView:
        done.append("status")
        return status(desk)

    monkeypatch.setattr(Today, "shown", note_lines)
    monkeypatch.setattr(FakeDesk, "status", note_status)
    monkeypatch.setattr(FakeDesk, "warm", lambda _: done.append("warm"))
    stage = Stage(tmp_path / "home", unlocked=unlocked)
    async with stage.app.run_test() as pilot:
        await press(pilot, *([] if unlocked else [*KEYS, "enter"]))
        await settled(pilot)
    assert done[0] == "lines"
    assert sorted({*done}) == ["lines", "status", "warm"]
    assert done.count("warm") == 1


async def test_a_cut_journal_is_told_at_unlocking_and_nothing_is_sealed(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "home")
    stage.desk.journal_cut = True
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert isinstance(stage.app.screen, Choices)
        assert "Entries are lost" in text_of(stage.app)
        assert stage.desk.exchange.sealed == 0
        await press(pilot, "enter")
        assert isinstance(stage.app.screen, Today), "read, and work goes on"
        assert "张三丰" in text_of(stage.app)


async def test_screens_with_unsaved_entries_are_named_as_the_language_lists_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Today, "unsaved", lambda _: True)
    stage = Stage(tmp_path / "home", Settings(lang="zh"))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "f2", "ctrl+n", "x")
        await press(pilot, "ctrl+q")
        assert "今日、客户、新建" in text_of(stage.app)


async def test_what_waits_for_an_answer_is_told_once_that_none_comes_before_anything_is_read_again(
    locked_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, told = locked_stage.app, list[str]()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *KEYS, "enter", "f2")
        clients = app.screen
        for kind in (Clients, Today):
            monkeypatch.setattr(kind, "after_lock", lambda screen: told.append(f"after lock {screen.AREA}"))
        monkeypatch.setattr(Clients, "refresh_data", lambda _: told.append("read"))
        assert isinstance(clients, Clients)
        clients.act(lambda _: None, lambda _: None)
        await press(pilot, "ctrl+l")
        assert told == []
        await press(pilot, *KEYS, "enter")
        assert sorted(told[:2]) == ["after lock clients", "after lock day"]
        assert told[2:]
        assert {*told[2:]} == {"read"}
