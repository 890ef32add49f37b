"""An unexpected error on the command line: one line with a number on stderr, never a traceback with values."""

import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from advisor_tui.base.languages import mark, translate

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED = 130


class CrashReporter:
    """Takes the place of the interpreter's hooks, which print messages and with them what a client told us.

    Args:
        arguments: The words of the command line: which home was named, and whether the answer is JSON.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = tuple(arguments)

    def install(self) -> None:
        """Hear of every error that nothing caught: of the program, of its threads, of its destructors."""
        sys.excepthook = self._ended
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable

    def _ended(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        from advisor_tui.base.crash import EXIT_CODE

        number = self.report(error)
        if "--json" in self._arguments:
            import json

            failure = {"code": "crash", "message": _sentence(number), "where": number}
            sys.stdout.write(json.dumps({"error": failure}, ensure_ascii=False) + "\n")
        sys.exit(EXIT_CODE)  # the interpreter takes this exit code over its own 1

    def _in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not isinstance(caught.exc_value, SystemExit):
            self.report(caught.exc_value)

    def _unraisable(self, caught: "UnraisableHookArgs") -> None:
        if caught.exc_value is not None:
            self.report(caught.exc_value)

    def report(self, error: BaseException) -> str:
        """Keep what happened in the home, if there is one, and say the number on stderr."""
        from advisor_tui.base.clock import SystemClock
        from advisor_tui.base.crash import crash_number, keep

        now, home = SystemClock().now(), self.home()
        number = crash_number(now) if home is None else keep(error, now, home)
        sys.stderr.write(_sentence(number) + "\n")
        return number

    def home(self) -> Path | None:
        """The home that the command line names, else $ADVISOR_TUI_HOME, else the default one; None without any."""
        words = self._arguments
        for place, word in enumerate(words):
            if word.startswith("--home="):
                return Path(word.removeprefix("--home="))
            if word == "--home" and place + 1 < len(words):
                return Path(words[place + 1])
        if "demo" in words:
            return None  # its home is thrown away, or is not the advisor's own
        from advisor_tui.base.home import default_home

        return default_home().root


def _sentence(number: str) -> str:
    text = translate(mark("Something went wrong and the command was stopped. Error number {number}"))
    return text.format(number=number)
