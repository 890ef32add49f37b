"""Text from outside can neither steer the terminal nor be read as markup, whatever widget shows it.

`tests/data/blns` holds strings of the Big List of Naughty Strings (MIT, licence beside them).
"""

import json
import re
import sys
import unicodedata
from functools import partial
from pathlib import Path

import pytest

from tests.terminal.harness import Terminal

DATA = Path(__file__).parents[1] / "data" / "blns" / "strings.json"
ROOT = Path(__file__).parents[2]
MARKUP = ["[/]a", "[@click=app.quit]x", "[b]bold[/b]", "[red", "$primary {name} %s", "=1+1|cmd"]
STEERING = [
    "one\x1b]52;c;SGVsbG8=\x07",
    "two\x1b]0;owned\x1b\\",
    "three\x1b[777;42H",
    "four\x9b777mC1",
    "five\u202ereversed\u2066",
    "six\x1bP+q544e\x1b\\",
    "seven\x07\x08\x0e\x7f",
    "eight\nnine\rten\u2028eleven",
    "\ue000\ufdd0\U000e0041tags",
]
FORBIDDEN = [
    b"\x1b[777;42H",
    b"\xc2\x9b",
    b"\x1b]52",
    b"\x1b]0;",
    b"\x1bP+q",
    b"SGVsbG8=\x07",
    b"\x0e",
    b"\x08",
    b"\x07",
]
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;:<=>?$]*[@-~]|[()][0-9A-B]|[=>78])|\x1b\][0-9;]*[^\x1b\x07]*\x1b\\")
HOSTILE_CATEGORIES = {"Cc", "Cf", "Co", "Cn", "Cs"}
JOINERS = "\u200c\u200d"


def hostile_left(raw: bytes) -> list[str]:
    """Code points in the output, outside the program's own sequences, that could steer a terminal."""
    text = _SEQUENCE.sub("", raw.decode("utf-8"))
    return sorted(
        {
            f"U+{ord(char):04X}"
            for char in text
            if unicodedata.category(char) in HOSTILE_CATEGORIES and char not in JOINERS + "\r\n"
        }
    )


def shows(text: str, times: int, screen: str) -> bool:
    return screen.count(text) == times


@pytest.fixture
def strings(tmp_path: Path) -> list[str]:
    """Our own cases and the naughty ones; the first is harmless."""
    return ["harmless", *MARKUP, *STEERING, *json.loads(DATA.read_text(encoding="utf-8"))]


@pytest.fixture
def terminal(tmp_path: Path, strings: list[str]) -> Terminal:
    """The hostile app on a pty with room for every widget."""
    file = tmp_path / "strings.json"
    file.write_text(json.dumps(strings))
    command = [sys.executable, "-m", "tests.terminal.hostile_app", str(file), str(tmp_path / "home")]
    return Terminal(command, 100, 40, cwd=str(ROOT))


def test_hostile_text_is_literal_and_harmless_in_every_widget(terminal: Terminal, strings: list[str]) -> None:
    with terminal:
        terminal.wait_for("harmless", 20)
        terminal.settle()
        started = len(terminal.raw)
        for place, text in enumerate(strings[1:], start=1):
            before = len(terminal.raw)
            terminal.keys("ctrl+n")
            terminal.wait_for(f"string {place} of")
            if text in MARKUP:
                # status line, static, matched, three cells, option, field, complaint, notice title and text
                terminal.wait_until(partial(shows, text, 11), f"{text!a} in every widget")
            terminal.settle(0.05)
            new = terminal.raw[before:]
            assert hostile_left(new) == [], f"{text!a} left hostile code points"
            assert [bad for bad in FORBIDDEN if bad in new] == [], f"{text!a}"
        terminal.settle()
        assert hostile_left(terminal.raw[started:]) == []
        assert [bad for bad in FORBIDDEN if bad in terminal.raw[started:]] == []
        terminal.keys("ctrl+q")
        assert terminal.wait_exit() == 0


def test_hostile_text_is_literal_in_dialogs(terminal: Terminal, strings: list[str]) -> None:
    with terminal:
        terminal.wait_for("harmless", 20)
        for text in MARKUP:
            place = strings.index(text)
            terminal.keys("ctrl+n")
            terminal.wait_for(f"string {place} of")
            terminal.keys("ctrl+f")
            screen = terminal.wait_for(f"1  {text}")
            assert screen.count(text) >= 3, screen
            terminal.keys("1")
            terminal.wait_gone(f"1  {text}")
            terminal.settle()
            terminal.keys("escape")
            terminal.settle()
        terminal.keys("ctrl+q")
        assert terminal.wait_exit() == 0
