"""The client page and the client form by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.desk.views.clients import ClientForm, ContactNote
from advisor_tui.screens.client.client import ClientScreen, WholeText
from advisor_tui.screens.client.clients import ClientsScreen
from advisor_tui.screens.client.contact_form import ContactFormScreen, LifeEventFormScreen
from advisor_tui.screens.client.form import ClientFormScreen
from advisor_tui.screens.more.complaint_form import ComplaintFormScreen
from advisor_tui.screens.work.followup_form import FollowUpFormScreen
from advisor_tui.screens.work.task_form import TaskFormScreen
from advisor_tui.widgets.form import Form
from tests.screens.client_stage import ClientStage, open_list, open_page
from tests.screens.work_stage import on, press, settle


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[ClientStage]:
    made = ClientStage(tmp_path / "home")
    yield made
    made.desk.close()


async def test_the_page_gathers_who_it_is_what_comes_and_what_the_client_has(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_page(pilot, stage, "zsf")
        text = stage.text()
        for part in ("张三丰", "C0001", "46 years old", "Diamond", "138****8000", "2026-12-01", "Time deposit"):
            assert part in text
        assert "13800138000" not in text


async def test_the_numbers_are_shown_on_6_and_masked_again(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_page(pilot, stage, "zsf")
        await press(pilot, "6")
        await settle(pilot, stage.shows("13800138000"), "the whole phone")
        assert "11010519491231002X" in stage.text()
        assert stage.count("access_log WHERE kind = 'reveal'") == 1
        await press(pilot, "6")
        await settle(pilot, stage.shows("138****8000"), "masked")


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        ("3", FollowUpFormScreen),
        ("4", ContactFormScreen),
        ("5", ClientFormScreen),
        ("7", TaskFormScreen),
        ("8", LifeEventFormScreen),
        ("9", ComplaintFormScreen),
    ],
)
async def test_each_digit_opens_its_form_and_esc_returns(
    stage: ClientStage, key: str, screen: type[ClientFormScreen]
) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_page(pilot, stage, "zsf")
        await press(pilot, key)
        await settle(pilot, on(pilot, screen), "the form")
        await press(pilot, "escape")
        await settle(pilot, on(pilot, ClientScreen), "the page")


@pytest.mark.parametrize(
    ("key", "area"), [("1", "interview"), ("2", "proposals"), ("f3", "interview"), ("f4", "proposals")]
)
async def test_interview_and_proposal_open_for_this_client(stage: ClientStage, key: str, area: str) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_page(pilot, stage, "zsf")
        await press(pilot, key)
        await settle(pilot, lambda: stage.app.current_mode == area, "the area")
        assert stage.app.current_client is not None
        assert stage.app.current_client.number == "C0001"


async def test_a_note_is_written_taken_away_and_brought_back(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, stage, "zsf")
        await press(pilot, "4")
        await settle(pilot, on(pilot, ContactFormScreen), "the form")
        await pilot.press(*"renewal agreed")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientScreen), "the page")
        await settle(pilot, stage.shows("renewal agreed"), "the note")
        place = next(at for at, line in enumerate(screen._lines) if line.kind == "contact")
        screen.table.move_to_key(screen._lines[place].key)
        await press(pilot, "delete")
        await press(pilot, "2")
        await settle(pilot, lambda: stage.count("contact_log") == 0, "taken away")
        await press(pilot, "ctrl+z")
        await settle(pilot, lambda: stage.count("contact_log") == 1, "back")


async def test_parts_narrow_the_page_and_enter_shows_a_whole_text(stage: ClientStage) -> None:
    stage.desk.client_edit.add_note(stage.id("C0001"), ContactNote("phone", "first line\nsecond line"))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, stage, "zsf")
        await press(pilot, "right")
        await settle(pilot, lambda: screen.table.total == 1, "contacts only")
        assert "Time deposit" not in stage.text()
        await press(pilot, "enter")
        await settle(pilot, on(pilot, WholeText), "the text")
        assert "second line" in stage.text()
        await press(pilot, "enter", "left")
        await settle(pilot, stage.shows("Time deposit"), "everything")


async def test_brackets_and_ctrl_page_keys_walk_the_list(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "enter")
        await settle(pilot, stage.shows("李慧敏"), "the first")
        await press(pilot, "right_square_bracket")
        await settle(pilot, stage.shows("张三丰"), "the second")
        await press(pilot, "ctrl+pagedown")
        await settle(pilot, stage.shows("周国强"), "the third")
        await press(pilot, "left_square_bracket", "ctrl+pageup")
        await settle(pilot, stage.shows("李慧敏"), "the first again")
        await press(pilot, "ctrl+pageup")
        await settle(pilot, stage.shows("The list ends here."), "the end")


async def test_a_new_client_is_found_at_once(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "ctrl+n")
        await settle(pilot, on(pilot, ClientFormScreen), "the form")
        await pilot.press(*"Ann Lee")
        await press(pilot, "enter")
        await pilot.press(*"139 1234 5678")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientsScreen), "the list")
        await settle(pilot, lambda: stage.clients.table.total == 6, "one more")
        assert stage.count("client WHERE name = 'Ann Lee' AND phone = '13912345678'") == 1
        assert stage.app.current_client is not None


async def test_a_refusal_stands_under_its_field_and_nothing_typed_is_lost(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "ctrl+n")
        await settle(pilot, on(pilot, ClientFormScreen), "the form")
        await pilot.press(*"Ann")
        await press(pilot, "enter")
        await pilot.press(*"123")
        await press(pilot, "ctrl+s")
        await settle(pilot, stage.shows("123 is not a telephone number"), "the complaint")
        assert stage.app.focused is not None
        assert stage.app.focused.id == "field-phone"
        assert stage.app.screen.query_one(Form).values()["name"] == "Ann"
        await press(pilot, "escape")
        await settle(pilot, stage.shows("Close without saving"), "the question")
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, ClientFormScreen)


async def test_someone_who_is_a_client_already_is_named(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "ctrl+n")
        await settle(pilot, on(pilot, ClientFormScreen), "the form")
        await pilot.press(*"Ann")
        await press(pilot, "enter", "enter", "enter")
        await pilot.press(*"11010519491231002x")
        await press(pilot, "ctrl+s")
        await settle(pilot, stage.shows("This is already 张三丰 (C0001)."), "the complaint")


async def test_a_correction_opens_with_what_is_on_record_and_is_shown_at_once(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_page(pilot, stage, "zsf")
        await press(pilot, "5")
        await settle(pilot, on(pilot, ClientFormScreen), "the form")
        form = stage.app.screen.query_one(Form)
        assert form.values()["phone"] == "13800138000"
        form.set_value("occupation", "engineer")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientScreen), "the page")
        await settle(pilot, stage.shows("engineer"), "the new word")
        assert stage.desk.client_edit.form(stage.id("C0001")) == ClientForm(
            name="张三丰", number="C0001", sex="male", born_on="1980-01-02", phone="13800138000",
            id_number="11010519491231002X", id_expires="2030-01-01", occupation="engineer", opened_on="2020-01-01",
        )  # fmt: skip


async def test_a_client_who_is_gone_is_an_explained_state(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        stage.app.open_area("clients", "open", "nobody")
        await settle(pilot, stage.shows("There is no such client."), "the explanation")
