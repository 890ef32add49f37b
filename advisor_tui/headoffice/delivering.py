"""Putting sealed bundles where they are carried from. `outbox/` gets its copy last: what lies there was put there."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.headoffice.home import HeadOfficeHome
from advisor_tui.sync.durable import write_durably
from advisor_tui.sync.outbox import move_aside
from advisor_tui.sync.sealing import SealedBundle

_PROBE = ".advisor-tui."
_ROOM = 64 * 1024
"""Bytes that a folder must have room for before anything is sealed for it; what does not fit then comes later."""


def try_folders(*folders: Path) -> None:
    """Refuse, before anything is sealed, a folder that cannot be written to; it is left as it was found.

    What is written has no name in the folder, so that nothing of it stays when this is killed or the disk is full.

    Raises:
        OSError: As the system says it.
    """
    for folder in folders:
        made = [place for place in (folder, *folder.parents) if not place.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(prefix=_PROBE, dir=folder) as probe:
                probe.write(bytes(_ROOM))
                probe.flush()
                os.fsync(probe.fileno())
        finally:
            for place in made:
                with suppress(OSError):
                    place.rmdir()


def is_put(home: HeadOfficeHome, bundle: SealedBundle) -> bool:
    """Whether this very bundle was put somewhere; names begin anew with each epoch."""
    lying = [(home.outbox / name, data) for name, data in _of(bundle)]
    return all(path.is_file() and path.read_bytes() == data for path, data in lying)


def put(home: HeadOfficeHome, to: Path, bundles: Sequence[SealedBundle], sealed: int) -> None:
    """Write bundles to a folder and to outbox/.

    Args:
        home: Head office's folder.
        to: The folder that is carried.
        bundles: In the order of their numbers.
        sealed: How many of them were sealed just now, which a refusal tells.

    Raises:
        DeskError: `not_put`; the next publish puts what is missing.
    """
    try:
        for bundle in bundles:
            for folder in (to, home.outbox):
                folder.mkdir(parents=True, exist_ok=True)
                move_aside(folder, bundle.name.file, bundle.sha256)  # of a former epoch: it may not be read yet
                for name, data in _of(bundle):
                    write_durably(folder / name, data, 0o644)
    except OSError as error:
        raise DeskError(
            "not_put",
            mark("Bundles sealed: {count}, but not all of them could be written: {reason}. They count as sent; the "
                 "next publish writes what is missing."),
            where=str(error.filename or to), count=sealed, reason=reason_of(error),
        ) from error  # fmt: skip


def _of(bundle: SealedBundle) -> tuple[tuple[str, bytes], ...]:
    """Both files of a bundle, the signature first: a bundle is never there without it."""
    return (bundle.name.signature, bundle.signature), (bundle.name.file, bundle.content)
