"""Starting the desk itself; neither Typer nor the data layer is imported before the first screen has painted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.clock import SystemClock
from advisor_tui.base.ids import Uuid7Source
from advisor_tui.base.settings import read_settings
from advisor_tui.cli.asking import home_of, need_terminal, passphrase, speak

if TYPE_CHECKING:
    from advisor_tui.screens.shell import Launch


@dataclass(frozen=True)
class Asked:
    """What the words of the command line ask of the desk; each may be missing."""

    home: Path | None = None
    lang: str | None = None
    passphrase_file: Path | None = None


def desk_alone(words: Sequence[str]) -> Asked | None:
    """The options of `advisor-tui` without a command; None when there is anything else, which Typer reads then."""
    found: dict[str, str] = {}
    left = list(words)
    while left:
        name, equals, value = left.pop(0).partition("=")
        if name not in ("--home", "--lang", "--passphrase-file") or not (equals or left):
            return None
        found[name] = value if equals else left.pop(0)
        if found[name].startswith("-"):
            return None
    home, file = found.get("--home"), found.get("--passphrase-file")
    return Asked(None if home is None else Path(home), found.get("--lang"), None if file is None else Path(file))


def prepare(asked: Asked) -> "Launch":
    """All that the app needs; the desk is opened by the app, in a thread.

    Raises:
        DeskError: `no_home`, `keys_missing`, `home_remains`, `no_terminal`, `usage`, `settings_invalid`,
            `passphrase_file`.
    """
    home = home_of(asked.home)
    language = speak(asked.lang, home)
    if not home.keys.exists():
        from advisor_tui.store.presence import missing

        raise missing(home)
    need_terminal()
    given = passphrase(asked.passphrase_file) if asked.passphrase_file else None
    from advisor_tui.app import desk_opener
    from advisor_tui.screens.shell import Launch

    clock, ids = SystemClock(), Uuid7Source()
    unlock = desk_opener(home, clock, ids)
    return Launch(
        home=home,
        clock=clock,
        ids=ids,
        settings=replace(read_settings(home.settings), lang=language),
        open_desk=unlock,
        unlocked=None if given is None else lambda: unlock(given),
    )


def open_desk(asked: Asked) -> int:
    """Open the desk and answer the exit code; see `prepare` for the errors."""
    launch = prepare(asked)
    from advisor_tui.app import run

    return run(launch)
