"""Pictures of the shell at both sizes in both languages, at a clock that stands still.

After a wanted change: `pytest tests/screens/test_shell_pictures.py --snapshot-update`, and look at the new pictures.
"""

from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from advisor_tui.base.languages import Lang
from advisor_tui.base.settings import Settings
from tests.screens.fakes import Stage
from tests.waiting import press, settled

SIZES = ((80, 24), (120, 40))
EVERYWHERE = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
SPOKEN = pytest.mark.parametrize("lang", ["zh", "en"])


async def taken(root: Path, settings: Settings, size: tuple[int, int], *keys: str, unlocked: bool = True) -> str:
    """The screen as SVG after some keys, without the notice that may stand over it."""
    stage = Stage(root / "home", settings, unlocked=unlocked)
    stage.app.animation_level = "none"
    async with stage.app.run_test(size=size) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        stage.app.clear_notifications()
        await settled(pilot)
        return stage.app.export_screenshot()


@EVERYWHERE
@SPOKEN
async def test_lock(picture: SnapshotAssertion, tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    """A box in the middle: what this is, an empty field under "Passphrase", the demo's passphrase; keys below.

    Nothing of the desk shows: no name, no branch, no count.
    """
    assert await taken(tmp_path, Settings(lang=lang), size, unlocked=False) == picture


@EVERYWHERE
@SPOKEN
async def test_help(picture: SnapshotAssertion, tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    """The heading of the screen below, one sentence on what it is for, and a key a line with its action.

    The keys stand in one column and the actions in another; a bar shows how much more there is; the last line says
    how to scroll and to close.
    """
    assert await taken(tmp_path, Settings(lang=lang), size, "f9", "f1") == picture


@EVERYWHERE
@SPOKEN
async def test_more(picture: SnapshotAssertion, tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    """The status line with branch, staff, place, date and what is due; a digit, a part and a hint a line.

    The first line carries the accent; hints are whole at 80 columns; the key line begins with Enter.
    """
    assert await taken(tmp_path, Settings(lang=lang), size, "f9") == picture


@EVERYWHERE
@SPOKEN
async def test_settings(picture: SnapshotAssertion, tmp_path: Path, lang: Lang, size: tuple[int, int]) -> None:
    """Language, colours, borders and idle lock under one another, labels right and choices in one column."""
    assert await taken(tmp_path, Settings(lang=lang), size, "f9", "5") == picture


@pytest.mark.parametrize("choice", [{"theme": "light"}, {"ascii_borders": True}], ids=["light", "ascii"])
async def test_settings_in_another_look(picture: SnapshotAssertion, tmp_path: Path, choice: dict[str, Any]) -> None:
    """The same at 80×24 in Chinese: dark words on a light ground, or every line and sign in ASCII."""
    assert await taken(tmp_path, Settings(lang="zh", **choice), (80, 24), "f9", "5") == picture
