"""What the program asks of the system for its own process."""

import sys
from pathlib import Path

_PATTERN = Path("/proc/sys/kernel/core_pattern")


def forbid_core_dumps() -> None:
    """Let no crash write this process's memory, in which the key and the pages in use are, to a disk.

    Where the system has no such limit or grants no change of it, the doctor says what there is.
    """
    if sys.platform == "win32":
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return


def core_dumps_forbidden() -> bool:
    """Whether a crash of this process leaves no file with its memory."""
    if sys.platform == "win32":
        return True
    import resource

    return resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def core_dump_handler() -> str:
    """The program that Linux hands core dumps to, limited or not, or ""."""
    try:
        pattern = _PATTERN.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    return pattern[1:].split(" ")[0] if pattern.startswith("|") else ""
