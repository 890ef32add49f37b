"""`advisor-tui demo` as it is started and left, on a real terminal."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runner import run
from tests.terminal.harness import Terminal

PROGRAM = (sys.executable, "-m", "advisor_tui")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_kept_demo_prints_commands_that_work_as_they_stand(tmp_path: Path, lang: str) -> None:
    today, heading = ("今日", "总行接收") if lang == "zh" else ("Today", "Head office reads")
    command = [*PROGRAM, "demo", "--clients", "12", "--date", "2026-11-24", "--lang", lang]
    with Terminal([*command, "--keep", str(tmp_path / "a folder")], cols=240) as terminal:
        terminal.wait_for(today)
        terminal.wait_for(re.compile("陈国华|王敏"), timeout=30)
        terminal.settle()
        terminal.keys("ctrl+q")
        assert terminal.wait_exit(30) == 0
        lines = [line.strip() for line in terminal.raw.decode().replace("\r", "").split("\n")]
    assert any(line.startswith(heading) for line in lines)
    open_again, ingest = (line for line in lines if "--home" in line)
    assert str(tmp_path / "a folder" / "desk") in open_again
    done = subprocess.run(
        [*PROGRAM, *_words(ingest), "--json"], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=True
    )
    read = json.loads(done.stdout)
    assert (read["applied"], read["quarantined"], read["parked"]) == (1, 0, 0)


def _words(line: str) -> list[str]:
    """The words of a pasted line after the program's name, as a shell splits them."""
    shown = subprocess.run(
        ["/bin/sh", "-c", f'set -- {line}; printf "%s\\n" "$@"'], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return shown[shown.index("head-office") :]


def test_nothing_is_left_of_a_demo_that_is_not_kept(tmp_path: Path) -> None:
    command = [*PROGRAM, "demo", "--clients", "12", "--lang", "zh"]
    with Terminal(command, env={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait_for("王敏", timeout=30)
        terminal.keys("ctrl+q")
        assert terminal.wait_exit(30) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("keep", [False, True])
def test_ctrl_c_ends_the_making_of_a_large_one_and_leaves_nothing(tmp_path: Path, *, keep: bool) -> None:
    place = ["--keep", str(tmp_path / "kept")] if keep else []
    command = [*PROGRAM, "demo", "--clients", "5000", "--lang", "en", *place]
    with Terminal(command, env={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait_for(re.compile(r"[1-4]000/5000"), timeout=60)
        terminal.keys("ctrl+c")
        assert terminal.wait_exit(60) == 130
        assert "Stopped. Nothing was changed." in terminal.raw.decode()
    assert list(tmp_path.iterdir()) == []


def test_it_keeps_nothing_where_something_is(tmp_path: Path) -> None:
    taken, file = tmp_path / "taken", tmp_path / "file"
    taken.mkdir()
    (taken / "mine").write_text("mine")
    file.write_text("mine")
    for folder, sentence in ((taken, "This folder is not empty."), (file, "This is not a folder that can be used.")):
        ran = run("demo", "--keep", folder, "--lang", "en")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.splitlines() == [sentence, f"  {folder}"]
    assert [path.name for path in taken.iterdir()] == ["mine"]
    assert file.read_text() == "mine"


@pytest.mark.parametrize("keep", [False, True])
def test_without_a_terminal_it_is_refused_and_leaves_nothing(tmp_path: Path, *, keep: bool) -> None:
    place = ["--keep", str(tmp_path / "kept")] if keep else []
    ran = run("demo", *place, "--lang", "en", cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[0] == "The desk needs a terminal; stdin is none."
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_refused_before_a_screen_opens(disk: Path) -> None:
    (disk / "kept").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for folder in (disk / "kept", disk / "new"):
        with Terminal([*PROGRAM, "demo", "--keep", str(folder), "--lang", "en"], cols=200) as terminal:
            assert terminal.wait_exit(30) == 1
            assert "This folder cannot be written to." in terminal.raw.decode()
