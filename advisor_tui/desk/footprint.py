"""What an attempt at making a home puts into its folder, and how it is taken away again."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from advisor_tui.base.home import Home

_NAMES = (
    "desk.part*", "desk.db*", "keys.json", "keys.part", "settings.toml", "settings.part", "head", "head.part", "lock",
    "*.keys", "*.keys.part", "outbox", "inbox", "print",
)  # fmt: skip
"""A home's own names. What else lies in the folder is somebody else's, whenever it came."""


class Footprint:
    """How a home's place is before a desk is made there.

    It is looked at when this is built; only who has made the home since may `undo` it.

    Raises:
        DeskError: `read_only`, `cannot_write` for a place that may not even be looked at.
    """

    def __init__(self, home: Home) -> None:
        self._root = home.root
        self._settings = home.settings
        try:
            self._new_folders = [folder for folder in (home.root, *home.root.parents) if not folder.exists()]
            self._before = {path: path.stat().st_mode & 0o777 for path in self._own()}
            self._chosen = self._settings.read_bytes() if self._settings in self._before else None
        except OSError as error:
            from advisor_tui.store.failures import explain

            raise explain(error, home.root) or error from error

    def undo(self) -> None:
        """Leave the place as it was found; what cannot be removed stays."""
        for path in self._own():
            with suppress(OSError):
                if path in self._before or path == self._root:
                    continue
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()
                else:
                    path.unlink()
        with suppress(OSError):
            if self._chosen is not None and self._settings.read_bytes() != self._chosen:
                self._settings.write_bytes(self._chosen)
        for path, mode in self._before.items():
            with suppress(OSError):
                path.chmod(mode)
        self.undo_folders()

    def undo_folders(self) -> None:
        """Remove the folders that were made on the way to the home, as far as they are empty."""
        for folder in self._new_folders:
            with suppress(OSError):
                folder.rmdir()

    def _own(self) -> Iterator[Path]:
        """The home's folder and what is in it under a home's own names."""
        if self._root.is_dir():
            yield self._root
            for name in _NAMES:
                yield from tuple(self._root.glob(name))
