"""The real program on a real pty, read back through a terminal emulator."""

import os
import re
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pexpect
import pyte

_NAMED = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+pageup": "\x1b[5;5~",
    "ctrl+pagedown": "\x1b[6;5~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
} | {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"}

# What pyte does not know and would print: answers' counterparts and mode queries.
_QUERY_MODE = re.compile(rb"\x1b\[\?(\d+)\$p")
_UNKNOWN = re.compile(
    rb"\x1b\[[<>=?]\d*(?:;\d+)*u|\x1b\[>[0-9;]*[a-zA-Z]|\x1bP.*?\x1b\\|\x1b\]22;[^\x07\x1b]*(?:\x07|\x1b\\)", re.DOTALL
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>?$ ]*|\][^\x07\x1b]*|P[^\x1b]*|O)?$")
QUIET = 0.15
"""Seconds without output after which the screen counts as settled."""


def encode(key: str) -> bytes:
    """A key's name as the bytes that a terminal sends; anything else is typed as it stands."""
    return _NAMED.get(key, key).encode()


class Terminal:
    """A program on a pty of a given size.

    Attributes:
        raw: Every byte that the program wrote.
    """

    def __init__(
        self,
        command: Sequence[str],
        cols: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        self.raw = b""
        self._held = b""
        self._screen = pyte.Screen(cols, rows)
        self._stream = pyte.ByteStream(self._screen)
        base = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        base |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}
        base |= {"ESCDELAY": "20"}
        self._child = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(rows, cols), env={**base, **(env or {})}, cwd=cwd, timeout=10
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Reading

    def read(self, timeout: float) -> bool:
        """Take what the program writes within `timeout` seconds; False if that was nothing."""
        try:
            got: bytes | str = self._child.read_nonblocking(65536, timeout)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        data = got if isinstance(got, bytes) else got.encode()
        self.raw += data
        self._answer(data)
        data = self._held + data
        cut = _UNFINISHED.search(data)
        self._held = data[cut.start() :] if cut else b""
        data = data[: cut.start()] if cut else data
        self._stream.feed(_UNKNOWN.sub(b"", _QUERY_MODE.sub(b"", data)))
        return True

    def _answer(self, data: bytes) -> None:
        """Answer what a terminal answers: device attributes, cursor position, modes, keyboard protocol."""
        if b"\x1b[c" in data:
            self._child.send(b"\x1b[?62;c")
        if b"\x1b[6n" in data:
            self._child.send(b"\x1b[1;1R")
        if b"\x1b[?u" in data:
            self._child.send(b"\x1b[?0u")
        for mode in _QUERY_MODE.findall(data):
            self._child.send(b"\x1b[?" + mode + b";0$y")

    def screen(self) -> str:
        """What stands on the screen, a line each."""
        # pyte's own `display` fails on a wide character that was half overwritten.
        lines = (self._screen.buffer[row] for row in range(self._screen.lines))
        return "\n".join("".join(line[x].data for x in range(self._screen.columns)) for line in lines)

    @property
    def pid(self) -> int:
        """The program's process id."""
        assert self._child.pid is not None
        return self._child.pid

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor, from 0."""
        return self._screen.cursor.x, self._screen.cursor.y

    def wait_until(self, ready: Callable[[str], bool], what: str, timeout: float = 10) -> str:
        """Read until the screen is as wanted; AssertionError with the screen otherwise."""
        end = time.monotonic() + timeout
        while not ready(self.screen()):
            if time.monotonic() > end or (not self.read(0.1) and not self._child.isalive()):
                raise AssertionError(f"never saw {what}; the screen:\n{self.screen()}")
        return self.screen()

    def wait_for(self, text: str | re.Pattern[str], timeout: float = 10) -> str:
        """Read until a text or a pattern stands on the screen, and give the screen."""
        if isinstance(text, str):
            return self.wait_until(lambda screen: text in screen, repr(text), timeout)
        return self.wait_until(lambda screen: bool(text.search(screen)), text.pattern, timeout)

    def wait_gone(self, text: str, timeout: float = 10) -> str:
        """Read until a text has left the screen."""
        return self.wait_until(lambda screen: text not in screen, f"the end of {text!r}", timeout)

    def settle(self, quiet: float = QUIET) -> str:
        """Read until the program is quiet, and give the screen."""
        while self.read(quiet):
            pass
        return self.screen()

    # Doing

    def keys(self, *keys: str) -> None:
        """Press keys one after the other: names such as "f2", "ctrl+s", "enter", or text to type."""
        for key in keys:
            self._child.send(encode(key))
            # An escape followed at once by a key would be another key.
            self.settle(QUIET if key == "escape" else 0.02)

    def burst(self, *keys: str) -> None:
        """Press keys so fast that the terminal delivers them in one piece."""
        self._child.send(b"".join(encode(key) for key in keys))
        self.settle()

    def paste(self, text: str) -> None:
        """Paste as a terminal does in bracketed mode."""
        self._child.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        self.settle()

    # Ending

    def kill(self) -> None:
        """End it as a power cut does."""
        self._child.kill(signal.SIGKILL)
        self._child.wait()

    def hang_up(self) -> None:
        """End it as a closed terminal window does."""
        self._child.kill(signal.SIGHUP)

    def wait_exit(self, timeout: float = 15) -> int:
        """Read until the program has ended by itself; its exit code."""
        end = time.monotonic() + timeout
        while self.read(0.1) or self._child.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"did not end; the screen:\n{self.screen()}")
        self._child.close()
        return -1 if self._child.exitstatus is None else int(self._child.exitstatus)

    def close(self) -> None:
        """End it if it still runs."""
        if self._child.isalive():
            self._child.terminate(force=True)
        self._child.close()
