"""Which folder an export offers."""

import os
from pathlib import Path

import pytest

from advisor_tui.base.home import Home
from advisor_tui.desk.export_folder import last_folder, offered_folder


def note(home: Home, *folders: Path) -> None:
    home.root.mkdir()
    lines = [f'{{"file": "a", "sha256": "b", "at": "c", "to": "{folder}"}}\n' for folder in folders]
    home.delivered.write_text("".join(lines), encoding="utf-8")


def test_the_last_folder_that_is_still_there_comes_first(tmp_path: Path) -> None:
    home, first, last = Home(tmp_path / "home"), tmp_path / "first", tmp_path / "last"
    first.mkdir()
    last.mkdir()
    assert last_folder(home) is None
    note(home, first, last)
    assert (last_folder(home), offered_folder(home, ())) == (last, last)
    last.rmdir()
    assert offered_folder(home, ()) == home.root / "export"


@pytest.mark.parametrize("place", ["STICK", "wangmin/STICK"])
def test_a_mounted_drive_comes_before_a_folder_of_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    stick = tmp_path / "media" / place
    stick.mkdir(parents=True)
    (tmp_path / "media" / "empty").mkdir()
    home = Home(tmp_path / "home")
    assert offered_folder(home, [tmp_path / "media"]) == home.root / "export", "a folder that is no drive"
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == stick)
    assert offered_folder(home, [tmp_path / "none", tmp_path / "media"]) == stick
