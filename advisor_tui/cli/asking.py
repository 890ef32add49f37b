"""What the shared options stand for: a home, a language, a passphrase, an unlocked desk."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home, default_home
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.languages import LANGUAGES, Lang, locale_language, mark, translate, use_language
from advisor_tui.base.settings import read_settings

if TYPE_CHECKING:
    from advisor_tui.desk.desk import Desk

MAX_PASSPHRASE_FILE = 4096
"""Bytes: a passphrase file is a line."""


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


def passphrase(file: Path | None, *, new: bool = False) -> str:
    """Read a passphrase from a file, else ask for it without echo (twice for a new one).

    Raises:
        DeskError: `passphrase_file`, `passphrases_differ`, or `no_passphrase` where nobody can be asked.
    """
    if file is not None:
        return _from_file(file)
    if not sys.stdin.isatty():
        raise DeskError("no_passphrase", mark("Nobody can be asked for the passphrase here: give --passphrase-file."))
    import getpass

    first = getpass.getpass(translate(mark("Passphrase: ")))
    if new and getpass.getpass(translate(mark("Passphrase again: "))) != first:
        raise DeskError("passphrases_differ", mark("The two passphrases differ."))
    return first


def _from_file(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            text = opened.read(MAX_PASSPHRASE_FILE).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(
            "passphrase_file", mark("The passphrase file cannot be read: {reason}"), where=os.fspath(file), reason=error
        ) from error
    return text.rstrip("\r\n")


def unlocked(home: Home, file: Path | None) -> "Desk":
    """Ask for the passphrase and unlock the home; see `desk.opening.open_home` for the errors."""
    from advisor_tui.desk.opening import open_home
    from advisor_tui.store.keys import read_keys

    read_keys(home.keys)
    return open_home(home, passphrase(file), SystemClock(), Uuid7Source())
