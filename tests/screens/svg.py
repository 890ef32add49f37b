"""Snapshots of screens as SVG files that a browser shows."""

import re
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

_ID = re.compile(r"terminal-\d+-")
"""Rich makes the ids of a picture from a hash of all of it; without the hash, only what changed differs."""


class SvgExtension(SingleFileSnapshotExtension):
    """One `.svg` file a picture, beside the tests."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        """The picture with ids that do not depend on its content."""
        return _ID.sub("terminal-", str(data))
