"""Files are read, and their checks begun in other processes, while those before them are being applied."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.checking import Checked, Checker, Refused
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.tables import Inbound
from advisor_tui.sync.limits import MAX_FILE
from advisor_tui.sync.opening import Arrived, read_arrived

if TYPE_CHECKING:
    from concurrent.futures import Future


@dataclass(frozen=True)
class Begun:
    """A file that was read, and its check where one is under way in another process."""

    arrived: Arrived
    check: "Future[Checked | Refused] | None"


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where it cannot be told."""
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def read_ahead(context: Context, paths: Sequence[Path], check: Checker) -> Iterator[tuple[Path, Begun | DeskError]]:
    """The files in order, while the processes are checking the next ones; never more at once than memory bears."""
    waiting: deque[tuple[Path, Begun | DeskError]] = deque()
    held = 0
    for path in paths:
        try:
            arrived = read_arrived(path)
            known = check.processes == 0 or is_applied(context, arrived)
            begun = None if known else check.begin(arrived, context.keys.unlocked())
            waiting.append((path, Begun(arrived, begun)))
            held += len(arrived.content)
        except DeskError as refusal:
            waiting.append((path, refusal))
        while len(waiting) > 2 * check.processes or held > MAX_FILE:
            first = waiting.popleft()
            held -= len(first[1].arrived.content) if isinstance(first[1], Begun) else 0
            yield first
    yield from waiting


def is_applied(context: Context, arrived: Arrived) -> bool:
    """Whether these very bytes were applied before."""
    with context.warehouse.read() as session:
        known = session.get(Inbound, arrived.sha256)
        return known is not None and known.status == "applied"
