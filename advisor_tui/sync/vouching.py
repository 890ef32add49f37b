"""Bundles of head office that have expired, and are in order all the same: a later one, still good, stands on them.

Expiry keeps an old bundle from being passed off as news. But a terminal may be away for longer than that (a leave, an
illness), and nothing of its stream may be left out. Each bundle names the digest of the one before it: what has not
expired therefore says of every bundle below it, down to the first, that head office sent it and goes on from it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from advisor_tui.base.clock import parse_instant
from advisor_tui.base.errors import DeskError
from advisor_tui.sync.header import Header
from advisor_tui.sync.names import HEAD_OFFICE
from advisor_tui.sync.opening import Opened, Trust, open_bundle, read_arrived


class Vouching:
    """What the files at hand say of expired bundles; they are only opened where an expired one asks."""

    def __init__(self, files: Callable[[], Iterable[Path]]) -> None:
        self._files = files
        self._known: dict[Path, tuple[Header, str]] = {}

    def holds(self, opened: Opened, trust: Trust, now: datetime) -> bool:
        """Whether an unexpired bundle at hand stands on this one, at once or through others at hand."""
        before: dict[str, str] = {}
        open_ends: list[str] = []
        for header, digest in self._look(trust, now):
            before[digest] = header.prev_sha256
            if not header.expires or parse_instant(header.expires) > now:
                open_ends.append(header.prev_sha256)
        found: set[str] = set()
        for end in open_ends:
            while end in before and end not in found:
                found.add(end)
                end = before[end]  # noqa: PLW2901  (down the chain)
        return opened.sha256 in found

    def _look(self, trust: Trust, now: datetime) -> Iterator[tuple[Header, str]]:
        """Header and digest of head office's bundles at hand; each file is opened once, however many ask."""
        for file in self._files():
            if file not in self._known:
                try:
                    opened = open_bundle(read_arrived(file), trust, now)
                except DeskError:
                    continue  # it vouches for nothing; why it is refused is told when its turn comes
                self._known[file] = (opened.header, opened.sha256)
            header, digest = self._known[file]
            if header.sender == HEAD_OFFICE:
                yield header, digest
