"""A notice hides nothing of what one works on, and is set as prose is."""

import pytest
from textual.widgets._toast import Toast

from advisor_tui.screens.more.more import MoreScreen
from advisor_tui.widgets.key_line import KeyLine
from advisor_tui.widgets.line_table import LineTable
from tests.screens.fakes import Stage, text_of
from tests.waiting import press, settled

SHORT = "已封存 3 项变更，共 1 个数据包。"
LONG = (
    "已应用 12 个数据包，另有 3 个此前已收到，2 个等待前序数据包；"
    "总行回执之前请保留已导出的文件，金额合计 1,500,000 元。"
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("messages", [(SHORT,), (LONG,), (SHORT, LONG)])
async def test_a_notice_stands_above_the_keys_and_covers_neither_them_nor_a_line(
    stage: Stage, size: tuple[int, int], messages: tuple[str, ...]
) -> None:
    async with stage.app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        for message in messages:
            stage.app.notify(message)
        await settled(pilot)
        toasts = [toast.region for toast in stage.app.screen.query(Toast)]
        table = stage.app.screen.query_one(LineTable).region
        keys = stage.app.screen.query_one(KeyLine).region
        assert len(toasts) == len(messages)
        assert all(not region.overlaps(table) and not region.overlaps(keys) for region in toasts)
        assert max(region.bottom for region in toasts) == keys.y
        assert max(region.width for region in toasts) == size[0]
        shown = text_of(stage.app).replace("\n", "").replace(" ", "")
        assert all(message.replace(" ", "") in shown for message in messages)


async def test_the_row_under_the_cursor_stays_in_sight_and_the_body_comes_back(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        table = stage.app.screen.query_one(LineTable)
        table.show_rows([f"client {number}" for number in range(100)])
        height = table.size.height
        await press(pilot, *["down"] * (height - 2))
        last = f"client {height - 2}"
        assert last in text_of(stage.app)
        stage.app.notify(LONG)
        await settled(pilot)
        assert last in text_of(stage.app)
        stage.app.clear_notifications()
        await settled(pilot)
        assert table.size.height == height


async def test_a_notice_obeys_the_marks_and_shows_markup_as_it_is(stage: Stage) -> None:
    async with stage.app.run_test(size=(40, 24), notifications=True) as pilot:
        await press(pilot, "f9")
        assert isinstance(stage.app.screen, MoreScreen)
        stage.app.notify(LONG + "[b]")
        await settled(pilot)
        lines = [line.strip() for line in text_of(stage.app).splitlines()]
        assert any("1,500,000 元" in line for line in lines)
        assert any(line.endswith("[b]") for line in lines)
        assert not any(line[:1] in ("，", "；", "。") for line in lines if line)


async def test_a_notice_goes_with_its_screen_unless_it_reports_what_led_away(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        stage.app.notify("of the first page")
        await settled(pilot)
        await press(pilot, "f9")
        await settled(pilot)
        assert isinstance(stage.app.screen, MoreScreen)
        assert "of the first page" not in text_of(stage.app)
        stage.app.notify("saved")
        stage.app.open_area("day")
        await settled(pilot)
        assert not isinstance(stage.app.screen, MoreScreen)
        assert "saved" in text_of(stage.app)
