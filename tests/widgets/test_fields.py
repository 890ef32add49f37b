"""Fields are fit for an input method; a form says what is wrong under the field and saves what is right."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.events import Key, Paste
from textual.widgets import Static

from advisor_tui.base.languages import use_language
from advisor_tui.widgets.dialog import ask_text, confirm, pick_one
from advisor_tui.widgets.fields import Field, Kind
from advisor_tui.widgets.form import FieldSpec, Form

YES_NO = (("no", "No"), ("yes", "Yes"), ("maybe", "Maybe"))


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def short(text: str) -> str | None:
    return "[too] long" if len(text) > 3 else None


UPPER = FieldSpec("upper", "Upper", check=short, read=lambda typed: typed.upper() if len(typed) < 4 else "")


class FormApp(App[None]):
    CSS: ClassVar[str] = ""

    def __init__(self, *more: FieldSpec) -> None:
        super().__init__()
        self.more = more
        self.saved: list[dict[str, str]] = []
        self.answers: list[str] = []

    def compose(self) -> ComposeResult:
        yield Form(
            (
                FieldSpec("name", "Name", required=True, check=short),
                FieldSpec("sure", "Sure", options=YES_NO, value="maybe"),
                FieldSpec("amount", "Amount", kind="amount", value="5"),
                *self.more,
            )
        )

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    def note(self, name: str) -> str:
        return str(self.query_one(f"#note-{name}", Static).content)

    def on_form_saved(self, event: Form.Saved) -> None:
        self.saved.append(dict(event.values))


async def test_enter_walks_the_fields_and_saves_after_the_last() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.form.field("name").focus()
        await pilot.press("张", "enter", "1", "enter", "5", "0", "enter")
        await pilot.pause()
        assert app.saved == [{"name": "张", "sure": "no", "amount": "50"}]


@pytest.mark.parametrize(
    ("keys", "amount"),
    [(["7"], "7"), (["right", "7"], "57"), (["end", "7"], "57"), (["left", "7"], "75"), (["backspace"], ""), ([], "5")],
)
async def test_typing_replaces_what_stands_in_a_field_and_an_arrow_keeps_it(keys: list[str], amount: str) -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.form.field("amount").focus()
        await pilot.press(*keys)
        assert app.form.values()["amount"] == amount


async def test_keys_of_one_piece_each_arrive_in_the_field_that_has_the_focus_by_then() -> None:
    """A terminal delivers fast typing at once: no key waits until the one before it has been dealt with."""
    app = FormApp()
    async with app.run_test() as pilot:
        app.form.field("name").focus()
        await pilot.pause()
        for key, character in (
            ("a", "a"), ("b", "b"), ("tab", "\t"), ("2", "2"), ("down", None), ("7", "7"), ("0", "0"), ("up", None),
            ("shift+tab", None), ("c", "c"), ("enter", "\r"), ("enter", "\r"), ("8", "8"), ("ctrl+s", None),
        ):  # fmt: skip
            app.post_message(Key(key, character))
        await pilot.pause()
        await pilot.pause()
        assert app.saved == [{"name": "c", "sure": "yes", "amount": "8"}]


async def test_what_is_understood_stands_beside_the_field_and_what_cannot_be_read_is_said_when_it_is_left() -> None:
    app = FormApp(UPPER)
    async with app.run_test() as pilot:
        field = app.form.field("upper")
        field.focus()
        await pilot.press("a", "b")
        await pilot.pause()
        assert str(app.query_one("#read-upper", Static).content) == "→ AB"
        await pilot.press("c", "d")
        await pilot.pause()
        assert app.note("upper") == "", "nobody is scolded while typing"
        await pilot.press("tab")
        await pilot.pause()
        assert app.note("upper") == "[too] long"
        app.form.field("upper").focus()
        await pilot.press("a")
        await pilot.pause()
        assert app.note("upper") == ""


@pytest.mark.parametrize(("typed", "complaint"), [("", "This must be filled in."), ("abcd", "[too] long")])
async def test_a_complaint_stands_under_its_field_and_keeps_the_form(typed: str, complaint: str) -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        app.form.set_value("name", typed)
        app.form.field("amount").focus()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.saved == []
        assert app.note("name") == complaint
        assert app.focused is app.form.field("name")
        app.form.set_value("name", "ok")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.note("name") == ""
        assert len(app.saved) == 1


async def test_a_form_knows_whether_it_differs_from_what_was_saved() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        assert not app.form.dirty
        app.form.field("sure").focus()
        await pilot.press("right")
        assert app.form.values()["sure"] == "no", "after the last choice comes the first"
        assert app.form.dirty
        app.form.mark_saved()
        assert not app.form.dirty


@pytest.mark.parametrize(
    ("kind", "typed", "text"),
    [
        ("digits", "１２３ ４", "1234"),
        ("amount", "１，２００．５０", "1,200.50"),
        ("date", "２０２６－１１－２４", "2026-11-24"),
        ("text", "（王）１", "（王）１"),
        ("text", "  a\u202eb ", "a\ufffdb"),
    ],
)
async def test_numeric_fields_give_half_width_and_text_fields_what_was_typed(kind: Kind, typed: str, text: str) -> None:
    field = Field(kind=kind)
    app = FormApp()
    async with app.run_test():
        await app.mount(field)
        field.value = typed
        assert field.text == text


@pytest.mark.parametrize("pasted", ["one\ntwo", "one\r\ntwo\r\n", "one\ttwo", "\none\u2028two"])
async def test_a_paste_of_several_lines_arrives_whole(pasted: str) -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        field = Field("-")
        await app.mount(field)
        field.focus()
        await pilot.press("end")
        field.post_message(Paste(pasted))
        await pilot.pause()
        assert field.value == "-one two"


@pytest.mark.parametrize(
    ("key", "answer"), [("2", "yes"), ("２", "yes"), ("enter", "maybe"), ("escape", None), ("9", None)]
)
async def test_digits_choose_and_enter_takes_the_present_choice(key: str, answer: str | None) -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        pick_one(app, "Nothing here", YES_NO, app.answers.append, chosen="maybe")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert app.answers == ([] if answer is None else [answer])


@pytest.mark.parametrize(
    ("keys", "yes"), [(["enter"], False), (["escape"], False), (["2"], True), (["down", "enter"], True)]
)
async def test_enter_alone_never_confirms(keys: list[str], yes: bool) -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        confirm(app, "Nothing here", lambda: app.answers.append("yes"))
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        assert app.answers == (["yes"] if yes else [])


async def test_a_text_dialog_closes_only_with_an_answer_that_passes() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        ask_text(app, "Nothing here", app.answers.append, value="ab", check=short)
        await pilot.pause()
        await pilot.press("right", "c", "d", "enter")
        await pilot.pause()
        assert app.answers == []
        assert "[too] long" in str(app.screen.query_one(".dialog--error", Static).content)
        await pilot.press("backspace", "enter")
        await pilot.pause()
        assert app.answers == ["abc"]
