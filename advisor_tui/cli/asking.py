"""What the shared options stand for: a home, a language, a passphrase, an unlocked desk."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home, default_home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import LANGUAGES, Lang, locale_language, mark, translate, use_language
from advisor_tui.base.reasons import reason_of
from advisor_tui.base.settings import read_settings
from advisor_tui.base.text import safe_text

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

MAX_PASSPHRASE_FILE = 4096
"""Bytes: a passphrase file is a line."""
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


def home_of(option: Path | None) -> Home:
    """The home that was named, else the default one."""
    return Home(option) if option is not None else default_home()


def speak(option: str | None, home: Home | None = None) -> Lang:
    """Use the language that was asked for, else the home's, else the locale's.

    Raises:
        DeskError: `usage` for a language that there is not.
    """
    if option is not None and option not in LANGUAGES:
        raise DeskError("usage", mark("The language is zh or en, not {word}."), word=option, where="--lang")
    lang = next((known for known in LANGUAGES if known == option), None)
    if lang is None:
        lang = read_settings(home.settings).language(locale_language()) if home else locale_language()
    use_language(lang)
    return lang


def need_terminal() -> None:
    """Refuse to open a screen that nobody sees or that no key reaches: it would stay until it was killed.

    Keys come through stdin and the screen is drawn on stderr; who sends stdout elsewhere wants no screen.

    Raises:
        DeskError: `no_terminal`, `where` naming the stream.
    """
    for stream, name in ((sys.stdin, "stdin"), (sys.stdout, "stdout"), (sys.stderr, "stderr")):
        if stream is None or not stream.isatty():
            raise DeskError(
                "no_terminal", mark("The desk needs a terminal; {stream} is none."), where=name, stream=name
            )


def passphrase(file: Path | None, *, new: bool = False) -> str:
    """Read a passphrase from a file, else ask for it without echo (twice for a new one).

    Raises:
        DeskError: `passphrase_file`, `passphrases_differ`, or `no_passphrase` where nobody can be asked.
    """
    if file is not None:
        return _from_file(file)
    if not sys.stdin.isatty():
        message = mark("Nobody can be asked for the passphrase here: give --passphrase-file.")
        raise DeskError("no_passphrase", message, where="--passphrase-file")
    import getpass

    first = getpass.getpass(translate(mark("Passphrase: ")))
    if new and getpass.getpass(translate(mark("Passphrase again: "))) != first:
        raise DeskError("passphrases_differ", mark("The two passphrases differ."))
    return first


def _from_file(file: Path) -> str:
    where = os.fspath(file)
    try:
        with file.open("rb") as opened:
            found = os.fstat(opened.fileno())
            content = opened.read(MAX_PASSPHRASE_FILE + 1)
        if len(content) > MAX_PASSPHRASE_FILE:
            message = mark("The passphrase file is larger than {count} bytes: it holds one line and nothing else.")
            raise DeskError("passphrase_file", message, where=where, count=MAX_PASSPHRASE_FILE)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = mark("The passphrase file cannot be read: {reason}")
        raise DeskError("passphrase_file", message, where=where, reason=reason_of(error)) from error
    if os.name == "posix" and stat.S_ISREG(found.st_mode) and found.st_mode & _OTHERS_READ:
        message = translate(mark("Others can read the passphrase file {file}: take that right away (chmod 600)."))
        sys.stderr.write(safe_text(message.format(file=where)) + "\n")
    return text.rstrip("\r\n")


@contextmanager
def unlocked(home: Home, file: Path | None) -> Iterator["Desk"]:
    """Ask for the passphrase and unlock the home until the block ends; see `desk.opening.open_home` for the errors."""
    from advisor_tui.desk.opening import open_home
    from advisor_tui.store.keys import read_keys

    read_keys(home.keys)
    desk = open_home(home, passphrase(file), SystemClock(), Uuid7Source())
    try:
        yield desk
    finally:
        desk.close()
