"""The shell: areas and their keys, what a screen asks and writes, leaving without loss, help, jump, language."""

import threading
from typing import Any, cast

import pytest
from textual.widgets import TextArea

from advisor_tui.base.errors import DeskError
from advisor_tui.base.settings import Settings, read_settings
from advisor_tui.screens.help import HelpScreen
from advisor_tui.screens.jump import JumpScreen
from advisor_tui.widgets.dialog import Choices, pick_one
from advisor_tui.widgets.form import Form
from advisor_tui.widgets.line_table import LineTable
from tests.screens.fakes import NewClient, Stage, Today, text_of
from tests.waiting import press, settled


def today(stage: Stage) -> Today:
    screen = stage.app.screen_stack[0]
    assert isinstance(screen, Today)
    return screen


async def test_an_open_desk_starts_on_the_day_page_with_its_lines(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        shown = text_of(stage.app)
        assert "滨江支行 · 王敏   Today" in shown
        assert "11-24 Tue 09:41" in shown
        assert "due 7 · late 1" in shown
        assert "张三丰" in shown
        assert shown.splitlines()[-1].strip() == "Enter Open  1 Save  F1 Help  Ctrl+Q Leave"


@pytest.mark.parametrize(("key", "mode"), [("f2", "clients"), ("f9", "more")])
async def test_a_function_key_opens_its_area_and_escape_ends_on_the_day_page(stage: Stage, key: str, mode: str) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, key)
        assert stage.app.current_mode == mode
        await press(pilot, "escape")
        assert stage.app.current_mode == "day"


async def test_every_area_keeps_its_own_stack_and_its_key_goes_back_to_the_first_screen(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, "f2", "ctrl+n", "f9", "f2")
        assert isinstance(stage.app.screen, NewClient)
        await press(pilot, "f2")
        assert len(stage.app.screen_stack) == 1


async def test_an_area_key_never_throws_away_what_was_typed(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, "f2", "ctrl+n", "x", "f2")
        assert isinstance(stage.app.screen, NewClient)
        assert stage.app.screen.query_one(Form).values()["name"] == "x"


@pytest.mark.parametrize(("answer", "stays"), [("1", True), ("escape", True), ("2", False)])
async def test_escape_asks_before_losing_what_was_typed(stage: Stage, answer: str, stays: bool) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, "f2", "ctrl+n", "x", "escape")
        assert isinstance(stage.app.screen, Choices)
        await press(pilot, answer)
        assert isinstance(stage.app.screen, NewClient) is stays


async def test_function_keys_act_inside_a_text_area_that_would_take_them(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        await stage.app.screen.mount(TextArea())
        stage.app.screen.query_one(TextArea).focus()
        await press(pilot, "f9")
        assert stage.app.current_mode == "more"


@pytest.mark.parametrize(
    "key", ["ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+d", "ctrl+v", "ctrl+c", "ctrl+x"]
)
async def test_no_key_of_ours_is_an_editing_key_of_a_field(stage: Stage, key: str) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, "f2", "ctrl+n")
        active = stage.app.screen.active_bindings.get(key)
        assert active is None or not active.binding.id, f"{key} is taken by {active}"


@pytest.mark.parametrize("key", ["question_mark", "fullwidth_question_mark", "f1"])
async def test_help_says_the_screens_words_and_keys_and_closes_with_the_same_key(stage: Stage, key: str) -> None:
    async with stage.app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        await press(pilot, key)
        assert isinstance(stage.app.screen, HelpScreen)
        shown = text_of(stage.app)
        assert "Nothing here" in shown
        for line in ("F2 ", "F10 Ctrl+L", "Ctrl+P", "Ctrl+Q", "PgDn"):
            assert line in shown
        await press(pilot, key)
        assert not isinstance(stage.app.screen, HelpScreen)


