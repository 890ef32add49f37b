"""One process at a time holds a home."""

import os
from pathlib import Path
from typing import IO, Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark


class HomeLock:
    """An advisory lock on HOME/lock, freed when the process ends however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[Any] | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            DeskError: `home_busy` while another process holds it.
        """
        file = self._path.open("a+")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise DeskError(
                "home_busy", mark("Another program has this home open."), where=str(self._path.parent)
            ) from error
        self._file = file

    def free(self) -> None:
        """Let go."""
        if self._file is not None:
            self._file.close()
            self._file = None


if os.name == "nt":
    import msvcrt

    def _lock(file: IO[Any]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows only
else:
    import fcntl

    def _lock(file: IO[Any]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
