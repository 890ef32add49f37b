"""Which folder an export offers at first: the last one, else a memory stick, else one in the home."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor_tui.base.home import Home
from advisor_tui.sync import outbox

MOUNTS = (Path("/run/media"), Path("/media"))
"""Where a desktop mounts removable drives: each below its user's folder, or directly."""


def last_folder(home: Home) -> Path | None:
    """The folder that bundles were last copied into, by whomever; None before the first or where it is gone."""
    named = [line["to"] for line in outbox.delivered_lines(home) if line.get("to")]
    folder = Path(named[-1]) if named else None
    return folder if folder is not None and folder.is_dir() else None


def offered_folder(home: Home, mounts: Iterable[Path] = MOUNTS) -> Path:
    """What an export offers; a folder of the home is made when it is used."""
    return last_folder(home) or next(_drives(mounts), None) or home.root / "export"


def _drives(mounts: Iterable[Path]) -> Iterator[Path]:
    for mount in mounts:
        for pattern in ("*", "*/*"):
            for folder in sorted(mount.glob(pattern)):
                if os.path.ismount(folder) and os.access(folder, os.W_OK):
                    yield folder
