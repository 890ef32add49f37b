"""Where head office keeps bundles: applied ones in archive/, those that wait in parked/."""

import filecmp
from collections.abc import Sequence
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.limits import MAX_PARKED
from advisor_tui.sync.opening import Arrived, sealed_files, sort_key


def with_parked(context: Context, paths: Sequence[Path]) -> list[Path]:
    """Files that were brought and the parked ones, in order; of two with one name and one content, the former."""
    brought: dict[str, list[Path]] = {}
    for path in paths:
        brought.setdefault(path.name, []).append(path)
    parked = [
        path
        for path in parked_files(context)
        if not any(_same_content(path, other) for other in brought.get(path.name, ()))
    ]
    return sorted([*paths, *parked], key=sort_key)


def brought_files(folders: Sequence[Path]) -> list[Path]:
    """The sealed files of folders and of the folders in them, one level deep: a share has one for each terminal.

    Raises:
        DeskError: `folder_missing`.
    """
    found: dict[Path, None] = {}
    for folder in folders:
        if not folder.is_dir():
            raise DeskError("folder_missing", mark("There is no such folder"), where=str(folder))
        for place in (folder, *sorted(path for path in folder.iterdir() if path.is_dir())):
            found.update(dict.fromkeys(sealed_files(place)))
    return list(found)


def parked_files(context: Context) -> list[Path]:
    """The sealed files that wait."""
    others = [path for folder in sorted(context.home.parked.glob("*/")) for path in sealed_files(folder)]
    return [*sealed_files(context.home.parked), *others]


def _same_content(one: Path, other: Path) -> bool:
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def park(context: Context, arrived: Arrived) -> None:
    """Keep a bundle that came too early; `parked_full` when its sender has parked too much."""
    waiting = sum(path.stat().st_size for path in context.home.parked.rglob(f"{arrived.name.sender}-*.age"))
    folder = _place(context.home.parked, arrived)
    if not (folder / arrived.name.file).exists() and waiting + len(arrived.content) > MAX_PARKED:
        raise DeskError(
            "parked_full", mark("Too much of {sender} is waiting already"), where=arrived.name.file,
            sender=arrived.name.sender,
        )  # fmt: skip
    keep(folder, arrived)


def keep(folder: Path, arrived: Arrived) -> None:
    """Keep both files in a folder, unless they lie there already."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _holds(folder / arrived.name.file, arrived.content) and _holds(
        folder / arrived.name.signature, arrived.signature
    ):
        return
    for name, data in ((arrived.name.signature, arrived.signature), (arrived.name.file, arrived.content)):
        write_durably(folder / name, data)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _place(folder: Path, arrived: Arrived) -> Path:
    """Where it lies or comes to lie: names begin anew with each epoch, so that two bundles may bear the same one.

    The second lies in a folder named by its content.
    """
    taken = (folder / arrived.name.file).exists() and not _holds(folder / arrived.name.file, arrived.content)
    return folder / arrived.sha256[:16] if taken else folder


def unpark(context: Context, arrived: Arrived) -> None:
    """What is not waiting any more; another bundle of that name still waits."""
    for folder in (context.home.parked, context.home.parked / arrived.sha256[:16]):
        if _holds(folder / arrived.name.file, arrived.content):
            for name in (arrived.name.file, arrived.name.signature):
                (folder / name).unlink(missing_ok=True)
            if folder != context.home.parked:
                folder.rmdir()


def archive(context: Context, arrived: Arrived) -> None:
    """Keep what was applied."""
    keep(_place(context.home.archive / arrived.name.sender, arrived), arrived)
