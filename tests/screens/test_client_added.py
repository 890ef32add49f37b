"""A client who is added stands in the list, under the cursor and at the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_tui.screens.client.client import ClientScreen
from advisor_tui.screens.client.clients import ClientsScreen
from advisor_tui.screens.client.form import ClientFormScreen
from tests.screens.client_stage import ClientStage, open_list
from tests.screens.work_stage import on, press, settle


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[ClientStage]:
    stage = ClientStage(tmp_path)
    yield stage
    stage.desk.close()


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


@pytest.mark.parametrize("search", ["", "zsf"])
async def test_the_cursor_and_the_desk_go_to_the_client_that_was_added(stage: ClientStage, search: str) -> None:
    """Also out of a search that does not find the new one."""
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await open_list(pilot, stage)
        await pilot.press(*search)
        await settle(pilot, lambda: stage.clients.table.total == (1 if search else 5), "the list before")
        await press(pilot, "ctrl+n")
        await settle(pilot, on(pilot, ClientFormScreen), "the form")
        await pilot.press(*"Ann Lee")
        await press(pilot, "ctrl+s")
        await settle(pilot, on(pilot, ClientsScreen), "the list")
        await settle(pilot, lambda: stage.clients.table.total == 6, "one more")
        await settle(pilot, lambda: stage.clients.awaited == "", "the new one")
        assert stage.app.current_client is not None
        assert stage.app.current_client.name == "Ann Lee"
        assert stage.clients.table.cursor_key == stage.app.current_client.id
        await press(pilot, "enter")
        await settle(pilot, on(pilot, ClientScreen), "the page")
        await settle(pilot, stage.shows("Ann Lee"), "the new client")
