"""The client page and the client form by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.desk.views.clients import ClientForm, ContactNote, HistoryLine
from advisor_tui.screens.client.client import ClientScreen, WholeText
from advisor_tui.screens.client.contact_form import ContactFormScreen, LifeEventFormScreen
from advisor_tui.screens.client.form import ClientFormScreen
from advisor_tui.screens.client.words import DEBTS, KINDS, asset_parts, history, word
from advisor_tui.screens.more.complaint_form import ComplaintFormScreen
from advisor_tui.screens.proposal.present import ProposalPresentScreen
from advisor_tui.screens.proposal.warnings import deadline
from advisor_tui.screens.work.followup_form import FollowUpFormScreen
from advisor_tui.screens.work.task_form import TaskFormScreen
from advisor_tui.widgets.form import Form
from tests.desk.test_cooling_off import at, received
from tests.screens.client_stage import ClientStage, open_list, open_page
from tests.screens.work_stage import on, press, settle
from tests.support import TODAY


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


async def test_a_note_is_written_corrected_and_both_stay(stage: ClientStage) -> None:
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
        await settle(pilot, on(pilot, ClientScreen), "no question: a note is never taken away")
        await press(pilot, "c")
        await settle(pilot, on(pilot, ContactFormScreen), "the form of the correction")
        assert "renewal agreed" in stage.text()
        await press(pilot, "end")
        await pilot.press(*" for a year")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientScreen), "the page again")
        await settle(pilot, stage.shows("renewal agreed for a year"), "the correction")
        assert "corrected later" in stage.text()
        assert stage.count("contact_log") == 2
        await press(pilot, "ctrl+z")
        await settle(pilot, lambda: stage.count("contact_log") == 1, "the correction is taken back")


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


async def test_the_lines_of_every_kind_stand_in_one_order_the_latest_day_first(stage: ClientStage) -> None:
    stage.desk.client_edit.add_note(stage.id("C0001"), ContactNote("phone", "said long ago", "2026-10-01"))
    stage.desk.client_edit.add_note(stage.id("C0001"), ContactNote("phone", "said today"))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, stage, "zsf")
        days = [line.on for line in screen._lines if line.on is not None]
        assert days == sorted(days, reverse=True)
        assert len({line.kind for line in screen._lines}) > 2
        assert "What is known (latest date first)" in stage.text()


async def test_keys_that_the_line_has_no_room_for_are_told_by_f1(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_page(pilot, stage, "zsf")
        assert "F1 Keys" in stage.text().splitlines()[-1]


def test_assets_that_are_not_all_financial_are_told_apart() -> None:
    use_language("en")
    assert asset_parts([("current", 100), ("fund", 200)]) == ""
    told = asset_parts([("current", 100), ("insurance", 50_00), ("fund", 200), ("insurance", 50_00)])
    assert told == "= Financial assets without insurance ¥3 + Insurance ¥100"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["mortgage", "consumer", "business", "car", "student"])
def test_a_loan_that_is_applied_for_is_never_called_a_debt(lang: Lang, kind: str) -> None:
    use_language(lang)
    line = HistoryLine("loan:1", "loan", TODAY, None, "collecting", "", {"kind": kind, "amount": 310_000_00})
    assert word(KINDS, line.kind) == {"en": "Loan application", "zh": "贷款申请"}[lang]
    if lang == "en":  # in Chinese a 助学贷款 is both
        assert word(DEBTS, kind) not in history(line, TODAY)


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_cooling_off_that_runs_stands_on_top_and_enter_goes_to_it(tmp_path: Path, lang: Lang) -> None:
    stage = ClientStage(tmp_path / "home", lang)
    row, ends = received(stage.desk)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, stage, "zsf")
        first = screen.table.cursor_row
        assert first is not None
        assert (first.kind, first.proposal, first.sign) == ("cooling_off", row.proposal, "")
        last = first.on  # the end of its last day is 24:00 of that day
        assert last is not None
        assert f"{last.isoformat()} 24:00" == deadline(ends)
        assert deadline(ends) in stage.text()
        assert ("May step back" if lang == "en" else "可退出") in stage.text()
        await press(pilot, "enter")
        await settle(pilot, lambda: isinstance(pilot.app.screen, ProposalPresentScreen), "the proposal")
        until = {"en": "You may step back until", "zh": "前退出"}[lang]
        await settle(pilot, lambda: until in stage.text() and deadline(ends) in stage.text(), "its cooling-off")
        await press(pilot, "escape")
        await settle(pilot, lambda: pilot.app.screen is screen, "the page again")
    stage.desk.close()


async def test_a_cooling_off_that_ended_asks_for_its_call_back_until_it_is_recorded(stage: ClientStage) -> None:
    row, ends = received(stage.desk)
    at(stage.desk, ends)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, stage, "zsf")
        first = screen.table.cursor_row
        assert first is not None
        assert (first.kind, first.sign) == ("cooling_off", "!")
        assert "call-back due" in stage.text()
        stage.desk.proposals.cooling_offs.settle(row.id)
        screen.refresh_data()
        await settle(pilot, lambda: "call-back due" not in stage.text(), "the page without it")
        assert all(line.kind != "cooling_off" for line in screen._lines)


@pytest.mark.parametrize(
    ("table", "said"), [("identity_document", "ID number, Paper seen on"), ("client", "Client number, seen_on")]
)
def test_a_changed_column_bears_the_name_of_its_own_table(table: str, said: str) -> None:
    use_language("en")
    line = HistoryLine("change:1", "change", TODAY, None, "", "number, seen_on", {"table": table})
    assert history(line, TODAY).startswith(said)
