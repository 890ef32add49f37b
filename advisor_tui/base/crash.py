"""What is kept of a crash: a number for the person, and a file that names code places but no data."""

import traceback
from datetime import datetime
from pathlib import Path

from advisor_tui.base.clock import CHINA

EXIT_CODE = 70
"""What the program ends with after a defect of its own (EX_SOFTWARE of sysexits.h)."""


def crash_number(instant: datetime) -> str:
    """The number that a person reads to the help desk: the moment in UTC+8."""
    return f"E{instant.astimezone(CHINA):%y%m%d%H%M%S}"


def describe(error: BaseException) -> str:
    """Types and code places of an error and its causes; no message, no argument, no local variable."""
    lines = []
    link: BaseException | None = error
    seen: set[int] = set()
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        frames = traceback.extract_tb(link.__traceback__)
        lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def keep(error: BaseException, instant: datetime, folder: Path) -> str:
    """Write the description into `folder`/crashes if the folder is there; gives the number."""
    number = crash_number(instant)
    try:
        if folder.is_dir():
            crashes = folder / "crashes"
            crashes.mkdir(mode=0o700, exist_ok=True)
            file = crashes / f"{number}.txt"
            file.touch(mode=0o600)
            with file.open("a", encoding="utf-8") as opened:  # two crashes of one second share a number and a file
                opened.write(describe(error))
    except OSError:
        return number  # a full or read-only disk must not hide the number
    return number
