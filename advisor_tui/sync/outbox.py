"""HOME/outbox: sealed files on their way. What only copies from here needs no key and takes no lock."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from advisor_tui.base.clock import Clock, instant_text
from advisor_tui.base.errors import DeskError
from advisor_tui.base.home import Home
from advisor_tui.base.languages import mark
from advisor_tui.base.reasons import reason_of
from advisor_tui.store.presence import missing
from advisor_tui.sync import sshsig
from advisor_tui.sync.bag import sha256
from advisor_tui.sync.durable import sync_folder, write_durably, write_part
from advisor_tui.sync.names import SIGNATURE_SUFFIX
from advisor_tui.sync.sealing import SealedBundle

ASIDE = "former"
"""In the folder that is copied into: what lay there under the same name and is another bundle."""
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


@dataclass(frozen=True)
class Copied(OutboxEntry):
    """A bundle that was copied into a folder.

    Attributes:
        aside: Where the other bundle went that lay there under the same name; "" where none did.
    """

    aside: str = ""


def put(home: Home, sealed: SealedBundle, changes: int) -> OutboxEntry:
    """Write a bundle's files: parts first, then .info and .sig, and .age last, which makes the bundle visible."""
    name = sealed.name
    entry = OutboxEntry(name.file, name.signature, name.seq, changes, len(sealed.content), sealed.sha256)
    files = [
        (home.outbox / f"{name.file}{_INFO}", _info(entry)),
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


def is_whole(home: Home, entry: OutboxEntry, signature: str) -> bool:
    """Whether a bundle's files lie in the outbox as they were sealed."""
    expected = ((f"{entry.file}{_INFO}", _info(entry)), (entry.signature, signature.encode()))
    try:
        return (
            all((home.outbox / name).read_bytes() == data for name, data in expected)
            and sha256((home.outbox / entry.file).read_bytes()) == entry.sha256
        )
    except OSError:
        return False


def files_of(home: Home) -> set[str]:
    """The names of the sealed files of which anything lies in the outbox."""
    return {path.name.partition(".zip.age")[0] + ".zip.age" for path in home.outbox.glob("*.zip.age*")}


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
    return [entry for entry in _sealed(home) if (entry.file, entry.sha256) not in done]


def _sealed(home: Home) -> list[OutboxEntry]:
    """The sealed bundles that head office has not acknowledged, in order."""
    entries = [_read_info(path) for path in home.outbox.glob(f"*{_INFO}")]
    return sorted((e for e in entries if is_there(home, e.file)), key=lambda e: (e.seq, e.file))


def deliver(home: Home, folder: Path, clock: Clock, *, again: bool = False) -> list[Copied]:
    """Copy every undelivered bundle into a folder and note it in HOME/delivered.jsonl.

    Another bundle that lies there under the same name, as one of a former epoch, is moved aside and never overwritten.

    Args:
        home: Where the sealed bundles lie.
        folder: Where to.
        clock: When.
        again: Copy too what was delivered before and is not acknowledged: it may have been lost on the way.

    Raises:
        DeskError: `no_home`; `export_folder` when the folder cannot be written to; `outbox_damaged` for the first
            bundle that is not as it was sealed, once the others are copied. What was noted stays delivered.
    """
    if not home.outbox.is_dir():
        raise missing(home)
    copied, damaged = [], []
    for entry in _sealed(home) if again else waiting(home):
        try:
            content, signature = ((home.outbox / name).read_bytes() for name in (entry.file, entry.signature))
        except FileNotFoundError:
            continue  # acknowledged meanwhile
        if not _as_sealed(entry, content, signature):
            damaged.append(entry.file)
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            aside = move_aside(folder, entry.file, entry.sha256)
            for name, data in ((entry.signature, signature), (entry.file, content)):
                write_durably(folder / name, data, 0o644)
        except OSError as error:
            raise DeskError(
                "export_folder", mark("The folder cannot be written to: {reason}"), where=str(folder),
                reason=reason_of(error),
            ) from error  # fmt: skip
        _note(home, entry, folder, clock)
        copied.append(Copied(**asdict(entry), aside=aside))
    if damaged:
        raise DeskError(
            "outbox_damaged",
            mark(
                "This sealed file is not as it was sealed, and was not copied. It is written again from the database "
                "at the next seal: unlock the desk, or export with the passphrase."
            ),
            where=str(home.outbox / damaged[0]),
        )
    return copied


def _as_sealed(entry: OutboxEntry, content: bytes, signature: bytes) -> bool:
    if sha256(content) != entry.sha256:
        return False
    try:
        sshsig.verify(signature, content, entry.signature)
    except DeskError:
        return False
    return True


def move_aside(folder: Path, file: str, sha256_of_file: str) -> str:
    """Move away what lies in a folder under a bundle's name with other content; where to, or "".

    Raises:
        OSError: As the system says.
    """
    there = folder / file
    try:
        digest = sha256(there.read_bytes())
    except FileNotFoundError:
        return ""
    if digest == sha256_of_file:
        return ""
    place = folder / ASIDE / digest[:16]
    place.mkdir(parents=True, exist_ok=True)
    for name in (file, file + SIGNATURE_SUFFIX):  # the sealed file first: a signature alone is no bundle
        with suppress(FileNotFoundError):
            (folder / name).replace(place / name)
    return str(place / file)


def delivered_lines(home: Home) -> Iterator[dict[str, str]]:
    """The lines of delivered.jsonl: file, sha256, to, at; a line cut by a power failure is skipped."""
    try:
        lines = home.delivered.read_bytes().split(b"\n")
    except FileNotFoundError:
        return
    for line in lines:
        try:
            value = json.loads(line)
        except ValueError:  # cut, also inside a character
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


def _info(entry: OutboxEntry) -> bytes:
    return json.dumps(asdict(entry)).encode() + b"\n"


def _read_info(path: Path) -> OutboxEntry:
    try:
        return OutboxEntry(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise DeskError("outbox_damaged", mark("A file of the outbox cannot be read"), where=str(path)) from error
