"""settings.toml: what is written is read back, and what is wrong is named."""

from pathlib import Path

import pytest

from advisor_tui.base.errors import DeskError
from advisor_tui.base.settings import THEME_NAMES, Settings, read_settings, write_settings
from advisor_tui.widgets.theme import THEMES


@pytest.mark.parametrize(
    "settings", [Settings(), Settings("en", True, 0, True, "light"), Settings(lang="zh", idle_lock_minutes=240)]
)
def test_what_is_written_is_read_back(tmp_path: Path, settings: Settings) -> None:
    write_settings(tmp_path / "settings.toml", settings)
    assert read_settings(tmp_path / "settings.toml") == settings
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none") == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "colour"),
        ('idle_lock_minutes = "10"', "idle_lock_minutes"),
        ("ascii_borders = 1", "ascii_borders"),
        ('theme = "pink"', "theme"),
        ('lang = "fr"', "lang"),
        ("theme = ", "cannot be read"),
        ("\x00", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeskError) as refused:
        read_settings(path)
    assert (refused.value.code, refused.value.where) == ("settings_invalid", str(path))
    assert said in refused.value.message.format(**refused.value.params)


def test_every_theme_that_can_be_chosen_exists() -> None:
    assert tuple(THEMES) == THEME_NAMES
