"""What only a real terminal shows: first paint, the caret for an input method, hang-up, sixteen colours, no mouse."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.fakes import PASSPHRASE
from tests.terminal.harness import Terminal

ROOT = Path(__file__).parents[2]
HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "pypinyin", "numpy", "alembic", "sqlcipher3", "rapidfuzz"}


def start(home: Path, state: str, **env: str) -> Terminal:
    return Terminal([sys.executable, "-m", "tests.terminal.small_app", str(home), state], env=env, cwd=str(ROOT))


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Terminal]:
    with start(tmp_path / "home", "locked") as terminal:
        terminal.wait_for("口令")
        terminal.settle()
        yield terminal


def test_the_first_screen_is_painted_before_the_data_layer_is_imported(locked: Terminal, tmp_path: Path) -> None:
    locked.keys("ctrl+q")
    assert locked.wait_exit() == 0
    modules = set((tmp_path / "home" / "modules").read_text().split())
    assert "textual" in modules
    assert modules & HEAVY == set()
    assert not {name for name in modules if name.startswith(("advisor_tui.store", "advisor_tui.sync"))}


def test_the_terminals_cursor_stands_at_the_caret_from_the_first_focus(locked: Terminal) -> None:
    column, row = locked.cursor
    lines = locked.screen().splitlines()
    label = next(number for number, line in enumerate(lines) if line.strip() == "口令")
    assert row == label + 2
    assert column == 13


def test_the_whole_day_by_keys_and_a_chinese_name_typed(locked: Terminal) -> None:
    locked.keys(PASSPHRASE, "enter")
    locked.wait_for("滨江支行 · 王敏   今日")
    locked.keys("f2")
    locked.wait_for("F2 客户")
    locked.keys("ctrl+n")
    locked.wait_for("F2 新建")
    locked.keys("张三丰")
    locked.paste("一行\n又一行")
    locked.wait_for("张三丰一行 又一行")
    locked.keys("ctrl+s")
    locked.wait_for("待封存 1")
    locked.keys("ctrl+q")
    assert locked.wait_exit() == 0


def test_a_hang_up_locks_the_desk_and_ends(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with start(home, "open") as terminal:
        terminal.wait_for("张三丰")
        terminal.hang_up()
        terminal.wait_exit()
    assert (home / "locked").read_text() == "1"


def test_the_mouse_stays_the_terminals(locked: Terminal) -> None:
    assert not re.search(rb"\x1b\[\?100[0-3]h", locked.raw)


@pytest.mark.parametrize(
    "env", [{"TERM": "linux", "COLORTERM": ""}, {"NO_COLOR": "1"}, {"TEXTUAL_COLOR_SYSTEM": "standard"}]
)
def test_the_cursor_row_reads_without_true_colour(tmp_path: Path, env: dict[str, str]) -> None:
    with start(tmp_path / "home", "open", **env) as terminal:
        screen = terminal.wait_for("张三丰")
        assert "▌ 张三丰" in screen
        terminal.keys("down")
        terminal.wait_for("▌ 陈芳")
        if "NO_COLOR" not in env:
            assert b"38;2;" not in terminal.raw, "sixteen colours means sixteen"


def test_nothing_moves_by_itself(locked: Terminal) -> None:
    before = len(locked.raw)
    locked.read(1.2)
    assert locked.raw[before:] == b""
