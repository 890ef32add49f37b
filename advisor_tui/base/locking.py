"""Advisory locks on open files; the system frees them when the process ends, however it ends."""

import errno
import os
from typing import IO, Any

_UNKNOWN = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
"""What a file system answers that has no locks, as some shares and sticks have none."""

if os.name == "nt":
    import msvcrt

    def try_lock(file: IO[Any]) -> None:
        """Lock a file, or raise OSError at once where it is locked."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows only

    def wait_for_lock(file: IO[Any] | int) -> None:
        """Lock a file; Windows by itself lets nobody replace a file that is open."""
else:
    import fcntl

    def try_lock(file: IO[Any]) -> None:
        """Lock a file, or raise OSError at once where it is locked."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def wait_for_lock(file: IO[Any] | int) -> None:
        """Lock a file or folder as soon as it is free; where the file system has no locks, go on without."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
