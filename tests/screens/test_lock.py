"""Locked means: nothing of the desk shows, nothing of it is open, and only the passphrase leads back."""

from datetime import timedelta
from pathlib import Path

from advisor_tui.base.settings import Settings
from advisor_tui.widgets.fields import Field
from tests.screens.fakes import PASSPHRASE, Stage, text_of
from tests.screens.test_shell import press, settled

KEYS = ["space" if char == " " else char for char in PASSPHRASE]


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
