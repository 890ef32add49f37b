"""The client list by keys: search, order, filters, views, marks, preview, neighbours."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from advisor_tui.base.languages import Lang, use_language
from advisor_tui.screens.client.client import ClientScreen
from advisor_tui.screens.client.clients import ClientsScreen
from advisor_tui.screens.client.filters import ClientFiltersScreen
from advisor_tui.screens.client.form import ClientFormScreen
from advisor_tui.screens.client.many import PlanManyScreen
from advisor_tui.screens.client.preview import draw_preview
from advisor_tui.widgets.dialog import Dialog
from tests.screens.client_stage import ClientStage, open_list
from tests.screens.work_stage import answer, on, press, settle
from tests.support import TODAY

BY_ASSETS = ["李慧敏", "张三丰", "周国强", "单雄信", "John Smith"]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[ClientStage]:
    made = ClientStage(tmp_path / "home")
    yield made
    made.desk.close()


async def test_the_list_stands_by_assets_and_typing_searches_at_once(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        assert stage.rows() == BY_ASSETS
        await pilot.press("z")
        await settle(pilot, lambda: stage.clients.table.total == 2, "two hits")
        await pilot.press("s")
        await settle(pilot, lambda: stage.clients.table.total == 1, "one hit")
        assert stage.rows() == ["张三丰"]
        assert "clients: 1" in stage.text()
        row = stage.clients.table.cursor_row
        assert row is not None
        assert row.spans == ((0, 2),)
        await press(pilot, "escape")
        await settle(pilot, lambda: stage.clients.table.total == 5, "everyone again")
        assert isinstance(pilot.app.screen, ClientsScreen)


@pytest.mark.parametrize("query", ["三丰", "sanfeng", "zsf", "8000", "1380", "002x", "c0001", "Ｚｓｆ"])
async def test_every_kind_of_search_finds_the_client(stage: ClientStage, query: str) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        stage.clients.query_one("#search").value = query  # type: ignore[attr-defined]
        await settle(pilot, lambda: stage.clients.table.total == 1, "one hit")
        assert stage.rows()[0].startswith("张三丰")


async def test_arrows_move_while_the_search_keeps_the_focus_and_enter_opens(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "down", "down", "up", "enter")
        await settle(pilot, on(pilot, ClientScreen), "the page")
        await settle(pilot, stage.shows("张三丰"), "the name")
        assert stage.app.current_client is not None
        assert stage.app.current_client.number == "C0001"
        await press(pilot, "escape")
        await settle(pilot, on(pilot, ClientsScreen), "the list again")
        assert stage.clients.table.cursor_key == stage.id("C0001")


async def test_in_the_list_digits_sort_and_turn_round_and_letters_go_on_with_the_search(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "tab")
        assert stage.clients.table.has_focus
        await press(pilot, "2")
        await settle(pilot, lambda: stage.rows()[0] == "John Smith", "by name")
        assert stage.rows() == ["John Smith", "李慧敏", "单雄信", "张三丰", "周国强"]
        await press(pilot, "2")
        await settle(pilot, lambda: stage.rows()[0] == "周国强", "by name, turned round")
        await pilot.press("l")
        await settle(pilot, lambda: stage.clients.table.total == 1, "one hit")
        assert stage.clients.query_one("#search").has_focus


async def test_ctrl_o_sorts_by_a_digit_from_the_search_field(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "ctrl+o")
        await settle(pilot, on(pilot, Dialog), "the question")
        await press(pilot, "2")
        await settle(pilot, lambda: stage.rows()[:1] == ["John Smith"], "by name")


async def test_a_filter_narrows_the_list_and_says_so(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "ctrl+r")
        await settle(pilot, on(pilot, ClientFiltersScreen), "the filters")
        await press(pilot, "down", "down")
        await pilot.press("3", "0")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientsScreen), "the list")
        await settle(pilot, lambda: stage.clients.table.total == 4, "those with money that matures")
        assert "matures in 30 days" in stage.text()
        await press(pilot, "ctrl+r")
        await settle(pilot, on(pilot, ClientFiltersScreen), "the filters")
        await press(pilot, "ctrl+t")
        await settle(pilot, lambda: stage.clients.table.total == 5, "everyone")


async def test_a_view_is_saved_used_forgotten_and_brought_back(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "ctrl+r")
        await settle(pilot, on(pilot, ClientFiltersScreen), "the filters")
        await press(pilot, "down", "down")
        await pilot.press("3", "0")
        await press(pilot, "ctrl+b")
        await answer(pilot, "money")
        screen = pilot.app.screen
        assert isinstance(screen, ClientFiltersScreen)
        await settle(pilot, lambda: screen.table.total == 1, "the view")
        screen.table.focus()
        await press(pilot, "delete")
        await settle(pilot, lambda: screen.table.total == 0, "forgotten")
        await press(pilot, "ctrl+z")
        await settle(pilot, lambda: screen.table.total == 1, "back")
        await press(pilot, "enter")
        await settle(pilot, lambda: stage.clients.table.total == 4, "the view's list")


async def test_marked_clients_get_a_follow_up_each_and_undo_takes_them_back(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "insert", "insert")
        assert stage.clients.table.marked == {stage.id("C0003"), stage.id("C0001")}
        assert "marked: 2" in stage.text()
        await press(pilot, "ctrl+b")
        await settle(pilot, on(pilot, Dialog), "what to do")
        await press(pilot, "1")
        await settle(pilot, on(pilot, PlanManyScreen), "the form")
        await pilot.press(*"+7")
        await press(pilot, "enter", "enter")
        await pilot.press(*"review")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientsScreen), "the list")
        await settle(pilot, stage.shows("12-01"), "the day")
        assert stage.count("follow_up WHERE planned_on = '2026-12-01'") == 2
        assert stage.clients.table.marked == frozenset()
        await press(pilot, "ctrl+z")
        await settle(pilot, lambda: stage.count("follow_up") == 0, "taken back")


async def test_marked_clients_get_a_tier(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "end", "down", "down", "down", "down", "insert", "ctrl+b")
        await settle(pilot, on(pilot, Dialog), "what to do")
        await press(pilot, "2")
        await settle(pilot, stage.shows("Which tier?"), "the tiers")
        await press(pilot, "6")
        await settle(pilot, lambda: stage.count("client WHERE tier = 'private'") == 1, "given")
        assert stage.count("client WHERE name = 'John Smith' AND tier = 'private'") == 1


async def test_without_marks_nothing_is_done(stage: ClientStage) -> None:
    async with stage.app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_list(pilot, stage)
        await press(pilot, "ctrl+b")
        await settle(pilot, stage.shows("Mark clients with Insert first."), "the notice")


@pytest.mark.parametrize(("width", "at_first"), [(80, False), (120, True)])
async def test_the_preview_stands_beside_a_wide_list_and_is_a_toggle(
    stage: ClientStage, width: int, at_first: bool
) -> None:
    async with stage.app.run_test(size=(width, 30)) as pilot:
        await open_list(pilot, stage)
        await pilot.press("down")
        if not at_first:
            assert not stage.clients.query_one("#client-preview").display
            await press(pilot, "ctrl+y")
        await settle(pilot, stage.shows("138****8000"), "the preview")
        assert "46 years old" in stage.text()
        await press(pilot, "ctrl+y")
        assert not stage.clients.query_one("#client-preview").display


@pytest.mark.parametrize(
    ("lang", "tasks", "proposals", "said"),
    [
        ("en", 1, 1, "Open: 1 task, 1 proposal"),
        ("en", 0, 12, "Open: 0 tasks, 12 proposals"),
        ("zh", 1, 2, "未完成  任务 1  方案 2"),
    ],
)
async def test_the_preview_counts_what_is_open(
    stage: ClientStage, lang: Lang, tasks: int, proposals: int, said: str
) -> None:
    shown = replace(stage.desk.clients.preview(stage.id("C0001")), open_tasks=tasks, open_proposals=proposals)
    use_language(lang)
    assert draw_preview(shown, TODAY).plain.splitlines()[-1].strip() == said


async def test_an_empty_book_says_what_to_do_and_ctrl_n_begins(tmp_path: Path) -> None:
    stage = ClientStage(tmp_path / "home", book=False)
    async with stage.app.run_test(size=(100, 24)) as pilot:
        await open_list(pilot, stage)
        await settle(pilot, stage.shows("The book is empty. Ctrl+N"), "the hint")
        await press(pilot, "ctrl+n")
        await settle(pilot, on(pilot, ClientFormScreen), "the form")
    stage.desk.close()


async def test_hostile_names_and_queries_stay_literal(stage: ClientStage) -> None:
    with stage.desk.office.write("test.hostile") as session:
        session.connection().exec_driver_sql(
            "UPDATE client SET name = '[/]王[@click=app.quit]x' WHERE number = 'C0001'"
        )
        session.commit()
    async with stage.app.run_test(size=(180, 30), notifications=True) as pilot:
        await open_list(pilot, stage)
        await settle(pilot, stage.shows("[/]王[@click=app.quit]x"), "the literal name")
        await press(pilot, "down")
        await pilot.press(*'"*[/]')
        await settle(pilot, lambda: stage.clients.shown.text == '"*[/]', "the query")
        assert stage.clients.table.total == 5
        await press(pilot, "enter")
        await settle(pilot, on(pilot, ClientScreen), "a page")


async def test_in_chinese_nothing_is_left_in_english(tmp_path: Path) -> None:
    stage = ClientStage(tmp_path / "home", "zh")
    async with stage.app.run_test(size=(120, 30)) as pilot:
        await open_list(pilot, stage)
        await settle(pilot, stage.shows("岁"), "the preview")
        text = stage.text().replace("John", "").replace("Smith", "")
        for key in ("Enter", "Ctrl", "Insert", "Esc", "F1", "F2"):
            text = text.replace(key, "")
        words = [word for word in text.split() if word.isascii() and word.isalpha() and len(word) > 2]
        assert words == []
    stage.desk.close()
