"""Which files of a home are there: what is said where one is missing, and where no new desk may be made."""

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark


def missing(home: Home) -> DeskError:
    """What to say of a home of which the database or the keys are not there.

    Only where nothing of a desk is left it is the advice to make one: a new desk's keys would take the place of the
    only ones that open the old desk's database.
    """
    folder = str(home.root)
    if home.keys.exists():
        return DeskError(
            "database_missing",
            mark("The keys of a desk are in {folder}, but its database desk.db is missing. Put it back from a backup."),
            where=str(home.database),
            folder=folder,
        )
    if home.database.exists():
        return DeskError(
            "keys_missing",
            mark(
                "The database of a desk is in {folder}, but its keys.json is missing. Put it back from a backup: "
                "nothing else opens the database."
            ),
            where=str(home.keys),
            folder=folder,
        )
    if _remains(home):
        return DeskError(
            "home_remains",
            mark(
                "In {folder} is what a desk has left: sealed bundles, or its last seal. Put its database and its "
                "keys.json back, or make a new desk in another folder."
            ),
            where=folder,
            folder=folder,
        )
    message = mark("There is no desk in {folder}. Make one with: advisor-tui init")
    return DeskError("no_home", message, where=folder, folder=folder)


def refuse_another(home: Home) -> None:
    """Refuse to make a desk where one is, or where something of one is left.

    Raises:
        DeskError: `home_exists`, `database_missing`, `home_remains`.
    """
    unfinished = home.keys.exists() and home.unfinished.exists()
    if home.database.exists() or unfinished:
        raise DeskError("home_exists", mark("There is already a desk here."), where=str(home.root))
    if home.keys.exists() or _remains(home):
        raise missing(home)


def _remains(home: Home) -> bool:
    return home.head.exists() or (home.outbox.is_dir() and any(home.outbox.iterdir()))
