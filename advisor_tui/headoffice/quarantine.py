"""Refused files, kept for inspection: each content once, beside it why it was refused."""

import hashlib
import os
import stat
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from advisor_tui.base.clock import instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.headoffice.ahead import size_of
from advisor_tui.headoffice.context import Context
from advisor_tui.headoffice.tables import Inbound
from advisor_tui.sync.durable import sync_folder, write_durably
from advisor_tui.sync.limits import MAX_PARKED, MAX_QUARANTINE
from advisor_tui.sync.names import SIGNATURE_SUFFIX, parse_bundle_name
from advisor_tui.sync.opening import Arrived, open_plain
from advisor_tui.sync.strict_json import dump, load_object

REASON = "reason.json"

_PART = ".part"
"""A copy under way, whatever the file is called: a name of the greatest length leaves no room for an ending."""
_PIECE = 1 << 20
_REASONS = 20
"""How many earlier reasons are kept beside the newest."""


class Quarantine:
    """The contents that were refused, as far as there is room for them; the reasons are kept in any case.

    Whoever can write into the exchange folder can fill it with files. Nothing that nobody has looked into is dropped
    for what comes later: beyond `MAX_QUARANTINE` a file is only noted, and stays where it was brought.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def take(self, arrived: Arrived, refusal: DeskError) -> None:
        """Keep a bundle that was read and refused, and note it in the warehouse."""
        folder = _folder(self._context, arrived.sha256)
        copied = self._take_room(folder / arrived.name.file, len(arrived.content) + len(arrived.signature))
        if copied:
            for name, data in ((arrived.name.signature, arrived.signature), (arrived.name.file, arrived.content)):
                write_durably(folder / name, data)
        _note(self._context, folder, arrived.sha256, arrived.name.file, refusal, copied=copied)

    def set_aside(self, path: Path, refusal: DeskError) -> None:
        """Keep what could not even be read as a bundle: without a signature, too large, of another name.

        A large file is copied piece by piece and never held in memory. What is no plain file (a link, a device), may
        not be read, or is beyond all measure (`MAX_PARKED`) has no copy: the note of it stands alone.
        """
        digest = _digest(path)
        folder = _folder(self._context, digest or hashlib.sha256(path.name.encode()).hexdigest())
        copied = bool(digest)
        if digest:
            sources = (path, path.with_name(path.name + SIGNATURE_SUFFIX))
            copied = self._take_room(folder / path.name, sum(map(size_of, sources)))
            for source in sources if copied else ():
                _copy(source, folder)
        _note(self._context, folder, digest or f"unread:{path.name}", path.name, refusal, copied=copied)

    def _take_room(self, place: Path, size: int) -> bool:
        if place.exists():
            return True
        if self._used + size > MAX_QUARANTINE:
            return False
        self._used += size
        return True

    @cached_property
    def _used(self) -> int:
        """Bytes that lie there; looked at once, when the first file is refused."""
        return bytes_of(self._context)


def bytes_of(context: Context) -> int:
    """Bytes of all that lies in quarantine/."""
    return sum(path.stat().st_size for path in context.home.quarantine.rglob("*") if path.is_file())


def _folder(context: Context, digest: str) -> Path:
    folder = context.home.quarantine / digest[:16]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _note(context: Context, folder: Path, key: str, name: str, refusal: DeskError, *, copied: bool) -> None:
    """Write the reason beside the file, and once for each content into the warehouse."""
    now, (sender, seq) = context.clock.now(), _sender(name)
    reason = {"file": name, "code": refusal.code, "message": str(refusal), "where": refusal.where}
    earlier = _earlier(folder / REASON, reason)
    found = {**reason, "at": instant_text(now), "copied": copied, **({"earlier": earlier} if earlier else {})}
    write_durably(folder / REASON, dump(found).encode() + b"\n")
    with context.warehouse.write() as session:
        if session.get(Inbound, key) is None:
            session.add(
                Inbound(
                    sha256=key, name=name, sender=sender, seq=seq, status="quarantined", reason=refusal.code,
                    entry=refusal.where, received_at=now,
                )
            )  # fmt: skip
        session.commit()


def _earlier(path: Path, reason: Mapping[str, str]) -> list[dict[str, Any]]:
    """The other reasons for which this content was refused before, the newest first; each one once."""
    try:
        before = load_object(path.read_text(encoding="utf-8"), path.name)
    except (OSError, ValueError, DeskError):
        return []
    others, _ = before.pop("earlier", []), before.pop("copied", None)
    kept = [one for one in (before, *others) if isinstance(one, dict) and _same(one) != _same(reason)]
    return kept[:_REASONS]


def _same(reason: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(reason.get(name) for name in ("file", "code", "where"))


def _sender(name: str) -> tuple[str, int]:
    """What a file's name claims; nothing where it is no bundle's."""
    try:
        claimed = parse_bundle_name(name)
    except DeskError:
        return "", 0
    return claimed.sender, claimed.seq


def _digest(path: Path) -> str:
    """The SHA-256 of a plain, readable file of bearable size, else ""."""
    try:
        with open_plain(path) as file:
            if os.fstat(file.fileno()).st_size > MAX_PARKED:
                return ""
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, DeskError):
        return ""


def _copy(source: Path, folder: Path) -> None:
    """Copy what can be read; one file out of reach must not keep the others from being judged.

    Raises:
        OSError: The copy cannot be written.
    """
    part = folder / _PART
    with ExitStack() as opened:
        try:
            file = opened.enter_context(open_plain(source))
        except (OSError, DeskError):
            return
        if os.fstat(file.fileno()).st_size > MAX_PARKED:
            return
        with part.open("wb") as copy:
            part.chmod(stat.S_IRUSR | stat.S_IWUSR)
            whole = _pour(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
    if not whole:
        part.unlink()
        return
    part.replace(folder / source.name)
    sync_folder(folder)


def _pour(file: BinaryIO, copy: BinaryIO) -> bool:
    """Whether all of a file could be read; what goes wrong with writing is raised."""
    while True:
        try:
            piece = file.read(_PIECE)
        except OSError:
            return False
        if not piece:
            return True
        copy.write(piece)
