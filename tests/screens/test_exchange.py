"""The Exchange screen: by digits, and saying where the desk stands."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advisor_tui.app import AdvisorApp
from advisor_tui.base.clock import FixedClock
from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from advisor_tui.desk.opening import open_with_key
from advisor_tui.screens.areas import Area
from advisor_tui.screens.more.exchange import ExchangeScreen
from advisor_tui.screens.shell import Launch
from advisor_tui.widgets.dialog import Ruling
from advisor_tui.widgets.fields import Field
from advisor_tui.widgets.path_dialog import AskPath, complete
from tests.exchange_support import Exchanging, desk_key, make_exchange
from tests.screens.work_stage import on, press, settle
from tests.support import STAFF_NO, make_desk

AREAS = (
    Area("day", "", "Today", "tests.screens.work_stage:Elsewhere"),
    Area("more", "f9", "More", "advisor_tui.screens.more.more:MoreScreen"),
)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Exchanging]:
    made = make_exchange(tmp_path)
    yield made
    made.close()


def app_of(both: Exchanging, lang: Lang = "en") -> AdvisorApp:
    office = both.desk.office
    launch = Launch(
        office.home, office.clock, office.ids, Settings(lang=lang), lambda _: both.desk, unlocked=lambda: both.desk,
        areas=AREAS,
    )  # fmt: skip
    return AdvisorApp(launch)


def text(pilot: Pilot[None]) -> str:
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


async def opened(pilot: Pilot[None]) -> None:
    await settle(pilot)
    await press(pilot, "f9", "1")
    await settle(pilot, on(pilot, ExchangeScreen), "the exchange")
    await settle(pilot, lambda: "T0123" in text(pilot) or "alone" in text(pilot), "what the desk knows")


async def type_path(pilot: Pilot[None], path: Path) -> None:
    await pilot.press(*str(path))
    await press(pilot, "enter")


async def test_sealing_with_1_shows_the_bundle_and_nothing_unsealed(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "T0123-HQ-00000001" not in text(pilot)
        await press(pilot, "1")
        await settle(pilot, lambda: "T0123-HQ-00000001" in text(pilot), "the bundle")
        assert "not sealed 0   to export 1" in text(pilot)
        assert "sealed" in text(pilot)


async def test_exporting_with_2_copies_into_a_folder(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "2")
        await type_path(pilot, both.carried)
        await settle(pilot, lambda: "exported" in text(pilot), "exported")
    assert both.ingest()["applied"] == 1


async def test_an_export_offers_the_folder_of_the_last_one_or_one_of_the_home(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "2")
        assert isinstance(pilot.app.screen, AskPath)
        assert pilot.app.screen.query_one(Field).value == str(both.desk.office.home.root / "export")
        await press(pilot, "escape")
    both.carried.mkdir(exist_ok=True)
    both.desk.exchange.export(both.carried)
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "2")
        await settle(pilot, on(pilot, AskPath))
        assert pilot.app.screen.query_one(Field).value == str(both.carried)


async def test_several_bundles_of_one_day_are_explained(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "1")
        await settle(pilot, lambda: "00000001" in text(pilot), "a bundle")
        assert "bundles of today" not in text(pilot)
        await press(pilot, "1")
        await settle(pilot, lambda: "00000002" in text(pilot), "another one")
        assert "2 bundles of today: what changed is sealed every 15 minutes" in text(pilot)


async def test_what_head_office_sent_is_said_in_one_sentence(both: Exchanging) -> None:
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await settle(pilot, lambda: "3 takes in" in text(pilot), "the empty list")
        assert "No file of head office was taken in yet" in text(pilot)
        assert "sent nothing" not in text(pilot)


async def test_receiving_with_3_shows_what_changed_and_what_head_office_has(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    (tmp_path / "data/bulletins").mkdir(parents=True)
    (tmp_path / "data/bulletins/a.toml").write_text(
        '[[bulletin]]\ncode = "B1"\nkind = "rate"\ntitle = { zh = "利率[/]", en = "Rates [/] fall" }\n'
        "published_on = 2026-11-20\neffective_from = 2026-11-20\n",
        encoding="utf-8",
    )
    both.head_office.publish(tmp_path / "data", tmp_path / "in")
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "3")
        await type_path(pilot, tmp_path / "in")
        await settle(pilot, lambda: "Rates [/] fall" in text(pilot), "the bulletin")
        assert "head office has it" in text(pilot)
        assert "data as of 11-24 09:41" in text(pilot)


async def test_a_refused_file_is_told_and_changes_nothing(both: Exchanging, tmp_path: Path) -> None:
    both.send()
    both.ingest()
    both.head_office.publish(None, tmp_path / "in")
    path = next((tmp_path / "in").glob("*.age"))
    path.write_bytes(path.read_bytes()[:-1])
    async with app_of(both).run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "3")
        await type_path(pilot, path)
        await settle(pilot, lambda: "signature does not fit" in text(pilot), "the refusal")
    assert both.desk.exchange.view().received == ()


async def test_stale_data_are_told(both: Exchanging) -> None:
    assert isinstance(both.clock, FixedClock)
    both.clock.move(timedelta(days=8))
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "! No file of head office was taken in yet" in text(pilot)


async def test_a_desk_that_works_alone_says_how_to_enrol(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "alone")
    launch = Launch(
        desk.office.home, desk.office.clock, desk.office.ids, Settings(lang="en"), lambda _: desk,
        unlocked=lambda: desk, areas=AREAS,
    )  # fmt: skip
    async with AdvisorApp(launch).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "advisor-tui enrol FILE" in text(pilot)
        assert "Seal now" not in text(pilot)
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, ExchangeScreen)
    desk.close()


async def test_tab_completes_a_path_and_shows_what_there_is(both: Exchanging, tmp_path: Path) -> None:
    (tmp_path / "stick/one").mkdir(parents=True)
    (tmp_path / "stick/only").mkdir()
    async with app_of(both).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await press(pilot, "2")
        await pilot.press(*str(tmp_path / "sti"))
        await press(pilot, "tab", "tab")
        await settle(pilot, lambda: "only/" in text(pilot), "the names")
        assert "one/" in text(pilot)


def order_to_give_up(both: Exchanging, folder: Path) -> Path:
    both.send()
    both.ingest()
    both.head_office.revoke("T0123")
    both.head_office.wipe("T0123", "reported stolen", discard_unsent=True)
    both.head_office.publish(None, folder)
    return folder


async def test_a_terminal_that_gives_itself_up_says_so_and_ends(both: Exchanging, tmp_path: Path) -> None:
    """What happened, whose order, whom to call; then the program ends, and no lock asks for a passphrase."""
    folder = order_to_give_up(both, tmp_path / "in")
    app = app_of(both)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, "3")
        await type_path(pilot, folder)
        await settle(pilot, on(pilot, Ruling), "the goodbye")
        said = " ".join(text(pilot).split())
        for words in ("give itself up (reported stolen)", "call head office's IT", "for a new enrolment"):
            assert words in said.replace("│ ", "").replace(" │", "")
        assert not both.desk.office.home.keys.exists()
        await settle(pilot)
        await press(pilot, "enter")
        await settle(pilot, lambda: not app.is_running or app._exit, "the end")
    assert app.return_code == 0


async def test_a_kill_before_the_keys_were_destroyed_is_finished_at_the_next_unlock(
    both: Exchanging, tmp_path: Path
) -> None:
    files = sorted(order_to_give_up(both, tmp_path / "in").glob("*.age"))
    home = both.desk.office.home
    both.desk.exchange.receive(files)  # without what follows the commit
    both.desk.close()
    assert home.keys.exists()
    clock, ids = both.clock, both.desk.office.ids
    launch = Launch(
        home, clock, ids, Settings(lang="zh"), lambda _: open_with_key(home, STAFF_NO, desk_key(), clock, ids),
        areas=AREAS,
    )  # fmt: skip
    app = AdvisorApp(launch)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"any words")
        await press(pilot, "enter")
        await settle(pilot, on(pilot, Ruling), "the goodbye")
        assert "本终端已按总行指令停用" in text(pilot)
        assert not home.keys.exists()
        assert not home.database.exists()
        await settle(pilot)
        await press(pilot, "escape")
        await settle(pilot, lambda: not app.is_running or app._exit, "the end")


@pytest.mark.parametrize(
    ("typed", "suffix", "becomes", "names"),
    [
        ("a", "", "alpha", ("alpha.txt", "alpha.zip.age", "alphabet/")),
        ("alpha.z", "", "alpha.zip.age", ("alpha.zip.age",)),
        ("al", "/", "alphabet/", ("alphabet/",)),
        ("alphab", ".zip.age", "alphabet/", ("alphabet/",)),
        ("x", "", "x", ()),
        ("missing/x", "", "missing/x", ()),
    ],
)
def test_completion_goes_on_as_far_as_all_names_agree(
    tmp_path: Path, typed: str, suffix: str, becomes: str, names: tuple[str, ...]
) -> None:
    for name in ("alpha.txt", "alpha.zip.age", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "alphabet").mkdir()
    found = complete(str(tmp_path / typed), suffix)
    assert (found.text, found.names) == (f"{tmp_path}/{becomes}", names)
