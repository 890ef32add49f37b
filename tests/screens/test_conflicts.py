"""The conflict page: both values with who and when, and the choice of one by keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor_tui.base.languages import Lang
from advisor_tui.screens.more.conflicts import ConflictsScreen
from advisor_tui.sync.package import ROWS
from advisor_tui.sync.row_changes import RowChange, write_row_changes
from advisor_tui.widgets.dialog import Choices
from tests.exchange_support import Exchanging, make_exchange
from tests.screens.test_exchange import app_of, opened, text
from tests.screens.work_stage import on, press, settle
from tests.support import STAFF_NO, client_id
from tests.sync.hq_pen import Pen

LATER = "2026-11-24T02:00:00.000000Z-000000-HQ"


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Exchanging]:
    """This desk and head office have changed the same remark."""
    made = make_exchange(tmp_path)
    made.edit("C0001", "本机[/]改")
    remark = {"remark": ("旧", "总行改")}
    change = RowChange("client", client_id(made.desk, "C0001"), LATER, "HQ", "9001", "edit", remark)
    made.desk.exchange.receive([Pen(made, tmp_path / "hq-made").write({ROWS.path: write_row_changes([change])})])
    yield made
    made.close()


async def conflicts(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await settle(pilot, lambda: "1 conflict" in text(pilot) or "1 项冲突" in text(pilot), "that one waits")
    await press(pilot, "4")
    await settle(pilot, on(pilot, ConflictsScreen), "the conflicts")


def remark(both: Exchanging) -> str:
    with both.desk.office.rows() as connection:
        return str(connection.exec_driver_sql("SELECT remark FROM client WHERE number = 'C0001'").scalar())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_both_values_stand_with_who_and_when(both: Exchanging, lang: Lang, size: tuple[int, int]) -> None:
    async with app_of(both, lang).run_test(size=size) as pilot:
        await conflicts(pilot)
        await settle(pilot, lambda: "总行改" in text(pilot), "the value that holds")
        shown = text(pilot)
        for part in ("张三丰", "本机[/]改", "9001", STAFF_NO, "11-24 10:00", "11-24 09:41"):
            assert part in shown


async def test_a_digit_takes_the_other_one(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await conflicts(pilot)
        await settle(pilot, lambda: "总行改" in text(pilot), "the value that holds")
        await press(pilot, "enter")
        await settle(pilot, on(pilot, Choices), "the question")
        await press(pilot, "2")
        await settle(pilot, lambda: "No conflict" in text(pilot), "settled")
    assert remark(both) == "本机[/]改"
    assert both.desk.conflicts.open() == ()


async def test_an_older_copy_says_that_it_can_only_be_read(both: Exchanging) -> None:
    with both.desk.office.write("test.read_only") as session:
        session.connection().exec_driver_sql("INSERT INTO meta VALUES ('read_only', '1')")
        session.commit()
    both.desk.office.store.look_again()
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await settle(pilot, lambda: "An older copy of this desk" in text(pilot), "the warning")


async def test_escape_leaves_everything_open(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await conflicts(pilot)
        await settle(pilot, lambda: "总行改" in text(pilot), "the value that holds")
        await press(pilot, "enter")
        await settle(pilot, on(pilot, Choices), "the question")
        await press(pilot, "escape")
        await settle(pilot, on(pilot, ConflictsScreen), "back")
    assert remark(both) == "总行改"
    assert len(both.desk.conflicts.open()) == 1
