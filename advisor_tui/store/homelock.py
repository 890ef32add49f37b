"""One process at a time holds a home."""

from pathlib import Path
from typing import IO, Any

from advisor_tui.base.errors import DeskError
from advisor_tui.base.languages import mark
from advisor_tui.base.locking import try_lock


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
            try_lock(file)
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
