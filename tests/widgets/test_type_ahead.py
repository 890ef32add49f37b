"""Keys typed in one piece arrive where the keys before them have led; a ruling is given after the question was seen."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from advisor_tui.app import AdvisorApp
from advisor_tui.base.languages import use_language
from advisor_tui.screens.areas import Area
from advisor_tui.widgets.dialog import ask_text, confirm, pick_one
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.path_dialog import ask_path
from tests.screens.fakes import Stage, Today
from tests.waiting import until


class Asking(Today):
    """A screen whose keys open dialogs, and whose `x` must never be pressed by what was meant for one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "text", "Text"),
        Binding("p", "path", "Path"),
        Binding("m", "menu", "Menu"),
        Binding("d", "ruling", "Ruling"),
        Binding("x", "below", "Below"),
    ]
    answers: ClassVar[list[str]] = []

    def action_text(self) -> None:
        ask_text(self, "Name", self.answers.append, value="old")

    def action_path(self) -> None:
        ask_path(self, "Name", lambda path: self.answers.append(str(path)), value="/old")

    def action_menu(self) -> None:
        pick_one(self, "Name", [("one", "one"), ("two", "two")], self.answers.append)

    def action_ruling(self) -> None:
        confirm(self, "Name", lambda: self.answers.append("yes"))

    def action_below(self) -> None:
        self.answers.append("below")


@pytest.fixture
def app(tmp_path: Path) -> AdvisorApp:
    use_language("en")
    Asking.answers.clear()
    return Stage(tmp_path / "home", areas=(Area("day", "", "Today", "tests.widgets.test_type_ahead:Asking"),)).app


def key(name: str) -> Key:
    return Key({"/": "slash"}.get(name, name), name if len(name) == 1 else None)


async def burst(pilot: Pilot[None], events: Sequence[Key | Paste], done: Callable[[], bool]) -> None:
    """Put keys into the app's queue as a terminal that delivers them in one piece."""
    for event in events:
        pilot.app.post_message(event)
    await until(pilot, done, "the keys have arrived")


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ([*"txx", "enter"], ["xx"]),
        ([*"txy", "backspace", *"dm", "enter"], ["xdm"]),
        ([*"p/tmp/x", "enter"], ["/tmp/x"]),
        ([*"m2"], ["two"]),
        (["m", "down", "enter", "x"], ["two", "below"]),
        ([*"m2tab", "enter", *"p/x", "enter", "x"], ["two", "ab", "/x", "below"]),
        (["t", "escape", "x"], ["below"]),
    ],
)
async def test_what_is_typed_behind_the_key_that_opens_a_dialog_goes_into_it(
    app: AdvisorApp, typed: list[str], answers: list[str]
) -> None:
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await burst(pilot, [key(name) for name in typed], lambda: len(Asking.answers) >= len(answers))
        assert Asking.answers == answers
        assert isinstance(app.screen, Asking)


async def test_a_paste_behind_the_key_goes_into_the_dialog_too(app: AdvisorApp) -> None:
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await burst(pilot, [key("p"), Paste("/data/客户.csv"), key("enter")], lambda: bool(Asking.answers))
        assert Asking.answers == ["/data/客户.csv"]


@pytest.mark.parametrize("early", [["2"], ["down", "enter"], ["enter"], ["escape"], ["x", "2"]])
async def test_a_yes_or_no_takes_no_key_that_was_typed_before_it_was_seen(app: AdvisorApp, early: list[str]) -> None:
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await burst(pilot, [key("d"), *map(key, early)], lambda: not isinstance(app.screen, Asking))
        await pilot.pause()
        assert Asking.answers == []
        assert not isinstance(app.screen, Asking), "the question still stands"
        await pilot.press("2")
        await until(pilot, lambda: Asking.answers == ["yes"])


async def test_a_key_that_was_under_way_when_the_question_came_does_not_answer_it(app: AdvisorApp) -> None:
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        late = key("2")  # delivered by the terminal now, taken from the queue after the question was painted
        await pilot.press("d")
        await pilot.pause()
        await burst(pilot, [late], lambda: True)
        assert Asking.answers == []


async def test_two_hundred_keys_in_one_piece_are_all_there_in_their_order(app: AdvisorApp) -> None:
    text = "abcdefghijklmnopqrst" * 10
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await burst(
            pilot, [key("t"), *map(key, text)],
            lambda: any(len(field.value) == len(text) for field in app.screen.query(Field).results(Input)),
        )  # fmt: skip
        assert app.screen.query_one(Field).value == text


def field_text(app: AdvisorApp) -> str:
    return "".join(field.value for field in app.screen.query(Field).results(Input))


async def test_keys_that_are_held_come_first_and_in_their_order_once_they_are_released(app: AdvisorApp) -> None:
    """What was typed while an answer was saved must never stand behind what was typed after it."""
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await pilot.press("t")
        app.hold_keys()
        await burst(pilot, [key(name) for name in "abcd"], lambda: True)
        assert field_text(app) == "old"
        app.release_keys()
        await burst(pilot, [key(name) for name in "efgh"], lambda: len(field_text(app)) == 8)
        assert field_text(app) == "abcdefgh"


async def test_keys_that_are_held_may_be_dropped(app: AdvisorApp) -> None:
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await pilot.press("t")
        app.hold_keys()
        await burst(pilot, [key("a"), key("enter")], lambda: True)
        app.release_keys(drop=True)
        await burst(pilot, [key("b")], lambda: field_text(app) == "b")
        assert Asking.answers == []


async def test_a_screen_that_is_gone_holds_no_keys_and_leaves_none_to_the_next(app: AdvisorApp) -> None:
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await pilot.press("t")
        app.hold_keys()
        await burst(pilot, [key("x")], lambda: True)
        app.pop_screen()
        await until(pilot, lambda: isinstance(app.screen, Asking))
        await burst(pilot, [key("m")], lambda: not isinstance(app.screen, Asking))
        assert Asking.answers == [], "the x was meant for the dialog"
