"""Where head office keeps bundles: applied ones in archive/, those that wait in parked/."""

import filecmp
from collections.abc import Sequence
from pathlib import Path

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.headoffice.context import Context
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.limits import MAX_PARKED
from advisor_tui.sync.names import SIGNATURE_SUFFIX
from advisor_tui.sync.opening import Arrived, sealed_files, sort_key


def with_parked(context: Context, paths: Sequence[Path]) -> list[Path]:
    """Files that were brought and the parked ones, in order; of two with one name and one content, the former."""
    found = {path.name: path for path in paths}
    parked = [
        path
        for path in sealed_files(context.home.parked)
        if path.name not in found or not _same_content(path, found[path.name])
    ]
    return sorted([*found.values(), *parked], key=sort_key)


def _same_content(one: Path, other: Path) -> bool:
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def park(context: Context, arrived: Arrived) -> None:
    """Keep a bundle that came too early; `parked_full` when its sender has parked too much."""
    folder = context.home.parked
    waiting = sum(path.stat().st_size for path in folder.glob(f"{arrived.name.sender}-*") if path.is_file())
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


def unpark(context: Context, arrived: Arrived) -> None:
    """What is not waiting any more."""
    for name in (arrived.name.file, arrived.name.file + SIGNATURE_SUFFIX):
        (context.home.parked / name).unlink(missing_ok=True)
