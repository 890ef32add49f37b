"""Watching folders into which somebody copies bundles: a file is taken when it has come whole."""

from pathlib import Path

from advisor_tui.headoffice.shelves import brought_files
from advisor_tui.sync.names import SIGNATURE_SUFFIX

Stamp = tuple[int, int, int, int]


class Watch:
    """What is new in folders from one look to the next.

    A bundle is handed out when its signature lies beside it and neither has changed since the look before; again only
    when it changes. `ingest` without watching judges everything that lies there at once.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._before: dict[Path, Stamp] = {}
        self._handed_out: dict[Path, Stamp] = {}

    def look(self) -> list[Path]:
        """The bundles that have come whole since the last look, in order of ingest."""
        now = {path: stamp for path in brought_files(self.folders) if (stamp := _stamp(path)) is not None}
        new = [
            path for path, stamp in now.items()
            if self._before.get(path) == stamp and self._handed_out.get(path) != stamp
        ]  # fmt: skip
        self._before = now
        self._handed_out.update({path: now[path] for path in new})
        return new


def _stamp(path: Path) -> Stamp | None:
    """Size and time of both files; None while one of them is not there."""
    try:
        sealed, signature = path.stat(), path.with_name(path.name + SIGNATURE_SUFFIX).stat()
    except OSError:
        return None
    return (sealed.st_size, sealed.st_mtime_ns, signature.st_size, signature.st_mtime_ns)
