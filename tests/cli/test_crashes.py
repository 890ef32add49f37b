"""A defect in a command: an error number, exit code 70, and nothing of what the command was working on."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "62220000"
PROGRAM = """
import sys, threading
from advisor_tui.cli import doctor, main

def broken():
    card = "62220000"
    if {thread}:
        thread = threading.Thread(target=lambda: 1 / len(card[:0]))
        thread.start()
        thread.join()
        return []
    raise {error}

doctor.check_terminal = broken
sys.argv = ["advisor-tui", "doctor", *{words}]
main.main()
"""


def crash(
    *words: object, error: str = "ValueError(f'card {card}')", thread: bool = False, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(error=error, words=[str(word) for word in words], thread=thread)
    env = {**os.environ, "ADVISOR_TUI_HOME": str(home or "/nowhere/at/all")}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env, timeout=60)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Something went wrong and the command was stopped. Error number "),
        ("zh", "程序出错，命令已停止。错误编号 "),
    ],
)
def test_one_line_with_a_number_and_a_description_in_the_home(tmp_path: Path, lang: str, sentence: str) -> None:
    done = crash("--home", tmp_path, "--lang", lang)
    assert (done.returncode, done.stdout) == (70, "")
    assert re.fullmatch(re.escape(sentence) + r"E\d{12}\n", done.stderr)
    [kept] = (tmp_path / "crashes").iterdir()
    assert kept.stem in done.stderr
    text = kept.read_text(encoding="utf-8")
    assert "builtins.ValueError" in text
    assert "broken" in text
    assert SECRET not in text + done.stderr


@pytest.mark.parametrize("named", [True, False])
def test_the_home_may_be_named_by_an_option_or_by_the_environment(tmp_path: Path, named: bool) -> None:
    crash(f"--home={tmp_path}") if named else crash(home=tmp_path)
    assert len(list((tmp_path / "crashes").iterdir())) == 1


def test_without_a_home_nothing_is_written(tmp_path: Path) -> None:
    done = crash("--home", tmp_path / "none")
    assert done.returncode == 70
    assert re.search(r"E\d{12}$", done.stderr.strip())
    assert list(tmp_path.iterdir()) == []


def test_a_script_gets_an_object(tmp_path: Path) -> None:
    done = crash("--home", tmp_path, "--json", "--lang", "en")
    failure = json.loads(done.stdout)["error"]
    assert (done.returncode, failure["code"]) == (70, "crash")
    assert failure["where"] in failure["message"]
    assert SECRET not in done.stdout


def test_ctrl_c_is_no_crash(tmp_path: Path) -> None:
    done = crash("--home", tmp_path, error="KeyboardInterrupt()")
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "crashes").exists()


def test_an_error_in_a_thread_is_a_number_too_and_the_command_goes_on(tmp_path: Path) -> None:
    done = crash("--home", tmp_path, "--json", thread=True)
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)
    assert re.search(r"E\d{12}$", done.stderr.strip())
    assert "ZeroDivisionError" not in done.stderr
    assert "builtins.ZeroDivisionError" in next((tmp_path / "crashes").iterdir()).read_text(encoding="utf-8")