async def test_help_explains_a_dialog_that_has_no_words_of_its_own(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pick_one(stage.app.screen, "Which one?", [("a", "First"), ("b", "Second")], lambda _: None)
        await settled(pilot)
        await press(pilot, "f1")
        assert isinstance(stage.app.screen, HelpScreen)
        await press(pilot, "escape")
        assert "Which one?" in text_of(stage.app)


# What a screen asks and writes


async def test_only_the_newest_answer_of_a_group_is_delivered(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        screen, gate = today(stage), threading.Event()
        got: list[str] = []
        screen.ask(lambda desk: "old" if gate.wait(5) else "", got.append, group="x")
        screen.ask(lambda desk: "new", got.append, group="x")
        screen.ask(lambda desk: "other", got.append, group="y")
        gate.set()
        await settled(pilot)
        assert sorted(got) == ["new", "other"]


async def test_a_refusal_is_a_literal_notice_or_goes_to_who_asked(stage: Stage) -> None:
    def refuse(desk: object) -> None:
        raise DeskError("no", "[/] {what}", what="[b]x\x1b]52")

    async with stage.app.run_test(notifications=True) as pilot:
        await settled(pilot)
        today(stage).ask(refuse, lambda _: None)
        await settled(pilot)
        assert [notice.message for notice in stage.app._notifications] == ["[/] [b]x\ufffd]52"]
        codes: list[str] = []
        today(stage).ask(refuse, lambda _: None, failed=lambda error: codes.append(error.code))
        await settled(pilot)
        assert codes == ["no"]


async def test_a_write_is_never_dropped_and_the_status_line_follows(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        stage.desk.hold.clear()
        await pilot.press("1", "1", "1")
        stage.desk.hold.set()
        await settled(pilot)
        assert stage.desk.written == ["done"] * 3
        assert "unsealed 3" in text_of(stage.app)


async def test_locking_waits_for_a_write_that_is_under_way(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        stage.desk.hold.clear()
        await pilot.press("1", "f10")
        await pilot.pause()
        assert (stage.app.current_mode, stage.desk.locked) == ("lock", 0)
        stage.desk.hold.set()
        await settled(pilot)
        assert (stage.desk.written, stage.desk.locked) == (["done"], 1)


async def test_an_answer_from_a_desk_that_was_locked_meanwhile_is_not_shown(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        gate = threading.Event()
        got: list[object] = []

        def closed_under_me(desk: object) -> str:
            gate.wait(5)
            raise ValueError("the database is closed")

        today(stage).ask(closed_under_me, got.append)
        await pilot.press("f10")
        gate.set()
        await settled(pilot)
        assert got == []
        assert stage.app.return_code is None


# Jump


async def test_jump_finds_clients_by_pinyin_and_opens_their_area(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+p", "c", "h", "e", "n")
        assert "陈芳" in text_of(stage.app)
        await press(pilot, "enter")
        assert stage.app.current_mode == "clients"
        assert stage.app.current_client
        assert stage.app.current_client.name == "陈芳"
        assert today(stage).arrived == ("open", "chenfang")


@pytest.mark.parametrize("name", ["New", "新建"])
async def test_jump_finds_actions_by_name_in_both_languages_and_does_them(stage: Stage, name: str) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+p", *name, "enter")
        assert isinstance(stage.app.screen, NewClient)


async def test_jump_opens_once_and_escape_stays(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, "ctrl+p", "ctrl+p")
        assert isinstance(stage.app.screen, JumpScreen)
        await press(pilot, "escape")
        assert stage.app.screen_stack == [today(stage)]


# Leaving and settings


async def test_leaving_locks_first_and_ends_with_zero(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+q")
    assert (stage.desk.locked, stage.app.return_code) == (1, 0)


async def test_leaving_asks_when_something_anywhere_is_unsaved(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, "f2", "ctrl+n", "x", "f9", "ctrl+q")
        assert isinstance(stage.app.screen, Choices)
        assert stage.desk.locked == 0
        await press(pilot, "2")
    assert stage.desk.locked == 1


async def test_settings_change_language_and_signs_at_once_and_are_written(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f9", "５", "1", "enter", "2", "enter", "2", "ctrl+s")
        shown = text_of(stage.app)
        assert "空闲锁屏" in shown
        assert "─" not in shown
        assert "·" not in shown
        assert "---" in shown
        await press(pilot, "escape", "escape")
        assert "今日" in text_of(stage.app)
    assert read_settings(stage.app.launch.home.settings) == Settings("zh", True, 10, False, "light")
    assert stage.app.theme == "desk-light"


@pytest.mark.parametrize("minutes", ["", "x", "241", "-1"])
async def test_settings_refuse_minutes_that_are_none(stage: Stage, minutes: str) -> None:
    async with stage.app.run_test() as pilot:
        await press(pilot, "f9", "5")
        form = stage.app.screen.query_one(Form)
        form.set_value("idle", minutes)
        await press(pilot, "ctrl+s")
        assert form.dirty
        assert not stage.app.launch.home.settings.exists()
        assert stage.app.focused is form.field("idle")


async def test_a_table_keeps_the_focus_when_the_language_changes(stage: Stage) -> None:
    async with stage.app.run_test() as pilot:
        await settled(pilot)
        stage.app.change_settings(Settings(lang="zh"))
        await settled(pilot)
        assert isinstance(stage.app.focused, LineTable)


async def test_a_crash_leaves_a_number_and_no_data(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    def boom(desk: object) -> None:
        secret = "62220000"
        raise ValueError(f"card {secret}")

    async def crash() -> None:
        async with stage.app.run_test() as pilot:
            await settled(pilot)
            today(stage).ask(cast(Any, boom), lambda _: None)
            await settled(pilot)

    with pytest.raises(ValueError, match="card"):
        await crash()
    kept = stage.app.launch.home.root / "crashes" / "E261124094100.txt"
    text = kept.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "boom" in text
    assert "62220000" not in text
    out = capsys.readouterr()
    assert "E261124094100" in out.out + out.err
    assert "62220000" not in out.out + out.err
