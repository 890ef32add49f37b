"""A notice names a file within one line of the smallest terminal, and so that it can be found."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_tui.widgets.glyphs import use_ascii
from advisor_tui.widgets.paths import shown_path
from advisor_tui.widgets.plain import width

HOME = Path("/home/li")
PRINT = HOME / ".local/share/advisor-tui/print"
LONG = "suitability-opinion-01a20b36-a3e0-7011-a5d5-75303a902931-wmp-fixed-90-zh.pdf"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda _: str(HOME))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (PRINT / "form-1.pdf", "~/.local/share/advisor-tui/print/form-1.pdf"),
        (Path("/srv/desk/print/form-1.pdf"), "/srv/desk/print/form-1.pdf"),
        (Path("/home/lin/form-1.pdf"), "/home/lin/form-1.pdf"),
        (PRINT / LONG, "~/.local/share/advisor-tui/print/suitability-opinion-…31-wmp-fixed-90-zh.pdf"),
        (Path("/" + "a" * 90) / "print" / "form-1.pdf", "…/print/form-1.pdf"),
    ],
)
def test_a_path_is_told_from_the_users_own_folder_without_the_middle_of_its_name(path: Path, shown: str) -> None:
    assert shown_path(path) == shown


def test_signs_follow_the_setting() -> None:
    use_ascii(True)
    assert "opinion-~31-wmp-fixed-90-zh.pdf" in shown_path(PRINT / LONG)
    use_ascii(False)


@given(
    st.lists(st.text("ab中-", min_size=1, max_size=40), min_size=1, max_size=6),
    st.text("ab中-", min_size=1, max_size=120), st.integers(60, 120),
)  # fmt: skip
def test_it_never_takes_more_room_and_a_short_one_is_whole(folders: list[str], name: str, cells: int) -> None:
    path = Path("/", *folders, name + ".pdf")
    shown = shown_path(path, cells)
    assert width(shown) <= cells
    assert shown.endswith(".pdf")
    if width(str(path)) <= cells:
        assert shown == str(path)
