"""HOME/outbox: sealed files on their way. What only copies from here needs no key and takes no lock."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from advisor_tui.base.clock import Clock, instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.store.presence import missing
from advisor_tui.sync.durable import sync_folder, write_durably, write_part
from advisor_tui.sync.sealing import SealedBundle

_INFO = ".info"


@dataclass(frozen=True)
class OutboxEntry:
    """A sealed bundle in the outbox: what may be told of it without a key.

    Attributes:
        file: The sealed file's name.
        signature: The signature file's name.
        seq: Its sequence number.
        changes: How many journal entries it carries.
        bytes: Of the sealed file.
        sha256: Of the sealed file.
    """

    file: str
    signature: str
    seq: int
    changes: int
    bytes: int
    sha256: str


def put(home: Home, sealed: SealedBundle, changes: int) -> OutboxEntry:
    """Write a bundle's files: parts first, then .info and .sig, and .age last, which makes the bundle visible."""
    name = sealed.name
    entry = OutboxEntry(name.file, name.signature, name.seq, changes, len(sealed.content), sealed.sha256)
    files = [
        (home.outbox / f"{name.file}{_INFO}", json.dumps(asdict(entry)).encode() + b"\n"),
        (home.outbox / name.signature, sealed.signature),
        (home.outbox / name.file, sealed.content),
    ]
    parts = [write_part(path, data) for path, data in files]
    for part, (path, _) in zip(parts, files, strict=True):
        part.replace(path)
    sync_folder(home.outbox)
    return entry


def is_there(home: Home, file: str) -> bool:
    """Whether a bundle's files are all in the outbox."""
    return all((home.outbox / f"{file}{suffix}").is_file() for suffix in ("", ".sig", _INFO))


def remove(home: Home, file: str) -> None:
    """Remove an acknowledged bundle's files."""
    for suffix in ("", ".sig", _INFO):
        (home.outbox / f"{file}{suffix}").unlink(missing_ok=True)


def clear(home: Home) -> None:
    """Remove every bundle's files, as a new epoch does: head office would refuse those of the former one."""
    for path in home.outbox.glob("*.zip.age*"):
        path.unlink(missing_ok=True)


def waiting(home: Home) -> list[OutboxEntry]:
    """The sealed bundles that were not delivered yet, in order."""
    done = {(line["file"], line["sha256"]) for line in delivered_lines(home)}
    entries = [_read_info(path) for path in home.outbox.glob(f"*{_INFO}")]
    return sorted(
        (e for e in entries if (e.file, e.sha256) not in done and is_there(home, e.file)), key=lambda e: (e.seq, e.file)
    )


def deliver(home: Home, folder: Path, clock: Clock) -> list[OutboxEntry]:
    """Copy every undelivered bundle into a folder and note it in HOME/delivered.jsonl.

    Raises:
        DeskError: `no_home`, `export_folder` when the folder cannot be written to; what was noted stays delivered.
    """
    if not home.outbox.is_dir():
        raise missing(home)
    copied = []
    for entry in waiting(home):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in (entry.signature, entry.file):
                write_durably(folder / name, (home.outbox / name).read_bytes(), 0o644)
        except OSError as error:
            raise DeskError(
                "export_folder", mark("The folder cannot be written to: {reason}"), where=str(folder),
                reason=reason_of(error),
            ) from error  # fmt: skip
        _note(home, entry, folder, clock)
        copied.append(entry)
    return copied


def delivered_lines(home: Home) -> Iterator[dict[str, str]]:
    """The lines of delivered.jsonl: file, sha256, to, at; a line cut by a power failure is skipped."""
    try:
        lines = home.delivered.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and {"file", "sha256", "at"} <= value.keys():
            yield value


def _note(home: Home, entry: OutboxEntry, folder: Path, clock: Clock) -> None:
    line = {"file": entry.file, "sha256": entry.sha256, "to": str(folder), "at": instant_text(clock.now())}
    with open(home.delivered, "ab", opener=_owner_only) as file:
        file.write(b"\n" if _ends_cut(home.delivered) else b"")
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _owner_only(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _ends_cut(path: Path) -> bool:
    data = path.read_bytes()
    return bool(data) and not data.endswith(b"\n")


def _read_info(path: Path) -> OutboxEntry:
    try:
        return OutboxEntry(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise DeskError("outbox_damaged", mark("A file of the outbox cannot be read"), where=str(path)) from error
