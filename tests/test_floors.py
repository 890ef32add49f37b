"""What each start imports, looked up in `sys.modules` of a process of its own.

That the rules need nothing but the standard library stands in tests/rules/test_floor.py.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import PASSPHRASE, make_desk
from tests.terminal.harness import Terminal

HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "pypinyin", "numpy", "alembic", "sqlcipher3", "rapidfuzz", "holidays"}
ENTRY = """
import atexit, sys
from pathlib import Path
from advisor_tui.cli.main import main
sys.argv[0] = "advisor-tui"
out = Path(sys.argv.pop(1))
atexit.register(lambda: out.write_text("\\n".join(sorted(sys.modules))))
main()
"""
"""The console script, which leaves behind what was imported when it ended."""


def floors(modules: set[str]) -> set[str]:
    """The data layer's modules among these."""
    below = ("advisor_tui.store", "advisor_tui.sync", "advisor_tui.desk.desk", "advisor_tui.headoffice")
    return {name for name in modules if name.split(".")[0] in HEAVY or name.startswith(below)}


def test_the_lock_screen_is_painted_before_the_data_layer_is_imported(tmp_path: Path) -> None:
    make_desk(tmp_path / "home", book=False).close()
    script, out = tmp_path / "entry.py", tmp_path / "modules"
    script.write_text(ENTRY, encoding="utf-8")
    with Terminal([sys.executable, str(script), str(out), "--home", str(tmp_path / "home")]) as terminal:
        terminal.wait_for("口令", timeout=30)
        terminal.settle()
        terminal.keys("ctrl+q")
        assert terminal.wait_exit() == 0
    modules = set(out.read_text(encoding="utf-8").split())
    assert "advisor_tui.screens.lock" in modules
    assert floors(modules) == set()
    assert not {"typer", "advisor_tui.cli.commands"} & modules


def test_with_the_key_at_hand_the_day_page_too_is_painted_first(tmp_path: Path) -> None:
    make_desk(tmp_path / "home", book=False).close()
    (tmp_path / "passphrase").write_text("correct horse battery", encoding="utf-8")
    out = tmp_path / "modules"
    program = """
import sys
from pathlib import Path
from textual.app import App
from advisor_tui.cli.main import main
out, display = Path(sys.argv.pop(1)), App._display
def first(self, screen, renderable):
    if renderable is not None and not out.exists() and type(screen).__name__ == "DayScreen":
        out.write_text("\\n".join(sorted(sys.modules)))
    display(self, screen, renderable)
App._display = first
main()
"""
    words = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "passphrase")]
    with Terminal([sys.executable, "-c", program, str(out), *words]) as terminal:
        terminal.wait_for("滨江支行", timeout=30)
        terminal.keys("ctrl+q")
        assert terminal.wait_exit() == 0
    modules = set(out.read_text(encoding="utf-8").split())
    assert "advisor_tui.screens.work.day" in modules
    assert floors(modules) == set()


def test_todays_lines_and_the_client_list_stand_before_the_tables_are_imported(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "home")
    desk.close()
    program = """
import sys
from pathlib import Path
from advisor_tui.base.clock import SystemClock
from advisor_tui.base.home import Home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.desk.unlocking import unlock_home
from advisor_tui.desk.views.clients import ClientQuery
from advisor_tui.desk.views.common import Anchor
desk = unlock_home(Home(Path(sys.argv[1])), sys.argv[2], SystemClock(), Uuid7Source())
assert desk.clients.page(ClientQuery(), Anchor("start"), 40).total == 5
assert desk.day.page(200).figures
assert desk.status().branch
desk.check_journal()
print("\\n".join(sys.modules))
"""
    words = [str(tmp_path / "home"), PASSPHRASE]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert "advisor_tui.desk.day" in modules
    assert not {"sqlmodel", "pydantic", "advisor_tui.store.tables", "alembic", "pypinyin"} & modules


@pytest.mark.parametrize("words", [["--help"], ["doctor", "--help"], ["import", "--help"]])
def test_help_imports_no_data_layer_and_no_textual(tmp_path: Path, words: list[str]) -> None:
    script, out = tmp_path / "entry.py", tmp_path / "modules"
    script.write_text(ENTRY, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script), str(out), *words], capture_output=True, text=True, check=True)
    assert "advisor-tui" in done.stdout
    modules = set(out.read_text(encoding="utf-8").split())
    assert "advisor_tui.cli.doctor" in modules
    assert floors(modules) <= {"pydantic"} | {name for name in modules if name.startswith("pydantic.")}, "but Typer's"
    assert "textual" not in modules
