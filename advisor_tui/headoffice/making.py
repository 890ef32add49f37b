"""Making a head office: nothing is replaced, and what an attempt before this one left is taken away."""

import secrets

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.dialects import SqlCipher
from advisor_tui.headoffice.home import HeadOfficeHome
from advisor_tui.headoffice.keys import HeadOfficeKeys
from advisor_tui.sync.durable import write_durably

ATTEMPT = "attempt"
"""The file with the name of the attempt at making a head office that is under way."""


def refuse_to_replace(home: HeadOfficeHome) -> None:
    """Refuse a folder with a warehouse, and one that has lost it: its keys open every terminal's database.

    Raises:
        DeskError: `home_exists`, `warehouse_missing`.
    """
    if home.finished:
        raise DeskError("home_exists", mark("There is already a head office here."), where=str(home.root))
    if (home.keys / "root").exists() and not home.unfinished.exists():
        raise DeskError(
            "warehouse_missing",
            mark("Here are the keys of a head office without its warehouse: put that back from its copy."),
            where=str(home.warehouse),
        )


def begin_making(home: HeadOfficeHome) -> str:
    """Make the folders, take away what an attempt before this one left, and put up the sign that one is under way.

    Returns:
        The attempt's name: on a server, what an attempt before this one left bears the same.
    """
    home.make()
    named = home.keys / ATTEMPT
    attempt = named.read_text(encoding="ascii") if named.exists() else secrets.token_hex(16)
    if home.unfinished.exists():
        for leftover in (*home.keys.iterdir(), *home.root.glob(f"{home.unfinished.name}-*")):
            if leftover != named:
                leftover.unlink()
    home.unfinished.write_bytes(b"")
    write_durably(named, attempt.encode())
    return attempt


def empty_file(home: HeadOfficeHome, keys: HeadOfficeKeys) -> SqlCipher:
    """The warehouse's file, empty, which only its owner may read."""
    home.unfinished.touch(mode=0o600)
    home.unfinished.chmod(0o600)
    return SqlCipher(home.unfinished, keys.warehouse_key())
