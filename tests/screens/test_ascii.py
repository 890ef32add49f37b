"""The ASCII setting: not one line or block character is painted, on any area, over any dialog, in either language."""

import unicodedata
from pathlib import Path

import pytest

from advisor_tui.base.languages import LANGUAGES, Lang, use_language
from advisor_tui.base.settings import Settings
from tests.screens.fakes import AREAS as FAKE_AREAS
from tests.screens.fakes import Stage, text_of
from tests.screens.work_stage import WorkStage, settle
from tests.screens.work_stage import press as work_press
from tests.waiting import press, settled

OVERLAYS = (("f1",), ("ctrl+p",), ("f2", "ctrl+n"), ("f2", "ctrl+n", "x", "escape"), ("f9",), ("f9", "5"), ("f9", "6"))


def foreign(text: str) -> set[str]:
    """What a plain console draws in an unknown width or not at all: lines, blocks, arrows, geometric signs."""
    return {
        sign
        for sign in text
        if "\u2190" <= sign <= "\u2bff"
        or sign == "…"
        or (unicodedata.east_asian_width(sign) == "A" and not unicodedata.category(sign).startswith("P"))
    }


def test_what_is_looked_for_is_found() -> None:
    assert foreign("─│█▌→●✓…客户 A，。") == set("─│█▌→●✓…")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_shell_and_its_dialogs_paint_ascii_signs_alone(
    tmp_path: Path, lang: Lang, size: tuple[int, int]
) -> None:
    for keys in OVERLAYS:
        stage = Stage(tmp_path / "home", Settings(lang=lang, ascii_borders=True), areas=FAKE_AREAS)
        async with stage.app.run_test(size=size) as pilot:
            await settled(pilot)
            await press(pilot, *keys)
            assert foreign(text_of(stage.app)) == set(), keys


async def test_the_lock_screen_paints_ascii_signs_alone(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "home", Settings(lang="zh", ascii_borders=True), unlocked=False)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert foreign(text_of(stage.app)) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_areas_of_work_paint_ascii_signs_alone(tmp_path: Path, lang: Lang) -> None:
    use_language(lang)
    work = WorkStage(tmp_path / "home", lang, ascii_borders=True)
    work.busy_day()
    async with work.app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        walks = (
            ("f5",), ("f5", "2"), ("f5", "f1"), ("f5", "1"), ("f6",), ("f6", "2"), ("f6", "3"), ("f6", "ctrl+n"),
            ("f7",), ("f7", "ctrl+n"), ("f8",), ("f9", "1"), ("f9", "2"), ("f9", "3"), ("f9", "4"), ("f9", "7"),
        )  # fmt: skip
        for keys in walks:
            await work_press(pilot, *keys)
            await settle(pilot)
            assert foreign(work.text()) == set(), keys
            await work_press(pilot, "escape")
            await work_press(pilot, "escape")
