"""HOME/inbox: copies of what was applied, of what waits (parked/), and of what waited and turned out bad (refused/)."""

from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.limits import MAX_PARKED
from advisor_tui.sync.opening import Arrived, sort_key


def parked(home: Home) -> list[Path]:
    """The sealed files that wait, in order."""
    return sorted((home.inbox / "parked").glob("*.zip.age"), key=sort_key)


def keep(home: Home, arrived: Arrived) -> None:
    """Keep a copy of the sealed files; what was brought stays where it lies."""
    _write(home.inbox, arrived)


def park(home: Home, arrived: Arrived) -> None:
    """Keep a bundle that came too early; `parked_full` where too much waits already."""
    waiting = sum(path.stat().st_size for path in parked(home))
    if not (home.inbox / "parked" / arrived.name.file).exists() and waiting + len(arrived.content) > MAX_PARKED:
        raise DeskError(
            "parked_full", mark("Too much of {sender} is waiting already"), where=arrived.name.file,
            sender=arrived.name.sender,
        )  # fmt: skip
    _write(home.inbox / "parked", arrived)


def unpark(path: Path) -> None:
    """Remove what waits no more."""
    path.unlink()
    path.with_name(path.name + ".sig").unlink()


def set_aside(home: Home, path: Path) -> None:
    """Put what waited and turned out bad out of the way."""
    folder = home.inbox / "refused"
    folder.mkdir(mode=0o700, exist_ok=True)
    for file in (path, path.with_name(path.name + ".sig")):
        file.replace(folder / file.name)


def _write(place: Path, arrived: Arrived) -> None:
    place.mkdir(mode=0o700, exist_ok=True)
    for name, data in ((arrived.name.signature, arrived.signature), (arrived.name.file, arrived.content)):
        write_durably(place / name, data)
